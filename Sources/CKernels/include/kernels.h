// Kernels over plain memory. Strides count elements; outputs are row-major unless said.
// Every function that returns int gives a ck_status. Work is cut into fixed pieces, so that
// the bits of a result depend neither on the number of threads nor on timing.
// Tiles of similarities are in contrast.h, points of pictures in embedding.h.
#pragma once
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CK_MAX_RANK 32

// Bits, so that the pieces of a run can be joined by or.
enum { CK_OK = 0, CK_OVERFLOW = 1, CK_DIVISION = 2, CK_INTERRUPTED = 4, CK_MEMORY = 8,
       CK_UNSUPPORTED = 16, CK_INDEX = 32 };

enum { CK_BOOL = 0, CK_I64 = 1, CK_F32 = 2, CK_F64 = 3 };

enum ck_unary {
  CK_NEG, CK_ABS, CK_SIGN, CK_SQUARE, CK_NOT, CK_EXP, CK_EXPM1, CK_LOG, CK_LOG2, CK_LOG10,
  CK_LOG1P, CK_SQRT, CK_RSQRT, CK_RECIPROCAL, CK_FLOOR, CK_CEIL, CK_ROUND, CK_TRUNC, CK_SIN,
  CK_COS, CK_TAN, CK_ASIN, CK_ACOS, CK_ATAN, CK_SINH, CK_COSH, CK_TANH, CK_ASINH, CK_ACOSH,
  CK_ATANH, CK_ERF, CK_ERFC, CK_PROBIT, CK_NORMAL_CDF, CK_SIGMOID, CK_SOFTPLUS, CK_RELU,
  CK_GELU, CK_LGAMMA, CK_ERFINV, CK_ISNAN, CK_ISINF, CK_ISFINITE, CK_UNARY_COUNT
};

enum ck_binary {
  CK_ADD, CK_SUB, CK_MUL, CK_DIV, CK_FLOORDIV, CK_MOD, CK_POW, CK_MIN, CK_MAX, CK_ATAN2,
  CK_AND, CK_OR, CK_XOR, CK_EQ, CK_NE, CK_LT, CK_LE, CK_GT, CK_GE, CK_RELU_GRADIENT,
  CK_TANH_GRADIENT, CK_SIGMOID_GRADIENT,
  CK_BINARY_COUNT
};

enum ck_reduction { CK_SUM, CK_PROD, CK_REDUCE_MAX, CK_REDUCE_MIN, CK_SUM_SQUARES };

// Memory: blocks of 64-byte alignment from lists by size class.
void *ck_alloc(size_t bytes, size_t *capacity);
void ck_free(void *block, size_t capacity);
size_t ck_live_bytes(void);
size_t ck_peak_bytes(void);
void ck_reset_peak(void);
size_t ck_memory_limit(void);
void ck_set_memory_limit(size_t bytes);
void ck_use_one_arena(void);
// With one arena: makes `room` bytes of its heap ready for small objects, on huge pages where the
// system has them. To touch a fresh small page costs more than to fill it.
void ck_prepare_heap(size_t room);

// Threads.
typedef void (*ck_task)(void *context, long index);
void ck_parallel(long count, ck_task task, void *context);
int ck_thread_count(void);
void ck_set_thread_count(int count);
int ck_processor_count(void);

// Interrupt: a request to everybody, which a signal handler may make, polled between tiles; and on
// each thread what its own program watches: bits of a word that another thread may set, and a time
// of `ck_now`, 0 for none. The parts of `ck_parallel` watch what their caller does.
typedef struct { const uint32_t *word; uint32_t bits; int64_t deadline; } ck_watch;
void ck_request_interrupt(void);
void ck_clear_interrupt(void);
int ck_interrupt_requested(void);
ck_watch ck_current_watch(void);
void ck_set_watch(ck_watch watch);
// Nanoseconds of the clock that never jumps.
int64_t ck_now(void);
// Counts threads that an interrupt left behind in a library: while there are some, the process ends
// without the libraries' own endings, which would pull their memory from under these.
void ck_change_left_behind(int difference);
int ck_left_behind(void);

