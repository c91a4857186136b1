/* Calls of Linux that Swift's module of the C library leaves out. */
#ifndef KHOTOOL_LINUX_SHIM_H
#define KHOTOOL_LINUX_SHIM_H

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A file in memory, closed on exec. */
static inline int linux_memory_file(const char *name) {
    return (int)syscall(SYS_memfd_create, name, 1u);
}

/* The two ends of a pipe, closed on exec: from their first moment on, so that no process of another thread gets them. */
static inline int linux_pipe(int ends[2]) {
    return (int)syscall(SYS_pipe2, ends, O_CLOEXEC);
}

/* A descriptor from which blocked signals can be read, closed on exec. */
static inline int linux_signal_file(const sigset_t *set) {
    return signalfd(-1, set, SFD_CLOEXEC);
}

/* The folder in which a program is started; headers have it as an extension. */
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *folder);

/* Bounds the address space of another process, in bytes. */
static inline int linux_limit_memory(pid_t process, unsigned long long bytes) {
    struct { unsigned long long soft, hard; } limit = {bytes, bytes};
    return (int)syscall(SYS_prlimit64, process, RLIMIT_AS, &limit, (void *)0);
}

#endif
