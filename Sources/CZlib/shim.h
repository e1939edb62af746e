// zlib as Debian ships it (the archive, since a shared library lengthens every start), its macros
// as functions. A zip's members are deflated without a header: negative window bits.
#pragma once
#include <zlib.h>

static inline int cz_inflate_init(z_stream *stream) { return inflateInit2(stream, -15); }

static inline int cz_deflate_init(z_stream *stream) {
  return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
}
