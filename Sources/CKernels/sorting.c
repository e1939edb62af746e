// Stable sorts of rows. Numbers become unsigned keys of the same order, NaN the largest; short
// rows are sorted by insertion, others by radix, digit by digit from the lowest. For values of
// 4 bytes key and position share 64 bits, so that one move takes both.
#include <stdlib.h>

#include "mathematics.h"

typedef struct { uint64_t key; int64_t at; } item;

static const int widths[] = {1, 8, 4, 8};

// Keys in ascending order of values; -0 and 0 are equal. Descending order is that of the
// complement, with NaN still last.
CK_INLINE uint32_t key_f32(float v, uint32_t flip) {
  uint32_t b = (uint32_t)f32_bits(v + 0.0f);
  uint32_t key = (b >> 31 ? ~b : b | 0x80000000u) ^ flip;
  return v != v ? 0xffffffffu : key;
}
CK_INLINE uint64_t key_f64(double v, uint64_t flip) {
  uint64_t b = (uint64_t)f64_bits(v + 0.0);
  uint64_t key = (b >> 63 ? ~b : b | 0x8000000000000000u) ^ flip;
  return v != v ? 0xffffffffffffffffu : key;
}
CK_INLINE uint64_t key_of(int type, const void *x, long i, uint64_t flip) {
  switch (type) {
    case CK_BOOL: return ((const uint8_t *)x)[i] ^ (flip & 1);
    case CK_I64: return ((uint64_t)((const int64_t *)x)[i] ^ 0x8000000000000000u) ^ flip;
    case CK_F32: return key_f32(((const float *)x)[i], (uint32_t)flip);
    default: return key_f64(((const double *)x)[i], flip);
  }
}

// Long rows are passed through in pieces, and an interrupt is seen between them.
#define PIECE (1L << 15)
#define PIECES(low, high, n)                                                  \
  for (long low = 0, high; low < (n) && (high = low + PIECE < (n) ? low + PIECE : (n)) > 0; \
       low = high)

// Passes over digits of `bits` from bit `low` on; a digit that all share costs no pass. Gives
// the one of a and b that holds the result, NULL after an interrupt.
#define RADIX(name, T, KEY)                                                            \
  static T *radix_##name(T *a, T *b, long n, int low, int high, int bits) {            \
    long counts[2048], mask = (1L << bits) - 1;                                        \
    for (int shift = low; shift < high; shift += bits) {                               \
      memset(counts, 0, (size_t)(mask + 1) * sizeof(long));                            \
      PIECES(from, to, n) {                                                            \
        if (from && ck_interrupt_requested()) return NULL;                             \
        for (long i = from; i < to; i++) counts[(long)(KEY(a[i]) >> shift) & mask]++;  \
      }                                                                                \
      if (counts[(long)(KEY(a[0]) >> shift) & mask] == n) continue;                    \
      long total = 0;                                                                  \
      for (long c = 0; c <= mask; c++) { long k = counts[c]; counts[c] = total; total += k; } \
      PIECES(from, to, n) {                                                            \
        if (from && ck_interrupt_requested()) return NULL;                             \
        for (long i = from; i < to; i++) b[counts[(long)(KEY(a[i]) >> shift) & mask]++] = a[i]; \
      }                                                                                \
      T *swap = a;                                                                     \
      a = b;                                                                           \
      b = swap;                                                                        \
    }                                                                                  \
    return a;                                                                          \
  }
#define SELF(v) (v)
#define ITEM_KEY(v) ((v).key)
RADIX(u32, uint32_t, SELF)
RADIX(u64, uint64_t, SELF)
RADIX(items, item, ITEM_KEY)

// The number that a key was made of.
CK_INLINE float value_f32(uint32_t key, uint32_t flip) {
  uint32_t k = key ^ flip, b = k >> 31 ? k & 0x7fffffffu : ~k;
  return key == 0xffffffffu ? NAN : bits_f32((int32_t)b);
}

static void insertion_sort(item *a, long n) {
  for (long i = 1; i < n; i++) {
    item v = a[i];
    long k = i;
    while (k > 0 && a[k - 1].key > v.key) { a[k] = a[k - 1]; k--; }
    a[k] = v;
  }
}

static int bits_for(long n) { return n < 4096 ? 8 : 11; }

// Values of f32 alone: keys turn back into values, so no position is carried. These three give
// CK_INTERRUPTED after an interrupt.
static int sort_values_f32(const float *x, long n, int descending, uint32_t *memory, float *out) {
  uint32_t flip = descending ? 0xffffffffu : 0;
  PIECES(from, to, n) {
    if (from && ck_interrupt_requested()) return CK_INTERRUPTED;
    for (long i = from; i < to; i++) memory[i] = key_f32(x[i], flip);
  }
  const uint32_t *sorted = radix_u32(memory, memory + n, n, 0, 32, bits_for(n));
  if (!sorted) return CK_INTERRUPTED;
  PIECES(from, to, n) {
    if (from && ck_interrupt_requested()) return CK_INTERRUPTED;
    for (long i = from; i < to; i++) out[i] = value_f32(sorted[i], flip);
  }
  return CK_OK;
}

