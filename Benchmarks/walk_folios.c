/*
 * Reads the folio records of every preserved memfd of a core (luo-v5, memfd-v2) and prints what `khotool decode
 * --summary` prints of them: for each record the order under which its frame is preserved, counts and bytes.
 */
#include "handover.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct leaf {
    uint64_t key;
    const uint64_t *words;
};

/* The bitmaps of an order: found by their key, less the lowest, in a flat table. */
struct order {
    struct leaf *leaves;
    size_t count, room;
    uint64_t lowest, span;
    const uint64_t **table;
};

static struct order orders[ORDERS];

struct totals {
    uint64_t folios, holes, bytes, dirty, up_to_date, unpreserved;
    uint64_t by_order[ORDERS];
};

static void collect(struct core *core, uint64_t node, unsigned level, uint64_t key)
{
    const uint64_t *words = core_at(core, node, PAGE_SIZE);

    if (level > 0) {
        for (unsigned i = 0; i < PAGE_WORDS; i++)
            if (words[i])
                collect(core, words[i], level - 1, key << TABLE_BITS | i);
        return;
    }
    if (key == 0)
        errx(1, "a leaf of orders that no machine has");
    unsigned top = 63 - __builtin_clzl(key);
    struct order *order = &orders[ORDER_ZERO - (top + LEAF_BITS)];
    if (order->count == order->room) {
        order->room = order->room ? 2 * order->room : 64;
        order->leaves = realloc(order->leaves, order->room * sizeof(*order->leaves));
    }
    order->leaves[order->count++] = (struct leaf){ key ^ 1UL << top, words };
}

static void index_leaves(void)
{
    for (unsigned i = 0; i < ORDERS; i++) {
        struct order *order = &orders[i];
        if (order->count == 0)
            continue;
        order->lowest = order->leaves[0].key;
        order->span = order->leaves[order->count - 1].key - order->lowest + 1;
        order->table = calloc(order->span, sizeof(*order->table));
        if (!order->table)
            err(1, "table of leaves");
        for (size_t k = 0; k < order->count; k++)
            order->table[order->leaves[k].key - order->lowest] = order->leaves[k].words;
    }
}

static int order_of(uint64_t frame)
{
    for (int order = 0; order < ORDERS; order++) {
        if (!orders[order].count)
            continue;
        uint64_t block = frame >> order, key = (block >> LEAF_BITS) - orders[order].lowest;
        if (key >= orders[order].span)
            continue;
        const uint64_t *words = orders[order].table[key];
        unsigned bit = block & ((1 << LEAF_BITS) - 1);
        if (words && words[bit / 64] >> bit % 64 & 1)
            return order;
    }
    return -1;
}

static void count_records(const uint64_t *words, uint64_t records, struct totals *totals)
{
    for (uint64_t i = 0; i < records; i++) {
        uint64_t frame = words[2 * i] & ((1UL << FRAME_BITS) - 1), flags = words[2 * i] >> FRAME_BITS;
        if (frame == 0) {
            totals->holes++;
            continue;
        }
        totals->folios++;
        totals->dirty += flags & 1;
        totals->up_to_date += flags >> 1 & 1;
        int order = order_of(frame);
        if (order < 0) {
            totals->unpreserved++;
            continue;
        }
        totals->by_order[order]++;
        totals->bytes += 1UL << (PAGE_SHIFT + order);
    }
}

struct memfd {
    uint64_t position, size;
    uint32_t seals, flags;
    uint64_t folios, first;
    uint32_t pages;
    uint16_t vmalloc_flags, order;
};

static void read_memfd(struct core *core, const struct memfd *memfd, struct totals *totals)
{
    uint64_t left = memfd->folios, next = memfd->first;

    if (memfd->order != 0)
        errx(1, "folios in blocks of more than a page");
    while (left > 0 && next) {
        const uint64_t *chunk = core_at(core, next, PAGE_SIZE);
        for (unsigned i = 1; i < PAGE_WORDS && chunk[i] && left > 0; i++) {
            uint64_t records = left < PAGE_SIZE / 16 ? left : PAGE_SIZE / 16;
            count_records(core_at(core, chunk[i], PAGE_SIZE), records, totals);
            left -= records;
        }
        next = chunk[0];
    }
    if (left)
        errx(1, "the list of folios ends early");
}

int main(int argc, char **argv)
{
    struct core core;
    struct totals totals = { 0 };

    if (argc != 2)
        errx(64, "usage: walk_folios CORE");
    core_open(&core, argv[1]);
    const void *root = core_root(&core);
    collect(&core, root_map(root), LEVELS - 1, 0);
    index_leaves();

    const uint64_t *luo = root_subtree(&core, root, "LUO");
    if (!luo || memcmp(luo, "luo-v5", 7) != 0)
        errx(1, "no luo-v5");
    /* Sessions and files are blocks: next, count, and records of 80 and 64 bytes. */
    for (uint64_t next = luo[2]; next;) {
        const uint64_t *sessions = core_at(&core, next, PAGE_SIZE);
        for (uint64_t s = 0; s < sessions[1]; s++) {
            const uint64_t *session = sessions + 2 + 10 * s;
            for (uint64_t block = session[8]; block;) {
                const uint64_t *files = core_at(&core, block, PAGE_SIZE);
                for (uint64_t f = 0; f < files[1]; f++) {
                    const uint64_t *file = files + 2 + 8 * f;
                    if (strncmp((const char *)file, "memfd-v2", 48) == 0)
                        read_memfd(&core, core_at(&core, file[6], sizeof(struct memfd)), &totals);
                }
                block = files[0];
            }
        }
        next = sessions[0];
    }
    printf("%lu folios, %lu holes, %lu bytes, %lu dirty, %lu up to date, %lu not preserved", totals.folios,
           totals.holes, totals.bytes, totals.dirty, totals.up_to_date, totals.unpreserved);
    for (unsigned order = 0; order < ORDERS; order++)
        if (totals.by_order[order])
            printf(", %lu of order %u", totals.by_order[order], order);
    putchar('\n');
    return 0;
}
