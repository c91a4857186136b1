/*
 * Makes the core of a machine that hands memory over as linux-7.2 does: root tree, radix tree of preserved memory and,
 * where asked for, a memfd in a session. Pages of contents are left out, as `khotool trim --metadata-only` leaves them.
 *
 *   make_core OUT map dense|alternate|random PAGES      preserved pages: all, every other, each with a chance of 1/2
 *   make_core OUT memfd sequential|random ORDER FOLIOS  one memfd of as many folios
 */
#include "handover.h"

#include <err.h>
#include <libfdt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The kernel's own pages lie in runs of 32 from 16 MiB on, so that a core of them has many segments, as real ones do. */
enum { RUN = 32 };
static const uint64_t own_start = 16 << 20, preserved_start = 1UL << 32;

static uint64_t (*pages)[PAGE_WORDS];
static size_t page_count, page_room;
static uint64_t seed = 1;

static uint64_t address_of(size_t page)
{
    return own_start + (page + page / RUN) * PAGE_SIZE;
}

static uint64_t *words_at(uint64_t address)
{
    uint64_t page = (address - own_start) / PAGE_SIZE;

    return pages[page - page / (RUN + 1)];
}

static uint64_t new_page(void)
{
    if (page_count == page_room) {
        page_room = page_room ? 2 * page_room : 4096;
        pages = realloc(pages, page_room * sizeof(*pages));
        if (!pages)
            err(1, "pages");
    }
    memset(pages[page_count], 0, PAGE_SIZE);
    return address_of(page_count++);
}

/* xorshift64*: the same numbers everywhere and always. */
static uint64_t next_random(void)
{
    seed ^= seed >> 12;
    seed ^= seed << 25;
    seed ^= seed >> 27;
    return seed * 0x2545f4914f6cdd1dUL;
}

static uint64_t map;

/* The leaf of the radix tree that holds a key. */
static uint64_t leaf(uint64_t key)
{
    uint64_t node = map;

    for (unsigned level = LEVELS - 1; level > 0; level--) {
        unsigned index = key >> (LEAF_BITS + TABLE_BITS * (level - 1)) & (PAGE_WORDS - 1);
        uint64_t child = words_at(node)[index];
        if (!child) {
            child = new_page();
            words_at(node)[index] = child;
        }
        node = child;
    }
    return node;
}

static void preserve(uint64_t frame, unsigned order)
{
    uint64_t key = 1UL << (ORDER_ZERO - order) | frame >> order;
    unsigned bit = key & ((1 << LEAF_BITS) - 1);

    words_at(leaf(key))[bit / 64] |= 1UL << bit % 64;
}

static void make_map(const char *pattern, uint64_t count)
{
    uint64_t first = preserved_start >> PAGE_SHIFT;

    for (uint64_t frame = first; frame < first + count; frame += 1 << LEAF_BITS) {
        uint64_t *words = words_at(leaf(1UL << ORDER_ZERO | frame));
        for (unsigned i = 0; i < PAGE_WORDS; i++) {
            if (strcmp(pattern, "dense") == 0)
                words[i] = ~0UL;
            else if (strcmp(pattern, "alternate") == 0)
                words[i] = 0x5555555555555555UL;
            else
                words[i] = next_random();
        }
    }
}

static uint64_t *make_frames(const char *pattern, unsigned order, uint64_t count)
{
    uint64_t *frames = malloc(count * sizeof(*frames));

    if (!frames)
        err(1, "frames");
    for (uint64_t i = 0; i < count; i++) {
        frames[i] = (preserved_start >> PAGE_SHIFT) + (i << order);
        preserve(frames[i], order);
    }
    for (uint64_t i = count; strcmp(pattern, "random") == 0 && i > 1; i--) {
        uint64_t other = next_random() % i, frame = frames[i - 1];
        frames[i - 1] = frames[other];
        frames[other] = frame;
    }
    return frames;
}

/* A kho_vmalloc of folio records; returns the address of its first chunk. */
static uint64_t make_records(const uint64_t *frames, unsigned order, uint64_t count, uint32_t *total)
{
    uint64_t first = 0, chunk = 0, index = 0, page = 0;
    unsigned slot = PAGE_WORDS;

    for (*total = 0; index < count; ++*total) {
        if (slot == PAGE_WORDS) {
            uint64_t next = new_page();
            preserve(next >> PAGE_SHIFT, 0);
            if (chunk)
                words_at(chunk)[0] = next;
            else
                first = next;
            chunk = next;
            slot = 1;
        }
        page = new_page();
        preserve(page >> PAGE_SHIFT, 0);
        words_at(chunk)[slot++] = page;
        uint64_t *words = words_at(page);
        for (unsigned i = 0; i < PAGE_WORDS && index < count; i += 2, index++) {
            /* Dirty and up to date. */
            words[i] = frames[index] | 3UL << FRAME_BITS;
            words[i + 1] = index << order;
        }
    }
    return first;
}

