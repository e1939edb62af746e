// One pass over memory a weight: steps of optimizers. Products and sums are rounded one by one.
#include "mathematics.h"

#define PIECE 32768

typedef struct {
  int flags;
  long n;
  const char *const *in;
  char *const *out;
  const double *factors;
  _Atomic int status;
} job;

#define OPTIMIZERS(T, name, root)                                                              \
  CK_CLONES void ck_adam_##name(long n, const T *restrict w, const T *restrict g,              \
                                const T *restrict m, const T *restrict v, const double *f,     \
                                T *restrict next_w, T *restrict next_m, T *restrict next_v) {  \
    _Pragma("clang fp contract(off)")                                                          \
    T rate = (T)f[0], bias = (T)f[1], keep = (T)f[2], decay = (T)f[3], share1 = (T)f[4];       \
    T beta2 = (T)f[5], share2 = (T)f[6], epsilon = (T)f[7];                                    \
    CK_VECTOR for (long i = 0; i < n; i++) {                                                   \
      T slope = g[i] + decay * w[i];                                                           \
      T first = m[i] + share1 * (slope - m[i]);                                                \
      T second = beta2 * v[i] + share2 * slope * slope;                                        \
      next_m[i] = first;                                                                       \
      next_v[i] = second;                                                                      \
      next_w[i] = keep * w[i] - rate * (first / (root(second) / bias + epsilon));              \
    }                                                                                          \
  }                                                                                            \
  CK_CLONES void ck_sgd_##name(long n, const T *restrict w, const T *restrict g,               \
                               const T *restrict v, const double *f, int flags,                \
                               T *restrict next_w, T *restrict next_v) {                       \
    _Pragma("clang fp contract(off)")                                                          \
    T rate = (T)f[0], decay = (T)f[1], momentum = (T)f[2];                                     \
    int first = flags & CK_FIRST_STEP, ahead = flags & CK_NESTEROV;                            \
    if (!next_v) {                                                                             \
      CK_VECTOR for (long i = 0; i < n; i++) next_w[i] = w[i] - rate * (g[i] + decay * w[i]);  \
      return;                                                                                  \
    }                                                                                          \
    CK_VECTOR for (long i = 0; i < n; i++) {                                                   \
      T slope = g[i] + decay * w[i];                                                           \
      T speed = first ? slope : momentum * v[i] + slope;                                       \
      next_v[i] = speed;                                                                       \
      next_w[i] = w[i] - rate * (ahead ? slope + momentum * speed : speed);                    \
    }                                                                                          \
  }                                                                                            \
  static void adam_part_##name(void *context, long part) {                                     \
    job *j = context;                                                                          \
    if (ck_interrupt_requested()) { atomic_fetch_or(&j->status, CK_INTERRUPTED); return; }     \
    long low = part * PIECE, n = j->n - low < PIECE ? j->n - low : PIECE;                      \
    ck_adam_##name(n, (const T *)j->in[0] + low, (const T *)j->in[1] + low,                    \
                   (const T *)j->in[2] + low, (const T *)j->in[3] + low, j->factors,           \
                   (T *)j->out[0] + low, (T *)j->out[1] + low, (T *)j->out[2] + low);          \
  }                                                                                            \
  static void sgd_part_##name(void *context, long part) {                                      \
    job *j = context;                                                                          \
    if (ck_interrupt_requested()) { atomic_fetch_or(&j->status, CK_INTERRUPTED); return; }     \
    long low = part * PIECE, n = j->n - low < PIECE ? j->n - low : PIECE;                      \
    ck_sgd_##name(n, (const T *)j->in[0] + low, (const T *)j->in[1] + low,                     \
                  (const T *)j->in[2] + low, j->factors, j->flags, (T *)j->out[0] + low,       \
                  j->out[1] ? (T *)j->out[1] + low : NULL);                                    \
  }
OPTIMIZERS(float, f32, sqrtf)
OPTIMIZERS(double, f64, sqrt)

static int run(job *j, ck_task task) {
  ck_parallel((j->n + PIECE - 1) / PIECE, task, j);
  return atomic_load(&j->status);
}

int ck_adam(int type, long n, const void *const *in, const double *factors, void *const *out) {
  job j = {.n = n, .in = (const char *const *)in, .out = (char *const *)out, .factors = factors};
  return run(&j, type == CK_F32 ? adam_part_f32 : adam_part_f64);
}

int ck_sgd(int type, int flags, long n, const void *const *in, const double *factors,
           void *const *out) {
  job j = {.flags = flags, .n = n, .in = (const char *const *)in, .out = (char *const *)out,
           .factors = factors};
  return run(&j, type == CK_F32 ? sgd_part_f32 : sgd_part_f64);
}
