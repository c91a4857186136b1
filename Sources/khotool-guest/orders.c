/* What the guest is told to do: files of lines, each a letter and hexadecimal numbers. */
#include "guest.h"

static u8 orders[1 << 20];

const u8 *read_orders(const char *path) {
    word length = 0, count, file = open_file(path, O_RDONLY);
    if (file < 0) return 0;
    while (length < (word)sizeof(orders) - 1
           && (count = read_file(file, orders + length, (word)sizeof(orders) - 1 - length)) > 0) {
        length += count;
    }
    close_file(file);
    orders[length] = 0;
    return orders;
}

const u8 *next_line(const u8 *place) {
    while (*place && *place != '\n') place++;
    return *place ? place + 1 : place;
}

static int digit(u8 c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

u64 read_number(const u8 **place) {
    u64 number = 0;
    while (**place == ' ') ++*place;
    for (; digit(**place) >= 0; ++*place) number = number << 4 | (u64)digit(**place);
    return number;
}

void read_name(const u8 *digits, u8 *name) {
    for (int place = 0; place < SESSION_NAME_LENGTH && digit(digits[0]) >= 0 && digit(digits[1]) >= 0; place++) {
        name[place] = (u8)(digit(digits[0]) << 4 | digit(digits[1]));
        digits += 2;
    }
}
