// Counting trials by the leading bits of their scores, and picking those of a few bins.
#include "include/trials.h"
#include <stdlib.h>

#include "mathematics.h"

typedef struct {
  const ck_trials *trials;
  uint32_t *parts;
  const uint8_t *wanted;
  double *targets, *others;
  long next_target[CK_TRIAL_PIECES], next_other[CK_TRIAL_PIECES];
  _Atomic int status;
} job;

// A higher score has a lower bin; -0 counts as 0.
CK_INLINE uint32_t bin_f32(float v) {
  uint32_t b = (uint32_t)f32_bits(v + 0.0f);
  return (b >> 31 ? b : ~(b | 0x80000000u)) >> 16;
}
CK_INLINE uint32_t bin_f64(double v) {
  uint64_t b = (uint64_t)f64_bits(v + 0.0);
  return (uint32_t)((b >> 63 ? b : ~(b | 0x8000000000000000u)) >> 48);
}

#define KERNELS(S, SN, T, TN)                                                          \
  static int count_##SN##_##TN(const S *s, const T *t, long low, long high, uint32_t *counts) { \
    int bad = 0;                                                                       \
    for (long i = low; i < high; i++) {                                                \
      int hit = t[i] == 1;                                                             \
      bad |= (s[i] != s[i]) | !(hit | (t[i] == 0));                                    \
      counts[2 * bin_##SN(s[i]) + (uint32_t)hit]++;                                    \
    }                                                                                  \
    return bad;                                                                        \
  }                                                                                    \
  static void pick_##SN##_##TN(const S *s, const T *t, long low, long high,            \
                               const uint8_t *wanted, double *hits, double *others) {  \
    for (long i = low; i < high; i++) {                                                \
      if (!wanted[bin_##SN(s[i])]) continue;                                           \
      if (t[i] == 1) *hits++ = (double)s[i]; else *others++ = (double)s[i];            \
    }                                                                                  \
  }
KERNELS(float, f32, uint8_t, bool)
KERNELS(float, f32, int64_t, i64)
KERNELS(float, f32, float, f32)
KERNELS(float, f32, double, f64)
KERNELS(double, f64, uint8_t, bool)
KERNELS(double, f64, int64_t, i64)
KERNELS(double, f64, float, f32)
KERNELS(double, f64, double, f64)

#define BY_TYPES(verb, ...)                                                            \
  switch (t->score_type == CK_F32 ? t->target_type : CK_F64 + 1 + t->target_type) {    \
    case CK_BOOL: verb##_f32_bool(t->scores, t->targets, __VA_ARGS__); break;          \
    case CK_I64: verb##_f32_i64(t->scores, t->targets, __VA_ARGS__); break;            \
    case CK_F32: verb##_f32_f32(t->scores, t->targets, __VA_ARGS__); break;            \
    case CK_F64: verb##_f32_f64(t->scores, t->targets, __VA_ARGS__); break;            \
    case CK_F64 + 1 + CK_BOOL: verb##_f64_bool(t->scores, t->targets, __VA_ARGS__); break; \
    case CK_F64 + 1 + CK_I64: verb##_f64_i64(t->scores, t->targets, __VA_ARGS__); break; \
    case CK_F64 + 1 + CK_F32: verb##_f64_f32(t->scores, t->targets, __VA_ARGS__); break; \
    default: verb##_f64_f64(t->scores, t->targets, __VA_ARGS__); break;                \
  }

static void piece_ends(const job *j, long part, long *low, long *high) {
  long count = j->trials->count, size = (count + CK_TRIAL_PIECES - 1) / CK_TRIAL_PIECES;
  *low = part * size < count ? part * size : count;
  *high = *low + size < count ? *low + size : count;
}

static void count_piece(void *context, long part) {
  job *j = context;
  if (ck_interrupt_requested()) { atomic_fetch_or(&j->status, CK_INTERRUPTED); return; }
  const ck_trials *t = j->trials;
  uint32_t *counts = j->parts + part * 2 * CK_TRIAL_BINS;
  memset(counts, 0, 2 * CK_TRIAL_BINS * sizeof *counts);
  long low, high;
  int bad = 0;
  piece_ends(j, part, &low, &high);
  BY_TYPES(bad = count, low, high, counts)
  if (bad) atomic_fetch_or(&j->status, CK_UNSUPPORTED);
}

static void add_parts(const uint32_t *restrict parts, uint32_t *restrict counts) {
  memcpy(counts, parts, 2 * CK_TRIAL_BINS * sizeof *counts);
  for (int part = 1; part < CK_TRIAL_PIECES; part++) {
    const uint32_t *more = parts + part * 2 * CK_TRIAL_BINS;
    CK_VECTOR
    for (int i = 0; i < 2 * CK_TRIAL_BINS; i++) counts[i] += more[i];
  }
}

int ck_trial_counts(const ck_trials *trials, uint32_t *parts, uint32_t *counts) {
  job j = {.trials = trials, .parts = parts};
  ck_parallel(CK_TRIAL_PIECES, count_piece, &j);
  int status = atomic_load(&j.status);
  if (status == CK_OK) add_parts(parts, counts);
  return status;
}

static void pick_piece(void *context, long part) {
  job *j = context;
  if (ck_interrupt_requested()) { atomic_fetch_or(&j->status, CK_INTERRUPTED); return; }
  const ck_trials *t = j->trials;
  long low, high;
  piece_ends(j, part, &low, &high);
  BY_TYPES(pick, low, high, j->wanted, j->targets + j->next_target[part],
           j->others + j->next_other[part])
}

int ck_trial_pick(const ck_trials *trials, const uint32_t *parts, long picks, const int32_t *bins,
                  double *targets, double *others) {
  uint8_t *wanted = calloc(CK_TRIAL_BINS, 1);
  if (!wanted) return CK_MEMORY;
  job j = {.trials = trials, .wanted = wanted, .targets = targets, .others = others};
  for (long i = 0; i < picks; i++) wanted[bins[i]] = 1;
  for (long part = 0; part + 1 < CK_TRIAL_PIECES; part++) {
    const uint32_t *counts = parts + part * 2 * CK_TRIAL_BINS;
    long hits = 0, rest = 0;
    for (long i = 0; i < picks; i++) { rest += counts[2 * bins[i]]; hits += counts[2 * bins[i] + 1]; }
    j.next_target[part + 1] = j.next_target[part] + hits;
    j.next_other[part + 1] = j.next_other[part] + rest;
  }
  ck_parallel(CK_TRIAL_PIECES, pick_piece, &j);
  free(wanted);
  return atomic_load(&j.status);
}
