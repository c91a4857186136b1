#include <lzma.h>

/* LZMA_STREAM_INIT is a macro with braces, which Swift does not import: a zeroed structure. */
static inline lzma_stream lzma_stream_new(void) {
    lzma_stream stream = LZMA_STREAM_INIT;
    return stream;
}
