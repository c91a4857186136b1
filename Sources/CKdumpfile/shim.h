#include <libkdumpfile/kdumpfile.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A file in memory, or -1. memfd_create() is declared for _GNU_SOURCE only, and syscall() is variadic; Swift imports
   neither. The flag 1 is MFD_CLOEXEC. */
static inline int kdump_memory_file(const char *name) {
    return (int)syscall(SYS_memfd_create, name, 1u);
}
