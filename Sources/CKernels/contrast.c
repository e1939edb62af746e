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

#define CONTRAST(T, SUFFIX)                                                                    \
  CK_CLONES void ck_contrast_sums_##SUFFIX(long rows, long columns, const T *tile, T scale,    \
                                           T shift, double *row_sums, double *column_sums) {   \
    T partial[BLOCK];                                                                          \
    for (long c0 = 0; c0 < columns; c0 += BLOCK) {                                             \
      long n = columns - c0 < BLOCK ? columns - c0 : BLOCK;                                    \
      for (long j = 0; j < n; j++) partial[j] = 0;                                             \
      for (long i = 0; i < rows; i++) {                                                        \
        const T *t = tile + i * columns + c0;                                                  \
        T sum = 0;                                                                             \
        if (column_sums) {                                                                     \
          _Pragma("clang loop vectorize(enable) interleave_count(2)")                          \
          for (long j = 0; j < n; j++) {                                                       \
            _Pragma("clang fp reassociate(on)")                                                \
            T e = exp_##SUFFIX(scale * t[j] - shift);                                          \
            sum += e;                                                                          \
            partial[j] += e;                                                                   \
          }                                                                                    \
        } else {                                                                               \
          _Pragma("clang loop vectorize(enable) interleave_count(2)")                          \
          for (long j = 0; j < n; j++) {                                                       \
            _Pragma("clang fp reassociate(on)")                                                \
            sum += exp_##SUFFIX(scale * t[j] - shift);                                         \
          }                                                                                    \
        }                                                                                      \
        row_sums[i] += (double)sum;                                                            \
      }                                                                                        \
      if (column_sums)                                                                         \
        for (long j = 0; j < n; j++) column_sums[c0 + j] += (double)partial[j];                \
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
