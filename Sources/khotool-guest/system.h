/* Linux system calls on x86-64, without a C library: the numbers and structures that this program needs. */
#ifndef SYSTEM_H
#define SYSTEM_H

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long u64;
typedef long word;

enum {
    SYS_READ = 0, SYS_WRITE = 1, SYS_OPEN = 2, SYS_CLOSE = 3, SYS_FSTAT = 5, SYS_LSEEK = 8, SYS_MMAP = 9,
    SYS_MUNMAP = 11, SYS_IOCTL = 16, SYS_PREAD64 = 17, SYS_PWRITE64 = 18, SYS_MADVISE = 28, SYS_EXIT = 60,
    SYS_UNAME = 63, SYS_FCNTL = 72, SYS_FTRUNCATE = 77, SYS_MKDIR = 83, SYS_SYSINFO = 99, SYS_MOUNT = 165,
    SYS_REBOOT = 169, SYS_GETDENTS64 = 217, SYS_MEMFD_CREATE = 319, SYS_KEXEC_FILE_LOAD = 320,
};

enum { O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_NOCTTY = 0400, O_DIRECTORY = 0200000 };
enum { SEEK_SET = 0, SEEK_CUR = 1, F_ADD_SEALS = 1033, F_GET_SEALS = 1034, MFD_ALLOW_SEALING = 2 };
enum { TCGETS = 0x5401, TCSETS = 0x5402, TCSBRK = 0x5409 };
enum { PROT_READ = 1, PROT_WRITE = 2, MAP_PRIVATE = 2, MAP_ANONYMOUS = 0x20, MADV_HUGEPAGE = 14 };

static inline word call6(word number, word a, word b, word c, word d, word e, word f) {
#if defined(__x86_64__)
    word result;
    register word r10 __asm__("r10") = d;
    register word r8 __asm__("r8") = e;
    register word r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "0"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
#else
    (void)number, (void)a, (void)b, (void)c, (void)d, (void)e, (void)f;
    return -38;
#endif
}

static inline word call3(word number, word a, word b, word c) { return call6(number, a, b, c, 0, 0, 0); }
static inline word open_file(const char *path, word flags) { return call3(SYS_OPEN, (word)path, flags, 0); }
static inline word close_file(word file) { return call3(SYS_CLOSE, file, 0, 0); }
static inline word read_file(word file, void *bytes, word count) { return call3(SYS_READ, file, (word)bytes, count); }
static inline word control(word file, word request, void *argument) {
    return call3(SYS_IOCTL, file, request, (word)argument);
}
static inline word mount_at(const char *type, const char *path) {
    call3(SYS_MKDIR, (word)path, 0755, 0);
    return call6(SYS_MOUNT, (word)type, (word)path, (word)type, 0, 0, 0);
}

/* The live update device and its sessions. Every structure begins with its own size. */
enum { LIVEUPDATE_CREATE_SESSION = 0xba00, LIVEUPDATE_RETRIEVE_SESSION = 0xba01 };
enum { SESSION_PRESERVE_FILE = 0xba40, SESSION_RETRIEVE_FILE = 0xba41, SESSION_FINISH = 0xba42 };
enum { SESSION_NAME_LENGTH = 64 };

/* To make a session and to get one back; the file is what the kernel answers. */
struct session_request {
    u32 size;
    int file;
    u8 name[SESSION_NAME_LENGTH];
};

/* To preserve a file, and to get one back. */
struct file_request {
    u32 size;
    int file;
    u64 token;
};

struct finish_session {
    u32 size;
    u32 reserved;
};

/* struct stat of x86-64: the size of the file is its seventh word. */
struct status {
    u64 before[6];
    u64 size;
    u64 after[11];
};

/* struct sysinfo: memory in units of a number of bytes. */
struct memory_information {
    u64 before[4];
    u64 total;
    u64 free;
    u64 between[7];
    u32 unit;
    u32 padding;
};

/* struct utsname. */
struct names {
    char system[65], node[65], release[65], version[65], machine[65], domain[65];
};

/* An entry of a directory, as getdents64 writes it. */
struct entry {
    u64 inode;
    u64 next;
    unsigned short length;
    u8 type;
    char name[];
};

#endif
