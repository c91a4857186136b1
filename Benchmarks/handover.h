/*
 * What a linux-7.2 kernel (kho-v4, 4 KiB pages) writes, as far as the benchmarks need it, and a reader of ELF cores.
 *
 * Plain C on purpose: the programs built on it are what khotool is measured against.
 */
#ifndef HANDOVER_H
#define HANDOVER_H

#include <elf.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PAGE_SHIFT = 12,
    PAGE_SIZE = 1 << PAGE_SHIFT,
    PAGE_WORDS = PAGE_SIZE / 8,
    LEAF_BITS = PAGE_SHIFT + 3,
    TABLE_BITS = PAGE_SHIFT - 3,
    LEVELS = 6,
    ORDER_ZERO = 64 - PAGE_SHIFT,
    ORDERS = ORDER_ZERO + 1,
    FRAME_BITS = 52,
};

struct segment {
    uint64_t start, end;
    const unsigned char *bytes;
};

struct core {
    const unsigned char *file;
    size_t size;
    struct segment *segments; /* by address */
    size_t count, last;
};

/* Maps a core and sorts its segments; ends the program where it cannot. */
void core_open(struct core *core, const char *path);

/* Where `size` bytes at a physical address lie in the mapping; ends the program where the core does not have them. */
const void *core_at(struct core *core, uint64_t address, uint64_t size);

/* The root tree: the first page of the core that begins with the magic of a device tree. */
const void *core_root(struct core *core);

/* The address of the map, and the data of a subtree (or NULL), as a root tree names them. */
uint64_t root_map(const void *tree);
const void *root_subtree(struct core *core, const void *tree, const char *name);

#endif
