/* What libFuzzer offers to the program it is linked into. */
#ifndef KHOTOOL_FUZZER_H
#define KHOTOOL_FUZZER_H

#include <stddef.h>
#include <stdint.h>

/* Runs the fuzzer by the program's arguments; `run` is called with every input and returns 0. */
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*run)(const uint8_t *bytes, size_t count));

/* Changes bytes in place as the fuzzer would; returns how many there are now, at most `limit`. */
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t count, size_t limit);

#endif
