// Sums and extremes over an axis, running sums, softmax. Pieces are fixed: a row is summed in
// blocks, and block sums are added in double precision in their order.
#include <stdlib.h>

#include "rows.h"

// MARK: sums, products, extremes of rows

#define SUM_ROW(name, T, term)                                    \
  CK_CLONES double ck_##name(const T *restrict x, long n) {       \
    double total = 0;                                             \
    for (long low = 0; low < n; low += BLOCK) {                   \
      long high = low + BLOCK < n ? low + BLOCK : n;              \
      T s = 0;                                                    \
      {                                                           \
        _Pragma("clang fp reassociate(on)")                       \
        for (long i = low; i < high; i++) { T v = x[i]; s += term; } \
      }                                                           \
      total += (double)s;                                         \
    }                                                             \
    return total;                                                 \
  }
SUM_ROW(sum_f32, float, v)
SUM_ROW(sum_f64, double, v)
SUM_ROW(sum_squares_f32, float, v * v)
SUM_ROW(sum_squares_f64, double, v * v)

static int sum_i64(const int64_t *x, long n, int64_t *result) {
  int64_t s = 0;
  int bad = 0;
  for (long i = 0; i < n; i++) bad |= __builtin_add_overflow(s, x[i], &s);
  *result = s;
  return bad ? CK_OVERFLOW : CK_OK;
}
static int prod_i64(const int64_t *x, long n, int64_t *result) {
  int64_t s = 1;
  int bad = 0;
  for (long i = 0; i < n; i++) bad |= __builtin_mul_overflow(s, x[i], &s);
  *result = s;
  return bad ? CK_OVERFLOW : CK_OK;
}

// The extreme of the row, NaN if there is one. Lanes are independent, so that they vectorize.
#define LANES 32
#define EXTREME_ROW(name, T, compare)                                         \
  CK_CLONES T ck_##name(const T *restrict x, long n) {                        \
    T best = x[0];                                                            \
    int nan = 0;                                                              \
    long i = 0;                                                               \
    if (n >= LANES) {                                                         \
      T lanes[LANES];                                                         \
      for (int l = 0; l < LANES; l++) lanes[l] = x[l];                        \
      for (; i + LANES <= n; i += LANES)                                      \
        for (int l = 0; l < LANES; l++) {                                     \
          T v = x[i + l];                                                     \
          lanes[l] = v compare lanes[l] || v != v ? v : lanes[l];             \
        }                                                                     \
      for (int l = 0; l < LANES; l++) {                                       \
        nan |= lanes[l] != lanes[l];                                          \
        best = lanes[l] compare best ? lanes[l] : best;                       \
      }                                                                       \
    }                                                                         \
    for (; i < n; i++) { best = x[i] compare best ? x[i] : best; nan |= x[i] != x[i]; } \
    if (nan || best != best)                                                  \
      for (long k = 0; k < n; k++) if (x[k] != x[k]) return x[k];             \
    return best;                                                              \
  }
EXTREME_ROW(row_max_f32, float, >)
EXTREME_ROW(row_max_f64, double, >)
EXTREME_ROW(row_max_i64, int64_t, >)
EXTREME_ROW(row_min_f32, float, <)
EXTREME_ROW(row_min_f64, double, <)
EXTREME_ROW(row_min_i64, int64_t, <)

#define REDUCE_ROWS(T, name)                                                  \
  ROWS_TASK(reduce_rows_##name, {                                             \
    const T *x = j->x;                                                        \
    T *out = j->out;                                                          \
    long n = j->n;                                                            \
    for (long r = low; r < high; r++) {                                       \
      const T *row = x + r * n;                                               \
      switch (j->op) {                                                        \
        case CK_SUM: out[r] = (T)ck_sum_##name(row, n); break;                \
        case CK_SUM_SQUARES: out[r] = (T)ck_sum_squares_##name(row, n); break; \
        case CK_REDUCE_MAX: out[r] = ck_row_max_##name(row, n); break;            \
        case CK_REDUCE_MIN: out[r] = ck_row_min_##name(row, n); break;            \
        default: {                                                            \
          T p = 1;                                                            \
          for (long i = 0; i < n; i++) p *= row[i];                           \
          out[r] = p;                                                         \
        }                                                                     \
      }                                                                       \
    }                                                                         \
  })
