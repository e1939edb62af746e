// Philox 4x32-10 (Salmon, Moraes, Dror and Shaw, 2011): block number `position` of a key is a
// function of both alone, so that pieces may be made in any order.
#include "mathematics.h"

#define BLOCKS_PER_PART 8192

CK_INLINE void philox(uint32_t c[4], uint32_t k0, uint32_t k1) {
  for (int round = 0; round < 10; round++) {
    uint64_t p0 = (uint64_t)0xD2511F53u * c[0], p1 = (uint64_t)0xCD9E8D57u * c[2];
    uint32_t n0 = (uint32_t)(p1 >> 32) ^ c[1] ^ k0, n2 = (uint32_t)(p0 >> 32) ^ c[3] ^ k1;
    c[1] = (uint32_t)p1;
    c[3] = (uint32_t)p0;
    c[0] = n0;
    c[2] = n2;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
}

void ck_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  uint32_t c[4] = {counter[0], counter[1], counter[2], counter[3]};
  philox(c, key[0], key[1]);
  memcpy(out, c, sizeof c);
}

#define LANES 16

// Blocks `position ..< position + count`; the upper half of the counter is 0.
CK_CLONES void ck_philox_blocks(uint64_t key, uint64_t position, long count, uint32_t *out) {
  uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
  for (long low = 0; low < count; low += LANES) {
    uint32_t lanes[4][LANES];
    for (int l = 0; l < LANES; l++) {
      uint64_t at = position + (uint64_t)(low + l);
      uint32_t c[4] = {(uint32_t)at, (uint32_t)(at >> 32), 0, 0};
      philox(c, k0, k1);
      lanes[0][l] = c[0];
      lanes[1][l] = c[1];
      lanes[2][l] = c[2];
      lanes[3][l] = c[3];
    }
    long n = count - low < LANES ? count - low : LANES;
    for (long l = 0; l < n; l++)
      for (int w = 0; w < 4; w++) out[4 * (low + l) + w] = lanes[w][l];
  }
}

void ck_random_bits(uint64_t key, uint64_t position, long blocks, uint32_t *out) {
  ck_philox_blocks(key, position, blocks, out);
}

typedef struct {
  int type;
  uint64_t key, position, span;
  long n;
  double a, b;
  int64_t low;
  void *out;
  _Atomic int status;
} job;

CK_INLINE double unit(uint32_t high, uint32_t low) {
  return (double)(((uint64_t)high << 32 | low) >> 11) * 0x1p-53;
}

static int run(job *j, long per_block, ck_task task) {
  long part = BLOCKS_PER_PART * per_block;
  ck_parallel((j->n + part - 1) / part, task, j);
  return atomic_load(&j->status);
}

// Words of the part, and the elements low ..< high that they make.
#define PART(per_block)                                                                    \
  job *j = context;                                                                        \
  if (ck_interrupt_requested()) { atomic_fetch_or(&j->status, CK_INTERRUPTED); return; }   \
  uint32_t words[4 * BLOCKS_PER_PART];                                                     \
  long low = part * BLOCKS_PER_PART * per_block, high = low + BLOCKS_PER_PART * per_block; \
  if (high > j->n) high = j->n;                                                            \
  long blocks = (high - low + per_block - 1) / per_block;                                  \
  ck_philox_blocks(j->key, j->position + (uint64_t)(part * BLOCKS_PER_PART), blocks, words);

// f32: four numbers a block, of 24 bits each; f64: two, of 53.
static void uniform_f32(void *context, long part) {
  PART(4)
  float *out = (float *)j->out + low, a = (float)j->a, d = (float)(j->b - j->a);
  for (long i = 0; i < high - low; i++) out[i] = a + d * ((float)(words[i] >> 8) * 0x1p-24f);
}
static void uniform_f64(void *context, long part) {
  PART(2)
  double *out = (double *)j->out + low, a = j->a, d = j->b - j->a;
  for (long i = 0; i < high - low; i++) out[i] = a + d * unit(words[2 * i], words[2 * i + 1]);
}

int ck_random_uniform(int type, uint64_t key, uint64_t position, long n, double low,
                      double high, void *out) {
  job j = {.key = key, .position = position, .n = n, .a = low, .b = high, .out = out};
  return type == CK_F32 ? run(&j, 4, uniform_f32) : run(&j, 2, uniform_f64);
}

