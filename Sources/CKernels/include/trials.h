// Scored trials by the leading bits of their scores: what needs the order of a few scores among
// millions counts all and sorts those few.
#pragma once
#include <stdint.h>

// Bins hold the scores that share 16 leading bits, from the highest to the lowest.
#define CK_TRIAL_BINS 65536
#define CK_TRIAL_PIECES 8

// Scores of f32 or f64 and the same number of targets, of any type; both contiguous.
typedef struct {
  int score_type, target_type;
  long count;
  const void *scores, *targets;
} ck_trials;

// How many non-targets and targets lie in each bin, two numbers a bin: in `counts` for all, in
// `parts` for each of CK_TRIAL_PIECES pieces. CK_UNSUPPORTED where a score is NaN or a target is
// neither 0 nor 1; else CK_OK or CK_INTERRUPTED.
int ck_trial_counts(const ck_trials *trials, uint32_t *parts, uint32_t *counts);

// The scores of the targets and of the others in the `picks` bins `bins`, in no order; `parts` is
// what ck_trial_counts gave. CK_OK, CK_MEMORY or CK_INTERRUPTED.
int ck_trial_pick(const ck_trials *trials, const uint32_t *parts, long picks, const int32_t *bins,
                  double *targets, double *others);
