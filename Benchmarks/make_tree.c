/*
 * Makes a device tree of about 16 MB with sibling nodes, with libfdt's sequential writer.
 *
 *   make_tree OUT generic NODES   a tree that has nothing to do with a handover
 *   make_tree OUT handover NODES  a root tree with as many subtrees
 */
#include <err.h>
#include <libfdt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    if (argc != 4)
        errx(64, "usage: make_tree OUT generic|handover NODES");
    int handover = strcmp(argv[2], "handover") == 0;
    unsigned nodes = (unsigned)strtoul(argv[3], NULL, 0);
    int size = (int)(nodes * 128 + 4096);
    void *tree = malloc((size_t)size);
    uint64_t map = 0;

    if (!tree)
        err(1, "tree");
    fdt_create(tree, size);
    fdt_finish_reservemap(tree);
    fdt_begin_node(tree, "");
    fdt_property_string(tree, "compatible", handover ? "kho-v4" : "bench,machine");
    if (handover)
        fdt_property(tree, "preserved-memory-map", &map, sizeof(map));
    for (unsigned i = 0; i < nodes; i++) {
        char name[64];
        /* Of a length that makes either tree 16 MB. */
        snprintf(name, sizeof(name), handover ? "a-subsystem-of-the-kernel@%06u" : "node@%06u", i);
        fdt_begin_node(tree, name);
        if (handover) {
            uint64_t data = (1UL << 32) + i * 4096UL, bytes = 4096;
            fdt_property(tree, "preserved-data", &data, sizeof(data));
            fdt_property(tree, "blob-size", &bytes, sizeof(bytes));
        } else {
            fdt_property_u64(tree, "reg", i * 4096UL);
            fdt_property_u32(tree, "phandle", i + 1);
            fdt_property_string(tree, "label", "device-000");
        }
        fdt_end_node(tree);
    }
    fdt_end_node(tree);
    if (fdt_finish(tree) != 0)
        errx(1, "the tree does not fit its buffer");
    FILE *file = fopen(argv[1], "w");
    if (!file || fwrite(tree, fdt_totalsize(tree), 1, file) != 1 || fclose(file) != 0)
        err(1, "%s", argv[1]);
    return 0;
}