static int order_f32(const float *x, long n, int descending, uint64_t *memory, int64_t *order) {
  uint32_t flip = descending ? 0xffffffffu : 0;
  PIECES(from, to, n) {
    if (from && ck_interrupt_requested()) return CK_INTERRUPTED;
    for (long i = from; i < to; i++)
      memory[i] = (uint64_t)key_f32(x[i], flip) << 32 | (uint64_t)i;
  }
  const uint64_t *sorted = radix_u64(memory, memory + n, n, 32, 64, bits_for(n));
  if (!sorted) return CK_INTERRUPTED;
  PIECES(from, to, n) {
    if (from && ck_interrupt_requested()) return CK_INTERRUPTED;
    for (long i = from; i < to; i++) order[i] = (int64_t)(sorted[i] & 0xffffffffu);
  }
  return CK_OK;
}

static int sort_row(int type, int descending, long n, const void *x, void *memory, char *out,
                    int64_t *order) {
  if (type == CK_F32 && n > 64 && !order)
    return sort_values_f32(x, n, descending, memory, (float *)out);
  if (type == CK_F32 && n > 64 && !out) return order_f32(x, n, descending, memory, order);
  uint64_t flip = descending ? 0xffffffffffffffffu : 0;
  item *items = memory, *sorted = items;
  PIECES(from, to, n) {
    if (from && ck_interrupt_requested()) return CK_INTERRUPTED;
    for (long i = from; i < to; i++) items[i] = (item){key_of(type, x, i, flip), i};
  }
  if (n <= 64) insertion_sort(items, n);
  else sorted = radix_items(items, items + n, n, 0, type == CK_BOOL ? 8 : 64, bits_for(n));
  if (!sorted) return CK_INTERRUPTED;
  int width = widths[type];
  PIECES(from, to, n) {
    if (from && ck_interrupt_requested()) return CK_INTERRUPTED;
    if (order) for (long i = from; i < to; i++) order[i] = sorted[i].at;
    if (out)
      for (long i = from; i < to; i++)
        memcpy(out + i * width, (const char *)x + sorted[i].at * width, (size_t)width);
  }
  return CK_OK;
}

typedef struct {
  int type, descending;
  long rows, n, per;
  const char *x;
  char *out;
  int64_t *order;
  _Atomic int status;
} job;

static void sort_rows(void *context, long part) {
  job *j = context;
  if (ck_interrupt_requested()) { atomic_fetch_or(&j->status, CK_INTERRUPTED); return; }
  void *memory = malloc(2 * (size_t)j->n * sizeof(item));
  if (!memory) { atomic_fetch_or(&j->status, CK_MEMORY); return; }
  long low = part * j->per, high = low + j->per, bytes = j->n * widths[j->type];
  if (high > j->rows) high = j->rows;
  for (long r = low; r < high; r++) {
    int status = sort_row(j->type, j->descending, j->n, j->x + r * bytes, memory,
                          j->out ? j->out + r * bytes : NULL,
                          j->order ? j->order + r * j->n : NULL);
    if (status != CK_OK) { atomic_fetch_or(&j->status, status); break; }
  }
  free(memory);
}

// MARK: one long row of f32, by all threads

#define LONG_ROW (1L << 19)
#define PARTS 16
#define DIGIT_BITS 11
#define DIGITS (1 << DIGIT_BITS)

typedef struct {
  const float *x;
  long n;
  uint32_t flip;
  int shift;
  void *from, *to, *out;
  long places[PARTS][DIGITS];
  _Atomic int status;
} long_row;

#define PART_TASK(name, body)                                                          \
  static void name(void *context, long part) {                                         \
    long_row *j = context;                                                             \
    if (ck_interrupt_requested()) { atomic_fetch_or(&j->status, CK_INTERRUPTED); return; } \
    long size = (j->n + PARTS - 1) / PARTS, low = part * size, high = low + size;      \
    if (high > j->n) high = j->n;                                                      \
    body                                                                               \
  }

// For each i of a part, by a task's body: an interrupt is seen between pieces and ends it.
#define PART_EACH(i)                                                                   \
  for (long first = low, end; first < high && (end = first + PIECE < high ? first + PIECE : high); \
       first = end)                                                                    \
    if (first > low && ck_interrupt_requested()) {                                     \
      atomic_fetch_or(&j->status, CK_INTERRUPTED);                                     \
      return;                                                                          \
    } else                                                                             \
      for (long i = first; i < end; i++)

// Where the numbers of each digit and part go, in their order; whether all share one digit.
static int share_digit(long_row *j) {
  long place = 0;
  for (int digit = 0; digit < DIGITS; digit++) {
    long before = place;
    for (int part = 0; part < PARTS; part++) {
      long count = j->places[part][digit];
      j->places[part][digit] = place;
      place += count;
    }
    if (place - before == j->n) return 1;
  }
  return 0;
}

