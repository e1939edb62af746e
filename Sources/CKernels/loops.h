// Walking strided operands: neighboring axes that lie together are merged, then the result's
// elements are cut into fixed pieces that threads take in turn.
#pragma once
#include "mathematics.h"

#define MAX_OPERANDS 3

typedef struct {
  int rank;
  long shape[CK_MAX_RANK];
  long strides[MAX_OPERANDS][CK_MAX_RANK];
  const char *in[MAX_OPERANDS];
  int width[MAX_OPERANDS];
  char *out;
  int out_width;
  long count;
} walk;

// One run along the last axis: n elements, with the strides of that axis.
typedef int (*run_fn)(void *kernel, long n, const char *const *in, const long *strides,
                      char *out);

int walk_run(walk *w, int operands, long grain, run_fn run, void *kernel);
void walk_merge(walk *w, int operands, int rank, const long *shape,
                const long *const *strides);
