// Distributions that need a number of draws that is not known beforehand. Each element has a
// stream of its own, Philox blocks with the element's number in the counter, so that pieces may be
// made in any order and a call takes the same share of the generator whatever it draws.
#include "mathematics.h"

typedef struct {
  uint32_t key[2];
  uint64_t element;
  uint32_t step;
  double second;
  int has_second;
} stream;

// Uniform in 0 < u < 1.
static double uniform(stream *s) {
  if (s->has_second) {
    s->has_second = 0;
    return s->second;
  }
  uint32_t counter[4] = {(uint32_t)s->element, (uint32_t)(s->element >> 32), s->step++, 1};
  uint32_t w[4];
  ck_philox(counter, s->key, w);
  uint64_t a = ((uint64_t)w[0] << 32 | w[1]) >> 12, b = ((uint64_t)w[2] << 32 | w[3]) >> 12;
  s->second = ((double)b + 0.5) * 0x1p-52;
  s->has_second = 1;
  return ((double)a + 0.5) * 0x1p-52;
}

static double normal(stream *s) {
  double u = uniform(s), v = uniform(s);
  return sqrt(-2 * log(u)) * cos(2 * M_PI * v);
}

static double log_factorial(double k) {
  int sign;
  return lgamma_r(k + 1, &sign);
}

// Marsaglia and Tsang, 2000; below 1 by the shape that is one higher.
static double gamma_draw(stream *s, double shape) {
  if (shape < 1) {
    double u = uniform(s);
    return gamma_draw(s, shape + 1) * pow(u, 1 / shape);
  }
  double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
  for (;;) {
    double x = normal(s), v = 1 + c * x;
    if (v <= 0) continue;
    v = v * v * v;
    if (log(uniform(s)) < 0.5 * x * x + d - d * v + d * log(v)) return d * v;
  }
}

// Johnk, 1964, where both are below 1 and gammas might vanish.
static double beta_draw(stream *s, double a, double b) {
  if (a > 1 || b > 1) {
    double x = gamma_draw(s, a), y = gamma_draw(s, b);
    return x / (x + y);
  }
  for (;;) {
    double p = log(uniform(s)) / a, q = log(uniform(s)) / b;
    double high = p > q ? p : q;
    double sum = exp(p - high) + exp(q - high);
    if (high + log(sum) <= 0) return exp(p - high) / sum;
  }
}

// By products of uniforms; from 10 on the transformed rejection PTRS (Hörmann, 1993).
static double poisson_draw(stream *s, double rate) {
  if (rate < 10) {
    double limit = exp(-rate), product = uniform(s), k = 0;
    while (product > limit) {
      product *= uniform(s);
      k += 1;
    }
    return k;
  }
  double b = 0.931 + 2.53 * sqrt(rate), a = -0.059 + 0.02483 * b;
  double scale = 1.1239 + 1.1328 / (b - 3.4), bound = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    double u = uniform(s) - 0.5, v = uniform(s), us = 0.5 - fabs(u);
    double k = floor((2 * a / us + b) * u + rate + 0.43);
    if (us >= 0.07 && v <= bound) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (log(v * scale / (a / (us * us) + b)) <= k * log(rate) - rate - log_factorial(k)) return k;
  }
}

// By waiting times; where n p is 10 or more by the transformed rejection BTRS (Hörmann, 1993).
static double binomial_draw(stream *s, double n, double p) {
  if (p > 0.5) return n - binomial_draw(s, n, 1 - p);
  if (p == 0 || n == 0) return 0;
  if (n * p < 10) {
    double place = 0, k = 0, rate = log1p(-p);
    for (;;) {
      place += floor(log(uniform(s)) / rate) + 1;
      if (place > n) return k;
      k += 1;
    }
  }
  double sd = sqrt(n * p * (1 - p)), b = 1.15 + 2.53 * sd;
  double a = -0.0873 + 0.0248 * b + 0.01 * p, c = n * p + 0.5, bound = 0.92 - 4.2 / b;
  double scale = (2.83 + 5.1 / b) * sd, m = floor((n + 1) * p), odds = log(p / (1 - p));
  double at_mode = log_factorial(m) + log_factorial(n - m);
  for (;;) {
    double u = uniform(s) - 0.5, v = uniform(s), us = 0.5 - fabs(u);
    double k = floor((2 * a / us + b) * u + c);
    if (us >= 0.07 && v <= bound) return k;
    if (k < 0 || k > n) continue;
    double ratio = at_mode - log_factorial(k) - log_factorial(n - k) + (k - m) * odds;
    if (log(v * scale / (a / (us * us) + b)) <= ratio) return k;
  }
}

typedef struct {
  int kind;
  uint64_t key;
  long n;
  const double *a, *b;
  long a_step, b_step;
  double *out;
  _Atomic int status;
} draws;

#define PER_PART 4096

static void draw_part(void *context, long part) {
  draws *d = context;
  if (ck_interrupt_requested()) {
    atomic_fetch_or(&d->status, CK_INTERRUPTED);
    return;
  }
  long high = (part + 1) * PER_PART;
  if (high > d->n) high = d->n;
  for (long i = part * PER_PART; i < high; i++) {
    stream s = {.key = {(uint32_t)d->key, (uint32_t)(d->key >> 32)}, .element = (uint64_t)i};
    double a = d->a[i * d->a_step], b = d->b[i * d->b_step];
    switch (d->kind) {
      case CK_GAMMA: d->out[i] = gamma_draw(&s, a); break;
      case CK_BETA: d->out[i] = beta_draw(&s, a, b); break;
      case CK_POISSON: d->out[i] = poisson_draw(&s, a); break;
      default: d->out[i] = binomial_draw(&s, a, b); break;
    }
  }
}

int ck_random_draws(int kind, uint64_t key, long n, const double *a, long a_step,
                    const double *b, long b_step, double *out) {
  draws d = {.kind = kind, .key = key, .n = n, .a = a, .b = b, .a_step = a_step,
             .b_step = b_step, .out = out};
  ck_parallel((n + PER_PART - 1) / PER_PART, draw_part, &d);
  return atomic_load(&d.status);
}