// MAKE gives the number of element i, whose digits begin at bit `low`; TAKE stores the number v
// that comes at place i.
#define LONG_SORT(name, T, low_bit, MAKE, TAKE)                                        \
  PART_TASK(make_##name, {                                                             \
    T *keys = j->from;                                                                 \
    PART_EACH(i) keys[i] = MAKE;                                                       \
  })                                                                                   \
  PART_TASK(count_##name, {                                                            \
    const T *keys = j->from;                                                           \
    long *counts = j->places[part];                                                    \
    memset(counts, 0, sizeof j->places[part]);                                         \
    PART_EACH(i) counts[keys[i] >> j->shift & (DIGITS - 1)]++;                         \
  })                                                                                   \
  PART_TASK(scatter_##name, {                                                          \
    const T *keys = j->from;                                                           \
    T *to = j->to;                                                                     \
    long *next = j->places[part];                                                      \
    PART_EACH(i) to[next[keys[i] >> j->shift & (DIGITS - 1)]++] = keys[i];             \
  })                                                                                   \
  PART_TASK(take_##name, {                                                             \
    const T *keys = j->from;                                                           \
    PART_EACH(i) { T v = keys[i]; TAKE; }                                              \
  })                                                                                   \
  static int sort_long_##name(long_row *j) {                                           \
    j->from = malloc(2 * (size_t)j->n * sizeof(T));                                    \
    if (!j->from) return CK_MEMORY;                                                    \
    T *memory = j->from;                                                               \
    j->to = memory + j->n;                                                             \
    ck_parallel(PARTS, make_##name, j);                                                \
    for (int bit = low_bit; bit < low_bit + 32; bit += DIGIT_BITS) {                   \
      j->shift = bit;                                                                  \
      ck_parallel(PARTS, count_##name, j);                                             \
      if (atomic_load(&j->status) || share_digit(j)) continue;                         \
      ck_parallel(PARTS, scatter_##name, j);                                           \
      void *swap = j->from;                                                            \
      j->from = j->to;                                                                 \
      j->to = swap;                                                                    \
    }                                                                                  \
    if (!atomic_load(&j->status)) ck_parallel(PARTS, take_##name, j);                  \
    free(memory);                                                                      \
    return atomic_load(&j->status);                                                    \
  }
LONG_SORT(values, uint32_t, 0, key_f32(j->x[i], j->flip),
          ((float *)j->out)[i] = value_f32(v, j->flip))
LONG_SORT(order, uint64_t, 32, (uint64_t)key_f32(j->x[i], j->flip) << 32 | (uint64_t)i,
          ((int64_t *)j->out)[i] = (int64_t)(v & 0xffffffffu))

static int sort_long(int descending, long n, const float *x, float *out, int64_t *order) {
  long_row *j = calloc(1, sizeof *j);
  if (!j) return CK_MEMORY;
  j->x = x;
  j->n = n;
  j->flip = descending ? 0xffffffffu : 0;
  j->out = out ? (void *)out : order;
  int status = out ? sort_long_values(j) : sort_long_order(j);
  free(j);
  return status;
}

int ck_sort(int type, int descending, long rows, long n, const void *x, void *out,
            int64_t *order) {
  if (n == 0 || rows == 0) return CK_OK;
  if (n > UINT32_MAX) return CK_MEMORY;
  if (type == CK_F32 && n >= LONG_ROW && rows < PARTS && !(out && order)) {
    int status = CK_OK;
    for (long r = 0; r < rows && status == CK_OK; r++)
      status = sort_long(descending, n, (const float *)x + r * n,
                         out ? (float *)out + r * n : NULL, order ? order + r * n : NULL);
    return status;
  }
  long per = 4096 / n + 1;
  job j = {.type = type, .descending = descending, .rows = rows, .n = n, .per = per, .x = x,
           .out = out, .order = order};
  ck_parallel((rows + per - 1) / per, sort_rows, &j);
  return atomic_load(&j.status);
}

// MARK: places among sorted values

#define QUERIES 4096

typedef struct {
  int type, right;
  long n, queries;
  const void *sorted, *q;
  int64_t *out;
  _Atomic int status;
} search;

static void search_part(void *context, long part) {
  search *j = context;
  if (ck_interrupt_requested()) { atomic_fetch_or(&j->status, CK_INTERRUPTED); return; }
  long from = part * QUERIES, to = from + QUERIES < j->queries ? from + QUERIES : j->queries;
  for (long i = from; i < to; i++) {
    uint64_t key = key_of(j->type, j->q, i, 0);
    long low = 0, high = j->n;
    while (low < high) {
      long middle = low + (high - low) / 2;
      uint64_t k = key_of(j->type, j->sorted, middle, 0);
      if (j->right ? k <= key : k < key) low = middle + 1;
      else high = middle;
    }
    j->out[i] = low;
  }
}

int ck_searchsorted(int type, int right, long n, const void *sorted, long queries,
                    const void *q, int64_t *out) {
  search j = {.type = type, .right = right, .n = n, .queries = queries, .sorted = sorted, .q = q,
              .out = out};
  ck_parallel((queries + QUERIES - 1) / QUERIES, search_part, &j);
  return atomic_load(&j.status);
}
