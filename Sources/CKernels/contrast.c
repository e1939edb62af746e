// Tiles of similarities: exponentials with their row and column sums, and the gradient that is
// written over the similarities. Column sums are gathered in the tile's own type for at most
// BLOCK rows at a time, then added in double.
#include "include/contrast.h"

#include "mathematics.h"

#define BLOCK 512

// A running (maximum, sum) takes in another.
CK_INLINE void merge(double *maximum, double *sum, double other_maximum, double other_sum) {
  if (other_sum == 0) return;
  if (other_maximum > *maximum) {
    *sum = *sum * exp_f64(*maximum - other_maximum) + other_sum;
    *maximum = other_maximum;
  } else {
    *sum += other_sum * exp_f64(other_maximum - *maximum);
  }
}

// What is read from a tile is left there, or replaced by its exponential where `keep` says so.
#define SUMS(T, SUFFIX, NAME, TILE, KEEP)                                                      \
  CK_CLONES void ck_contrast_##NAME##_##SUFFIX(long rows, long columns, TILE *tile, T scale,   \
                                               T shift, double *row_sums,                      \
                                               double *column_sums) {                          \
    T partial[BLOCK];                                                                          \
    for (long c0 = 0; c0 < columns; c0 += BLOCK) {                                             \
      long n = columns - c0 < BLOCK ? columns - c0 : BLOCK;                                    \
      for (long j = 0; j < n; j++) partial[j] = 0;                                             \
      for (long i = 0; i < rows; i++) {                                                        \
        TILE *t = tile + i * columns + c0;                                                     \
        T sum = 0;                                                                             \
        if (column_sums) {                                                                     \
          _Pragma("clang loop vectorize(enable) interleave_count(2)")                          \
          for (long j = 0; j < n; j++) {                                                       \
            _Pragma("clang fp reassociate(on)")                                                \
            T e = exp_##SUFFIX(scale * t[j] - shift);                                          \
            sum += e;                                                                          \
            partial[j] += e;                                                                   \
            KEEP;                                                                              \
          }                                                                                    \
        } else {                                                                               \
          _Pragma("clang loop vectorize(enable) interleave_count(2)")                          \
          for (long j = 0; j < n; j++) {                                                       \
            _Pragma("clang fp reassociate(on)")                                                \
            T e = exp_##SUFFIX(scale * t[j] - shift);                                          \
            sum += e;                                                                          \
            KEEP;                                                                              \
          }                                                                                    \
        }                                                                                      \
        row_sums[i] += (double)sum;                                                            \
      }                                                                                        \
      if (column_sums)                                                                         \
        for (long j = 0; j < n; j++) column_sums[c0 + j] += (double)partial[j];                \
    }                                                                                          \
  }
SUMS(float, f32, sums, const float, (void)0)
SUMS(double, f64, sums, const double, (void)0)
SUMS(float, f32, kept_sums, float, t[j] = e)
SUMS(double, f64, kept_sums, double, t[j] = e)

