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
    const T *a = j->a;                                                                     \
    const T *b = j->b;                                                                     \
    for (long i = 0; i < j->batch; i++)                                                    \
      for (long c = low; c < high; c++)                                                    \
        ck_row_affine_##name(ROW(j->x, const T), a[c], b[c], time, ROW(j->out, T));        \
  })                                                                                       \
  STRIP_TASK(gradient_sums_##name, {                                                       \
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
