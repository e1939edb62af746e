// Picking and adding by index. Indices are in range: the caller checks.
#include "mathematics.h"

static void copy_elements(int width, char *to, const char *from, long n) {
  memcpy(to, from, (size_t)(n * width));
}

int ck_take(int width, long outer, long n, long inner, long picks, const void *x,
            const int64_t *index, void *out) {
  long run = inner * width;
  const char *from = x;
  char *to = out;
  for (long o = 0; o < outer; o++, from += n * run)
    for (long j = 0; j < picks; j++, to += run) {
      if (run == 4) memcpy(to, from + index[j] * 4, 4);
      else if (run == 8) memcpy(to, from + index[j] * 8, 8);
      else copy_elements(1, to, from + index[j] * run, run);
    }
  return ck_interrupt_requested() ? CK_INTERRUPTED : CK_OK;
}

int ck_gather(int width, long outer, long n, long inner, long picks, const void *x,
              const int64_t *index, void *out) {
  const char *from = x;
  char *to = out;
  for (long o = 0; o < outer; o++, from += n * inner * width)
    for (long j = 0; j < picks; j++)
      for (long i = 0; i < inner; i++, index++, to += width)
        memcpy(to, from + (*index * inner + i) * width, (size_t)width);
  return CK_OK;
}

int ck_scatter(int width, long picks, const void *v, const int64_t *index, void *out) {
  for (long j = 0; j < picks; j++)
    memcpy((char *)out + index[j] * width, (const char *)v + j * width, (size_t)width);
  return CK_OK;
}

#define ADDS(T, name)                                                                       \
  static void index_add_##name(long outer, long n, long inner, long picks, const T *v,      \
                               const int64_t *index, T *out) {                              \
    for (long o = 0; o < outer; o++, out += n * inner)                                      \
      for (long j = 0; j < picks; j++, v += inner) {                                        \
        T *to = out + index[j] * inner;                                                     \
        for (long i = 0; i < inner; i++) to[i] += v[i];                                     \
      }                                                                                     \
  }                                                                                         \
  static void scatter_add_##name(long outer, long n, long inner, long picks, const T *v,    \
                                 const int64_t *index, T *out) {                            \
    for (long o = 0; o < outer; o++, out += n * inner)                                      \
      for (long j = 0; j < picks; j++)                                                      \
        for (long i = 0; i < inner; i++) out[*index++ * inner + i] += *v++;                 \
  }
ADDS(float, f32)
ADDS(double, f64)
ADDS(uint64_t, i64)

int ck_index_add(int type, long outer, long n, long inner, long picks, const void *v,
                 const int64_t *index, void *out) {
  if (type == CK_F32) index_add_f32(outer, n, inner, picks, v, index, out);
  else if (type == CK_F64) index_add_f64(outer, n, inner, picks, v, index, out);
  else if (type == CK_I64) index_add_i64(outer, n, inner, picks, v, index, out);
  else return CK_UNSUPPORTED;
  return CK_OK;
}

int ck_scatter_add(int type, long outer, long n, long inner, long picks, const void *v,
                   const int64_t *index, void *out) {
  if (type == CK_F32) scatter_add_f32(outer, n, inner, picks, v, index, out);
  else if (type == CK_F64) scatter_add_f64(outer, n, inner, picks, v, index, out);
  else if (type == CK_I64) scatter_add_i64(outer, n, inner, picks, v, index, out);
  else return CK_UNSUPPORTED;
  return CK_OK;
}
