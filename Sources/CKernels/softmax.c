// Softmax, log-sum-exp and moments of rows.
#include "rows.h"

// A long row's sums end early after an interrupt, which their caller looks for then.
#define SEES_INTERRUPT(low) ((low) > 0 && (low) % ROW_PIECE == 0 && ck_interrupt_requested())
#define END_LONG_ROW                                                                      \
  if (n > ROW_PIECE && ck_interrupt_requested()) {                                        \
    atomic_fetch_or(&j->status, CK_INTERRUPTED);                                          \
    return;                                                                               \
  }

#define SOFTMAX(T, name, infinity)                                                        \
  CK_CLONES T ck_exp_sum_##name(const T *restrict x, long n, T shift) {                   \
    double total = 0;                                                                     \
    for (long low = 0; low < n; low += BLOCK) {                                           \
      _Pragma("clang fp reassociate(on)")                                                 \
      if (SEES_INTERRUPT(low)) break;                                                     \
      long high = low + BLOCK < n ? low + BLOCK : n;                                      \
      T s = 0;                                                                            \
      for (long i = low; i < high; i++) s += exp_##name(x[i] - shift);                    \
      total += (double)s;                                                                 \
    }                                                                                     \
    return (T)total;                                                                      \
  }                                                                                       \
  CK_CLONES T ck_exp_row_##name(const T *restrict x, long n, T shift, T *restrict out) {  \
    double total = 0;                                                                     \
    for (long low = 0; low < n; low += BLOCK) {                                           \
      _Pragma("clang fp reassociate(on)")                                                 \
      if (SEES_INTERRUPT(low)) break;                                                     \
      long high = low + BLOCK < n ? low + BLOCK : n;                                      \
      T s = 0;                                                                            \
      for (long i = low; i < high; i++) {                                                 \
        T e = exp_##name(x[i] - shift);                                                   \
        out[i] = e;                                                                       \
        s += e;                                                                           \
      }                                                                                   \
      total += (double)s;                                                                 \
    }                                                                                     \
    return (T)total;                                                                      \
  }                                                                                       \
  CK_CLONES void ck_scale_##name(T *restrict x, long n, T factor) {                       \
    for (long i = 0; i < n; i++) x[i] *= factor;                                          \
  }                                                                                       \
  CK_CLONES void ck_shift_##name(const T *restrict x, T *restrict out, long n, T a, T b) { \
    for (long i = 0; i < n; i++) out[i] = (x[i] - a) - b;                                 \
  }                                                                                       \
  CK_CLONES T ck_dot_##name(const T *restrict a, const T *restrict b, long n) {           \
    double total = 0;                                                                     \
    for (long low = 0; low < n; low += BLOCK) {                                           \
      _Pragma("clang fp reassociate(on)")                                                 \
      long high = low + BLOCK < n ? low + BLOCK : n;                                      \
      T s = 0;                                                                            \
      for (long i = low; i < high; i++) s += a[i] * b[i];                                 \
      total += (double)s;                                                                 \
    }                                                                                     \
    return (T)total;                                                                      \
  }                                                                                       \
  ROWS_TASK(softmax_rows_##name, {                                                        \
    long n = j->n;                                                                        \
    for (long r = low; r < high; r++) {                                                   \
      const T *x = (const T *)j->x + r * n;                                               \
      T *out = (T *)j->out + r * n;                                                       \
      T top = ck_row_max_##name(x, n);                                                        \
      if (top == -infinity) top = 0;                                                      \
      if (j->logarithm) {                                                                 \
        T total = ck_exp_sum_##name(x, n, top);                                           \
        END_LONG_ROW                                                                      \
        ck_shift_##name(x, out, n, top, log_##name(total));                               \
      } else {                                                                            \
        T total = ck_exp_row_##name(x, n, top, out);                                      \
        END_LONG_ROW                                                                      \
        ck_scale_##name(out, n, 1 / total);                                               \
      }                                                                                   \
    }                                                                                     \
  })                                                                                      \
  ROWS_TASK(logsumexp_rows_##name, {                                                      \
    long n = j->n;                                                                        \
    for (long r = low; r < high; r++) {                                                   \
      const T *x = (const T *)j->x + r * n;                                               \
      T top = ck_row_max_##name(x, n);                                                        \
      if (top == infinity || top == -infinity) { ((T *)j->out)[r] = top; continue; }      \
      ((T *)j->out)[r] = top + log_##name(ck_exp_sum_##name(x, n, top));                  \
      END_LONG_ROW                                                                        \
    }                                                                                     \
  })                                                                                      \
  CK_CLONES void ck_softmax_row_gradient_##name(int logarithm, const T *restrict y,       \
                                                const T *restrict g, T *restrict out,     \
                                                long n, T s) {                            \
    if (logarithm)                                                                        \
      for (long i = 0; i < n; i++) out[i] = g[i] - exp_##name(y[i]) * s;                  \
    else                                                                                  \
      for (long i = 0; i < n; i++) out[i] = y[i] * (g[i] - s);                            \
  }                                                                                       \
  ROWS_TASK(softmax_gradient_rows_##name, {                                               \
    long n = j->n;                                                                        \
    for (long r = low; r < high; r++) {                                                   \
      const T *y = (const T *)j->x + r * n;                                               \
      const T *g = (const T *)j->y + r * n;                                               \
      T s = j->logarithm ? (T)ck_sum_##name(g, n) : ck_dot_##name(y, g, n);               \
      ck_softmax_row_gradient_##name(j->logarithm, y, g, (T *)j->out + r * n, n, s);      \
    }                                                                                     \
  })                                                                                      \
  ROWS_TASK(moment_rows_##name, {                                                         \
    long n = j->n;                                                                        \
    for (long r = low; r < high; r++) {                                                   \
      const T *x = (const T *)j->x + r * n;                                               \
      T mean = (T)(ck_sum_##name(x, n) / (double)n);                                      \
      ((T *)j->out)[r] = mean;                                                            \
      ((T *)j->second)[r] = (T)(ck_deviation_##name(x, n, mean) / (double)n);             \
    }                                                                                     \
  })

#define DEVIATION(T, name)                                                      \
  CK_CLONES double ck_deviation_##name(const T *restrict x, long n, T mean) {   \
    double total = 0;                                                           \
    for (long low = 0; low < n; low += BLOCK) {                                 \
      long high = low + BLOCK < n ? low + BLOCK : n;                            \
      T s = 0;                                                                  \
      {                                                                         \
        _Pragma("clang fp reassociate(on)")                                     \
        for (long i = low; i < high; i++) s += (x[i] - mean) * (x[i] - mean);   \
      }                                                                         \
      total += (double)s;                                                       \
    }                                                                           \
    return total;                                                               \
  }
