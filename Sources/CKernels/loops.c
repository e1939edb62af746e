// The walk over strided operands that elementwise kernels share.
#include "loops.h"

void walk_merge(walk *w, int operands, int rank, const long *shape,
                const long *const *strides) {
  w->rank = 0;
  w->count = 1;
  for (int d = 0; d < rank; d++) {
    w->count *= shape[d];
    if (shape[d] == 1) continue;
    int last = w->rank - 1, together = last >= 0;
    for (int k = 0; together && k < operands; k++)
      together = w->strides[k][last] == strides[k][d] * shape[d];
    if (together) {
      w->shape[last] *= shape[d];
      for (int k = 0; k < operands; k++) w->strides[k][last] = strides[k][d];
    } else {
      w->shape[w->rank] = shape[d];
      for (int k = 0; k < operands; k++) w->strides[k][w->rank] = strides[k][d];
      w->rank++;
    }
  }
  if (w->rank == 0) {
    w->rank = 1;
    w->shape[0] = 1;
    for (int k = 0; k < operands; k++) w->strides[k][0] = 1;
  }
}

typedef struct {
  walk *w;
  int operands;
  long grain;
  run_fn run;
  void *kernel;
  _Atomic int status;
} job;

static void walk_part(void *context, long part) {
  job *j = context;
  walk *w = j->w;
  if (ck_interrupt_requested()) { atomic_fetch_or(&j->status, CK_INTERRUPTED); return; }
  long low = part * j->grain, high = low + j->grain;
  if (high > w->count) high = w->count;
  int last = w->rank - 1;
  long at[CK_MAX_RANK], rest = low;
  for (int d = last; d >= 0; d--) { at[d] = rest % w->shape[d]; rest /= w->shape[d]; }
  long inner[MAX_OPERANDS];
  for (int k = 0; k < j->operands; k++) inner[k] = w->strides[k][last];
  int status = CK_OK;
  while (low < high) {
    const char *in[MAX_OPERANDS];
    for (int k = 0; k < j->operands; k++) {
      long offset = 0;
      for (int d = 0; d <= last; d++) offset += at[d] * w->strides[k][d];
      in[k] = w->in[k] + offset * w->width[k];
    }
    long n = w->shape[last] - at[last];
    if (n > high - low) n = high - low;
    status |= j->run(j->kernel, n, in, inner, w->out + low * w->out_width);
    low += n;
    at[last] = 0;
    for (int d = last - 1; d >= 0; d--) {
      if (++at[d] < w->shape[d]) break;
      at[d] = 0;
    }
  }
  if (status) atomic_fetch_or(&j->status, status);
}

int walk_run(walk *w, int operands, long grain, run_fn run, void *kernel) {
  if (w->count == 0) return CK_OK;
  if (w->rank == 1 && w->count <= grain) {
    long inner[MAX_OPERANDS];
    for (int k = 0; k < operands; k++) inner[k] = w->strides[k][0];
    return run(kernel, w->count, w->in, inner, w->out);
  }
  job j = {w, operands, grain, run, kernel, CK_OK};
  ck_parallel((w->count + grain - 1) / grain, walk_part, &j);
  return atomic_load(&j.status);
}