#define CONTRAST(T, SUFFIX)                                                                    \
  CK_CLONES void ck_contrast_kept_gradient_##SUFFIX(long rows, long columns, const T *kept,    \
                                                    T scale, const T *u, const T *v,           \
                                                    T *restrict out) {                         \
    for (long i = 0; i < rows; i++) {                                                          \
      const T *e = kept + i * columns;                                                         \
      T *t = out + i * columns;                                                                \
      T own = scale * u[i];                                                                    \
      if (v)                                                                                   \
        for (long j = 0; j < columns; j++) t[j] = e[j] * (own + scale * v[j]);                 \
      else                                                                                     \
        for (long j = 0; j < columns; j++) t[j] = e[j] * own;                                  \
    }                                                                                          \
  }                                                                                            \
                                                                                               \
  CK_CLONES void ck_contrast_gradient_##SUFFIX(long rows, long columns, T *tile, T scale,      \
                                               T shift, const T *u, const T *v) {              \
    for (long i = 0; i < rows; i++) {                                                          \
      T *t = tile + i * columns;                                                               \
      T own = scale * u[i];                                                                    \
      if (v) {                                                                                 \
        _Pragma("clang loop vectorize(enable) interleave_count(2)")                            \
        for (long j = 0; j < columns; j++)                                                     \
          t[j] = exp_##SUFFIX(scale * t[j] - shift) * (own + scale * v[j]);                    \
      } else {                                                                                 \
        _Pragma("clang loop vectorize(enable) interleave_count(2)")                            \
        for (long j = 0; j < columns; j++) t[j] = exp_##SUFFIX(scale * t[j] - shift) * own;    \
      }                                                                                        \
    }                                                                                          \
  }                                                                                            \
                                                                                               \
  CK_CLONES void ck_contrast_wide_sums_##SUFFIX(                                               \
      long rows, long columns, const T *tile, T scale, double *row_maxima, double *row_sums,   \
      double *column_maxima, double *column_sums) {                                            \
    for (long i = 0; i < rows; i++) {                                                          \
      const T *t = tile + i * columns;                                                         \
      T top = -(T)INFINITY;                                                                    \
      for (long j = 0; j < columns; j++) top = t[j] > top ? t[j] : top;                        \
      if (top == -(T)INFINITY) continue;                                                       \
      T shift = scale * top, sum = 0;                                                          \
      _Pragma("clang loop vectorize(enable) interleave_count(2)")                              \
      for (long j = 0; j < columns; j++) {                                                     \
        _Pragma("clang fp reassociate(on)")                                                    \
        sum += exp_##SUFFIX(scale * t[j] - shift);                                             \
      }                                                                                        \
      merge(row_maxima + i, row_sums + i, (double)shift, (double)sum);                         \
    }                                                                                          \
    if (!column_sums) return;                                                                  \
    T top[BLOCK], sum[BLOCK];                                                                  \
    for (long c0 = 0; c0 < columns; c0 += BLOCK) {                                             \
      long n = columns - c0 < BLOCK ? columns - c0 : BLOCK;                                    \
      for (long j = 0; j < n; j++) top[j] = -(T)INFINITY, sum[j] = 0;                          \
      for (long i = 0; i < rows; i++) {                                                        \
        const T *t = tile + i * columns + c0;                                                  \
        for (long j = 0; j < n; j++) top[j] = t[j] > top[j] ? t[j] : top[j];                   \
      }                                                                                        \
      for (long j = 0; j < n; j++) top[j] = top[j] == -(T)INFINITY ? 0 : scale * top[j];       \
      for (long i = 0; i < rows; i++) {                                                        \
        const T *t = tile + i * columns + c0;                                                  \
        _Pragma("clang loop vectorize(enable) interleave_count(2)")                            \
        for (long j = 0; j < n; j++) sum[j] += exp_##SUFFIX(scale * t[j] - top[j]);            \
      }                                                                                        \
      for (long j = 0; j < n; j++)                                                             \
        merge(column_maxima + c0 + j, column_sums + c0 + j, (double)top[j], (double)sum[j]);   \
    }                                                                                          \
  }                                                                                            \
                                                                                               \
  CK_CLONES void ck_contrast_wide_gradient_##SUFFIX(                                           \
      long rows, long columns, T *tile, T scale, const T *u, const T *row_logs, const T *v,    \
      const T *column_logs) {                                                                  \
    for (long i = 0; i < rows; i++) {                                                          \
      T *t = tile + i * columns;                                                               \
      T own = scale * u[i], log = row_logs[i];                                                 \
      if (v) {                                                                                 \
        _Pragma("clang loop vectorize(enable) interleave_count(2)")                            \
        for (long j = 0; j < columns; j++) {                                                   \
          T l = scale * t[j];                                                                  \
          t[j] = own * exp_##SUFFIX(l - log) + scale * v[j] * exp_##SUFFIX(l - column_logs[j]); \
        }                                                                                      \
      } else {                                                                                 \
        _Pragma("clang loop vectorize(enable) interleave_count(2)")                            \
        for (long j = 0; j < columns; j++) t[j] = own * exp_##SUFFIX(scale * t[j] - log);      \
      }                                                                                        \
    }                                                                                          \
  }

CONTRAST(float, f32)
CONTRAST(double, f64)

// Unit rows and the way back, and what entries weigh.
#define ROWS(T, SUFFIX)                                                                        \
  CK_CLONES double ck_unit_rows_##SUFFIX(long rows, long n, int divide, T *x, T *inverse) {    \
    double largest = 0;                                                                        \
    for (long i = 0; i < rows; i++) {                                                          \
      T *row = x + i * n;                                                                      \
      double squares = 0;                                                                      \
      {                                                                                        \
        _Pragma("clang fp reassociate(on)")                                                    \
        for (long j = 0; j < n; j++) squares += (double)row[j] * (double)row[j];               \
      }                                                                                        \
      double norm = sqrt(squares), factor = norm > 0 ? 1 / norm : 0;                           \
      largest = norm > largest ? norm : largest;                                               \
      if (!divide) continue;                                                                   \
      for (long j = 0; j < n; j++) row[j] = (T)((double)row[j] * factor);                      \
      inverse[i] = (T)factor;                                                                  \
    }                                                                                          \
    return largest;                                                                            \
  }                                                                                            \
  CK_CLONES void ck_unit_rows_gradient_##SUFFIX(long rows, long n, const T *z,                 \
                                                const T *inverse, T *gradient) {               \
    for (long i = 0; i < rows; i++) {                                                          \
      const T *unit = z + i * n;                                                               \
      T *row = gradient + i * n, along = 0, factor = inverse[i];                               \
      {                                                                                        \
        _Pragma("clang fp reassociate(on)")                                                    \
        for (long j = 0; j < n; j++) along += row[j] * unit[j];                                \
      }                                                                                        \
      for (long j = 0; j < n; j++) row[j] = (row[j] - along * unit[j]) * factor;               \
    }                                                                                          \
  }                                                                                            \
  CK_CLONES void ck_contrast_weigh_##SUFFIX(long rows, long columns, T *tile,                  \
                                            const T *column_terms, const unsigned char *mask,  \
                                            long mask_step) {                                  \
    for (long i = 0; i < rows; i++) {                                                          \
      T *t = tile + i * columns;                                                               \
      if (column_terms)                                                                        \
        for (long j = 0; j < columns; j++) t[j] += column_terms[j];                            \
      if (mask)                                                                                \
        for (long j = 0; j < columns; j++)                                                     \
          t[j] = mask[i * mask_step + j] ? t[j] : -(T)INFINITY;                                \
    }                                                                                          \
  }

ROWS(float, f32)
ROWS(double, f64)
