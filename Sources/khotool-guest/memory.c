/* What a compiler may call on its own, even where there is no C library. */
void *memset(void *target, int byte, unsigned long count) {
    unsigned char *bytes = target;
    while (count--) *bytes++ = (unsigned char)byte;
    return target;
}

void *memcpy(void *target, const void *source, unsigned long count) {
    unsigned char *to = target;
    const unsigned char *from = source;
    while (count--) *to++ = *from++;
    return target;
}

/* Builds that measure coverage ask the linker for this name, which stands for a runtime that needs a C library. */
int __llvm_profile_runtime;
