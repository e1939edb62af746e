// Means and standard deviations over time of [batch, channel, time], channel by channel: items
// side by side where time is short, else frame by frame.
#include "channels.h"
#include "mathematics.h"

#define SHORT 32
#define ITEMS 256

typedef struct {
  long batch, channels, time, item_step, channel_step, g_item, g_channel;
  const void *x, *statistics, *g;
  void *out;
  _Atomic int status;
} job;

static int run(job *j, ck_task task) {
  run_strips(j->batch, j->channels, j->time, task, j);
  return atomic_load(&j->status);
}

#define CHANNEL_TASK(name, ...)                                                            \
  static void name(void *context, long part) {                                             \
    job *j = context;                                                                      \
    if (ck_interrupt_requested()) { atomic_fetch_or(&j->status, CK_INTERRUPTED); return; } \
    long high = (part + 1) * STRIP < j->channels ? (part + 1) * STRIP : j->channels;       \
    for (long c = part * STRIP; c < high; c++) __VA_ARGS__                                 \
  }

#define STATISTICS(T, name, root)                                                          \
  /* Up to ITEMS items of few frames. */                                                   \
  CK_CLONES void ck_short_statistics_##name(long items, long time, long step, const T *x,  \
                                            T *restrict mean, T *restrict sd) {            \
    for (long i = 0; i < items; i++) mean[i] = sd[i] = 0;                                  \
    for (long t = 0; t < time; t++)                                                        \
      for (long i = 0; i < items; i++) mean[i] += x[i * step + t];                         \
    for (long i = 0; i < items; i++) mean[i] /= (T)time;                                   \
    for (long t = 0; t < time; t++)                                                        \
      for (long i = 0; i < items; i++) {                                                   \
        T v = x[i * step + t] - mean[i];                                                   \
        sd[i] += v * v;                                                                    \
      }                                                                                    \
    for (long i = 0; i < items; i++) sd[i] = root(sd[i] / (T)(time - 1));                  \
  }                                                                                        \
  CK_CLONES void ck_long_statistics_##name(long time, const T *x, T *mean, T *sd) {        \
    _Pragma("clang fp reassociate(on)")                                                    \
    T sum = 0, squares = 0;                                                                \
    for (long t = 0; t < time; t++) sum += x[t];                                           \
    T m = sum / (T)time;                                                                   \
    for (long t = 0; t < time; t++) squares += (x[t] - m) * (x[t] - m);                    \
    *mean = m;                                                                             \
    *sd = root(squares / (T)(time - 1));                                                   \
  }                                                                                        \
  CHANNEL_TASK(statistics_##name, {                                                        \
    const T *x = (const T *)j->x + c * j->channel_step;                                    \
    T *mean = (T *)j->out + c * j->batch, *sd = mean + j->channels * j->batch;             \
    if (j->time <= SHORT)                                                                  \
      for (long i = 0; i < j->batch; i += ITEMS)                                           \
        ck_short_statistics_##name(j->batch - i < ITEMS ? j->batch - i : ITEMS, j->time,   \
                                   j->item_step, x + i * j->item_step, mean + i, sd + i);  \
    else                                                                                   \
      for (long i = 0; i < j->batch; i++)                                                  \
        ck_long_statistics_##name(j->time, x + i * j->item_step, mean + i, sd + i);        \
  })                                                                                       \
  CK_CLONES void ck_spread_factors_##name(long items, long time, long step, const T *g,    \
                                          const T *g_sd, const T *sd, T *a, T *b) {        \
    for (long i = 0; i < items; i++) {                                                     \
      a[i] = g[i * step] / (T)time;                                                        \
      T s = (T)(time - 1) * sd[i];                                                         \
      b[i] = g_sd[i * step] / (s > 0 ? s : 1);                                             \
      b[i] = s > 0 ? b[i] : 0;                                                             \
    }                                                                                      \
  }                                                                                        \
  /* d = a + b (x - mean). */                                                              \
  CK_CLONES void ck_short_spread_##name(long items, long time, long step, const T *x,      \
                                        const T *a, const T *b, const T *mean, T *d) {     \
    for (long t = 0; t < time; t++)                                                        \
      for (long i = 0; i < items; i++)                                                     \
        d[i * step + t] = a[i] + b[i] * (x[i * step + t] - mean[i]);                       \
  }                                                                                        \
  CK_CLONES void ck_long_spread_##name(long time, const T *restrict x, T a, T b, T mean,   \
                                       T *restrict d) {                                    \
    for (long t = 0; t < time; t++) d[t] = a + b * (x[t] - mean);                          \
  }                                                                                        \
  CHANNEL_TASK(spread_##name, {                                                            \
    const T *x = (const T *)j->x + c * j->channel_step;                                    \
    const T *mean = (const T *)j->statistics + c * j->batch;                               \
    const T *sd = mean + j->channels * j->batch;                                           \
    const T *g = (const T *)j->g + c * j->g_channel;                                       \
    const T *g_sd = g + j->channels * j->g_channel;                                        \
    T *d = (T *)j->out + c * j->channel_step;                                              \
    T a[ITEMS], b[ITEMS];                                                                  \
    for (long low = 0; low < j->batch; low += ITEMS) {                                     \
      long n = j->batch - low < ITEMS ? j->batch - low : ITEMS;                            \
      ck_spread_factors_##name(n, j->time, j->g_item, g + low * j->g_item,                 \
                               g_sd + low * j->g_item, sd + low, a, b);                    \
      long at = low * j->item_step;                                                        \
      if (j->time <= SHORT)                                                                \
        ck_short_spread_##name(n, j->time, j->item_step, x + at, a, b, mean + low, d + at); \
      else                                                                                 \
        for (long i = 0; i < n; i++)                                                       \
          ck_long_spread_##name(j->time, x + at + i * j->item_step, a[i], b[i],            \
                                mean[low + i], d + at + i * j->item_step);                 \
    }                                                                                      \
  })
STATISTICS(float, f32, sqrtf)
STATISTICS(double, f64, sqrt)

int ck_time_statistics(int type, long batch, long channels, long time, long item_step,
                       long channel_step, const void *x, void *out) {
  job j = {.batch = batch, .channels = channels, .time = time, .item_step = item_step,
           .channel_step = channel_step, .x = x, .out = out};
  if (type < CK_F32) return CK_UNSUPPORTED;
  return run(&j, type == CK_F32 ? statistics_f32 : statistics_f64);
}

int ck_time_statistics_gradient(int type, long batch, long channels, long time, long item_step,
                                long channel_step, const void *x, const void *statistics,
                                long g_item, long g_channel, const void *g, void *d) {
  job j = {.batch = batch, .channels = channels, .time = time, .item_step = item_step,
           .channel_step = channel_step, .g_item = g_item, .g_channel = g_channel, .x = x,
           .statistics = statistics, .g = g, .out = d};
  if (type < CK_F32) return CK_UNSUPPORTED;
  return run(&j, type == CK_F32 ? spread_f32 : spread_f64);
}