REDUCE_ROWS(float, f32)
REDUCE_ROWS(double, f64)
ROWS_TASK(reduce_rows_i64, {
  const int64_t *x = j->x;
  int64_t *out = j->out;
  long n = j->n;
  for (long r = low; r < high; r++) {
    const int64_t *row = x + r * n;
    int status = CK_OK;
    switch (j->op) {
      case CK_SUM: status = sum_i64(row, n, out + r); break;
      case CK_REDUCE_MAX: out[r] = ck_row_max_i64(row, n); break;
      case CK_REDUCE_MIN: out[r] = ck_row_min_i64(row, n); break;
      case CK_PROD: status = prod_i64(row, n, out + r); break;
      default: status = CK_UNSUPPORTED;
    }
    if (status) atomic_fetch_or(&j->status, status);
  }
})

// One long row: blocks of fixed size in parallel, their results reduced in order.
#define LONG_ROW 65536

// MARK: columns of [n, inner], for each outer index

#define COLUMN_WIDTH 512
#define COLUMN_ROWS 256

// A part is one outer index and one strip of columns.
#define REDUCE_COLUMNS(T, W, name)                                                        \
  CK_CLONES void ck_columns_##name(int op, const T *restrict x, long n, long inner,       \
                                   long width, T *restrict out) {                         \
    W total[COLUMN_WIDTH];                                                                \
    T part[COLUMN_WIDTH];                                                                 \
    switch (op) {                                                                         \
      case CK_SUM:                                                                        \
      case CK_SUM_SQUARES:                                                                \
        for (long c = 0; c < width; c++) total[c] = 0;                                    \
        for (long low = 0; low < n; low += COLUMN_ROWS) {                                 \
          long high = low + COLUMN_ROWS < n ? low + COLUMN_ROWS : n;                      \
          for (long c = 0; c < width; c++) part[c] = 0;                                   \
          if (op == CK_SUM)                                                               \
            for (long i = low; i < high; i += 4) {                                        \
              const T *row = x + i * inner;                                               \
              if (i + 4 <= high)                                                          \
                for (long c = 0; c < width; c++)                                          \
                  part[c] += (row[c] + row[c + inner])                                    \
                             + (row[c + 2 * inner] + row[c + 3 * inner]);                 \
              else                                                                        \
                for (long k = i; k < high; k++, row += inner)                             \
                  for (long c = 0; c < width; c++) part[c] += row[c];                     \
            }                                                                             \
          else                                                                            \
            for (long i = low; i < high; i++) {                                           \
              const T *row = x + i * inner;                                               \
              for (long c = 0; c < width; c++) part[c] += row[c] * row[c];                \
            }                                                                             \
          for (long c = 0; c < width; c++) total[c] += part[c];                           \
        }                                                                                 \
        for (long c = 0; c < width; c++) out[c] = (T)total[c];                            \
        break;                                                                            \
      case CK_PROD:                                                                       \
        for (long c = 0; c < width; c++) out[c] = 1;                                      \
        for (long i = 0; i < n; i++)                                                      \
          for (long c = 0; c < width; c++) out[c] *= x[i * inner + c];                    \
        break;                                                                            \
      case CK_REDUCE_MAX:                                                                 \
        for (long c = 0; c < width; c++) out[c] = x[c];                                   \
        for (long i = 1; i < n; i++)                                                      \
          for (long c = 0; c < width; c++) {                                              \
            T v = x[i * inner + c];                                                       \
            out[c] = v > out[c] || v != v ? v : out[c];                                   \
          }                                                                               \
        break;                                                                            \
      default:                                                                            \
        for (long c = 0; c < width; c++) out[c] = x[c];                                   \
        for (long i = 1; i < n; i++)                                                      \
          for (long c = 0; c < width; c++) {                                              \
            T v = x[i * inner + c];                                                       \
            out[c] = v < out[c] || v != v ? v : out[c];                                   \
          }                                                                               \
    }                                                                                     \
  }                                                                                       \
  static void reduce_columns_##name(void *context, long part) {                           \
    job *j = context;                                                                     \
    if (ck_interrupt_requested()) { atomic_fetch_or(&j->status, CK_INTERRUPTED); return; } \
    long strips = (j->inner + COLUMN_WIDTH - 1) / COLUMN_WIDTH;                           \
    long o = part / strips, c = part % strips * COLUMN_WIDTH;                             \
    long width = j->inner - c < COLUMN_WIDTH ? j->inner - c : COLUMN_WIDTH;               \
    ck_columns_##name(j->op, (const T *)j->x + o * j->n * j->inner + c, j->n, j->inner,   \
                      width, (T *)j->out + o * j->inner + c);                             \
  }
