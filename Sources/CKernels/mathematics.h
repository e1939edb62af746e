// Elementary functions that vectorize: no branches, no tables, no libm. The same source gives
// the same bits on every processor of one class (fused multiply-add or not).
#pragma once
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "kernels.h"

// The thread sanitizer cannot run the resolvers that choose a clone.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define CK_CLONES
#endif
#endif
#if !defined(CK_CLONES) && defined(__x86_64__) && defined(__linux__)
#define CK_CLONES \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#elif !defined(CK_CLONES)
#define CK_CLONES
#endif
#define CK_INLINE static inline __attribute__((always_inline))
#ifdef __OPTIMIZE__
#define CK_VECTOR _Pragma("clang loop vectorize(enable) interleave_count(2)")
#else
#define CK_VECTOR
#endif

CK_INLINE float bits_f32(int32_t i) { float f; memcpy(&f, &i, 4); return f; }
CK_INLINE int32_t f32_bits(float f) { int32_t i; memcpy(&i, &f, 4); return i; }
CK_INLINE double bits_f64(int64_t i) { double f; memcpy(&f, &i, 8); return f; }
CK_INLINE int64_t f64_bits(double f) { int64_t i; memcpy(&i, &f, 8); return i; }

// MARK: exponentials

// 2^k for k in -126...127.
CK_INLINE float power_f32(int32_t k) { return bits_f32((int32_t)((uint32_t)(k + 127) << 23)); }
// 2^k for k in -252...254, as a product of two powers so that results may be denormal.
CK_INLINE float scale_f32(float x, int32_t k) {
  int32_t h = k >> 1;
  return x * power_f32(h) * power_f32(k - h);
}
CK_INLINE double scale_f64(double x, int64_t k) {
  int64_t h = k >> 1;
  return x * bits_f64((h + 1023) << 52) * bits_f64((k - h + 1023) << 52);
}

// e^f - 1 for |f| <= ln 2 / 2.
CK_INLINE float expm1_series_f32(float f) {
  float p = 1.9875691500e-4f;
  p = p * f + 1.3981999507e-3f;
  p = p * f + 8.3334519073e-3f;
  p = p * f + 4.1665795894e-2f;
  p = p * f + 1.6666665459e-1f;
  p = p * f + 5.0000001201e-1f;
  return p * f * f + f;
}

// A NaN passes both bounds and makes the polynomial NaN, whatever k it gives.
CK_INLINE float exp_f32(float x) {
  float c = x > 89.0f ? 89.0f : x;
  c = c < -104.0f ? -104.0f : c;
  float r = c * 1.44269504f + 12582912.0f;
  int32_t k = f32_bits(r) - 0x4B400000;
  float n = r - 12582912.0f;
  float f = c - n * 0.693359375f;
  f = f + n * 2.12194440e-4f;
  return scale_f32(expm1_series_f32(f) + 1.0f, k);
}

// Taylor series of (e^f - 1) / f - 1 over f, |f| <= ln 2 / 2: the remainder is below 1e-17.
CK_INLINE double expm1_series_f64(double f) {
  double p = 1.6059043836821613e-10;
  p = p * f + 2.08767569878681e-9;
  p = p * f + 2.505210838544172e-8;
  p = p * f + 2.755731922398589e-7;
  p = p * f + 2.7557319223985893e-6;
  p = p * f + 2.48015873015873e-5;
  p = p * f + 1.984126984126984e-4;
  p = p * f + 1.388888888888889e-3;
  p = p * f + 8.333333333333333e-3;
  p = p * f + 4.1666666666666664e-2;
  p = p * f + 1.6666666666666666e-1;
  p = p * f + 0.5;
  return p * f * f + f;
}

CK_INLINE double reduce_f64(double c, int64_t *k) {
  double r = c * 1.4426950408889634 + 6755399441055744.0;
  int64_t i = f64_bits(r) - 0x4338000000000000;
  double n = r - 6755399441055744.0;
  *k = c == c ? i : 0;
  return (c - n * 6.93147180369123816490e-01) - n * 1.90821492927058770002e-10;
}

CK_INLINE double exp_f64(double x) {
  double c = x > 710.0 ? 710.0 : x;
  c = c < -746.0 ? -746.0 : c;
  int64_t k;
  double f = reduce_f64(c, &k);
  double y = scale_f64(expm1_series_f64(f) + 1.0, k);
  return x == x ? y : x;
}

