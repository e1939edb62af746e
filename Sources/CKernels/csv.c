#include "include/csv.h"
#include "mathematics.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

// MARK: one number

static const double tens[] = {
  1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

// 5^n for n up to 27, the last that fits in 64 bits.
static const uint64_t fives[] = {
  1u, 5u, 25u, 125u, 625u, 3125u, 15625u, 78125u, 390625u, 1953125u, 9765625u, 48828125u,
  244140625u, 1220703125u, 6103515625u, 30517578125u, 152587890625u, 762939453125u,
  3814697265625u, 19073486328125u, 95367431640625u, 476837158203125u, 2384185791015625u,
  11920928955078125u, 59604644775390625u, 298023223876953125u, 1490116119384765625u,
  7450580596923828125u};

// high * 2^exponent, rounded to even; `sticky` says that a little more than `high` is meant.
static double rounded(uint64_t high, int sticky, int exponent) {
  int shift = __builtin_clzll(high);
  high <<= shift;
  uint64_t kept = high >> 11, rest = high & 0x7FF;
  if (rest > 0x400 || (rest == 0x400 && (sticky || (kept & 1)))) kept++;
  union { uint64_t bits; double value; } power = {(uint64_t)(1023 + exponent + 11 - shift) << 52};
  return (double)kept * power.value;
}

// digits * 10^scale for -27 <= scale <= 27, rounded exactly; digits is not 0.
static double scaled(uint64_t digits, int scale) {
  if (digits <= 1ull << 53 && scale >= -22 && scale <= 22) {
    // Both are exact, so one operation rounds once.
    return scale < 0 ? (double)digits / tens[-scale] : (double)digits * tens[scale];
  }
  if (scale >= 0) {
    unsigned __int128 product = (unsigned __int128)digits * fives[scale];
    uint64_t high = (uint64_t)(product >> 64), low = (uint64_t)product;
    if (high == 0) return rounded(low, 0, scale);
    int shift = __builtin_clzll(high);
    if (shift > 0) { high = high << shift | low >> (64 - shift); low <<= shift; }
    return rounded(high, low != 0, scale + 64 - shift);
  }
  // A quotient of 63 or 64 bits and whether anything is left.
  int up = __builtin_clzll(digits), down = __builtin_clzll(fives[-scale]);
  uint64_t divisor = fives[-scale] << down;
  unsigned __int128 dividend = (unsigned __int128)(digits << up) << 63;
  uint64_t quotient = (uint64_t)(dividend / divisor);
  int sticky = dividend - (unsigned __int128)quotient * divisor != 0;
  return rounded(quotient, sticky, down - up + scale - 63);
}

typedef struct {
  int kind;
  union { int64_t whole; double real; } value;
} number;

// Long or extreme numbers, by the C library.
static int spelled(const uint8_t *text, long count, number *out) {
  char room[128], *copy = count < (long)sizeof room ? room : malloc((size_t)count + 1);
  if (!copy) return 0;
  memcpy(copy, text, (size_t)count);
  copy[count] = 0;
  out->kind = CK_REAL;
  out->value.real = strtod(copy, NULL);
  if (copy != room) free(copy);
  return 1;
}

static inline int is_digit(uint8_t byte) { return (uint8_t)(byte - '0') < 10; }

// The value of eight bytes that are digits less '0', the first in the lowest byte.
static inline uint64_t eight(uint64_t v) {
  v = v * 10 + (v >> 8);
  return ((v & 0x000000FF000000FFu) * 0x000F424000000064u +
          ((v >> 16) & 0x000000FF000000FFu) * 0x0000271000000001u) >> 32;
}

// Adds digits to a mantissa; gives where they end. Up to eight are taken at once: what follows
// the last of them is shifted out, and zeros come in front of the first.
static inline const uint8_t *digits(const uint8_t *p, const uint8_t *end, uint64_t *mantissa) {
  static const uint32_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
  uint64_t m = *mantissa;
  while (end - p >= 8) {
    uint64_t v;
    memcpy(&v, p, 8);
    v ^= 0x3030303030303030u;
    // The lowest byte with a bit here is the first that is no digit; a carry only goes up.
    uint64_t others = ((v + 0x7676767676767676u) | v) & 0x8080808080808080u;
    if (others == 0) { m = m * 100000000u + eight(v); p += 8; continue; }
    int count = __builtin_ctzll(others) >> 3;
    if (count > 0) m = m * powers[count] + eight(v << (64 - 8 * count));
    *mantissa = m;
    return p + count;
  }
  while (p < end && is_digit(*p)) m = m * 10 + (uint64_t)(*p++ - '0');
  *mantissa = m;
  return p;
}

// Reads a number at p as far as it goes; gives where it ends, or NULL if there is none.
static inline const uint8_t *scan(const uint8_t *p, const uint8_t *end, number *out) {
  const uint8_t *start = p;
  if (p == end) return NULL;
  // Signs come and go without a pattern: no branch depends on them.
  int negative = *p == '-';
  p += negative | (*p == '+');
  const uint8_t *first = p;
  uint64_t mantissa = 0;
  p = digits(p, end, &mantissa);
  long count = p - first, scale = 0;
  int real = 0;
  if (p < end && *p == '.') {
    const uint8_t *point = ++p;
    p = digits(p, end, &mantissa);
    scale = point - p;
    count += p - point;
    real = 1;
  }
  if (count == 0) return NULL;
  if (p < end && (*p == 'e' || *p == 'E')) {
    const uint8_t *q = p + 1;
    int down = q < end && *q == '-';
    if (q < end && (down || *q == '+')) q++;
    if (q == end || !is_digit(*q)) return NULL;
    long exponent = 0;
    for (; q < end && is_digit(*q); q++) {
      if (exponent < 100000) exponent = exponent * 10 + (*q - '0');
    }
    scale += down ? -exponent : exponent;
    real = 1;
    p = q;
  }
  // 19 digits always fit; leading zeros may make a harmless number look long.
  if (count > 19 || scale < -27 || scale > 27) {
    return spelled(start, p - start, out) ? p : NULL;
  }
  if (!real && mantissa <= INT64_MAX) {
    out->kind = CK_WHOLE;
    out->value.whole = negative ? -(int64_t)mantissa : (int64_t)mantissa;
    return p;
  }
  double value = mantissa == 0 ? 0 : scaled(mantissa, (int)scale);
  out->kind = CK_REAL;
  out->value.real = bits_f64(f64_bits(value) ^ (int64_t)((uint64_t)negative << 63));
  return p;
}

// What has no digits, and digits between spaces.
static int unusual(const uint8_t *p, const uint8_t *end, number *out) {
  while (p < end && *p == ' ') p++;
  while (end > p && end[-1] == ' ') end--;
  if (p == end) return 0;
  if (scan(p, end, out) == end) return 1;
  int negative = *p == '-';
  if (negative || *p == '+') p++;
  long count = end - p;
  const char *text = (const char *)p;
  out->kind = CK_REAL;
  if (count == 3 && strncasecmp(text, "nan", 3) == 0) {
    out->value.real = __builtin_nan("");
  } else if ((count == 3 && strncasecmp(text, "inf", 3) == 0) ||
             (count == 8 && strncasecmp(text, "infinity", 8) == 0)) {
    out->value.real = negative ? -__builtin_inf() : __builtin_inf();
  } else {
    return 0;
  }
  return 1;
}

int ck_parse_number(const uint8_t *text, long count, int64_t *whole, double *real) {
  number n;
  if (!unusual(text, text + count, &n)) return CK_NO_NUMBER;
  if (n.kind == CK_WHOLE) *whole = n.value.whole; else *real = n.value.real;
  return n.kind;
}

// MARK: rows of numbers

#define PIECE (1l << 18)

typedef struct {
  const uint8_t *bytes;
  long count;
  uint8_t separator;
  long columns;
  void *const *out;
  // The row at which each piece begins, and one more for the end. Counted into `counts`.
  const long *first_rows;
  long *counts;
  // A byte a piece and column: whether what stands there are doubles.
  uint8_t *is_real;
  _Atomic int failed;
} csv;

static long piece_count(long count) { return (count + PIECE - 1) / PIECE; }

// Where the rows of a piece begin: behind the first line end at or before its nominal place.
static const uint8_t *piece_start(const csv *c, long index) {
  if (index == 0) return c->bytes;
  long at = index * PIECE - 1;
  if (at >= c->count) return c->bytes + c->count;
  const uint8_t *found = memchr(c->bytes + at, '\n', (size_t)(c->count - at));
  return found ? found + 1 : c->bytes + c->count;
}

CK_CLONES long ck_line_ends(const uint8_t *bytes, long count) {
  long total = 0;
  for (long low = 0; low < count; low += 1 << 15) {
    long high = low + (1 << 15) < count ? low + (1 << 15) : count;
    uint16_t some = 0;
    CK_VECTOR
    for (long i = low; i < high; i++) some = (uint16_t)(some + (bytes[i] == '\n'));
    total += some;
  }
  return total;
}

static void count_piece(void *context, long index) {
  csv *c = context;
  if (ck_interrupt_requested()) { atomic_store(&c->failed, 1); return; }
  const uint8_t *p = piece_start(c, index), *end = piece_start(c, index + 1);
  long rows = end > p ? ck_line_ends(p, end - p) : 0;
  if (end == c->bytes + c->count && end > p && end[-1] != '\n') rows++;
  c->counts[index + 1] = rows;
}

long *ck_csv_rows(const uint8_t *bytes, long count, long *rows) {
  long pieces = piece_count(count);
  csv c = {.bytes = bytes, .count = count};
  long *first_rows = c.counts = calloc((size_t)pieces + 1, sizeof(long));
  if (!first_rows) return NULL;
  ck_parallel(pieces, count_piece, &c);
  for (long i = 0; i < pieces; i++) first_rows[i + 1] += first_rows[i];
  *rows = first_rows[pieces];
  if (!atomic_load(&c.failed)) return first_rows;
  free(first_rows);
  return NULL;
}

static void make_real(void *column, long from, long to) {
  int64_t *wholes = column;
  double *reals = column;
  for (long i = from; i < to; i++) reals[i] = (double)wholes[i];
}

static void store(const csv *c, uint8_t *is_real, long column, long first, long row, number n) {
  int64_t *wholes = c->out[column];
  double *reals = c->out[column];
  if (n.kind == CK_WHOLE && !*is_real) { wholes[row] = n.value.whole; return; }
  if (!*is_real) {
    make_real(wholes, first, row);
    *is_real = 1;
  }
  reals[row] = n.kind == CK_WHOLE ? (double)n.value.whole : n.value.real;
}

// Reads one field and gives where it ends; NULL if it is neither a number nor empty.
static inline const uint8_t *field(const csv *c, const uint8_t *p, const uint8_t *end, number *n) {
  const uint8_t *after = scan(p, end, n);
  if (after && (after == end || *after == c->separator || *after == '\n' || *after == '\r')) {
    return after;
  }
  after = p;
  while (after < end && *after != c->separator && *after != '\n' && *after != '\r') after++;
  if (after == p) {
    n->kind = CK_REAL;
    n->value.real = __builtin_nan("");
    return after;
  }
  return unusual(p, after, n) ? after : NULL;
}

// Reads a row and gives where the next one begins; NULL if it is not as said.
static const uint8_t *read_row(const csv *c, const uint8_t *p, const uint8_t *end, long first,
                               long row, uint8_t *is_real) {
  for (long column = 0; column < c->columns; column++) {
    number n;
    p = field(c, p, end, &n);
    if (!p) return NULL;
    store(c, is_real + column, column, first, row, n);
    if (column + 1 == c->columns) break;
    if (p == end || *p != c->separator) return NULL;
    p++;
  }
  if (p < end && *p == '\r') p++;
  if (p == end) return p;
  return *p == '\n' ? p + 1 : NULL;
}

static void read_piece(void *context, long index) {
  csv *c = context;
  if (ck_interrupt_requested()) atomic_store(&c->failed, 1);
  const uint8_t *p = piece_start(c, index), *end = piece_start(c, index + 1);
  uint8_t *is_real = c->is_real + index * c->columns;
  long first = c->first_rows[index], last = c->first_rows[index + 1];
  for (long row = first; row < last && !atomic_load_explicit(&c->failed, memory_order_relaxed);
       row++) {
    p = read_row(c, p, end, first, row, is_real);
    if (!p) { atomic_store(&c->failed, 1); return; }
  }
}

int ck_csv_numbers(const uint8_t *bytes, long count, uint8_t separator, long columns,
                   const long *first_rows, void *const *out, uint8_t *is_real) {
  long pieces = piece_count(count);
  csv c = {.bytes = bytes, .count = count, .separator = separator, .columns = columns, .out = out,
           .first_rows = first_rows, .is_real = malloc((size_t)(pieces * columns))};
  if (!c.is_real) return 0;
  for (long i = 0; i < pieces; i++) memcpy(c.is_real + i * columns, is_real, (size_t)columns);
  ck_parallel(pieces, read_piece, &c);
  for (long column = 0; column < columns; column++) {
    for (long i = 0; i < pieces; i++) is_real[column] |= c.is_real[i * columns + column];
    for (long i = 0; i < pieces && is_real[column]; i++) {
      if (!c.is_real[i * columns + column]) {
        make_real(out[column], first_rows[i], first_rows[i + 1]);
      }
    }
  }
  free(c.is_real);
  return !atomic_load(&c.failed);
}
