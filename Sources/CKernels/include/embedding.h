// Forces between the points of a low-dimensional picture of data (t-SNE). Points are columns:
// y[d * n + i] is coordinate d of point i, of 1, 2 or 3 dimensions. Rows from…to are done, on the
// calling thread.
#pragma once

// forces[d * n + i] = sum over j of q² (y_i − y_j), q = 1 / (1 + ‖y_i − y_j‖²); gives the sum of
// q over all j ≠ i.
double ck_embedding_repulsion(long n, long dims, const float *y, long from, long to,
                              float *forces);

// forces[d * n + i] = sum of w q (y_i − y_j) over the neighbors j = columns[k] of i with weights
// w = weights[k], offsets[i] <= k < offsets[i + 1].
void ck_embedding_attraction(long n, long dims, const float *y, const long *offsets,
                             const int *columns, const float *weights, long from, long to,
                             float *forces);

// The sum of w (ln w − ln q) over the neighbors of rows from…to.
double ck_embedding_divergence(long n, long dims, const float *y, const long *offsets,
                               const int *columns, const float *weights, long from, long to);
