// Elementwise functions of one operand: one loop an operation and type.
#include "loops.h"
#include "special.h"

typedef void (*unary_fn)(long n, const void *x, long stride, void *out);

#define UNARY(name, T, U, expression)                                              \
  CK_CLONES void ck_##name(long n, const void *input, long stride, void *output) { \
    const T *restrict x = input;                                                   \
    U *restrict out = output;                                                      \
    if (stride == 1) {                                                             \
      CK_VECTOR for (long i = 0; i < n; i++) {                                     \
        T v = x[i];                                                                \
        out[i] = (U)(expression);                                                  \
      }                                                                            \
    } else {                                                                       \
      for (long i = 0; i < n; i++) {                                               \
        T v = x[i * stride];                                                       \
        out[i] = (U)(expression);                                                  \
      }                                                                            \
    }                                                                              \
  }

// What goes through libm one number at a time.
#define SERIAL(name, T, expression)                                               \
  static void ck_##name(long n, const void *input, long stride, void *output) {    \
    const T *restrict x = input;                                                   \
    T *restrict out = output;                                                      \
    for (long i = 0; i < n; i++) {                                                 \
      T v = x[i * stride];                                                         \
      out[i] = (T)(expression);                                                    \
    }                                                                              \
  }
#define LIBM(name, e32, e64)        \
  SERIAL(name##_f32, float, e32)    \
  SERIAL(name##_f64, double, e64)

#define BOTH(name, e32, e64)                \
  UNARY(name##_f32, float, float, e32)      \
  UNARY(name##_f64, double, double, e64)
#define TESTS(name, e)                      \
  UNARY(name##_f32, float, uint8_t, e)      \
  UNARY(name##_f64, double, uint8_t, e)

BOTH(neg, -v, -v)
BOTH(abs, fabsf(v), fabs(v))
BOTH(sign, v > 0 ? 1 : v < 0 ? -1 : v, v > 0 ? 1 : v < 0 ? -1 : v)
BOTH(square, v * v, v * v)
BOTH(exp, exp_f32(v), exp_f64(v))
BOTH(expm1, expm1_f32(v), expm1_f64(v))
BOTH(log, log_f32(v), log_f64(v))
LIBM(log2, log2_f32(v), log2_f64(v))
LIBM(log10, log10_f32(v), log10_f64(v))
BOTH(log1p, log1p_f32(v), log1p_f64(v))
BOTH(sqrt, sqrtf(v), sqrt(v))
BOTH(rsqrt, 1.0f / sqrtf(v), 1.0 / sqrt(v))
BOTH(reciprocal, 1.0f / v, 1.0 / v)
BOTH(floor, floorf(v), floor(v))
BOTH(ceil, ceilf(v), ceil(v))
BOTH(round, rintf(v), rint(v))
BOTH(trunc, truncf(v), trunc(v))

// All by the series first, then the few beyond its range one by one.
#define TURNS(name, T, near, far)                                                  \
  CK_CLONES void ck_##name(long n, const void *input, long stride, void *output) { \
    const T *restrict x = input;                                                   \
    T *restrict out = output;                                                      \
    int outside = 0;                                                               \
    if (stride == 1) {                                                             \
      CK_VECTOR for (long i = 0; i < n; i++) {                                     \
        double v = (double)x[i];                                                   \
        out[i] = (T)(near);                                                        \
        outside |= !(fabs(v) < TURN_LIMIT);                                        \
      }                                                                            \
      if (!outside) return;                                                        \
    }                                                                              \
    for (long i = 0; i < n; i++) {                                                 \
      double v = (double)x[i * stride];                                            \
      out[i] = (T)(fabs(v) < TURN_LIMIT ? near : far);                             \
    }                                                                              \
  }
TURNS(sin_f32, float, sin_near(v, 0), sin(v))
TURNS(sin_f64, double, sin_near(v, 0), sin(v))
TURNS(cos_f32, float, sin_near(v, 1), cos(v))
TURNS(cos_f64, double, sin_near(v, 1), cos(v))
LIBM(tan, tanf(v), tan(v))
LIBM(asin, asinf(v), asin(v))
LIBM(acos, acosf(v), acos(v))
LIBM(atan, atanf(v), atan(v))
LIBM(sinh, sinhf(v), sinh(v))
LIBM(cosh, coshf(v), cosh(v))
BOTH(tanh, tanh_f32(v), tanh_f64(v))
LIBM(asinh, asinhf(v), asinh(v))
LIBM(acosh, acoshf(v), acosh(v))
LIBM(atanh, atanhf(v), atanh(v))
BOTH(erf, erf_f32(v), erf_f64(v))
BOTH(erfc, erfc_f32(v), erfc_f64(v))
LIBM(probit, probit_f32(v), probit_f64(v))
BOTH(normal_cdf, normal_cdf_f32(v), normal_cdf_f64(v))
BOTH(sigmoid, sigmoid_f32(v), sigmoid_f64(v))
BOTH(softplus, softplus_f32(v), softplus_f64(v))
BOTH(relu, v > 0 ? v : v == v ? 0 : v, v > 0 ? v : v == v ? 0 : v)
LIBM(lgamma, ck_lgamma((double)v), ck_lgamma(v))
LIBM(erfinv, ck_erfinv((double)v), ck_erfinv(v))
BOTH(gelu, gelu_f32(v), v * normal_cdf_f64(v))
TESTS(isnan, v != v)
TESTS(isinf, v - v != v - v && v == v)
TESTS(isfinite, v - v == v - v)

#define WRAP(e) (int64_t)(e)
UNARY(neg_i64, int64_t, int64_t, WRAP(0 - (uint64_t)v))
UNARY(abs_i64, int64_t, int64_t, WRAP(v < 0 ? 0 - (uint64_t)v : (uint64_t)v))
UNARY(sign_i64, int64_t, int64_t, (v > 0) - (v < 0))
UNARY(square_i64, int64_t, int64_t, WRAP((uint64_t)v * (uint64_t)v))
UNARY(not_i64, int64_t, int64_t, ~v)
UNARY(relu_i64, int64_t, int64_t, v > 0 ? v : 0)
UNARY(same_i64, int64_t, int64_t, v)
UNARY(not_bool, uint8_t, uint8_t, v == 0)

#define ROW(name) {ck_##name##_f32, ck_##name##_f64, NULL}
#define ROW_I64(name) {ck_##name##_f32, ck_##name##_f64, ck_##name##_i64}
#define ROW_SAME(name) {ck_##name##_f32, ck_##name##_f64, ck_same_i64}

static const unary_fn table[CK_UNARY_COUNT][3] = {
  [CK_NEG] = ROW_I64(neg), [CK_ABS] = ROW_I64(abs), [CK_SIGN] = ROW_I64(sign),
  [CK_SQUARE] = ROW_I64(square), [CK_NOT] = {NULL, NULL, ck_not_i64},
  [CK_EXP] = ROW(exp), [CK_EXPM1] = ROW(expm1), [CK_LOG] = ROW(log), [CK_LOG2] = ROW(log2),
  [CK_LOG10] = ROW(log10), [CK_LOG1P] = ROW(log1p), [CK_SQRT] = ROW(sqrt),
  [CK_RSQRT] = ROW(rsqrt), [CK_RECIPROCAL] = ROW(reciprocal), [CK_FLOOR] = ROW_SAME(floor),
  [CK_CEIL] = ROW_SAME(ceil), [CK_ROUND] = ROW_SAME(round), [CK_TRUNC] = ROW_SAME(trunc),
  [CK_SIN] = ROW(sin), [CK_COS] = ROW(cos), [CK_TAN] = ROW(tan), [CK_ASIN] = ROW(asin),
  [CK_ACOS] = ROW(acos), [CK_ATAN] = ROW(atan), [CK_SINH] = ROW(sinh), [CK_COSH] = ROW(cosh),
  [CK_TANH] = ROW(tanh), [CK_ASINH] = ROW(asinh), [CK_ACOSH] = ROW(acosh),
  [CK_ATANH] = ROW(atanh), [CK_ERF] = ROW(erf), [CK_ERFC] = ROW(erfc),
  [CK_PROBIT] = ROW(probit), [CK_NORMAL_CDF] = ROW(normal_cdf), [CK_SIGMOID] = ROW(sigmoid),
  [CK_SOFTPLUS] = ROW(softplus), [CK_RELU] = ROW_I64(relu), [CK_GELU] = ROW(gelu),
  [CK_LGAMMA] = ROW(lgamma), [CK_ERFINV] = ROW(erfinv),
  [CK_ISNAN] = ROW(isnan), [CK_ISINF] = ROW(isinf), [CK_ISFINITE] = ROW(isfinite),
};

static unary_fn unary_kernel(int op, int type) {
  if (op < 0 || op >= CK_UNARY_COUNT) return NULL;
  if (type == CK_BOOL) return op == CK_NOT ? ck_not_bool : NULL;
  return table[op][type == CK_F32 ? 0 : type == CK_F64 ? 1 : 2];
}

static int unary_run(void *kernel, long n, const char *const *in, const long *strides,
                     char *out) {
  ((unary_fn)kernel)(n, in[0], strides[0], out);
  return CK_OK;
}

// The only overflow of these: the lowest integer has no opposite, and a square may not fit.
static int unary_checked_run(void *kernel, long n, const char *const *in, const long *strides,
                             char *out) {
  unary_fn f = (unary_fn)kernel;
  const int64_t *x = (const int64_t *)in[0];
  int bad = 0;
  for (long i = 0; i < n; i++) {
    int64_t v = x[i * strides[0]];
    bad |= f == ck_square_i64 ? v > 3037000499 || v < -3037000499 : v == INT64_MIN;
  }
  f(n, x, strides[0], out);
  return bad ? CK_OVERFLOW : CK_OK;
}

int ck_unary(int op, int type, int rank, const long *shape, const void *x, const long *xs,
             void *out) {
  unary_fn f = unary_kernel(op, type);
  if (!f) return CK_UNSUPPORTED;
  static const int widths[] = {1, 8, 4, 8};
  int checked = type == CK_I64 && (op == CK_NEG || op == CK_ABS || op == CK_SQUARE);
  if (rank == 1 && shape[0] <= 4096 && !checked) {
    f(shape[0], x, xs[0], out);
    return CK_OK;
  }
  walk w;
  const long *strides[] = {xs};
  walk_merge(&w, 1, rank, shape, strides);
  w.in[0] = x;
  w.width[0] = widths[type];
  w.out = out;
  w.out_width = op == CK_ISNAN || op == CK_ISINF || op == CK_ISFINITE ? 1 : widths[type];
  long grain = op == CK_NEG || op == CK_ABS || op == CK_SQUARE || op == CK_RELU ? 65536 : 16384;
  return walk_run(&w, 1, grain, checked ? unary_checked_run : unary_run, (void *)f);
}
