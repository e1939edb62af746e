// Elementwise functions of two operands, the choice between two, and copies.
#include "loops.h"

typedef int (*binary_fn)(long n, const void *a, long as, const void *b, long bs, void *out);

#define LOOP(step_a, step_b, body)           \
  CK_VECTOR for (long i = 0; i < n; i++) {   \
    u = a[step_a];                           \
    v = b[step_b];                           \
    body;                                    \
  }

// Vector loops for whole rows and for one repeated operand; the rest one by one.
#define BINARY(name, T, U, expression)                                               \
  CK_CLONES int ck_##name(long n, const void *left, long as, const void *right,      \
                          long bs, void *output) {                                   \
    const T *restrict a = left;                                                      \
    const T *restrict b = right;                                                     \
    U *restrict out = output;                                                        \
    T u, v;                                                                          \
    if (as == 1 && bs == 1) LOOP(i, i, out[i] = (U)(expression))                     \
    else if (as == 1 && bs == 0) {                                                   \
      const T c = b[0];                                                              \
      CK_VECTOR for (long i = 0; i < n; i++) { u = a[i]; v = c; out[i] = (U)(expression); } \
    } else if (as == 0 && bs == 1) {                                                 \
      const T c = a[0];                                                              \
      CK_VECTOR for (long i = 0; i < n; i++) { u = c; v = b[i]; out[i] = (U)(expression); } \
    } else                                                                           \
      for (long i = 0; i < n; i++) {                                                 \
        u = a[i * as];                                                               \
        v = b[i * bs];                                                               \
        out[i] = (U)(expression);                                                    \
      }                                                                              \
    return CK_OK;                                                                    \
  }

// Integers with a check: `statement` sets r and may set bits of bad.
#define CHECKED(name, statement)                                                       \
  static int ck_##name##_i64(long n, const void *left, long as, const void *right, long bs, \
                             void *output) {                                           \
    const int64_t *a = left, *b = right;                                               \
    int64_t *out = output;                                                             \
    int bad = 0;                                                                       \
    for (long i = 0; i < n; i++) {                                                     \
      int64_t u = a[i * as], v = b[i * bs], r = 0;                                     \
      statement;                                                                       \
      out[i] = r;                                                                      \
    }                                                                                  \
    return bad;                                                                        \
  }

// What goes through libm one number at a time.
#define SERIAL(name, T, expression)                                                  \
  static int ck_##name(long n, const void *left, long as, const void *right, long bs, \
                       void *output) {                                               \
    const T *restrict a = left;                                                      \
    const T *restrict b = right;                                                     \
    T *restrict out = output;                                                        \
    for (long i = 0; i < n; i++) {                                                   \
      T u = a[i * as], v = b[i * bs];                                                \
      out[i] = (T)(expression);                                                      \
    }                                                                                \
    return CK_OK;                                                                    \
  }
