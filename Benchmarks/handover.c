#include "handover.h"

#include <err.h>
#include <fcntl.h>
#include <libfdt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static int by_start(const void *left, const void *right)
{
    const struct segment *a = left, *b = right;

    return a->start < b->start ? -1 : a->start > b->start;
}

void core_open(struct core *core, const char *path)
{
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC);

    if (file < 0 || fstat(file, &status) != 0)
        err(1, "%s", path);
    core->size = (size_t)status.st_size;
    core->file = mmap(NULL, core->size, PROT_READ, MAP_PRIVATE, file, 0);
    if (core->file == MAP_FAILED)
        err(1, "%s", path);
    close(file);

    const Elf64_Ehdr *header = (const void *)core->file;
    if (core->size < sizeof(*header) || memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 ||
        header->e_phoff > core->size || header->e_phnum > (core->size - header->e_phoff) / sizeof(Elf64_Phdr))
        errx(1, "%s: not an ELF core", path);
    const Elf64_Phdr *table = (const void *)(core->file + header->e_phoff);
    core->segments = calloc(header->e_phnum, sizeof(*core->segments));
    core->count = core->last = 0;
    for (size_t i = 0; i < header->e_phnum; i++) {
        if (table[i].p_type != PT_LOAD || table[i].p_filesz == 0)
            continue;
        if (table[i].p_offset > core->size || table[i].p_filesz > core->size - table[i].p_offset)
            errx(1, "%s: segment outside the file", path);
        core->segments[core->count++] = (struct segment){
            .start = table[i].p_paddr,
            .end = table[i].p_paddr + table[i].p_filesz,
            .bytes = core->file + table[i].p_offset,
        };
    }
    qsort(core->segments, core->count, sizeof(*core->segments), by_start);
}

const void *core_at(struct core *core, uint64_t address, uint64_t size)
{
    const struct segment *segment = &core->segments[core->last];

    if (address < segment->start || address >= segment->end) {
        size_t low = 0, high = core->count;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (core->segments[middle].end <= address)
                low = middle + 1;
            else
                high = middle;
        }
        if (low == core->count)
            errx(1, "%#lx is not in the core", address);
        core->last = low;
        segment = &core->segments[low];
    }
    if (address < segment->start || size > segment->end - address)
        errx(1, "%#lx is not in the core", address);
    return segment->bytes + (address - segment->start);
}

const void *core_root(struct core *core)
{
    for (size_t i = 0; i < core->count; i++) {
        const struct segment *segment = &core->segments[i];
        for (uint64_t at = 0; at + PAGE_SIZE <= segment->end - segment->start; at += PAGE_SIZE)
            if (fdt_magic(segment->bytes + at) == FDT_MAGIC && fdt_check_full(segment->bytes + at, PAGE_SIZE) == 0)
                return segment->bytes + at;
    }
    errx(1, "no root tree");
}

static uint64_t number(const void *tree, int node, const char *name)
{
    int size;
    const void *value = fdt_getprop(tree, node, name, &size);
    uint64_t result;

    if (!value || size != sizeof(result))
        errx(1, "no %s in the root tree", name);
    memcpy(&result, value, sizeof(result));
    return result;
}

uint64_t root_map(const void *tree)
{
    return number(tree, 0, "preserved-memory-map");
}

const void *root_subtree(struct core *core, const void *tree, const char *name)
{
    int node = fdt_subnode_offset(tree, 0, name);

    if (node < 0)
        return NULL;
    return core_at(core, number(tree, node, "preserved-data"), number(tree, node, "blob-size"));
}
