/*
 * The first and only program of a rehearsal's guest: asks the kernel for what it revived, tells it on a serial port, and
 * restarts the machine. Where there is a file /keep it is the guest of the kernel before that one: see preserve.c.
 *
 * What to ask for is in /orders, a line each: "S" and the name of a session as hexadecimal digits, then "F" and a token
 * for each of its files. The report is lines that begin with "@kho"; numbers below zero are errors.
 *
 *   @kho begin
 *   @kho release TEXT
 *   @kho handover RC                           whether the kernel shows an incoming handover: 0, or why not
 *   @kho subtree NAME                          a subtree that it shows
 *   @kho test RC                               whether the kernel has the handover test built in
 *   @kho filled MIB                            how much memory was free, and has been written over
 *   @kho liveupdate RC                         opening the live update device
 *   @kho session INDEX RC                      retrieving a session
 *   @kho file INDEX TOKEN RC [SIZE POSITION SEALS HASH]
 *   @kho finish INDEX RC
 *   @kho end
 *
 * HASH is 64-bit FNV-1a with the offset basis 0xcbf29ce484222325. Freestanding: no C library, one static executable of a
 * few pages.
 */
#include "guest.h"

static u8 buffer[65536];

static void tell_release(void) {
    struct names names;
    if (call3(SYS_UNAME, (word)&names, 0, 0) != 0) return;
    begin("release ");
    put(names.release);
    end();
}

/* What the kernel shows of the handover that it was started with. */
static void tell_handover(void) {
    word directory;
    word file = open_file("/sys/kernel/debug/kho/in/fdt", O_RDONLY);
    begin("handover");
    put_number(file < 0 ? file : 0);
    end();
    if (file >= 0) close_file(file);
    directory = open_file("/sys/kernel/debug/kho/in/sub_fdts", O_RDONLY | O_DIRECTORY);
    if (directory >= 0) {
        word count;
        while ((count = call3(SYS_GETDENTS64, directory, (word)buffer, sizeof(buffer))) > 0) {
            for (word place = 0; place < count;) {
                struct entry *entry = (struct entry *)(buffer + place);
                if (entry->name[0] != '.') {
                    begin("subtree ");
                    put(entry->name);
                    end();
                }
                place += entry->length;
            }
        }
        close_file(directory);
    }
    file = open_file("/sys/module/test_kho", O_RDONLY | O_DIRECTORY);
    begin("test");
    put_number(file < 0 ? file : 0);
    end();
    if (file >= 0) close_file(file);
}

/*
 * Writes over memory that is free: all of it in a machine of the usual size, up to 512 MiB in a larger one. What was
 * handed over is not free, so nothing happens to it; a kernel that has lost sight of it gives it out here, and what is
 * read later shows that.
 */
static void fill_free_memory(void) {
    enum { PIECE = 4 << 20, MOST = 128 };
    static void *pieces[MOST];
    int count = 0;
    for (; count < MOST; count++) {
        struct memory_information information;
        void *piece;
        u64 unit, spare;
        if (call3(SYS_SYSINFO, (word)&information, 0, 0) != 0) break;
        unit = information.unit ? information.unit : 1;
        spare = ((u64)24 << 20) + information.total * unit / 32;
        if (information.free * unit < spare + PIECE) break;
        piece = (void *)call6(
            SYS_MMAP, 0, PIECE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if ((word)piece < 0 && (word)piece > -4096) break;
        call3(SYS_MADVISE, (word)piece, PIECE, MADV_HUGEPAGE);
        for (u64 *value = piece; value < (u64 *)piece + PIECE / sizeof(*value); value++) *value = 0xa5a5a5a5a5a5a5a5ul;
        pieces[count] = piece;
    }
    begin("filled");
    put_number((word)count * PIECE >> 20);
    end();
    while (count) call3(SYS_MUNMAP, (word)pieces[--count], PIECE, 0);
}

static void restart(void) {
    /* Waits until the serial port has sent everything. */
    call3(SYS_IOCTL, report_file, TCSBRK, 1);
    call6(SYS_REBOOT, (word)0xfee1dead, 0x28121969, 0x01234567, 0, 0, 0);
    for (;;) call3(SYS_EXIT, 0, 0, 0);
}

__attribute__((used)) void guest_main(void) {
    mount_at("devtmpfs", "/dev");
    open_report();
    begin("begin");
    end();
    mount_at("proc", "/proc");
    mount_at("sysfs", "/sys");
    mount_at("debugfs", "/sys/kernel/debug");
    tell_release();
    hand_over();
    tell_handover();
    fill_free_memory();
    retrieve_sessions();
    begin("end");
    end();
    restart();
}

/* Where the kernel enters the program: the stack is aligned as C code expects it. */
__attribute__((naked, used)) void _start(void) {
#if defined(__x86_64__)
    __asm__("xor %ebp, %ebp\n\tand $-16, %rsp\n\tcall guest_main");
#endif
    /* Guests are x86-64 machines; what other hosts build is refused by its ELF header. */
}
