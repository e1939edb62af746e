// Stable sorts of rows. Numbers become unsigned keys of the same order, NaN the largest and
// -0 equal to 0; long rows are sorted by radix, short ones by insertion.
#include <stdlib.h>

#include "mathematics.h"

typedef struct { uint64_t key; int64_t at; } item;

static uint64_t key_of(int type, const void *x, long i) {
  if (type == CK_BOOL) return ((const uint8_t *)x)[i];
  if (type == CK_I64) return (uint64_t)((const int64_t *)x)[i] ^ 0x8000000000000000u;
  if (type == CK_F32) {
    float v = ((const float *)x)[i];
    if (v != v) return 0xffffffffu;
    uint32_t b = (uint32_t)f32_bits(v + 0.0f);
    return b >> 31 ? ~b : b | 0x80000000u;
  }
  double v = ((const double *)x)[i];
  if (v != v) return 0xffffffffffffffffu;
  uint64_t b = (uint64_t)f64_bits(v + 0.0);
  return b >> 63 ? ~b : b | 0x8000000000000000u;
}

static int is_nan(int type, const void *x, long i) {
  if (type == CK_F32) { float v = ((const float *)x)[i]; return v != v; }
  if (type == CK_F64) { double v = ((const double *)x)[i]; return v != v; }
  return 0;
}

static void insertion_sort(item *a, long n) {
  for (long i = 1; i < n; i++) {
    item v = a[i];
    long k = i;
    while (k > 0 && a[k - 1].key > v.key) { a[k] = a[k - 1]; k--; }
    a[k] = v;
  }
}

// Passes over 8-bit digits, low to high; a digit that all share costs no pass.
static item *radix_sort(item *a, item *b, long n) {
  static _Thread_local uint32_t counts[8][256];
  memset(counts, 0, sizeof counts);
  for (long i = 0; i < n; i++)
    for (int d = 0; d < 8; d++) counts[d][a[i].key >> (8 * d) & 255]++;
  for (int d = 0; d < 8; d++) {
    if (counts[d][a[0].key >> (8 * d) & 255] == n) continue;
    long starts[256], total = 0;
    for (int c = 0; c < 256; c++) { starts[c] = total; total += counts[d][c]; }
    for (long i = 0; i < n; i++) b[starts[a[i].key >> (8 * d) & 255]++] = a[i];
    item *swap = a;
    a = b;
    b = swap;
  }
  return a;
}

int ck_sort(int type, int descending, long rows, long n, const void *x, void *out,
            int64_t *order) {
  static const int widths[] = {1, 8, 4, 8};
  int width = widths[type];
  if (n == 0 || rows == 0) return CK_OK;
  if (n > UINT32_MAX) return CK_MEMORY;
  item *memory = malloc(2 * (size_t)n * sizeof(item));
  if (!memory) return CK_MEMORY;
  int status = CK_OK;
  for (long r = 0; r < rows; r++) {
    if (ck_interrupt_requested()) { status = CK_INTERRUPTED; break; }
    const char *row = (const char *)x + r * n * width;
    // Descending order is ascending order of the complement; NaN stays last.
    for (long i = 0; i < n; i++) {
      uint64_t key = key_of(type, row, i);
      if (descending && !is_nan(type, row, i)) key = ~key;
      memory[i] = (item){key, i};
    }
    item *sorted = memory;
    if (n <= 64) insertion_sort(memory, n);
    else sorted = radix_sort(memory, memory + n, n);
    if (order) for (long i = 0; i < n; i++) order[r * n + i] = sorted[i].at;
    char *to = (char *)out + r * n * width;
    if (out)
      for (long i = 0; i < n; i++)
        memcpy(to + i * width, row + sorted[i].at * width, (size_t)width);
  }
  free(memory);
  return status;
}

int ck_searchsorted(int type, int right, long n, const void *sorted, long queries,
                    const void *q, int64_t *out) {
  for (long i = 0; i < queries; i++) {
    uint64_t key = key_of(type, q, i);
    long low = 0, high = n;
    while (low < high) {
      long middle = low + (high - low) / 2;
      uint64_t k = key_of(type, sorted, middle);
      if (right ? k <= key : k < key) low = middle + 1;
      else high = middle;
    }
    out[i] = low;
  }
  return CK_OK;
}