// Gradient recording, per thread: the depth of blocks that turn it off.
int ck_recording_is_off(void);
void ck_change_recording(int difference);
uint64_t ck_next_order(void);

const char *ck_processor_level(void);
const char *ck_libm(void);

// Elementwise. `shape` is that of the result; a stride of 0 repeats.
int ck_unary(int op, int type, int rank, const long *shape, const void *x, const long *xs,
             void *out);
int ck_binary(int op, int type, int rank, const long *shape, const void *a, const long *as,
              const void *b, const long *bs, void *out);
// The derivative of digamma of an order from 0, of contiguous f32 or f64.
int ck_polygamma(int type, int order, long n, const void *x, void *out);
double ck_lgamma(double x);
double ck_erfinv(double x);
int ck_where(int type, int rank, const long *shape, const uint8_t *c, const long *cs,
             const void *a, const long *as, const void *b, const long *bs, void *out);
// Strided to row-major, with conversion of type.
int ck_copy(int from, int to, int rank, const long *shape, const void *x, const long *xs,
            void *out);
// Row-major (or repeated) to strided, same type.
int ck_store(int type, int rank, const long *shape, const void *x, const long *xs, void *out,
             const long *os);

// Reductions of [outer, n, inner] over n; integers are i64 in and out.
int ck_reduce(int op, int type, long outer, long n, long inner, const void *x, void *out);
// Position of the largest (or smallest) of each row of [rows, n]; the first NaN wins.
int ck_arg_extreme(int type, int largest, long rows, long n, const void *x, int64_t *out);
int ck_cumsum(int type, long rows, long n, const void *x, void *out);
int ck_cumprod(int type, long rows, long n, const void *x, void *out);
int ck_logcumsumexp(int type, long rows, long n, const void *x, void *out);
// Position of the largest (or smallest) so far; the latest of equals, the first NaN for good.
int ck_cum_extreme(int type, int largest, long rows, long n, const void *x, int64_t *out);
// out[i] = a[i] * out[i - 1] + b[i], from out[0] = b[0].
int ck_recurrence(int type, long rows, long n, const void *a, const void *b, void *out);
int ck_softmax(int type, int logarithm, long rows, long n, const void *x, void *out);
// Gradient of (log-)softmax from its result and the gradient of that.
int ck_softmax_gradient(int type, int logarithm, long rows, long n, const void *y,
                        const void *g, void *out);
int ck_logsumexp(int type, long rows, long n, const void *x, void *out);
// Mean and mean squared deviation of each row.
int ck_row_moments(int type, long rows, long n, const void *x, void *mean, void *variance);

// Gathers: out[o, j, i] = x[o, index[j], i]; `width` is the bytes of one element.
int ck_take(int width, long outer, long n, long inner, long picks, const void *x,
            const int64_t *index, void *out);
// out[o, index[j], i] += v[o, j, i], j ascending.
int ck_index_add(int type, long outer, long n, long inner, long picks, const void *v,
                 const int64_t *index, void *out);
// out[o, j, i] = x[o, index[o, j, i], i].
int ck_gather(int width, long outer, long n, long inner, long picks, const void *x,
              const int64_t *index, void *out);
int ck_scatter_add(int type, long outer, long n, long inner, long picks, const void *v,
                   const int64_t *index, void *out);
// out[index[j]] = v[j], j ascending.
int ck_scatter(int width, long picks, const void *v, const int64_t *index, void *out);

// Sorting of rows, stable, NaN last. `order` may be null, `out` too.
int ck_sort(int type, int descending, long rows, long n, const void *x, void *out,
            int64_t *order);
int ck_searchsorted(int type, int right, long n, const void *sorted, long queries,
                    const void *q, int64_t *out);

