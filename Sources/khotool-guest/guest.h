/* What the parts of the program have from each other. */
#ifndef GUEST_H
#define GUEST_H

#include "output.h"
#include "system.h"

enum { PAGE = 4096 };

/* A file of orders with a zero at its end; null where there is none. One is held at a time. */
const u8 *read_orders(const char *path);
const u8 *next_line(const u8 *place);
u64 read_number(const u8 **place);
/* A session's name, from two digits for each of its bytes. */
void read_name(const u8 *digits, u8 *name);

/* What a file is to hold: pseudo-random bytes, with a hole from one page to another. */
struct contents {
    u64 size, hole_start, hole_end, seed;
};
word write_contents(word file, const struct contents *contents);
/* A line with the size, position, seals and hash of a file, or with the error that it came to. */
void tell_facts(const char *what, word index, u64 token, word result, word file);

/* The guest of the kernel that is handed a state. */
void retrieve_sessions(void);
/* The guest of the kernel that hands one over: comes back only where it cannot. */
void hand_over(void);

#endif
