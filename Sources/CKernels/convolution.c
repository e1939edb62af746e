// Columns for convolutions by matrix products.
#include "mathematics.h"

#define COLUMNS(T, name)                                                                    \
  static void im2col_##name(const ck_window *w, const T *x, T *columns) {                   \
    long row_step = w->items * w->steps, steps = w->steps;                                  \
    for (long c = 0; c < w->channels; c++)                                                  \
      for (long k = 0; k < w->width; k++, columns += row_step) {                            \
        long at = k * w->dilation - w->padding;                                             \
        long low = at < 0 ? -at : 0, high = w->time - at;                                   \
        if (low > steps) low = steps;                                                       \
        if (high > steps) high = steps;                                                     \
        if (high < low) high = low;                                                         \
        for (long i = 0; i < w->items; i++) {                                               \
          const T *row = x + (i * w->total + c) * w->time;                                  \
          T *to = columns + i * steps;                                                      \
          if (w->stride == 1) {                                                             \
            for (long t = 0; t < low; t++) to[t] = 0;                                       \
            for (long t = low; t < high; t++) to[t] = row[at + t];                          \
            for (long t = high; t < steps; t++) to[t] = 0;                                  \
          } else                                                                            \
            for (long t = 0; t < steps; t++) {                                              \
              long p = at + t * w->stride;                                                  \
              to[t] = p >= 0 && p < w->time ? row[p] : 0;                                   \
            }                                                                               \
        }                                                                                   \
      }                                                                                     \
  }                                                                                         \
  static void col2im_##name(const ck_window *w, const T *columns, T *x) {                   \
    long row_step = w->items * w->steps;                                                    \
    for (long c = 0; c < w->channels; c++)                                                  \
      for (long k = 0; k < w->width; k++, columns += row_step) {                            \
        long at = k * w->dilation - w->padding;                                             \
        for (long i = 0; i < w->items; i++) {                                               \
          T *row = x + (i * w->total + c) * w->time;                                        \
          const T *from = columns + i * w->steps;                                           \
          if (w->stride == 1) {                                                             \
            long low = at < 0 ? -at : 0, high = w->time - at;                               \
            if (high > w->steps) high = w->steps;                                           \
            for (long t = low; t < high; t++) row[at + t] += from[t];                       \
          } else                                                                            \
            for (long t = 0; t < w->steps; t++) {                                           \
              long p = at + t * w->stride;                                                  \
              if (p >= 0 && p < w->time) row[p] += from[t];                                 \
            }                                                                               \
        }                                                                                   \
      }                                                                                     \
  }                                                                                         \
  static void rows_to_items_##name(long items, long total, long channels, long steps,       \
                                   const T *rows, const T *bias, T *out) {                  \
    for (long i = 0; i < items; i++)                                                        \
      for (long c = 0; c < channels; c++) {                                                 \
        const T *from = rows + (c * items + i) * steps;                                     \
        T *to = out + (i * total + c) * steps;                                              \
        T b = bias ? bias[c] : 0;                                                           \
        for (long t = 0; t < steps; t++) to[t] = from[t] + b;                               \
      }                                                                                     \
  }                                                                                         \
  static void items_to_rows_##name(long items, long total, long channels, long steps,       \
                                   const T *x, T *rows) {                                   \
    for (long c = 0; c < channels; c++)                                                     \
      for (long i = 0; i < items; i++) {                                                    \
        const T *from = x + (i * total + c) * steps;                                        \
        T *to = rows + (c * items + i) * steps;                                             \
        for (long t = 0; t < steps; t++) to[t] = from[t];                                   \
      }                                                                                     \
  }
COLUMNS(float, f32)
COLUMNS(double, f64)

int ck_im2col(int type, const ck_window *window, const void *x, void *columns) {
  if (type == CK_F32) im2col_f32(window, x, columns);
  else if (type == CK_F64) im2col_f64(window, x, columns);
  else return CK_UNSUPPORTED;
  return CK_OK;
}

int ck_col2im_add(int type, const ck_window *window, const void *columns, void *x) {
  if (type == CK_F32) col2im_f32(window, columns, x);
  else if (type == CK_F64) col2im_f64(window, columns, x);
  else return CK_UNSUPPORTED;
  return CK_OK;
}

int ck_rows_to_items(int type, long items, long total, long channels, long steps,
                     const void *rows, const void *bias, void *out) {
  if (type == CK_F32) rows_to_items_f32(items, total, channels, steps, rows, bias, out);
  else if (type == CK_F64) rows_to_items_f64(items, total, channels, steps, rows, bias, out);
  else return CK_UNSUPPORTED;
  return CK_OK;
}

int ck_items_to_rows(int type, long items, long total, long channels, long steps,
                     const void *x, void *rows) {
  if (type == CK_F32) items_to_rows_f32(items, total, channels, steps, x, rows);
  else if (type == CK_F64) items_to_rows_f64(items, total, channels, steps, x, rows);
  else return CK_UNSUPPORTED;
  return CK_OK;
}
