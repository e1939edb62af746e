// Columns for convolutions by matrix products.
#include "mathematics.h"

// Runs of few numbers are copied and added with their length known to the compiler.
#define FEW(n, body)                                                                         \
  case n: {                                                                                  \
    enum { N = n };                                                                          \
    body                                                                                     \
  } break;
#define BY_LENGTH(n, body, otherwise)                                                        \
  switch (n) {                                                                               \
    FEW(1, body) FEW(2, body) FEW(3, body) FEW(4, body) FEW(5, body) FEW(6, body)            \
    FEW(7, body) FEW(8, body)                                                                \
    default: otherwise                                                                       \
  }

#define COLUMNS(T, name)                                                                     \
  CK_INLINE void copy_runs_##name(long items, const T *from, long step, long n, T *to,       \
                                  long width) {                                              \
    BY_LENGTH(n,                                                                             \
      for (long i = 0; i < items; i++)                                                       \
        memcpy(to + i * width, from + i * step, N * sizeof(T));,                             \
      for (long i = 0; i < items; i++)                                                       \
        memcpy(to + i * width, from + i * step, (size_t)n * sizeof(T)); break;)              \
  }                                                                                          \
  CK_INLINE void add_runs_##name(long items, const T *from, long width, long n, T *to,       \
                                 long step) {                                                \
    BY_LENGTH(n,                                                                             \
      for (long i = 0; i < items; i++)                                                       \
        for (long t = 0; t < N; t++) to[i * step + t] += from[i * width + t];,               \
      for (long i = 0; i < items; i++) {                                                     \
        T *restrict a = to + i * step;                                                       \
        const T *restrict b = from + i * width;                                              \
        for (long t = 0; t < n; t++) a[t] += b[t];                                           \
      } break;)                                                                              \
  }                                                                                          \
  CK_CLONES void ck_window_columns_##name(const ck_window *w, const T *x, T *columns) {      \
    long steps = w->steps, row_step = w->items * steps;                                      \
    for (long c = 0; c < w->channels; c++)                                                   \
      for (long k = 0; k < w->width; k++, columns += row_step) {                             \
        const T *from = x + c * w->channel_step;                                             \
        long at = k * w->dilation - w->padding;                                              \
        if (w->stride == 1) {                                                                \
          long low = at < 0 ? -at : 0, high = w->time - at;                                  \
          if (low > steps) low = steps;                                                      \
          if (high > steps) high = steps;                                                    \
          if (high < low) high = low;                                                        \
          if (high - low < steps)                                                            \
            for (long i = 0; i < w->items; i++) {                                            \
              for (long t = 0; t < low; t++) columns[i * steps + t] = 0;                     \
              for (long t = high; t < steps; t++) columns[i * steps + t] = 0;                \
            }                                                                                \
          if (high > low)                                                                    \
            copy_runs_##name(w->items, from + at + low, w->item_step, high - low,            \
                             columns + low, steps);                                          \
        } else                                                                               \
          for (long i = 0; i < w->items; i++)                                                \
            for (long t = 0; t < steps; t++) {                                               \
              long p = at + t * w->stride;                                                   \
              columns[i * steps + t] =                                                       \
                p >= 0 && p < w->time ? from[i * w->item_step + p] : 0;                      \
            }                                                                                \
      }                                                                                      \
  }                                                                                          \
  CK_CLONES void ck_add_window_columns_##name(const ck_window *w, const T *columns, T *x) {  \
    long steps = w->steps, row_step = w->items * steps;                                      \
    for (long c = 0; c < w->channels; c++)                                                   \
      for (long k = 0; k < w->width; k++, columns += row_step) {                             \
        T *to = x + c * w->channel_step;                                                     \
        long at = k * w->dilation - w->padding;                                              \
        if (w->stride == 1) {                                                                \
          long low = at < 0 ? -at : 0, high = w->time - at;                                  \
          if (high > steps) high = steps;                                                    \
          if (high > low)                                                                    \
            add_runs_##name(w->items, columns + low, steps, high - low, to + at + low,       \
                            w->item_step);                                                   \
        } else                                                                               \
          for (long i = 0; i < w->items; i++)                                                \
            for (long t = 0; t < steps; t++) {                                               \
              long p = at + t * w->stride;                                                   \
              if (p >= 0 && p < w->time)                                                     \
                to[i * w->item_step + p] += columns[i * steps + t];                          \
            }                                                                                \
      }                                                                                      \
  }
COLUMNS(float, f32)
COLUMNS(double, f64)

int ck_im2col(int type, const ck_window *window, const void *x, void *columns) {
  if (type == CK_F32) ck_window_columns_f32(window, x, columns);
  else if (type == CK_F64) ck_window_columns_f64(window, x, columns);
  else return CK_UNSUPPORTED;
  return CK_OK;
}

int ck_col2im_add(int type, const ck_window *window, const void *columns, void *x) {
  if (type == CK_F32) ck_add_window_columns_f32(window, columns, x);
  else if (type == CK_F64) ck_add_window_columns_f64(window, columns, x);
  else return CK_UNSUPPORTED;
  return CK_OK;
}

CK_CLONES void ck_rows_plus_f32(long rows, long n, long step, const float *a, float *x) {
  for (long r = 0; r < rows; r++)
    for (long i = 0; i < n; i++) x[r * step + i] += a[r];
}
CK_CLONES void ck_rows_plus_f64(long rows, long n, long step, const double *a, double *x) {
  for (long r = 0; r < rows; r++)
    for (long i = 0; i < n; i++) x[r * step + i] += a[r];
}

int ck_add_to_rows(int type, long rows, long n, long step, const void *a, void *x) {
  if (type == CK_F32) ck_rows_plus_f32(rows, n, step, a, x);
  else if (type == CK_F64) ck_rows_plus_f64(rows, n, step, a, x);
  else return CK_UNSUPPORTED;
  return CK_OK;
}
