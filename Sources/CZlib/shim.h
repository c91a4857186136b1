#include <zlib.h>

/* inflateInit2() is a macro, which Swift does not import. 16 + 15: a gzip header, and the largest window. */
static inline int gzip_inflate_begin(z_stream *stream) {
    return inflateInit2(stream, 16 + MAX_WBITS);
}
