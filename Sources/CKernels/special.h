// Error functions and the normal distribution, sine and cosine: they vectorize too.
#pragma once
#include "mathematics.h"

#define UNROLL _Pragma("clang loop unroll(full)")

CK_INLINE double polynomial(const double *c, int degree, double x) {
  double p = c[degree];
  UNROLL for (int k = degree - 1; k >= 0; k--) p = p * x + c[k];
  return p;
}

// MARK: error functions

// Chebyshev fits (mpmath, 50 digits) of e^(z^2) erfc(z) / t in s = (t - middle) / half, where
// t = 2 / (2 + z): relative error 1.2e-17 for z up to 28, and 2.7e-9 for z up to 11.
static const double erfc_24[] = {
  0.5343229401326932298, 0.3382789281077767741, 0.1246423500716202185,
  0.01237317804120320837, -0.008899834273418938417, -0.001832880750493101776,
  0.001123272367333565566, 0.0001490118358851953227, -0.0001890613503904836796,
  0.00001408189855369690671, 0.00002869084885271498136, -0.00001079681943039830687,
  -1.878701272012612869e-6, 2.791266994806993451e-6, -7.109896208461031878e-7,
  -2.847403241699306267e-7, 2.836783313707481571e-7, -7.582576746465227591e-8,
  -3.087585374424315044e-8, 3.913666934813805346e-8, -9.977672823106763355e-9,
  -7.44824775105143809e-9, 4.364106627920027281e-9, 5.655727736220128903e-10,
  -5.631018077463572802e-10,
};
static const double erfc_11[] = {
  0.5655282885981934453, 0.3285916260819962909, 0.105764271917346085,
  0.00684765254354045125, -0.006590692974734332799, -0.0007635742762470325158,
  0.0006703941276511364217, 0.0000183835489239927645, -0.00007944050100477733724,
  6.353701923157404113e-6, 6.73969916184700672e-6,
};

// Fits of erf(x) / x in x^2 for |x| up to 1: errors 7.4e-18 and 1.3e-9.
static const double erf_11[] = {
  1.128379167095512567, -0.3761263890318354044, 0.1128379167094500627,
  -0.02686617064323777036, 0.005223977607116422732, -0.0008548325975389692081,
  0.0001205529490483970792, -0.00001492473690741966034, 1.644742470331736241e-6,
  -1.62084838018717059e-7, 1.37200645467776856e-8, -7.795898827002142242e-10,
};
static const double erf_6[] = {
  1.128379165848350946, -0.3761262666672033102, 0.1128359471516021773,
  -0.02685421201062641244, 0.005189087423433973986, -0.0008016864287165869529,
  0.00007875875062685488341,
};

// e^(-z^2) with the rounding of z^2 made good: z is split where its upper half has an exact
// square, and the rest is so small that a short series gives its exponential.
CK_INLINE double exp_minus_square(double z) {
  double high = bits_f64(f64_bits(z) & (int64_t)0xfffffffff8000000);
  double rest = (z - high) * (z + high);
  return exp_f64(-high * high) * (1.0 - rest * (1.0 - rest * (0.5 - rest * (1.0 / 6.0))));
}

// erfc for z >= 0.
CK_INLINE double erfc_tail_f64(double z) {
  z = z > 28.0 ? 28.0 : z;
  double t = 2.0 / (2.0 + z);
  double s = (t - 8.0 / 15.0) * (15.0 / 7.0);
  return t * polynomial(erfc_24, 24, s) * exp_minus_square(z);
}
CK_INLINE double erfc_tail_f32(double z) {
  z = z > 11.0 ? 11.0 : z;
  double t = 2.0 / (2.0 + z);
  double s = (t - 0.575) * (1.0 / 0.425);
  return t * polynomial(erfc_11, 10, s) * exp_f64(-z * z);
}

CK_INLINE double erf_f64(double x) {
  double a = fabs(x), w = x * x;
  double inner = x * polynomial(erf_11, 11, w);
  double y = a < 1.0 ? inner : copysign(1.0 - erfc_tail_f64(a), x);
  return x == x ? y : x;
}
CK_INLINE float erf_f32(float x) {
  double v = (double)x, a = fabs(v);
  double inner = v * polynomial(erf_6, 6, v * v);
  double y = a < 1.0 ? inner : copysign(1.0 - erfc_tail_f32(a), v);
  return x == x ? (float)y : x;
}
CK_INLINE double erfc_f64(double x) {
  double y = erfc_tail_f64(fabs(x));
  y = x < 0 ? 2.0 - y : y;
  return x == x ? y : x;
}
CK_INLINE float erfc_f32(float x) {
  double y = erfc_tail_f32(fabs((double)x));
  y = x < 0 ? 2.0 - y : y;
  return x == x ? (float)y : x;
}
CK_INLINE double normal_cdf_f64(double x) { return 0.5 * erfc_f64(-0.7071067811865476 * x); }
CK_INLINE double normal_cdf_in_f32(float x) {
  double z = -0.7071067811865476 * (double)x, y = erfc_tail_f32(fabs(z));
  y = 0.5 * (z < 0 ? 2.0 - y : y);
  return x == x ? y : (double)x;
}
CK_INLINE float normal_cdf_f32(float x) { return (float)normal_cdf_in_f32(x); }
CK_INLINE float gelu_f32(float x) { return (float)((double)x * normal_cdf_in_f32(x)); }

// MARK: sine and cosine

// Beyond this the product of the quarter turn and its count is not exact: libm takes over.
#define TURN_LIMIT 1e6

// x less the nearest multiple of pi / 2, which is taken in three parts.
CK_INLINE double quarter_rest(double x, int64_t *quarter) {
  double shifted = x * 0.6366197723675814 + 6755399441055744.0;
  double q = shifted - 6755399441055744.0;
  *quarter = f64_bits(shifted) & 3;
  double t = x - q * 1.57079632673412561417e+00;
  double w = q * 6.07710050630396597660e-11;
  double r = t - w;
  return r + (((t - r) - w) - q * 2.02226624879595063154e-21);
}
CK_INLINE double sine_series(double x) {
  double z = x * x;
  return x + x * z * (-1.66666666666666324348e-1 + z * (8.33333333332248946124e-3
    + z * (-1.98412698298579493134e-4 + z * (2.75573137070700676789e-6
    + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)))));
}
CK_INLINE double cosine_series(double x) {
  double z = x * x, h = 0.5 * z, w = 1.0 - h;
  return w + (((1.0 - w) - h) + z * z * (4.16666666666666019037e-2
    + z * (-1.38888888888741095749e-3 + z * (2.48015872894767294178e-5
    + z * (-2.75573143513906633035e-7 + z * (2.08757232129817482790e-9
    + z * -1.13596475577881948265e-11))))));
}
CK_INLINE double sin_near(double x, int64_t ahead) {
  int64_t quarter;
  double r = quarter_rest(x, &quarter);
  quarter += ahead;
  double y = quarter & 1 ? cosine_series(r) : sine_series(r);
  y = quarter & 2 ? -y : y;
  return x == 0 && ahead == 0 ? x : y;
}
