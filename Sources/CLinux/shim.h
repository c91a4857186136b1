/* Calls of Linux that Swift's module of the C library leaves out. */
#ifndef KHOTOOL_LINUX_SHIM_H
#define KHOTOOL_LINUX_SHIM_H

#include <signal.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A file in memory, closed on exec. */
static inline int linux_memory_file(const char *name) {
    return (int)syscall(SYS_memfd_create, name, 1u);
}

/* A descriptor from which blocked signals can be read, closed on exec. */
static inline int linux_signal_file(const sigset_t *set) {
    return signalfd(-1, set, SFD_CLOEXEC);
}

#endif