REDUCE_COLUMNS(float, double, f32)
REDUCE_COLUMNS(double, double, f64)

// Row by row, as the numbers lie.
static int reduce_columns_i64(int op, long outer, long n, long inner, const int64_t *x,
                              int64_t *out) {
  int bad = CK_OK;
  long done = 0;
  for (long o = 0; o < outer; o++, out += inner) {
    for (long c = 0; c < inner; c++) out[c] = op == CK_SUM ? 0 : op == CK_PROD ? 1 : x[c];
    for (long i = 0; i < n; i++, x += inner) {
      done += inner;
      if (done >= ROW_PIECE) {
        done = 0;
        if (ck_interrupt_requested()) return CK_INTERRUPTED;
      }
      for (long c = 0; c < inner; c++) {
        int64_t v = x[c];
        if (op == CK_SUM) bad |= __builtin_add_overflow(out[c], v, out + c) ? CK_OVERFLOW : CK_OK;
        else if (op == CK_PROD)
          bad |= __builtin_mul_overflow(out[c], v, out + c) ? CK_OVERFLOW : CK_OK;
        else if (op == CK_REDUCE_MAX) out[c] = v > out[c] ? v : out[c];
        else out[c] = v < out[c] ? v : out[c];
      }
    }
  }
  return bad;
}

static int reduce_rows(int op, int type, long rows, long n, const void *x, void *out) {
  job j = {.op = op, .rows = rows, .n = n, .x = x, .out = out};
  return run_rows(&j, type == CK_F32   ? reduce_rows_f32
                      : type == CK_F64 ? reduce_rows_f64
                                       : reduce_rows_i64);
}

// A few long rows are cut into blocks of LONG_ROW; the block results are a row of their own.
static int reduce_long_rows(int op, int type, long rows, long n, const void *x, void *out) {
  long full = n / LONG_ROW, rest = n % LONG_ROW, blocks = full + (rest > 0);
  int width = type == CK_F32 ? 4 : 8;
  char *parts = malloc((size_t)(blocks * width));
  if (!parts) return CK_MEMORY;
  int status = CK_OK;
  for (long r = 0; r < rows; r++) {
    const char *row = (const char *)x + r * n * width;
    status |= reduce_rows(op, type, full, LONG_ROW, row, parts);
    if (rest)
      status |= reduce_rows(op, type, 1, rest, row + full * LONG_ROW * width,
                            parts + full * width);
    int again = op == CK_SUM_SQUARES ? CK_SUM : op;
    status |= reduce_rows(again, type, 1, blocks, parts, (char *)out + r * width);
  }
  free(parts);
  return status;
}

