// Entries of a row that reach a limit are rare: 64 of them are looked at together.
#include "include/contrast.h"

#include "mathematics.h"

#define BLOCK 64

#define NEXT(T, SUFFIX)                                                                        \
  CK_CLONES long ck_next_near_##SUFFIX(const T *t, long start, long n, T limit,                \
                                       const T *limits) {                                      \
    long j = start;                                                                            \
    for (; j + BLOCK <= n; j += BLOCK) {                                                       \
      int found = 0;                                                                           \
      if (limits)                                                                              \
        for (long i = 0; i < BLOCK; i++) found |= (t[j + i] >= limit) | (t[j + i] >= limits[j + i]); \
      else                                                                                     \
        for (long i = 0; i < BLOCK; i++) found |= t[j + i] >= limit;                           \
      if (found) break;                                                                        \
    }                                                                                          \
    for (; j < n; j++)                                                                         \
      if (t[j] >= limit || (limits && t[j] >= limits[j])) return j;                            \
    return n;                                                                                  \
  }

NEXT(float, f32)
NEXT(double, f64)
