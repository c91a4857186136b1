/*
 * Makes the device tree of a host that runs many kernels, with libfdt's sequential writer.
 *
 *   make_host OUT   4096 processors, 1024 devices behind bridges, 256 instances that have them all
 */
#include <err.h>
#include <libfdt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { CPUS = 4096, INSTANCES = 256, CHUNKS = 64, ROOTS = 8, BRIDGES = 16, DEVICES = 8, SIZE = 4 << 20 };
static const uint64_t chunk_size = 1UL << 36, first_chunk = 1UL << 40;

static void *tree;

static void put_cpus(const char *name, uint64_t first, unsigned count)
{
    fdt64_t *cells;
    if (fdt_property_placeholder(tree, name, (int)(count * sizeof(*cells)), (void **)&cells) != 0)
        errx(1, "the tree does not fit its buffer");
    for (unsigned i = 0; i < count; i++)
        cells[i] = cpu_to_fdt64(first + i);
}

static void put_cells(const char *name, const uint32_t *values, unsigned count)
{
    fdt32_t cells[8];
    for (unsigned i = 0; i < count; i++)
        cells[i] = cpu_to_fdt32(values[i]);
    fdt_property(tree, name, cells, (int)(count * sizeof(*cells)));
}

static void begin(const char *format, unsigned long one, unsigned two)
{
    char name[64];
    snprintf(name, sizeof(name), format, one, two);
    fdt_begin_node(tree, name);
}

static void put_chunks(void)
{
    for (uint64_t i = 0; i < CHUNKS; i++) {
        uint64_t base = first_chunk + i * chunk_size;
        begin("memory@%lx", base, 0);
        put_cells("reg", (uint32_t[]){ (uint32_t)(base >> 32), (uint32_t)base, (uint32_t)(chunk_size >> 32), (uint32_t)chunk_size }, 4);
        fdt_property_u32(tree, "numa-node-id", 0);
        fdt_end_node(tree);
    }
}

/* Each host bridge has 32 buses: its own, and one behind each of its bridges. */
static void put_bridges(void)
{
    for (unsigned root = 0; root < ROOTS; root++) {
        unsigned bus = root * 32;
        begin("pci@%lx", bus, 0);
        fdt_property_string(tree, "compatible", "multikernel,pci-host-bridge");
        fdt_property_u32(tree, "linux,pci-domain", 0);
        put_cells("bus-range", (uint32_t[]){ bus, bus + 31 }, 2);
        for (unsigned bridge = 0; bridge < BRIDGES; bridge++) {
            unsigned behind = bus + 1 + bridge;
            begin("pci@%lx,%x", bridge, 0);
            put_cells("reg", (uint32_t[]){ bus << 16 | bridge << 11, 0, 0, 0, 0 }, 5);
            put_cells("bus-range", (uint32_t[]){ behind, behind }, 2);
            for (unsigned device = 0; device < DEVICES; device++) {
                begin("pci@%lx,%x", device, 0);
                put_cells("reg", (uint32_t[]){ behind << 16 | device << 11, 0, 0, 0, 0 }, 5);
                fdt_property_u32(tree, "vendor-id", 0x8086);
                fdt_property_u32(tree, "device-id", 0x1572);
                fdt_end_node(tree);
            }
            fdt_end_node(tree);
        }
        fdt_end_node(tree);
    }
}

static void put_instance(unsigned index)
{
    const unsigned cpus = CPUS / INSTANCES, share = ROOTS * BRIDGES * DEVICES / INSTANCES;
    const uint64_t size = chunk_size * CHUNKS / INSTANCES;
    char devices[256];
    int length = 0;
    for (unsigned i = index * share; i < (index + 1) * share; i++) {
        unsigned bridge = i / DEVICES;
        length += snprintf(
            devices + length, sizeof(devices) - (size_t)length, "%s0000:%02x:%02x.0", length ? " " : "",
            bridge / BRIDGES * 32 + 1 + bridge % BRIDGES, i % DEVICES);
    }
    begin("instance-%lu", index, 0);
    fdt_property_u32(tree, "id", index + 1);
    fdt_begin_node(tree, "resources");
    put_cpus("cpus", 1 + index * cpus, cpus);
    fdt_property_u64(tree, "memory-base", first_chunk + index * size);
    fdt_property_u64(tree, "memory-bytes", size);
    fdt_property_string(tree, "device-names", devices);
    fdt_end_node(tree);
    fdt_end_node(tree);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        errx(64, "usage: make_host OUT");
    tree = malloc(SIZE);
    if (!tree)
        err(1, "tree");
    fdt_create(tree, SIZE);
    fdt_finish_reservemap(tree);
    fdt_begin_node(tree, "");
    fdt_property_string(tree, "compatible", "multikernel-v1");
    fdt_begin_node(tree, "resources");
    put_cpus("cpus", 1, CPUS);
    put_chunks();
    fdt_end_node(tree);
    fdt_begin_node(tree, "instances");
    for (unsigned i = 0; i < INSTANCES; i++)
        put_instance(i);
    fdt_end_node(tree);
    put_bridges();
    fdt_end_node(tree);
    if (fdt_finish(tree) != 0)
        errx(1, "the tree does not fit its buffer");
    FILE *file = fopen(argv[1], "w");
    if (!file || fwrite(tree, fdt_totalsize(tree), 1, file) != 1 || fclose(file) != 0)
        err(1, "%s", argv[1]);
    return 0;
}