int ck_reduce(int op, int type, long outer, long n, long inner, const void *x, void *out) {
  if (type == CK_BOOL) return CK_UNSUPPORTED;
  if (outer * inner == 0) return CK_OK;
  if (inner == 1)
    return n > 2 * LONG_ROW && outer < 64 ? reduce_long_rows(op, type, outer, n, x, out)
                                          : reduce_rows(op, type, outer, n, x, out);
  if (type == CK_I64) return reduce_columns_i64(op, outer, n, inner, x, out);
  job j = {.op = op, .rows = outer, .n = n, .inner = inner, .x = x, .out = out};
  long strips = (inner + COLUMN_WIDTH - 1) / COLUMN_WIDTH;
  ck_task task = type == CK_F32 ? reduce_columns_f32 : reduce_columns_f64;
  if (outer * n * inner < 32768)
    for (long p = 0; p < outer * strips; p++) task(&j, p);
  else
    ck_parallel(outer * strips, task, &j);
  return atomic_load(&j.status);
}

// MARK: positions of extremes, running sums

// The extreme of the row first, in lanes, then the first place that holds it.
#define ARG_ROWS(T, name, largest_of, smallest_of)                                       \
  ROWS_TASK(arg_rows_##name, {                                                           \
    long n = j->n;                                                                       \
    for (long r = low; r < high; r++) {                                                  \
      const T *row = (const T *)j->x + r * n;                                            \
      T best = j->largest ? largest_of(row, n) : smallest_of(row, n);                    \
      long i = 0;                                                                        \
      if (best != best) while (row[i] == row[i]) i++;                                    \
      else while (row[i] != best) i++;                                                   \
      ((int64_t *)j->out)[r] = i;                                                        \
    }                                                                                    \
  })
EXTREME_ROW(row_max_bool, uint8_t, >)
EXTREME_ROW(row_min_bool, uint8_t, <)
ARG_ROWS(uint8_t, bool, ck_row_max_bool, ck_row_min_bool)
ARG_ROWS(int64_t, i64, ck_row_max_i64, ck_row_min_i64)
ARG_ROWS(float, f32, ck_row_max_f32, ck_row_min_f32)
ARG_ROWS(double, f64, ck_row_max_f64, ck_row_min_f64)

int ck_arg_extreme(int type, int largest, long rows, long n, const void *x, int64_t *out) {
  static const ck_task tasks[] = {arg_rows_bool, arg_rows_i64, arg_rows_f32, arg_rows_f64};
  job j = {.largest = largest, .rows = rows, .n = n, .x = x, .out = out};
  return run_rows(&j, tasks[type]);
}

ROWS_TASK(cumsum_rows_f32, {
  for (long r = low; r < high; r++) {
    const float *x = (const float *)j->x + r * j->n;
    float *out = (float *)j->out + r * j->n;
    double s = 0;
    EACH(i, j->n) out[i] = (float)(s += (double)x[i]);
  }
})
ROWS_TASK(cumsum_rows_f64, {
  for (long r = low; r < high; r++) {
    const double *x = (const double *)j->x + r * j->n;
    double *out = (double *)j->out + r * j->n;
    double s = 0;
    EACH(i, j->n) out[i] = s += x[i];
  }
})
ROWS_TASK(cumsum_rows_i64, {
  int bad = 0;
  for (long r = low; r < high; r++) {
    const int64_t *x = (const int64_t *)j->x + r * j->n;
    int64_t *out = (int64_t *)j->out + r * j->n;
    int64_t s = 0;
    EACH(i, j->n) {
      bad |= __builtin_add_overflow(s, x[i], &s);
      out[i] = s;
    }
  }
  if (bad) atomic_fetch_or(&j->status, CK_OVERFLOW);
})

int ck_cumsum(int type, long rows, long n, const void *x, void *out) {
  if (type == CK_BOOL) return CK_UNSUPPORTED;
  job j = {.rows = rows, .n = n, .x = x, .out = out};
  return run_rows(&j, type == CK_F32   ? cumsum_rows_f32
                      : type == CK_F64 ? cumsum_rows_f64
                                       : cumsum_rows_i64);
}
