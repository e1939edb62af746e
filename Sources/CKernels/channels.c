// Batch normalization of [batch, channel, time]: sums and affine maps by channel.
#include "channels.h"
#include "mathematics.h"

typedef struct {
  long batch, channels, time;
  const void *x, *g, *a, *b, *d;
  void *out, *second;
  _Atomic int status;
} job;

static int run(job *j, ck_task task) {
  run_strips(j->batch, j->channels, j->time, task, j);
  return atomic_load(&j->status);
}

#define STRIP_TASK(name, body)                                                             \
  static void name(void *context, long part) {                                             \
    job *j = context;                                                                      \
    if (ck_interrupt_requested()) { atomic_fetch_or(&j->status, CK_INTERRUPTED); return; } \
    long low = part * STRIP, high = low + STRIP;                                           \
    if (high > j->channels) high = j->channels;                                            \
    long time = j->time;                                                                   \
    body                                                                                   \
  }
#define ROW(pointer, T) ((T *)(pointer) + (i * j->channels + c) * time)

// [batch, channel] alone: a strip's channels lie side by side, so each row of them is a vector. The
// arithmetic is that of rows of one number.
#define FLAT(T, name)                                                                          \
  CK_INLINE void sums_##name(long batch, long step, long n, const T *x, double *s) {           \
    for (long i = 0; i < batch; i++)                                                           \
      for (long c = 0; c < n; c++) s[c] += (double)x[i * step + c];                            \
  }                                                                                            \
  CK_INLINE void squares_##name(long batch, long step, long n, const T *x, const T *mean,      \
                                double *s) {                                                   \
    for (long i = 0; i < batch; i++)                                                           \
      for (long c = 0; c < n; c++) {                                                           \
        T d = x[i * step + c] - mean[c];                                                       \
        s[c] += (double)(d * d);                                                               \
      }                                                                                        \
  }                                                                                            \
  CK_INLINE void products_##name(long batch, long step, long n, const T *x, const T *g,        \
                                 const T *mean, double *s, double *p) {                        \
    for (long i = 0; i < batch; i++)                                                           \
      for (long c = 0; c < n; c++) {                                                           \
        T slope = g[i * step + c];                                                             \
        s[c] += (double)slope;                                                                 \
        p[c] += (double)(slope * (x[i * step + c] - mean[c]));                                 \
      }                                                                                        \
  }                                                                                            \
  CK_CLONES void ck_flat_moments_##name(long batch, long step, long n, const T *restrict x,    \
                                        T *restrict mean, T *restrict variance) {              \
    double s[STRIP] = {0}, q[STRIP] = {0};                                                     \
    if (n == STRIP) sums_##name(batch, step, STRIP, x, s); else sums_##name(batch, step, n, x, s); \
    for (long c = 0; c < n; c++) mean[c] = (T)(s[c] / (double)batch);                          \
    if (n == STRIP) squares_##name(batch, step, STRIP, x, mean, q);                            \
    else squares_##name(batch, step, n, x, mean, q);                                           \
    for (long c = 0; c < n; c++) variance[c] = (T)(q[c] / (double)batch);                      \
  }                                                                                            \
  CK_CLONES void ck_flat_sums_##name(long batch, long step, long n, const T *restrict x,       \
                                     const T *restrict g, const T *restrict mean,              \
                                     T *restrict sum, T *restrict product) {                   \
    double s[STRIP] = {0}, p[STRIP] = {0};                                                     \
    if (n == STRIP) products_##name(batch, step, STRIP, x, g, mean, s, p);                     \
    else products_##name(batch, step, n, x, g, mean, s, p);                                    \
    for (long c = 0; c < n; c++) { sum[c] = (T)s[c]; product[c] = (T)p[c]; }                   \
  }                                                                                            \
  CK_CLONES void ck_flat_affine_##name(long batch, long step, long n, const T *restrict x,     \
                                       const T *restrict a, const T *restrict b,               \
                                       T *restrict out) {                                      \
    for (long i = 0; i < batch; i++)                                                           \
      for (long c = 0; c < n; c++) out[i * step + c] = a[c] * x[i * step + c] + b[c];          \
  }                                                                                            \
  CK_CLONES void ck_flat_combine_##name(long batch, long step, long n, const T *restrict g,    \
                                        const T *restrict x, const T *restrict a,              \
                                        const T *restrict b, const T *restrict d,              \
                                        T *restrict out) {                                     \
    for (long i = 0; i < batch; i++)                                                           \
      for (long c = 0; c < n; c++)                                                             \
        out[i * step + c] = a[c] * g[i * step + c] + b[c] * x[i * step + c] + d[c];            \
  }
