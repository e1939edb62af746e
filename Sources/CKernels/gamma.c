// The logarithm of the gamma function and its derivatives, and the inverse of the error
// function, one number at a time in double precision.
#include "loops.h"

// B_2k for k = 1, 2, …
static const double bernoulli[] = {
  1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510,
  43867.0 / 798, -174611.0 / 330, 854513.0 / 138,
};
#define BERNOULLI_COUNT 11

static double factorial(int n) {
  double f = 1;
  for (int k = 2; k <= n; k++) f *= k;
  return f;
}

// The n-th derivative of digamma for x > 0: steps up to where the asymptotic series holds
// (Abramowitz and Stegun, 6.4.6 and 6.4.11).
static double polygamma_positive(int n, double x) {
  double sum = 0, sign = n % 2 == 0 ? -1 : 1, f = factorial(n);
  while (x < 14 + n) {
    sum += sign * f * pow(x, -n - 1);
    x += 1;
  }
  double tail = n == 0 ? -log(x) : factorial(n - 1) * pow(x, -n);
  tail += f / 2 * pow(x, -n - 1);
  double term = f * (n + 1) / 2 * pow(x, -n - 2);
  for (int k = 1; k <= BERNOULLI_COUNT; k++) {
    tail += bernoulli[k - 1] * term;
    double m = 2 * k + n;
    term *= m * (m + 1) / ((2 * k + 1) * (2 * k + 2.0)) / (x * x);
  }
  return sum + sign * tail;
}

#define MOST_DERIVATIVES 24

// The n-th derivative of cot(u) as a polynomial in c = cot u, from cot' = -(1 + cot^2).
static double cotangent_derivative(int n, double c) {
  double p[MOST_DERIVATIVES + 3] = {0, 1}, next[MOST_DERIVATIVES + 3];
  for (int step = 0; step < n; step++) {
    for (int k = 0; k < MOST_DERIVATIVES + 3; k++) next[k] = 0;
    for (int k = 1; k <= step + 1; k++) {
      next[k - 1] -= k * p[k];
      next[k + 1] -= k * p[k];
    }
    for (int k = 0; k < MOST_DERIVATIVES + 3; k++) p[k] = next[k];
  }
  double value = 0;
  for (int k = n + 1; k >= 0; k--) value = value * c + p[k];
  return value;
}

// (-1)^n psi_n(1 - x) - psi_n(x) = pi d^n/dx^n cot(pi x).
static double polygamma(int n, double x) {
  if (x > 0 || x != x) return x > 1e300 ? (n == 0 ? log(x) : 0) : polygamma_positive(n, x);
  if (x == floor(x)) return x == 0 && n == 0 ? copysign(INFINITY, -x) : NAN;
  double turn = x - floor(x);
  double cot = turn == 0.5 ? 0 : 1 / tan(M_PI * turn);
  double mirrored = polygamma_positive(n, 1 - x);
  return (n % 2 == 0 ? mirrored : -mirrored) - pow(M_PI, n + 1) * cotangent_derivative(n, cot);
}

int ck_polygamma(int type, int order, long n, const void *x, void *out) {
  if (order < 0 || order > MOST_DERIVATIVES) return CK_UNSUPPORTED;
  for (long i = 0; i < n; i++) {
    if (i % 4096 == 0 && ck_interrupt_requested()) return CK_INTERRUPTED;
    if (type == CK_F32) ((float *)out)[i] = (float)polygamma(order, ((const float *)x)[i]);
    else ((double *)out)[i] = polygamma(order, ((const double *)x)[i]);
  }
  return CK_OK;
}

double ck_lgamma(double x) {
  int sign;
  return lgamma_r(x, &sign);
}

// A start of six digits (Giles, 2012), then steps of Halley, or of Newton on log erfc where that
// keeps more digits.
double ck_erfinv(double x) {
  static const double near[] = {
    2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087,
    -0.00125372503, -0.00417768164, 0.246640727, 1.50140941,
  };
  static const double far[] = {
    -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773,
    -0.0076224613, 0.00943887047, 1.00167406, 2.83297682,
  };
  double a = fabs(x);
  if (!(a < 1)) return a == 1 ? copysign(INFINITY, x) : NAN;
  double w = -log((1 - a) * (1 + a));
  const double *c = w < 5 ? near : far;
  double t = w < 5 ? w - 2.5 : sqrt(w) - 3, y = c[0];
  for (int k = 1; k < 9; k++) y = y * t + c[k];
  y *= a;
  for (int step = 0; step < 4; step++) {
    double slope = exp(-y * y) / 0.886226925452758;
    if (a < 0.5) {
      double d = (erf(y) - a) / slope;
      y -= d / (1 + y * d);
    } else {
      y += erfc(y) / slope * log(erfc(y) / (1 - a));
    }
  }
  return copysign(y, x);
}
