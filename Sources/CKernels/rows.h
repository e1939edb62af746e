// What kernels over rows share: fixed pieces of whole rows, and sums of one row in blocks, whose
// sums are added in double precision in their order.
#pragma once
#include "mathematics.h"

#define BLOCK 2048

typedef struct {
  int op, largest, logarithm;
  long rows, n, inner, per;
  const void *x, *y;
  void *out, *second;
  _Atomic int status;
} job;

static inline long rows_per_part(long n) {
  long per = 32768 / (n > 0 ? n : 1);
  return per < 1 ? 1 : per;
}

static inline int run_rows(job *j, ck_task task) {
  if (j->rows <= 0) return CK_OK;
  j->per = rows_per_part(j->n * (j->inner > 0 ? j->inner : 1));
  ck_parallel((j->rows + j->per - 1) / j->per, task, j);
  return atomic_load(&j->status);
}

// A task over rows low ..< high of a job; an interrupt skips what has not begun.
#define ROWS_TASK(name, body)                                                          \
  static void name(void *context, long part) {                                         \
    job *j = context;                                                                  \
    if (ck_interrupt_requested()) { atomic_fetch_or(&j->status, CK_INTERRUPTED); return; } \
    long low = part * j->per, high = low + j->per;                                     \
    if (high > j->rows) high = j->rows;                                                \
    body                                                                               \
  }

// For each i of a row of n, by a task's body: an interrupt is seen once in a million and ends it.
#define ROW_PIECE (1L << 20)
#define EACH(i, n)                                                                     \
  for (long from = 0, to; from < (n) && (to = from + ROW_PIECE < (n) ? from + ROW_PIECE : (n)); \
       from = to)                                                                      \
    if (from && ck_interrupt_requested()) {                                            \
      atomic_fetch_or(&j->status, CK_INTERRUPTED);                                     \
      return;                                                                          \
    } else                                                                             \
      for (long i = from; i < to; i++)

double ck_sum_f32(const float *restrict x, long n);
double ck_sum_f64(const double *restrict x, long n);
float ck_row_max_f32(const float *restrict x, long n);
double ck_row_max_f64(const double *restrict x, long n);
