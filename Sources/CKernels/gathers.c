// Picking and adding by index. Indices are in range: the caller checks.
#include "mathematics.h"

// Adds to the bytes moved since the last look for an interrupt; true if there is one.
#define IS_STOPPED(moved, bytes) \
  (((moved) += (bytes)) >= 1L << 23 && ((moved) = 0, ck_interrupt_requested()))

static void copy_elements(int width, char *to, const char *from, long n) {
  memcpy(to, from, (size_t)(n * width));
}

int ck_take(int width, long outer, long n, long inner, long picks, const void *x,
            const int64_t *index, void *out) {
  long run = inner * width;
  const char *from = x;
  char *to = out;
  long moved = 0;
  for (long o = 0; o < outer; o++, from += n * run)
    for (long j = 0; j < picks; j++, to += run) {
      if (IS_STOPPED(moved, run)) return CK_INTERRUPTED;
      if (run == 4) memcpy(to, from + index[j] * 4, 4);
      else if (run == 8) memcpy(to, from + index[j] * 8, 8);
      else copy_elements(1, to, from + index[j] * run, run);
    }
  return CK_OK;
}

int ck_gather(int width, long outer, long n, long inner, long picks, const void *x,
              const int64_t *index, void *out) {
  const char *from = x;
  char *to = out;
  long moved = 0;
  for (long o = 0; o < outer; o++, from += n * inner * width)
    for (long j = 0; j < picks; j++) {
      if (IS_STOPPED(moved, inner * width)) return CK_INTERRUPTED;
      for (long i = 0; i < inner; i++, index++, to += width)
        memcpy(to, from + (*index * inner + i) * width, (size_t)width);
    }
  return CK_OK;
}

int ck_scatter(int width, long picks, const void *v, const int64_t *index, void *out) {
  long moved = 0;
  for (long j = 0; j < picks; j++) {
    if (IS_STOPPED(moved, width)) return CK_INTERRUPTED;
    memcpy((char *)out + index[j] * width, (const char *)v + j * width, (size_t)width);
  }
  return CK_OK;
}

#define ADDS(T, name)                                                                       \
  static int index_add_##name(long outer, long n, long inner, long picks, const T *v,       \
                              const int64_t *index, T *out) {                               \
    long moved = 0;                                                                         \
    for (long o = 0; o < outer; o++, out += n * inner)                                      \
      for (long j = 0; j < picks; j++, v += inner) {                                        \
        if (IS_STOPPED(moved, inner * (long)sizeof(T))) return CK_INTERRUPTED;              \
        T *to = out + index[j] * inner;                                                     \
        for (long i = 0; i < inner; i++) to[i] += v[i];                                     \
      }                                                                                     \
    return CK_OK;                                                                           \
  }                                                                                         \
  static int scatter_add_##name(long outer, long n, long inner, long picks, const T *v,     \
                                const int64_t *index, T *out) {                             \
    long moved = 0;                                                                         \
    for (long o = 0; o < outer; o++, out += n * inner)                                      \
      for (long j = 0; j < picks; j++) {                                                    \
        if (IS_STOPPED(moved, inner * (long)sizeof(T))) return CK_INTERRUPTED;              \
        for (long i = 0; i < inner; i++) out[*index++ * inner + i] += *v++;                 \
      }                                                                                     \
    return CK_OK;                                                                           \
  }
ADDS(float, f32)
ADDS(double, f64)
ADDS(uint64_t, i64)

int ck_index_add(int type, long outer, long n, long inner, long picks, const void *v,
                 const int64_t *index, void *out) {
  if (type == CK_F32) return index_add_f32(outer, n, inner, picks, v, index, out);
  if (type == CK_F64) return index_add_f64(outer, n, inner, picks, v, index, out);
  if (type == CK_I64) return index_add_i64(outer, n, inner, picks, v, index, out);
  return CK_UNSUPPORTED;
}

int ck_scatter_add(int type, long outer, long n, long inner, long picks, const void *v,
                   const int64_t *index, void *out) {
  if (type == CK_F32) return scatter_add_f32(outer, n, inner, picks, v, index, out);
  if (type == CK_F64) return scatter_add_f64(outer, n, inner, picks, v, index, out);
  if (type == CK_I64) return scatter_add_i64(outer, n, inner, picks, v, index, out);
  return CK_UNSUPPORTED;
}