CK_INLINE double expm1_f64(double x) {
  double c = x > 710.0 ? 710.0 : x;
  c = c < -60.0 ? -60.0 : c;
  int64_t k;
  double f = reduce_f64(c, &k);
  double half = bits_f64((k - 1 + 1023) << 52);  // k - 1 stays below 1024
  double y = 2.0 * (half * expm1_series_f64(f) + (half - 0.5));
  y = x > 710.0 ? (double)INFINITY : y;
  return x == x && x != 0 ? y : x;
}

CK_INLINE float expm1_f32(float x) {
  float c = x > 89.0f ? 89.0f : x;
  c = c < -30.0f ? -30.0f : c;
  float r = c * 1.44269504f + 12582912.0f;
  int32_t k = f32_bits(r) - 0x4B400000;
  float n = r - 12582912.0f;
  float f = c - n * 0.693359375f;
  f = f + n * 2.12194440e-4f;
  float p = expm1_series_f32(f);
  k = c == c ? k : 0;
  float half = bits_f32((k - 1 + 127) << 23);
  float y = 2.0f * (half * p + (half - 0.5f));
  return x == x && x != 0 ? y : x;
}

// MARK: logarithms

// log(m) for m = 1 + f in [sqrt(1/2), sqrt(2)), fdlibm's series in s = f / (2 + f).
CK_INLINE double log_series_f64(double f) {
  double s = f / (2.0 + f), z = s * s, w = z * z;
  double t1 = w * (0.3999999999940941908 + w * (0.2222219843214978396
            + w * 0.1531383769920937332));
  double t2 = z * (0.6666666666666735130 + w * (0.2857142874366239149
            + w * (0.1818357216161805012 + w * 0.1479819860511658591)));
  double h = 0.5 * f * f;
  return f - (h - s * (h + (t1 + t2)));
}

CK_INLINE double log_f64(double x) {
  double tiny = x < 2.2250738585072014e-308 ? 18014398509481984.0 : 1.0;  // 2^54
  int64_t i = f64_bits(x * tiny);
  // Exponent about sqrt(1/2); unsigned, as the difference wraps for what is no positive number.
  int64_t k = (int64_t)((uint64_t)i - 0x3fe6a09e667f3bcdu) >> 52;
  double f = bits_f64((int64_t)((uint64_t)i - ((uint64_t)k << 52))) - 1.0;
  double n = (double)k - (tiny == 1.0 ? 0.0 : 54.0);
  double y = n * 6.93147180369123816490e-01
           + (log_series_f64(f) + n * 1.90821492927058770002e-10);
  y = x == 0 ? -(double)INFINITY : y;
  y = x < 0 ? (double)NAN : y;
  y = x == (double)INFINITY ? x : y;
  return x == x ? y : x;
}

CK_INLINE float log_f32(float x) {
  float tiny = x < 1.17549435e-38f ? 33554432.0f : 1.0f;  // 2^25
  int32_t i = f32_bits(x * tiny);
  int32_t k = (int32_t)((uint32_t)i - 0x3f3504f3u) >> 23;
  float f = bits_f32((int32_t)((uint32_t)i - ((uint32_t)k << 23))) - 1.0f;
  float n = (float)k - (tiny == 1.0f ? 0.0f : 25.0f);
  float s = f / (2.0f + f), z = s * s, w = z * z;
  float t1 = w * (0.40000972152f + w * 0.24279078841f);
  float t2 = z * (0.66666662693f + w * 0.28498786688f);
  float h = 0.5f * f * f;
  float y = n * 0.693145751953125f
          + (f - (h - s * (h + (t1 + t2))) + n * 1.42860682030941723212e-6f);
  y = x == 0 ? -INFINITY : y;
  y = x < 0 ? NAN : y;
  y = x == INFINITY ? x : y;
  return x == x ? y : x;
}

CK_INLINE float log1p_f32(float x) {
  float u = 1.0f + x;
  float y = log_f32(u) + (x - (u - 1.0f)) / u;
  y = u == 0 ? -INFINITY : y;
  y = x == INFINITY ? x : y;
  return x == 0 ? x : y;
}
CK_INLINE double log1p_f64(double x) {
  double u = 1.0 + x;
  double y = log_f64(u) + (x - (u - 1.0)) / u;
  y = u == 0 ? -(double)INFINITY : y;
  y = x == (double)INFINITY ? x : y;
  return x == 0 ? x : y;
}

