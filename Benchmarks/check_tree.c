/* Maps a device tree and runs libfdt's full check over it. */
#include <err.h>
#include <fcntl.h>
#include <libfdt.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>

int main(int argc, char **argv)
{
    struct stat status;

    if (argc != 2)
        errx(64, "usage: check_tree TREE");
    int file = open(argv[1], O_RDONLY);
    if (file < 0 || fstat(file, &status) != 0)
        err(1, "%s", argv[1]);
    void *tree = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (tree == MAP_FAILED)
        err(1, "%s", argv[1]);
    int result = fdt_check_full(tree, (size_t)status.st_size);
    if (result != 0)
        errx(1, "%s: %s", argv[1], fdt_strerror(result));
    printf("%u bytes\n", fdt_totalsize(tree));
    return 0;
}
