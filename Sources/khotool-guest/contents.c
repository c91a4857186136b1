/* What files hold, and what can be told of a file. */
#include "guest.h"

static u8 buffer[65536];

static word hash_contents(word file, u64 *hash) {
    word offset = 0, count;
    *hash = 0xcbf29ce484222325ul;
    while ((count = call6(SYS_PREAD64, file, (word)buffer, sizeof(buffer), offset, 0, 0)) > 0) {
        for (word index = 0; index < count; index++) *hash = (*hash ^ buffer[index]) * 0x100000001b3ul;
        offset += count;
    }
    return count;
}

void tell_facts(const char *what, word index, u64 token, word result, word file) {
    struct status status = {{0}, 0, {0}};
    u64 hash = 0;
    if (result >= 0) result = call3(SYS_FSTAT, file, (word)&status, 0);
    if (result >= 0) result = hash_contents(file, &hash);
    begin(what);
    put_number(index);
    put_hex(token);
    put_number(result);
    if (result >= 0) {
        put_number((word)status.size);
        put_number(call3(SYS_LSEEK, file, 0, SEEK_CUR));
        put_number(call3(SYS_FCNTL, file, F_GET_SEALS, 0));
        put_hex(hash);
    }
    end();
}

/* SplitMix64 at a place, so that contents can be made from anywhere in a file. */
static u64 random_at(u64 seed, u64 place) {
    u64 value = seed + (place + 1) * 0x9e3779b97f4a7c15ul;
    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9ul;
    value = (value ^ value >> 27) * 0x94d049bb133111ebul;
    return value ^ value >> 31;
}

word write_contents(word file, const struct contents *contents) {
    u64 *words = (u64 *)buffer;
    word result = call3(SYS_FTRUNCATE, file, (word)contents->size, 0);
    for (u64 offset = 0; result >= 0 && offset < contents->size; offset += PAGE) {
        u64 count = contents->size - offset < PAGE ? contents->size - offset : PAGE;
        if (offset >= contents->hole_start && offset < contents->hole_end) continue;
        for (u64 index = 0; index < PAGE / 8; index++) words[index] = random_at(contents->seed, offset / 8 + index);
        result = call6(SYS_PWRITE64, file, (word)buffer, (word)count, (word)offset, 0, 0);
        if (result >= 0 && result != (word)count) result = -28;
    }
    return result;
}
