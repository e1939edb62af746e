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

// MARK: transposition

#define TILE 32

// Neighbors along one axis of x become rows of another: tiles keep both sides in the cache.
typedef struct {
  const walk *w;
  int axis, width;
  long outer, strips;
  _Atomic int status;
} flip_job;

#define FLIP(T)                                                                      \
  static void flip_##T(const T *x, long xs, long rows, long n, T *out, long step) {  \
    for (long low = 0; low < n; low += TILE) {                                       \
      long high = low + TILE < n ? low + TILE : n;                                   \
      for (long r = 0; r < rows; r++)                                                \
        for (long c = low; c < high; c++) out[r * step + c] = x[r + c * xs];         \
    }                                                                                \
  }
FLIP(uint8_t)
FLIP(uint32_t)
FLIP(uint64_t)

static void flip_part(void *context, long part) {
  flip_job *j = context;
  const walk *w = j->w;
  if (ck_interrupt_requested()) { atomic_fetch_or(&j->status, CK_INTERRUPTED); return; }
  int last = w->rank - 1;
  long strip = part % j->strips, rest = part / j->strips, from = 0, to = 0, step = 1, own = 0;
  for (int d = last; d >= 0; d--) {
    if (d == j->axis) own = step;
    if (d != last && d != j->axis) {
      from += rest % w->shape[d] * w->strides[0][d];
      to += rest % w->shape[d] * step;
      rest /= w->shape[d];
    }
    step *= w->shape[d];
  }
  long low = strip * TILE, rows = w->shape[j->axis] - low;
  if (rows > TILE) rows = TILE;
  const char *x = w->in[0] + (from + low) * j->width;
  char *out = w->out + (to + low * own) * j->width;
  long xs = w->strides[0][last], n = w->shape[last];
  if (j->width == 1) flip_uint8_t((const uint8_t *)x, xs, rows, n, (uint8_t *)out, own);
  else if (j->width == 4)
    flip_uint32_t((const uint32_t *)x, xs, rows, n, (uint32_t *)out, own);
  else flip_uint64_t((const uint64_t *)x, xs, rows, n, (uint64_t *)out, own);
}

// The axis along which x lies dense, if the last one is not and the plane of both is large.
static int dense_axis(const walk *w) {
  int last = w->rank - 1;
  if (w->strides[0][last] == 1 || w->shape[last] < 4) return -1;
  for (int d = 0; d < last; d++)
    if (w->strides[0][d] == 1 && w->shape[d] >= 4) return d;
  return -1;
}

int ck_copy(int from, int to, int rank, const long *shape, const void *x, const long *xs,
            void *out) {
  static const int widths[] = {1, 8, 4, 8};
  walk w;
  const long *strides[] = {xs};
  walk_merge(&w, 1, rank, shape, strides);
  w.in[0] = x;
  w.width[0] = widths[from];
  w.out = out;
  w.out_width = widths[to];
  int axis = from == to && w.count > 256 ? dense_axis(&w) : -1;
  if (axis < 0) return walk_run(&w, 1, 65536, table[from][to], NULL);
  flip_job j = {.w = &w, .axis = axis, .width = widths[from]};
  j.strips = (w.shape[axis] + TILE - 1) / TILE;
  j.outer = w.count / (w.shape[axis] * w.shape[w.rank - 1]);
  if (w.count < 16384)
    for (long p = 0; p < j.outer * j.strips; p++) flip_part(&j, p);
  else
    ck_parallel(j.outer * j.strips, flip_part, &j);
  return atomic_load(&j.status);
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