CK_INLINE float log2_f32(float x) { return log_f32(x) * 1.44269504f; }
CK_INLINE double log2_f64(double x) {
  double t = log_f64(x) * 1.4426950408889634, n = rint(t);
  return fabs(t - n) < 1e-13 && fabs(n) < 1022
             && bits_f64((int64_t)(n + 1023) << 52) == x ? n : t;
}
CK_INLINE float log10_f32(float x) { return (float)(log_f64((double)x) * 0.4342944819032518); }
CK_INLINE double log10_f64(double x) { return log10(x); }

// MARK: functions of these

// e^-2|x| - 1 as above, where no bound but the lower one is needed.
CK_INLINE float tanh_f32(float x) {
  float c = -2.0f * fabsf(x);
  c = c < -30.0f ? -30.0f : c;
  float r = c * 1.44269504f + 12582912.0f;
  int32_t k = f32_bits(r) - 0x4B400000;
  float n = r - 12582912.0f;
  float f = c - n * 0.693359375f;
  f = f + n * 2.12194440e-4f;
  float p = expm1_series_f32(f);
  float half = power_f32(k - 1);
  float e = 2.0f * (half * p + (half - 0.5f));
  return copysignf(-e / (2.0f + e), x);
}
CK_INLINE double tanh_f64(double x) {
  double e = expm1_f64(-2.0 * fabs(x));
  return x == 0 ? x : copysign(-e / (2.0 + e), x);
}
CK_INLINE float sigmoid_f32(float x) {
  float e = exp_f32(-fabsf(x));
  return (x < 0 ? e : 1.0f) / (1.0f + e);
}
CK_INLINE double sigmoid_f64(double x) {
  double e = exp_f64(-fabs(x));
  return (x < 0 ? e : 1.0) / (1.0 + e);
}
CK_INLINE float softplus_f32(float x) {
  return (x > 0 ? x : x == x ? 0 : x) + log1p_f32(exp_f32(-fabsf(x)));
}
CK_INLINE double softplus_f64(double x) {
  return (x > 0 ? x : x == x ? 0 : x) + log1p_f64(exp_f64(-fabs(x)));
}
// Quantile of the normal distribution: Wichura's AS 241, 16 digits.
CK_INLINE double probit_f64(double p) {
  double q = p - 0.5, x;
  if (fabs(q) <= 0.425) {
    double r = 0.180625 - q * q;
    return q * (((((((2509.0809287301226727 * r + 33430.575583588128105) * r
      + 67265.770927008700853) * r + 45921.953931549871457) * r + 13731.693765509461125) * r
      + 1971.5909503065514427) * r + 133.14166789178437745) * r + 3.387132872796366608)
      / (((((((5226.495278852854561 * r + 28729.085735721942674) * r
      + 39307.89580009271061) * r + 21213.794301586595867) * r + 5394.1960214247511077) * r
      + 687.1870074920579083) * r + 42.313330701600911252) * r + 1.0);
  }
  if (!(p >= 0 && p <= 1)) return NAN;
  double tail = q <= 0 ? p : 1.0 - p;
  if (tail == 0) return q < 0 ? -(double)INFINITY : (double)INFINITY;
  double r = sqrt(-log_f64(tail));
  if (r <= 5.0) {
    r -= 1.6;
    x = (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r
      + 0.24178072517745061177) * r + 1.27045825245236838258) * r + 3.64784832476320460504) * r
      + 5.7694972214606914055) * r + 4.6303378461565452959) * r + 1.42343711074968357734)
      / (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r
      + 0.0151986665636164571966) * r + 0.14810397642748007459) * r
      + 0.68976733498510000455) * r + 1.6763848301838038494) * r
      + 2.05319162663775882187) * r + 1.0);
  } else {
    r -= 5.0;
    x = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
      + 0.0012426609473880784386) * r + 0.026532189526576123093) * r
      + 0.29656057182850489123) * r + 1.7848265399172913358) * r + 5.4637849111641143699) * r
      + 6.6579046435011037772)
      / (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r
      + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4) * r
      + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
      + 0.59983220655588793769) * r + 1.0);
  }
  return q < 0 ? -x : x;
}
CK_INLINE float probit_f32(float p) { return (float)probit_f64((double)p); }