FLAT(float, f32)
FLAT(double, f64)

#define CHANNELS(T, name)                                                                  \
  CK_CLONES T ck_row_sum_##name(const T *restrict x, long n) {                             \
    _Pragma("clang fp reassociate(on)")                                                    \
    T s = 0;                                                                               \
    for (long t = 0; t < n; t++) s += x[t];                                                \
    return s;                                                                              \
  }                                                                                        \
  CK_CLONES T ck_row_deviation_##name(const T *restrict x, long n, T m) {                  \
    _Pragma("clang fp reassociate(on)")                                                    \
    T s = 0;                                                                               \
    for (long t = 0; t < n; t++) s += (x[t] - m) * (x[t] - m);                             \
    return s;                                                                              \
  }                                                                                        \
  CK_CLONES T ck_row_product_##name(const T *restrict x, const T *restrict g, long n, T m) { \
    _Pragma("clang fp reassociate(on)")                                                    \
    T s = 0;                                                                               \
    for (long t = 0; t < n; t++) s += g[t] * (x[t] - m);                                   \
    return s;                                                                              \
  }                                                                                        \
  CK_CLONES void ck_row_affine_##name(const T *restrict x, T a, T b, long n, T *restrict out) { \
    for (long t = 0; t < n; t++) out[t] = a * x[t] + b;                                    \
  }                                                                                        \
  CK_CLONES void ck_row_combine_##name(const T *restrict g, const T *restrict x, T a, T b, T d, \
                                       long n, T *restrict out) {                          \
    for (long t = 0; t < n; t++) out[t] = a * g[t] + b * x[t] + d;                         \
  }                                                                                        \
  STRIP_TASK(moments_##name, {                                                             \
    if (time == 1) {                                                                       \
      ck_flat_moments_##name(j->batch, j->channels, high - low, (const T *)j->x + low,     \
                             (T *)j->out + low, (T *)j->second + low);                     \
      return;                                                                              \
    }                                                                                      \
    double s[STRIP] = {0};                                                                 \
    double count = (double)(j->batch * time);                                              \
    for (long i = 0; i < j->batch; i++)                                                    \
      for (long c = low; c < high; c++)                                                    \
        s[c - low] += (double)ck_row_sum_##name(ROW(j->x, const T), time);                 \
    T *mean = j->out;                                                                      \
    for (long c = low; c < high; c++) { mean[c] = (T)(s[c - low] / count); s[c - low] = 0; } \
    for (long i = 0; i < j->batch; i++)                                                    \
      for (long c = low; c < high; c++)                                                    \
        s[c - low] += (double)ck_row_deviation_##name(ROW(j->x, const T), time, mean[c]);  \
    for (long c = low; c < high; c++) ((T *)j->second)[c] = (T)(s[c - low] / count);       \
  })                                                                                       \
  STRIP_TASK(affine_##name, {                                                              \
    if (time == 1) {                                                                       \
      ck_flat_affine_##name(j->batch, j->channels, high - low, (const T *)j->x + low,      \
                            (const T *)j->a + low, (const T *)j->b + low, (T *)j->out + low);\
      return;                                                                              \
    }                                                                                      \
    const T *a = j->a;                                                                     \
    const T *b = j->b;                                                                     \
    for (long i = 0; i < j->batch; i++)                                                    \
      for (long c = low; c < high; c++)                                                    \
        ck_row_affine_##name(ROW(j->x, const T), a[c], b[c], time, ROW(j->out, T));        \
  })                                                                                       \
  STRIP_TASK(gradient_sums_##name, {                                                       \
    if (time == 1) {                                                                       \
      ck_flat_sums_##name(j->batch, j->channels, high - low, (const T *)j->x + low,        \
                          (const T *)j->g + low, (const T *)j->a + low, (T *)j->out + low, \
                          (T *)j->second + low);                                           \
      return;                                                                              \
    }                                                                                      \
    const T *mean = j->a;                                                                  \
    double s[STRIP] = {0};                                                                 \
    double p[STRIP] = {0};                                                                 \
    for (long i = 0; i < j->batch; i++)                                                    \
      for (long c = low; c < high; c++) {                                                  \
        const T *g = ROW(j->g, const T);                                                   \
        s[c - low] += (double)ck_row_sum_##name(g, time);                                  \
        p[c - low] += (double)ck_row_product_##name(ROW(j->x, const T), g, time, mean[c]); \
      }                                                                                    \
    for (long c = low; c < high; c++) {                                                    \
      ((T *)j->out)[c] = (T)s[c - low];                                                    \
      ((T *)j->second)[c] = (T)p[c - low];                                                 \
    }                                                                                      \
  })                                                                                       \
  STRIP_TASK(combine_##name, {                                                             \
    if (time == 1) {                                                                       \
      ck_flat_combine_##name(j->batch, j->channels, high - low, (const T *)j->g + low,     \
                             (const T *)j->x + low, (const T *)j->a + low,                 \
                             (const T *)j->b + low, (const T *)j->d + low, (T *)j->out + low);\
      return;                                                                              \
    }                                                                                      \
    const T *a = j->a;                                                                     \
    const T *b = j->b;                                                                     \
    const T *d = j->d;                                                                     \
    for (long i = 0; i < j->batch; i++)                                                    \
      for (long c = low; c < high; c++)                                                    \
        ck_row_combine_##name(ROW(j->g, const T), ROW(j->x, const T), a[c], b[c], d[c],    \
                              time, ROW(j->out, T));                                       \
  })
