// Kernels on one tile of a matrix of similarities, for losses that never hold the whole matrix.
// A tile is row-major; a similarity of -inf marks a pair that takes no part. Each function works
// on the calling thread.
#pragma once

// row_sums[i] += sum over j of exp(scale * t[i][j] - shift); column_sums[j] likewise over i,
// unless it is null. One exponential an entry.
void ck_contrast_sums_f32(long rows, long columns, const float *tile, float scale, float shift,
                          double *row_sums, double *column_sums);
void ck_contrast_sums_f64(long rows, long columns, const double *tile, double scale, double shift,
                          double *row_sums, double *column_sums);

// tile[i][j] = scale * exp(scale * t[i][j] - shift) * (u[i] + v[j]); v may be null.
void ck_contrast_gradient_f32(long rows, long columns, float *tile, float scale, float shift,
                              const float *u, const float *v);
void ck_contrast_gradient_f64(long rows, long columns, double *tile, double scale, double shift,
                              const double *u, const double *v);

// The same for logits of any span: each row (and column) has its own running maximum, and
// row_sums[i] counts exp(scale * t[i][j] - row_maxima[i]). Maxima start at -inf, sums at 0.
void ck_contrast_wide_sums_f32(long rows, long columns, const float *tile, float scale,
                               double *row_maxima, double *row_sums, double *column_maxima,
                               double *column_sums);
void ck_contrast_wide_sums_f64(long rows, long columns, const double *tile, double scale,
                               double *row_maxima, double *row_sums, double *column_maxima,
                               double *column_sums);

// tile[i][j] = scale * (u[i] * exp(scale * t[i][j] - row_logs[i]) + v[j] * exp(scale * t[i][j] -
// column_logs[j])); v and column_logs may be null.
void ck_contrast_wide_gradient_f32(long rows, long columns, float *tile, float scale,
                                   const float *u, const float *row_logs, const float *v,
                                   const float *column_logs);
void ck_contrast_wide_gradient_f64(long rows, long columns, double *tile, double scale,
                                   const double *u, const double *row_logs, const double *v,
                                   const double *column_logs);

// The first place from `start` on where t[j] >= limit or, unless limits is null, t[j] >= limits[j];
// n where there is none: the search of a row of closenesses for the nearest.
long ck_next_near_f32(const float *t, long start, long n, float limit, const float *limits);
long ck_next_near_f64(const double *t, long start, long n, double limit, const double *limits);
