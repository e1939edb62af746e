// How work on [batch, channel, time] is split: a part is a strip of channels, so that the order of
// additions is fixed.
#pragma once
#include "kernels.h"

#define STRIP 16

// Runs the task for each strip, on all threads where there is enough to do.
static inline void run_strips(long batch, long channels, long time, ck_task task, void *job) {
  long parts = (channels + STRIP - 1) / STRIP;
  if (batch * channels * time < 16384)
    for (long p = 0; p < parts; p++) task(job, p);
  else
    ck_parallel(parts, task, job);
}