DEVIATION(float, f32)
DEVIATION(double, f64)
SOFTMAX(float, f32, INFINITY)
SOFTMAX(double, f64, (double)INFINITY)

int ck_softmax(int type, int logarithm, long rows, long n, const void *x, void *out) {
  if (type < CK_F32) return CK_UNSUPPORTED;
  job j = {.logarithm = logarithm, .rows = rows, .n = n, .x = x, .out = out};
  return run_rows(&j, type == CK_F32 ? softmax_rows_f32 : softmax_rows_f64);
}

int ck_softmax_gradient(int type, int logarithm, long rows, long n, const void *y,
                        const void *g, void *out) {
  if (type < CK_F32) return CK_UNSUPPORTED;
  job j = {.logarithm = logarithm, .rows = rows, .n = n, .x = y, .y = g, .out = out};
  return run_rows(&j, type == CK_F32 ? softmax_gradient_rows_f32 : softmax_gradient_rows_f64);
}

int ck_logsumexp(int type, long rows, long n, const void *x, void *out) {
  if (type < CK_F32) return CK_UNSUPPORTED;
  job j = {.rows = rows, .n = n, .x = x, .out = out};
  return run_rows(&j, type == CK_F32 ? logsumexp_rows_f32 : logsumexp_rows_f64);
}

int ck_row_moments(int type, long rows, long n, const void *x, void *mean, void *variance) {
  if (type < CK_F32) return CK_UNSUPPORTED;
  job j = {.rows = rows, .n = n, .x = x, .out = mean, .second = variance};
  return run_rows(&j, type == CK_F32 ? moment_rows_f32 : moment_rows_f64);
}
