// Copies between layouts and types.
#include "loops.h"

#define CONVERT(name, T, U, expression)                                                  \
  CK_CLONES int ck_##name(void *kernel, long n, const char *const *in, const long *strides, \
                          char *output) {                                                \
    const T *restrict x = (const T *)in[0];                                              \
    U *restrict out = (U *)output;                                                       \
    long s = strides[0];                                                                 \
    (void)kernel;                                                                        \
    if (s == 1) {                                                                        \
      CK_VECTOR for (long i = 0; i < n; i++) { T v = x[i]; out[i] = (U)(expression); }   \
    } else                                                                               \
      for (long i = 0; i < n; i++) { T v = x[i * s]; out[i] = (U)(expression); }         \
    return CK_OK;                                                                        \
  }

// Out of range and NaN become 0, so that nothing is undefined.
CK_INLINE int64_t whole_f64(double v) {
  return v >= -9223372036854775808.0 && v < 9223372036854775808.0 ? (int64_t)v : 0;
}

CONVERT(copy_1, uint8_t, uint8_t, v)
CONVERT(copy_4, uint32_t, uint32_t, v)
CONVERT(copy_8, uint64_t, uint64_t, v)
CONVERT(bool_i64, uint8_t, int64_t, v)
CONVERT(bool_f32, uint8_t, float, v)
CONVERT(bool_f64, uint8_t, double, v)
CONVERT(i64_bool, int64_t, uint8_t, v != 0)
CONVERT(i64_f32, int64_t, float, v)
CONVERT(i64_f64, int64_t, double, v)
CONVERT(f32_bool, float, uint8_t, v != 0)
CONVERT(f32_i64, float, int64_t, whole_f64(v))
CONVERT(f32_f64, float, double, v)
CONVERT(f64_bool, double, uint8_t, v != 0)
CONVERT(f64_i64, double, int64_t, whole_f64(v))
CONVERT(f64_f32, double, float, v)

static const run_fn table[4][4] = {
  {ck_copy_1, ck_bool_i64, ck_bool_f32, ck_bool_f64},
  {ck_i64_bool, ck_copy_8, ck_i64_f32, ck_i64_f64},
  {ck_f32_bool, ck_f32_i64, ck_copy_4, ck_f32_f64},
  {ck_f64_bool, ck_f64_i64, ck_f64_f32, ck_copy_8},
};

int ck_copy(int from, int to, int rank, const long *shape, const void *x, const long *xs,
            void *out) {
  static const int widths[] = {1, 8, 4, 8};
  walk w = {0};
  const long *strides[] = {xs};
  walk_merge(&w, 1, rank, shape, strides);
  w.in[0] = x;
  w.width[0] = widths[from];
  w.out = out;
  w.out_width = widths[to];
  return walk_run(&w, 1, 65536, table[from][to], NULL);
}

int ck_store(int type, int rank, const long *shape, const void *x, const long *xs, void *out,
             const long *os) {
  static const int widths[] = {1, 8, 4, 8};
  int width = widths[type];
  long at[CK_MAX_RANK] = {0}, count = 1;
  for (int d = 0; d < rank; d++) count *= shape[d];
  if (count == 0) return CK_OK;
  long n = rank ? shape[rank - 1] : 1;
  long xstep = rank ? xs[rank - 1] : 0, ostep = rank ? os[rank - 1] : 0;
  for (long done = 0; done < count; done += n) {
    long xo = 0, oo = 0;
    for (int d = 0; d < rank - 1; d++) { xo += at[d] * xs[d]; oo += at[d] * os[d]; }
    const char *from = (const char *)x + xo * width;
    char *to = (char *)out + oo * width;
    if (xstep == 1 && ostep == 1) memcpy(to, from, (size_t)(n * width));
    else if (width == 1)
      for (long i = 0; i < n; i++) to[i * ostep] = from[i * xstep];
    else if (width == 4)
      for (long i = 0; i < n; i++)
        ((uint32_t *)to)[i * ostep] = ((const uint32_t *)from)[i * xstep];
    else
      for (long i = 0; i < n; i++)
        ((uint64_t *)to)[i * ostep] = ((const uint64_t *)from)[i * xstep];
    for (int d = rank - 2; d >= 0; d--) {
      if (++at[d] < shape[d]) break;
      at[d] = 0;
    }
  }
  return CK_OK;
}
