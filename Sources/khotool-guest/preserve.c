/*
 * The guest of a kernel that hands its state over, by a kexec such as a user makes.
 *
 * What to keep is in /keep, a line each: "S" and the name of a session as hexadecimal digits, then for each of its files
 * "F" and hexadecimal numbers: token, size, first and last byte of its hole, position, seals, seed of its contents. The
 * next kernel is /kernel, its first file system /initrd, its command line /command. The report has beside the lines of
 * init.c:
 *
 *   @kho keep RC                               opening the live update device
 *   @kho made INDEX RC                         making a session
 *   @kho kept INDEX TOKEN RC [SIZE POSITION SEALS HASH]
 *   @kho finalize RC                           asking for the handover, where the reboot does not do it
 *   @kho regions DIGITS                        the tree of the regions of reserve_mem=, each byte as two digits
 *   @kho load RC                               loading the next kernel
 *   @kho kexec RC                              the reboot, which comes back only where it fails
 */
#include "guest.h"

static u8 buffer[4096];

static void keep_file(word session, word index, const u8 *rest) {
    struct file_request request = {sizeof(request), -1, read_number(&rest)};
    struct contents contents = {0, 0, 0, 0};
    u64 position, seals;
    word file, result;
    contents.size = read_number(&rest);
    contents.hole_start = read_number(&rest);
    contents.hole_end = read_number(&rest);
    position = read_number(&rest);
    seals = read_number(&rest);
    contents.seed = read_number(&rest);
    result = file = call3(SYS_MEMFD_CREATE, (word)"kept", MFD_ALLOW_SEALING, 0);
    if (result >= 0) result = write_contents(file, &contents);
    if (result >= 0) result = call3(SYS_LSEEK, file, (word)position, SEEK_SET);
    if (result >= 0) result = call3(SYS_FCNTL, file, F_ADD_SEALS, (word)seals);
    request.file = (int)file;
    if (result >= 0) result = control(session, SESSION_PRESERVE_FILE, &request);
    tell_facts("kept", index, request.token, result, file);
    if (file >= 0) close_file(file);
}

/* Sessions last as long as they are open, so nothing closes them. */
static void keep_sessions(word device, const u8 *place) {
    word session = -1, index = -1;
    for (; *place; place = next_line(place)) {
        if (*place == 'S') {
            struct session_request request = {sizeof(request), -1, {0}};
            word result;
            read_name(place + 2, request.name);
            result = control(device, LIVEUPDATE_CREATE_SESSION, &request);
            session = result < 0 ? result : request.file;
            begin("made");
            put_number(++index);
            put_number(result);
            end();
        } else if (*place == 'F' && session >= 0) {
            keep_file(session, index, place + 2);
        }
    }
}

/* Kernels without the live update device hand over what they were asked to before the next kernel is loaded. */
static void finalize(void) {
    word file = open_file("/sys/kernel/debug/kho/out/finalize", O_WRONLY), result = file;
    if (file >= 0) result = call3(SYS_WRITE, file, (word)"1", 1);
    begin("finalize");
    put_number(result < 0 ? result : 0);
    end();
    if (file >= 0) close_file(file);
}

static void tell_regions(void) {
    word file = open_file("/sys/kernel/debug/kho/out/sub_fdts/memblock", O_RDONLY), count;
    if (file < 0) return;
    begin("regions ");
    count = read_file(file, buffer, 500);
    for (word index = 0; index < count; index++) {
        put_char("0123456789abcdef"[buffer[index] >> 4]);
        put_char("0123456789abcdef"[buffer[index] & 15]);
    }
    end();
    close_file(file);
}

static word load_kernel(void) {
    word kernel = open_file("/kernel", O_RDONLY), initrd = open_file("/initrd", O_RDONLY);
    word command = open_file("/command", O_RDONLY), length;
    if (kernel < 0 || initrd < 0 || command < 0) return kernel < 0 ? kernel : initrd < 0 ? initrd : command;
    length = read_file(command, buffer, sizeof(buffer) - 1);
    if (length < 0) return length;
    buffer[length] = 0;
    return call6(SYS_KEXEC_FILE_LOAD, kernel, initrd, length + 1, (word)buffer, 0, 0);
}

void hand_over(void) {
    const u8 *orders = read_orders("/keep");
    word device, result;
    if (!orders) return;
    device = open_file("/dev/liveupdate", O_RDWR);
    begin("keep");
    put_number(device < 0 ? device : 0);
    end();
    if (device >= 0) keep_sessions(device, orders);
    else finalize();
    tell_regions();
    result = load_kernel();
    begin("load");
    put_number(result);
    end();
    if (result < 0) return;
    /* Waits until the serial port has sent everything. */
    call3(SYS_IOCTL, report_file, TCSBRK, 1);
    result = call6(SYS_REBOOT, (word)0xfee1dead, 0x28121969, 0x45584543, 0, 0, 0);
    begin("kexec");
    put_number(result);
    end();
}