#define LIBM(name, e32, e64)        \
  SERIAL(name##_f32, float, e32)    \
  SERIAL(name##_f64, double, e64)

#define FLOATS(name, e32, e64)                \
  BINARY(name##_f32, float, float, e32)       \
  BINARY(name##_f64, double, double, e64)
#define COMPARISON(name, e)                   \
  BINARY(name##_bool, uint8_t, uint8_t, e)    \
  BINARY(name##_i64, int64_t, uint8_t, e)     \
  BINARY(name##_f32, float, uint8_t, e)       \
  BINARY(name##_f64, double, uint8_t, e)

CK_INLINE float mod_f32(float u, float v) {
  float r = fmodf(u, v);
  return r != 0 && (r < 0) != (v < 0) ? r + v : r == 0 ? copysignf(0, v) : r;
}
CK_INLINE double mod_f64(double u, double v) {
  double r = fmod(u, v);
  return r != 0 && (r < 0) != (v < 0) ? r + v : r == 0 ? copysign(0, v) : r;
}
// Floored quotient of the exact remainder, as Python and NumPy give it.
CK_INLINE double floordiv_f64(double u, double v) {
  if (v == 0) return u / v;
  double r = fmod(u, v), q = (u - r) / v;
  if (r != 0 && (r < 0) != (v < 0)) q -= 1;
  if (q == 0) return copysign(0, u / v);
  double whole = floor(q);
  return q - whole > 0.5 ? whole + 1 : whole;
}
CK_INLINE float floordiv_f32(float u, float v) {
  return v == 0 ? u / v : (float)floordiv_f64((double)u, (double)v);
}

FLOATS(add, u + v, u + v)
FLOATS(sub, u - v, u - v)
FLOATS(mul, u * v, u * v)
FLOATS(div, u / v, u / v)
LIBM(floordiv, floordiv_f32(u, v), floordiv_f64(u, v))
LIBM(mod, mod_f32(u, v), mod_f64(u, v))

// A small whole exponent for all is a chain of products, which vectorizes.
#define POWER(T, name, power)                                                          \
  CK_CLONES void ck_small_power_##name(long n, const T *restrict a, int exponent,      \
                                       T *restrict out) {                              \
    CK_VECTOR for (long i = 0; i < n; i++) {                                           \
      T u = a[i], square = u * u;                                                      \
      out[i] = exponent == 3 ? square * u : square * square;                           \
    }                                                                                  \
  }                                                                                    \
  static int ck_pow_##name(long n, const void *left, long as, const void *right, long bs, \
                           void *output) {                                             \
    const T *restrict a = left;                                                        \
    const T *restrict b = right;                                                       \
    T *restrict out = output;                                                          \
    if (as == 1 && bs == 0 && (b[0] == 3 || b[0] == 4))                                \
      ck_small_power_##name(n, a, (int)b[0], out);                                     \
    else                                                                               \
      for (long i = 0; i < n; i++) out[i] = power(a[i * as], b[i * bs]);               \
    return CK_OK;                                                                      \
  }
POWER(float, f32, powf)
POWER(double, f64, pow)
FLOATS(min, u < v || u != u ? u : v, u < v || u != u ? u : v)
FLOATS(max, u > v || u != u ? u : v, u > v || u != u ? u : v)
LIBM(atan2, atan2f(u, v), atan2(u, v))
FLOATS(relu_gradient, v > 0 ? u : 0, v > 0 ? u : 0)
FLOATS(tanh_gradient, u * (1 - v * v), u * (1 - v * v))
FLOATS(sigmoid_gradient, u * (v * (1 - v)), u * (v * (1 - v)))
BINARY(min_i64, int64_t, int64_t, u < v ? u : v)
BINARY(max_i64, int64_t, int64_t, u > v ? u : v)
BINARY(and_i64, int64_t, int64_t, u & v)
BINARY(or_i64, int64_t, int64_t, u | v)
BINARY(xor_i64, int64_t, int64_t, u ^ v)
BINARY(and_bool, uint8_t, uint8_t, u & v)
BINARY(or_bool, uint8_t, uint8_t, u | v)
BINARY(xor_bool, uint8_t, uint8_t, u ^ v)
COMPARISON(eq, u == v)
COMPARISON(ne, u != v)
COMPARISON(lt, u < v)
COMPARISON(le, u <= v)
COMPARISON(gt, u > v)
COMPARISON(ge, u >= v)

CHECKED(add, bad |= __builtin_add_overflow(u, v, &r))
CHECKED(sub, bad |= __builtin_sub_overflow(u, v, &r))
CHECKED(mul, bad |= __builtin_mul_overflow(u, v, &r))
CHECKED(floordiv, if (v == 0) bad |= CK_DIVISION; else if (v == -1)
        bad |= __builtin_sub_overflow((int64_t)0, u, &r); else
        { r = u / v; if (u % v != 0 && (u < 0) != (v < 0)) r--; })
CHECKED(mod, if (v == 0) bad |= CK_DIVISION; else if (v != -1)
        { r = u % v; if (r != 0 && (r < 0) != (v < 0)) r += v; })

static int power_of_integer(int64_t base, int64_t exponent, int64_t *result) {
  int64_t r = 1;
  int bad = 0;
  if (exponent < 0) return CK_DIVISION;
  while (exponent) {
    if (exponent & 1) bad |= __builtin_mul_overflow(r, base, &r);
    exponent >>= 1;
    if (exponent && __builtin_mul_overflow(base, base, &base)) return CK_OVERFLOW;
  }
  *result = r;
  return bad ? CK_OVERFLOW : CK_OK;
}
CHECKED(pow, bad |= power_of_integer(u, v, &r))

#define ROW(name) {NULL, ck_##name##_i64, ck_##name##_f32, ck_##name##_f64}
#define ROW_FLOAT(name) {NULL, NULL, ck_##name##_f32, ck_##name##_f64}
#define ROW_BITS(name) {ck_##name##_bool, ck_##name##_i64, NULL, NULL}
#define ROW_ALL(name) {ck_##name##_bool, ck_##name##_i64, ck_##name##_f32, ck_##name##_f64}

static const binary_fn table[CK_BINARY_COUNT][4] = {
  [CK_ADD] = ROW(add), [CK_SUB] = ROW(sub), [CK_MUL] = ROW(mul), [CK_DIV] = ROW_FLOAT(div),
  [CK_FLOORDIV] = ROW(floordiv), [CK_MOD] = ROW(mod), [CK_POW] = ROW(pow),
  [CK_MIN] = {ck_and_bool, ck_min_i64, ck_min_f32, ck_min_f64},
  [CK_MAX] = {ck_or_bool, ck_max_i64, ck_max_f32, ck_max_f64},
  [CK_ATAN2] = ROW_FLOAT(atan2), [CK_AND] = ROW_BITS(and), [CK_OR] = ROW_BITS(or),
  [CK_XOR] = ROW_BITS(xor), [CK_EQ] = ROW_ALL(eq), [CK_NE] = ROW_ALL(ne),
  [CK_LT] = ROW_ALL(lt), [CK_LE] = ROW_ALL(le), [CK_GT] = ROW_ALL(gt), [CK_GE] = ROW_ALL(ge),
  [CK_RELU_GRADIENT] = ROW_FLOAT(relu_gradient),
  [CK_TANH_GRADIENT] = ROW_FLOAT(tanh_gradient),
  [CK_SIGMOID_GRADIENT] = ROW_FLOAT(sigmoid_gradient),
};

static const int widths[] = {1, 8, 4, 8};

static int binary_run(void *kernel, long n, const char *const *in, const long *strides,
                      char *out) {
  return ((binary_fn)kernel)(n, in[0], strides[0], in[1], strides[1], out);
}

int ck_binary(int op, int type, int rank, const long *shape, const void *a, const long *as,
              const void *b, const long *bs, void *out) {
  binary_fn f = op < 0 || op >= CK_BINARY_COUNT ? NULL : table[op][type];
  if (!f) return CK_UNSUPPORTED;
  if (rank == 1 && shape[0] <= 4096) return f(shape[0], a, as[0], b, bs[0], out);
  walk w;
  const long *strides[] = {as, bs};
  walk_merge(&w, 2, rank, shape, strides);
  w.in[0] = a;
  w.in[1] = b;
  w.width[0] = w.width[1] = widths[type];
  w.out = out;
  w.out_width = op >= CK_EQ && op <= CK_GE ? 1 : widths[type];
  long grain = op == CK_POW || op == CK_MOD || op == CK_FLOORDIV || op == CK_ATAN2 ? 8192
                                                                                   : 65536;
  return walk_run(&w, 2, grain, binary_run, (void *)f);
}

// MARK: where

#define WHERE(name, T)                                                                   \
  CK_CLONES int ck_##name(void *kernel, long n, const char *const *in, const long *strides, \
                          char *output) {                                                \
    const uint8_t *restrict c = (const uint8_t *)in[0];                                  \
    const T *restrict a = (const T *)in[1];                                              \
    const T *restrict b = (const T *)in[2];                                              \
    T *restrict out = (T *)output;                                                       \
    long cs = strides[0], as = strides[1], bs = strides[2];                              \
    (void)kernel;                                                                        \
    if (cs == 1 && as == 1 && bs == 1) {                                                 \
      CK_VECTOR for (long i = 0; i < n; i++) out[i] = c[i] ? a[i] : b[i];                \
    } else                                                                               \
      for (long i = 0; i < n; i++) out[i] = c[i * cs] ? a[i * as] : b[i * bs];           \
    return CK_OK;                                                                        \
  }
WHERE(where_1, uint8_t)
WHERE(where_4, uint32_t)
WHERE(where_8, uint64_t)

int ck_where(int type, int rank, const long *shape, const uint8_t *c, const long *cs,
             const void *a, const long *as, const void *b, const long *bs, void *out) {
  walk w;
  const long *strides[] = {cs, as, bs};
  walk_merge(&w, 3, rank, shape, strides);
  w.in[0] = (const char *)c;
  w.in[1] = a;
  w.in[2] = b;
  w.width[0] = 1;
  w.width[1] = w.width[2] = w.out_width = widths[type];
  w.out = out;
  run_fn run = w.out_width == 1 ? ck_where_1 : w.out_width == 4 ? ck_where_4 : ck_where_8;
  return walk_run(&w, 3, 65536, run, NULL);
}
