/*
 * Walks the preserved-memory map of a core as the kernel does (kho_radix_walk_tree) and prints what `khotool decode
 * --summary` prints of it: blocks, bytes and ranges of adjacent blocks, by order.
 */
#include "handover.h"

#include <err.h>
#include <stdio.h>

static struct {
    uint64_t blocks, ranges;
    uint64_t next; /* the block after the last one that was set */
} orders[ORDERS];

static void walk_leaf(const uint64_t *words, uint64_t key)
{
    unsigned top = 63 - __builtin_clzl(key);
    uint64_t first = (key ^ 1UL << top) << LEAF_BITS;
    unsigned order = ORDER_ZERO - (top + LEAF_BITS);
    uint64_t blocks = 0, ranges = 0, carry = orders[order].next == first;

    for (unsigned i = 0; i < PAGE_WORDS; i++) {
        uint64_t word = words[i];
        blocks += __builtin_popcountl(word);
        /* A range starts at a set bit whose lower neighbour is clear. */
        ranges += __builtin_popcountl(word & ~(word << 1 | carry));
        carry = word >> 63;
    }
    orders[order].blocks += blocks;
    orders[order].ranges += ranges;
    if (carry)
        orders[order].next = first + PAGE_WORDS * 64;
}

static void walk(struct core *core, uint64_t node, unsigned level, uint64_t key)
{
    const uint64_t *words = core_at(core, node, PAGE_SIZE);

    if (level == 0) {
        if (key == 0)
            errx(1, "a leaf of orders that no machine has");
        walk_leaf(words, key);
        return;
    }
    for (unsigned i = 0; i < PAGE_WORDS; i++)
        if (words[i])
            walk(core, words[i], level - 1, key << TABLE_BITS | i);
}

int main(int argc, char **argv)
{
    struct core core;
    uint64_t blocks = 0, bytes = 0, ranges = 0;

    if (argc != 2)
        errx(64, "usage: walk_map CORE");
    for (unsigned order = 0; order < ORDERS; order++)
        orders[order].next = UINT64_MAX;
    core_open(&core, argv[1]);
    walk(&core, root_map(core_root(&core)), LEVELS - 1, 0);
    for (unsigned order = 0; order < ORDERS; order++) {
        blocks += orders[order].blocks;
        bytes += orders[order].blocks << (PAGE_SHIFT + order);
        ranges += orders[order].ranges;
    }
    printf("%lu bytes preserved, %lu blocks in %lu ranges", bytes, blocks, ranges);
    for (unsigned order = 0; order < ORDERS; order++)
        if (orders[order].blocks)
            printf(", %lu of order %u", orders[order].blocks, order);
    putchar('\n');
    return 0;
}