CHANNELS(float, f32)
CHANNELS(double, f64)

#define PICK(task) (type == CK_F32 ? task##_f32 : task##_f64)

int ck_channel_moments(int type, long batch, long channels, long time, const void *x,
                       void *mean, void *variance) {
  job j = {.batch = batch, .channels = channels, .time = time, .x = x, .out = mean,
           .second = variance};
  return type < CK_F32 ? CK_UNSUPPORTED : run(&j, PICK(moments));
}

int ck_channel_affine(int type, long batch, long channels, long time, const void *x,
                      const void *a, const void *b, void *out) {
  job j = {.batch = batch, .channels = channels, .time = time, .x = x, .a = a, .b = b,
           .out = out};
  return type < CK_F32 ? CK_UNSUPPORTED : run(&j, PICK(affine));
}

int ck_channel_gradient_sums(int type, long batch, long channels, long time, const void *x,
                             const void *g, const void *mean, void *sum, void *product) {
  job j = {.batch = batch, .channels = channels, .time = time, .x = x, .g = g, .a = mean,
           .out = sum, .second = product};
  return type < CK_F32 ? CK_UNSUPPORTED : run(&j, PICK(gradient_sums));
}

int ck_channel_combine(int type, long batch, long channels, long time, const void *g,
                       const void *x, const void *a, const void *b, const void *d, void *out) {
  job j = {.batch = batch, .channels = channels, .time = time, .x = x, .g = g, .a = a, .b = b,
           .d = d, .out = out};
  return type < CK_F32 ? CK_UNSUPPORTED : run(&j, PICK(combine));
}
