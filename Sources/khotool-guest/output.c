/* The lines of the report, sent as they are made so that a kernel that dies takes none of them along. */
#include "output.h"

word report_file = 1;
static char line[1024];
static word line_length;

void put_char(char c) {
    if (line_length < (word)sizeof(line) - 1) line[line_length++] = c;
}

void put(const char *text) {
    while (*text) put_char(*text++);
}

void begin(const char *what) {
    line_length = 0;
    put("@kho ");
    put(what);
}

void put_hex(u64 value) {
    int shift = 60;
    put(" 0x");
    while (shift > 0 && !(value >> shift & 15)) shift -= 4;
    for (; shift >= 0; shift -= 4) put_char("0123456789abcdef"[value >> shift & 15]);
}

void put_number(word value) {
    char digits[20];
    int count = 0;
    u64 rest = value < 0 ? 0 - (u64)value : (u64)value;
    put_char(' ');
    if (value < 0) put_char('-');
    do {
        digits[count++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    while (count) put_char(digits[--count]);
}

void end(void) {
    word done = 0;
    put_char('\n');
    while (done < line_length) {
        word written = call3(SYS_WRITE, report_file, (word)(line + done), line_length - done);
        if (written <= 0) break;
        done += written;
    }
}

/* The report goes to the second serial port, apart from the kernel's log; where there is none, to the console. */
void open_report(void) {
    u8 settings[64] = {0};
    word port = open_file("/dev/ttyS1", O_RDWR | O_NOCTTY);
    /* A port that has no hardware can be opened all the same, but then it has no settings. */
    if (port >= 0 && control(port, TCGETS, settings) == 0) {
        report_file = port;
        return;
    }
    word console = open_file("/dev/console", O_WRONLY | O_NOCTTY);
    report_file = console >= 0 ? console : 1;
}