// Philox 4x32-10.
void ck_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);
void ck_random_bits(uint64_t key, uint64_t position, long blocks, uint32_t *out);
int ck_random_uniform(int type, uint64_t key, uint64_t position, long n, double low,
                      double high, void *out);
int ck_random_normal(int type, uint64_t key, uint64_t position, long n, double mean,
                     double sd, void *out);
int ck_random_integers(uint64_t key, uint64_t position, long n, int64_t low,
                       uint64_t span, int64_t *out);

// Draws whose parameters were checked: gamma of a shape a, beta of a and b, Poisson of a rate a,
// binomial of a trials of probability b. A step of 0 repeats a parameter.
enum { CK_GAMMA, CK_BETA, CK_POISSON, CK_BINOMIAL };
int ck_random_draws(int kind, uint64_t key, long n, const double *a, long a_step,
                    const double *b, long b_step, double *out);

// Convolutions. `channels` of `items` inputs, with steps in memory between both, become columns
// [channels * width, items * steps]: columns[c * width + k, i * steps + t] =
// x[i, c, t * stride + k * dilation - padding].
typedef struct {
  long items, item_step, channels, channel_step, time, width, stride, padding, dilation, steps;
} ck_window;
int ck_im2col(int type, const ck_window *window, const void *x, void *columns);
int ck_col2im_add(int type, const ck_window *window, const void *columns, void *x);
// Adds a[r] to the n numbers of row r; `step` numbers lie between rows.
int ck_add_to_rows(int type, long rows, long n, long step, const void *a, void *x);

// Means over time of x[b, c, t], then standard deviations with divisor time - 1, into
// out[c, b] and out[channels + c, b]; steps in memory between items and channels, 1 in time.
int ck_time_statistics(int type, long batch, long channels, long time, long item_step,
                       long channel_step, const void *x, void *out);
// d[b, c, t], in steps as x, from `statistics` and its gradient g with g_item and g_channel
// between items and channels.
int ck_time_statistics_gradient(int type, long batch, long channels, long time, long item_step,
                                long channel_step, const void *x, const void *statistics,
                                long g_item, long g_channel, const void *g, void *d);
// Batch normalization of [batch, channel, time], by channel.
int ck_channel_moments(int type, long batch, long channels, long time, const void *x,
                       void *mean, void *variance);
// out = a[c] * x + b[c].
int ck_channel_affine(int type, long batch, long channels, long time, const void *x,
                      const void *a, const void *b, void *out);
// Sums over batch and time of g and of g * (x - mean[c]).
int ck_channel_gradient_sums(int type, long batch, long channels, long time, const void *x,
                             const void *g, const void *mean, void *sum, void *product);
// out = a[c] * g + b[c] * x + d[c].
int ck_channel_combine(int type, long batch, long channels, long time, const void *g,
                       const void *x, const void *a, const void *b, const void *d, void *out);

// Steps of optimizers; inputs and outputs are contiguous and lie apart.
enum { CK_FIRST_STEP = 1, CK_NESTEROV = 2 };
// From weights, gradient and both moments, with the factors rate, bias, keep, decay, share1, beta2,
// share2 and epsilon: slope = g + decay w, m' = m + share1 (slope - m),
// v' = beta2 v + share2 slope slope, w' = keep w - rate m' / (sqrt(v') / bias + epsilon); out is
// w', m', v'.
int ck_adam(int type, long n, const void *const *in, const double *factors, void *const *out);
// From weights, gradient and velocity, with the factors rate, decay and momentum: slope = g +
// decay w, v' = momentum v + slope (slope alone in the first step), w' = w - rate v', or with
// CK_NESTEROV w - rate (slope + momentum v'); out is w', v'. Without v' velocities are not read.
int ck_sgd(int type, int flags, long n, const void *const *in, const double *factors,
           void *const *out);
