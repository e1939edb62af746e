// What we use of OpenBLAS, by its own names and types.
//
// The library is loaded at the first call, not with the program: its constructor and its
// relocations take 2 ms, which most scripts that multiply no matrices would pay for nothing.
#pragma once

#include "LAPACK.h"

enum CBLAS_ORDER { CblasRowMajor = 101 };
enum CBLAS_TRANSPOSE { CblasNoTrans = 111, CblasTrans = 112 };

// The functions of the library, in the order of its cblas.h.
struct OpenBLAS {
  void (*set_num_threads)(int count);
  char *(*get_config)(void);
  char *(*get_corename)(void);
  void (*sgemm)(
      enum CBLAS_ORDER order, enum CBLAS_TRANSPOSE transposeA, enum CBLAS_TRANSPOSE transposeB,
      int m, int n, int k, float alpha, const float *a, int lda, const float *b, int ldb,
      float beta, float *c, int ldc);
  void (*dgemm)(
      enum CBLAS_ORDER order, enum CBLAS_TRANSPOSE transposeA, enum CBLAS_TRANSPOSE transposeB,
      int m, int n, int k, double alpha, const double *a, int lda, const double *b, int ldb,
      double beta, double *c, int ldc);
};

// The loaded library. Where there is none, says so on standard error and ends the process with
// status 127, as the loader does for a program that is linked with a library that is not there.
const struct OpenBLAS *openblas_library(void);

// The address of another function of the library, by its name.
void *openblas_symbol(const char *name);

static inline void openblas_set_num_threads(int count) {
  openblas_library()->set_num_threads(count);
}

static inline char *openblas_get_config(void) { return openblas_library()->get_config(); }

static inline char *openblas_get_corename(void) { return openblas_library()->get_corename(); }

static inline void cblas_sgemm(
    enum CBLAS_ORDER order, enum CBLAS_TRANSPOSE transposeA, enum CBLAS_TRANSPOSE transposeB,
    int m, int n, int k, float alpha, const float *a, int lda, const float *b, int ldb, float beta,
    float *c, int ldc) {
  openblas_library()->sgemm(
      order, transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

static inline void cblas_dgemm(
    enum CBLAS_ORDER order, enum CBLAS_TRANSPOSE transposeA, enum CBLAS_TRANSPOSE transposeB,
    int m, int n, int k, double alpha, const double *a, int lda, const double *b, int ldb,
    double beta, double *c, int ldc) {
  openblas_library()->dgemm(
      order, transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}
