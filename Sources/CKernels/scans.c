// Running products, running extremes and linear recurrences of rows, added up in double
// precision one after another.
#include "rows.h"

#define SCAN(name, T, start, step)                                    \
  ROWS_TASK(name, {                                                   \
    for (long r = low; r < high; r++) {                               \
      const T *x = (const T *)j->x + r * j->n;                        \
      T *out = (T *)j->out + r * j->n;                                \
      double s = start;                                               \
      EACH(i, j->n) {                                                 \
        double v = (double)x[i];                                      \
        step;                                                         \
        out[i] = (T)s;                                                \
      }                                                               \
    }                                                                 \
  })

// log(e^a + e^b) without overflow; -inf stands for nothing yet.
static double log_add(double a, double b) {
  if (a != a || b != b) return a + b;
  double high = a > b ? a : b, low = a > b ? b : a;
  return high - low == high - low ? high + log1p(exp(low - high)) : high;
}

SCAN(cumprod_f32, float, 1, s *= v)
SCAN(cumprod_f64, double, 1, s *= v)
SCAN(logcumsumexp_f32, float, -INFINITY, s = log_add(s, v))
SCAN(logcumsumexp_f64, double, -INFINITY, s = log_add(s, v))

ROWS_TASK(cumprod_i64, {
  int bad = 0;
  for (long r = low; r < high; r++) {
    const int64_t *x = (const int64_t *)j->x + r * j->n;
    int64_t *out = (int64_t *)j->out + r * j->n;
    int64_t s = 1;
    EACH(i, j->n) {
      bad |= __builtin_mul_overflow(s, x[i], &s);
      out[i] = s;
    }
  }
  if (bad) atomic_fetch_or(&j->status, CK_OVERFLOW);
})

int ck_cumprod(int type, long rows, long n, const void *x, void *out) {
  if (type == CK_BOOL) return CK_UNSUPPORTED;
  job j = {.rows = rows, .n = n, .x = x, .out = out};
  return run_rows(&j, type == CK_F32 ? cumprod_f32 : type == CK_F64 ? cumprod_f64 : cumprod_i64);
}

int ck_logcumsumexp(int type, long rows, long n, const void *x, void *out) {
  if (type != CK_F32 && type != CK_F64) return CK_UNSUPPORTED;
  job j = {.rows = rows, .n = n, .x = x, .out = out};
  return run_rows(&j, type == CK_F32 ? logcumsumexp_f32 : logcumsumexp_f64);
}

// The position of the extreme so far: the latest of equal ones, and the first NaN for good.
#define EXTREME(name, T)                                                              \
  ROWS_TASK(name, {                                                                   \
    for (long r = low; r < high; r++) {                                               \
      const T *x = (const T *)j->x + r * j->n;                                        \
      int64_t *out = (int64_t *)j->out + r * j->n;                                    \
      long best = 0;                                                                  \
      EACH(i, j->n) {                                                                 \
        T v = x[i];                                                                   \
        T b = x[best];                                                                \
        if (b == b && (v != v || (j->largest ? v >= b : v <= b))) best = i;           \
        out[i] = best;                                                                \
      }                                                                               \
    }                                                                                 \
  })
EXTREME(extreme_f32, float)
EXTREME(extreme_f64, double)
EXTREME(extreme_i64, int64_t)
EXTREME(extreme_bool, uint8_t)

int ck_cum_extreme(int type, int largest, long rows, long n, const void *x, int64_t *out) {
  static const ck_task tasks[] = {extreme_bool, extreme_i64, extreme_f32, extreme_f64};
  job j = {.rows = rows, .n = n, .largest = largest, .x = x, .out = out};
  return run_rows(&j, tasks[type]);
}

#define RECURRENCE(name, T)                             \
  ROWS_TASK(name, {                                     \
    for (long r = low; r < high; r++) {                 \
      const T *a = (const T *)j->x + r * j->n;          \
      const T *b = (const T *)j->y + r * j->n;          \
      T *out = (T *)j->out + r * j->n;                  \
      double s = 0;                                     \
      EACH(i, j->n) {                                   \
        s = i == 0 ? (double)b[0] : (double)a[i] * s + (double)b[i]; \
        out[i] = (T)s;                                  \
      }                                                 \
    }                                                   \
  })
RECURRENCE(recurrence_f32, float)
RECURRENCE(recurrence_f64, double)

int ck_recurrence(int type, long rows, long n, const void *a, const void *b, void *out) {
  if (type != CK_F32 && type != CK_F64) return CK_UNSUPPORTED;
  job j = {.rows = rows, .n = n, .x = a, .y = b, .out = out};
  return run_rows(&j, type == CK_F32 ? recurrence_f32 : recurrence_f64);
}