static uint64_t make_memfd(const char *pattern, unsigned order, uint64_t count)
{
    struct {
        uint64_t position, size;
        uint32_t seals, flags;
        uint64_t folios, first;
        uint32_t pages;
        uint16_t vmalloc_flags, vmalloc_order;
    } memfd = { .size = count << (PAGE_SHIFT + order), .folios = count, .vmalloc_flags = 1 };
    uint64_t *frames = make_frames(pattern, order, count);
    memfd.first = make_records(frames, order, count, &memfd.pages);
    free(frames);

    uint64_t luo = new_page(), sessions = new_page(), files = new_page(), data = new_page();
    memcpy(words_at(data), &memfd, sizeof(memfd));
    uint64_t *file = words_at(files);
    file[1] = 1;
    strcpy((char *)(file + 2), "memfd-v2");
    file[2 + 6] = data;
    file[2 + 7] = 0x100;
    uint64_t *session = words_at(sessions);
    session[1] = 1;
    strcpy((char *)(session + 2), "vm-0");
    session[2 + 8] = files;
    session[2 + 9] = 1;
    strcpy((char *)words_at(luo), "luo-v5");
    words_at(luo)[1] = 1;
    words_at(luo)[2] = sessions;
    uint64_t own[] = { luo, sessions, files, data };
    for (unsigned i = 0; i < 4; i++)
        preserve(own[i] >> PAGE_SHIFT, 0);
    return luo;
}

static void make_root(uint64_t root, uint64_t luo)
{
    void *tree = words_at(root);
    uint64_t size = 32;

    fdt_create(tree, PAGE_SIZE);
    fdt_finish_reservemap(tree);
    fdt_begin_node(tree, "");
    fdt_property_string(tree, "compatible", "kho-v4");
    fdt_property(tree, "preserved-memory-map", &map, sizeof(map));
    if (luo) {
        fdt_begin_node(tree, "LUO");
        fdt_property(tree, "preserved-data", &luo, sizeof(luo));
        fdt_property(tree, "blob-size", &size, sizeof(size));
        fdt_end_node(tree);
    }
    fdt_end_node(tree);
    if (fdt_finish(tree) != 0)
        errx(1, "the root tree does not fit its page");
}

static void write_core(const char *path)
{
    size_t segments = (page_count + RUN - 1) / RUN;
    Elf64_Ehdr header = {
        .e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT },
        .e_type = ET_CORE, .e_machine = EM_X86_64, .e_version = EV_CURRENT, .e_phoff = sizeof(header),
        .e_ehsize = sizeof(header), .e_phentsize = sizeof(Elf64_Phdr), .e_phnum = (Elf64_Half)segments,
    };
    uint64_t offset = (sizeof(header) + segments * sizeof(Elf64_Phdr) + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1UL);
    FILE *file = fopen(path, "w");

    if (!file)
        err(1, "%s", path);
    if (segments >= PN_XNUM)
        errx(1, "more segments than the header can count");
    fwrite(&header, sizeof(header), 1, file);
    for (size_t i = 0; i < segments; i++) {
        size_t count = i + 1 < segments ? RUN : page_count - i * RUN;
        Elf64_Phdr segment = {
            .p_type = PT_LOAD, .p_flags = PF_R, .p_offset = offset + i * RUN * PAGE_SIZE,
            .p_paddr = address_of(i * RUN), .p_filesz = count * PAGE_SIZE, .p_memsz = count * PAGE_SIZE,
            .p_align = PAGE_SIZE,
        };
        fwrite(&segment, sizeof(segment), 1, file);
    }
    fseek(file, (long)offset, SEEK_SET);
    fwrite(pages, PAGE_SIZE, page_count, file);
    if (ferror(file) || fclose(file) != 0)
        err(1, "%s", path);
}

int main(int argc, char **argv)
{
    uint64_t luo = 0;

    if (argc < 5)
        errx(64, "usage: make_core OUT map PATTERN PAGES | make_core OUT memfd PATTERN ORDER FOLIOS");
    uint64_t root = new_page();
    map = new_page();
    if (strcmp(argv[2], "map") == 0)
        make_map(argv[3], strtoull(argv[4], NULL, 0));
    else
        luo = make_memfd(argv[3], (unsigned)atoi(argv[4]), strtoull(argv[argc - 1], NULL, 0));
    make_root(root, luo);
    write_core(argv[1]);
    return 0;
}