// cos and sin of 2 pi t for t in 0 ..< 1, by their series about the nearest quarter turn.
CK_INLINE void turn_f32(float t, float *c, float *s) {
  float q = rintf(t * 4.0f);
  float x = (t - q * 0.25f) * 6.28318531f, z = x * x;
  float sine = x + x * z * (-1.6666654611e-1f + z * (8.3321608736e-3f - z * 1.9515295891e-4f));
  float cosine = 1.0f - 0.5f * z
    + z * z * (4.166664568298827e-2f + z * (-1.388731625493765e-3f + z * 2.443315711809948e-5f));
  int32_t quarter = (int32_t)q & 3;
  float a = quarter & 1 ? sine : cosine, b = quarter & 1 ? cosine : sine;
  *c = quarter == 1 || quarter == 2 ? -a : a;
  *s = quarter >= 2 ? -b : b;
}
CK_INLINE void turn_f64(double t, double *c, double *s) {
  double q = rint(t * 4.0);
  double x = (t - q * 0.25) * 6.283185307179586, z = x * x;
  double sine = x + x * z * (-1.66666666666666307295e-1 + z * (8.33333333332211858878e-3
    + z * (-1.98412698295895385996e-4 + z * (2.75573136213857245213e-6
    + z * (-2.50507477628578072866e-8 + z * 1.58962301576546568060e-10)))));
  double cosine = 1.0 - 0.5 * z + z * z * (4.16666666666665929218e-2
    + z * (-1.38888888888730564116e-3 + z * (2.48015872888517045348e-5
    + z * (-2.75573141792967388112e-7 + z * (2.08757008419747316778e-9
    + z * -1.13585365213876817300e-11)))));
  int64_t quarter = (int64_t)q & 3;
  double a = quarter & 1 ? sine : cosine, b = quarter & 1 ? cosine : sine;
  *c = quarter == 1 || quarter == 2 ? -a : a;
  *s = quarter >= 2 ? -b : b;
}

// Box and Muller: two words (f32) or four (f64) make a pair; both halves are used.
CK_CLONES void ck_pairs_f32(const uint32_t *restrict w, long pairs, float mean, float sd,
                            float *restrict out) {
  for (long i = 0; i < pairs; i++) {
    float u = ((float)(w[2 * i] >> 8) + 0.5f) * 0x1p-24f, c, s;
    float r = sqrtf(-2.0f * log_f32(u)) * sd;
    turn_f32((float)(w[2 * i + 1] >> 8) * 0x1p-24f, &c, &s);
    out[2 * i] = mean + r * c;
    out[2 * i + 1] = mean + r * s;
  }
}
CK_CLONES void ck_pairs_f64(const uint32_t *restrict w, long pairs, double mean, double sd,
                            double *restrict out) {
  for (long i = 0; i < pairs; i++) {
    double u = unit(w[4 * i], w[4 * i + 1]) + 0x1p-54, c, s;
    double r = sqrt(-2.0 * log_f64(u)) * sd;
    turn_f64(unit(w[4 * i + 2], w[4 * i + 3]), &c, &s);
    out[2 * i] = mean + r * c;
    out[2 * i + 1] = mean + r * s;
  }
}

static void normal_f32(void *context, long part) {
  PART(4)
  float *out = (float *)j->out + low, last[2];
  long n = high - low;
  ck_pairs_f32(words, n / 2, (float)j->a, (float)j->b, out);
  if (n % 2) {
    ck_pairs_f32(words + n - 1, 1, (float)j->a, (float)j->b, last);
    out[n - 1] = last[0];
  }
}
static void normal_f64(void *context, long part) {
  PART(2)
  double *out = (double *)j->out + low, last[2];
  long n = high - low;
  ck_pairs_f64(words, n / 2, j->a, j->b, out);
  if (n % 2) {
    ck_pairs_f64(words + 2 * (n - 1), 1, j->a, j->b, last);
    out[n - 1] = last[0];
  }
}

int ck_random_normal(int type, uint64_t key, uint64_t position, long n, double mean,
                     double sd, void *out) {
  job j = {.key = key, .position = position, .n = n, .a = mean, .b = sd, .out = out};
  return type == CK_F32 ? run(&j, 4, normal_f32) : run(&j, 2, normal_f64);
}

// The high word of 64 random bits times the span: biased by at most span / 2^64.
static void integers(void *context, long part) {
  PART(2)
  int64_t *out = (int64_t *)j->out + low;
  for (long i = 0; i < high - low; i++) {
    uint64_t r = (uint64_t)words[2 * i] << 32 | words[2 * i + 1];
    uint64_t pick = j->span == 0 ? r : (uint64_t)((unsigned __int128)r * j->span >> 64);
    out[i] = (int64_t)((uint64_t)j->low + pick);
  }
}

int ck_random_integers(uint64_t key, uint64_t position, long n, int64_t low, uint64_t span,
                       int64_t *out) {
  job j = {.key = key, .position = position, .n = n, .low = low, .span = span, .out = out};
  return run(&j, 2, integers);
}
