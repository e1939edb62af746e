// Sums run in f32 over blocks of points and in f64 over blocks, so that they keep their digits.
#include "include/embedding.h"

#include <math.h>

#include "mathematics.h"

#define BLOCK 1024

// Inlined with a constant number of dimensions, so that its loops are unrolled.
static inline __attribute__((always_inline)) double repulsion(long n, const long dims,
                                                              const float *restrict y, long from,
                                                              long to, float *restrict forces) {
  double total = 0;
  const float *y0 = y, *y1 = dims > 1 ? y + n : y, *y2 = dims > 2 ? y + 2 * n : y;
  for (long i = from; i < to; i++) {
    const float a0 = y0[i], a1 = y1[i], a2 = y2[i];
    double whole = 0, f0 = 0, f1 = 0, f2 = 0;
    for (long start = 0; start < n; start += BLOCK) {
      const long end = start + BLOCK < n ? start + BLOCK : n;
      float sum = 0, s0 = 0, s1 = 0, s2 = 0;
      for (long j = start; j < end; j++) {
#pragma clang fp reassociate(on)
        const float d0 = a0 - y0[j], d1 = a1 - y1[j], d2 = a2 - y2[j];
        float length = 1 + d0 * d0;
        if (dims > 1) length += d1 * d1;
        if (dims > 2) length += d2 * d2;
        const float q = 1 / length, square = q * q;
        sum += q;
        s0 += square * d0;
        if (dims > 1) s1 += square * d1;
        if (dims > 2) s2 += square * d2;
      }
      whole += sum;
      f0 += s0;
      f1 += s1;
      f2 += s2;
    }
    total += whole - 1;
    forces[i] = (float)f0;
    if (dims > 1) forces[n + i] = (float)f1;
    if (dims > 2) forces[2 * n + i] = (float)f2;
  }
  return total;
}

static CK_CLONES double repulsion1(long n, const float *y, long from, long to, float *forces) {
  return repulsion(n, 1, y, from, to, forces);
}

static CK_CLONES double repulsion2(long n, const float *y, long from, long to, float *forces) {
  return repulsion(n, 2, y, from, to, forces);
}

static CK_CLONES double repulsion3(long n, const float *y, long from, long to, float *forces) {
  return repulsion(n, 3, y, from, to, forces);
}

double ck_embedding_repulsion(long n, long dims, const float *y, long from, long to,
                              float *forces) {
  if (dims == 1) return repulsion1(n, y, from, to, forces);
  if (dims == 2) return repulsion2(n, y, from, to, forces);
  return repulsion3(n, y, from, to, forces);
}

void ck_embedding_attraction(long n, long dims, const float *y, const long *offsets,
                             const int *columns, const float *weights, long from, long to,
                             float *forces) {
  for (long i = from; i < to; i++) {
    float sums[3] = {0, 0, 0};
    for (long k = offsets[i]; k < offsets[i + 1]; k++) {
      float d[3] = {0, 0, 0}, length = 1;
      for (long axis = 0; axis < dims; axis++) {
        d[axis] = y[axis * n + i] - y[axis * n + columns[k]];
        length += d[axis] * d[axis];
      }
      const float pull = weights[k] / length;
      for (long axis = 0; axis < dims; axis++) sums[axis] += pull * d[axis];
    }
    for (long axis = 0; axis < dims; axis++) forces[axis * n + i] = sums[axis];
  }
}

double ck_embedding_divergence(long n, long dims, const float *y, const long *offsets,
                               const int *columns, const float *weights, long from, long to) {
  double total = 0;
  for (long i = from; i < to; i++)
    for (long k = offsets[i]; k < offsets[i + 1]; k++) {
      if (!(weights[k] > 0)) continue;
      double length = 1;
      for (long axis = 0; axis < dims; axis++) {
        const double d = (double)y[axis * n + i] - y[axis * n + columns[k]];
        length += d * d;
      }
      total += weights[k] * (log(weights[k]) + log(length));
    }
  return total;
}
