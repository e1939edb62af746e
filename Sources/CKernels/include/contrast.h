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

// The same, and the exponentials take the place of the similarities.
void ck_contrast_kept_sums_f32(long rows, long columns, float *tile, float scale, float shift,
                               double *row_sums, double *column_sums);
void ck_contrast_kept_sums_f64(long rows, long columns, double *tile, double scale, double shift,
                               double *row_sums, double *column_sums);

// out[i][j] = scale * kept[i][j] * (u[i] + v[j]) from exponentials that were kept.
void ck_contrast_kept_gradient_f32(long rows, long columns, const float *kept, float scale,
                                   const float *u, const float *v, float *out);
void ck_contrast_kept_gradient_f64(long rows, long columns, const double *kept, double scale,
                                   const double *u, const double *v, double *out);

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

// Divides rows of n by their norms where asked, with 1 / norm of each (0 for a zero row); gives
// the largest norm. The gradient by rows as given takes the place of that by unit rows.
double ck_unit_rows_f32(long rows, long n, int divide, float *x, float *inverse);
double ck_unit_rows_f64(long rows, long n, int divide, double *x, double *inverse);
void ck_unit_rows_gradient_f32(long rows, long n, const float *z, const float *inverse,
                               float *gradient);
void ck_unit_rows_gradient_f64(long rows, long n, const double *z, const double *inverse,
                               double *gradient);

// t[i][j] += column_terms[j], and -inf where mask[i * mask_step + j] is 0; both may be null.
void ck_contrast_weigh_f32(long rows, long columns, float *tile, const float *column_terms,
                           const unsigned char *mask, long mask_step);
void ck_contrast_weigh_f64(long rows, long columns, double *tile, const double *column_terms,
                           const unsigned char *mask, long mask_step);

// The first place from `start` on where t[j] >= limit or, unless limits is null, t[j] >= limits[j];
// n where there is none: the search of a row of closenesses for the nearest.
long ck_next_near_f32(const float *t, long start, long n, float limit, const float *limits);
long ck_next_near_f64(const double *t, long start, long n, double limit, const double *limits);
