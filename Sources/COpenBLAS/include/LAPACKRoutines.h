// LAPACK by its Fortran symbols (Debian's OpenBLAS has no LAPACKE), one list: name, parameters, and
// the parameters once more as arguments. Arrays are column-major; every argument is an address; an
// option is one letter, and the hidden lengths of texts that Fortran passes behind are not read.
#pragma once

#define LAPACK_ROUTINES(ROUTINE) \
  LAPACK_ROUTINES_OF(ROUTINE, s, float) \
  LAPACK_ROUTINES_OF(ROUTINE, d, double)

// Cholesky factor of one triangle; LU factors with row exchanges, and the solution of equations
// from them; QR factors as reflections, and Q made of them; singular values and vectors, and those
// of a symmetric matrix, both by divide and conquer.
#define LAPACK_ROUTINES_OF(ROUTINE, TYPE, REAL) \
  ROUTINE(TYPE##potrf, (const char *uplo, const int *n, REAL *a, const int *lda, int *info), \
          (uplo, n, a, lda, info)) \
  ROUTINE(TYPE##getrf, \
          (const int *m, const int *n, REAL *a, const int *lda, int *pivots, int *info), \
          (m, n, a, lda, pivots, info)) \
  ROUTINE(TYPE##getrs, \
          (const char *trans, const int *n, const int *nrhs, const REAL *a, const int *lda, \
           const int *pivots, REAL *b, const int *ldb, int *info), \
          (trans, n, nrhs, a, lda, pivots, b, ldb, info)) \
  ROUTINE(TYPE##geqrf, \
          (const int *m, const int *n, REAL *a, const int *lda, REAL *tau, REAL *work, \
           const int *lwork, int *info), \
          (m, n, a, lda, tau, work, lwork, info)) \
  ROUTINE(TYPE##orgqr, \
          (const int *m, const int *n, const int *k, REAL *a, const int *lda, const REAL *tau, \
           REAL *work, const int *lwork, int *info), \
          (m, n, k, a, lda, tau, work, lwork, info)) \
  ROUTINE(TYPE##gesdd, \
          (const char *jobz, const int *m, const int *n, REAL *a, const int *lda, REAL *s, \
           REAL *u, const int *ldu, REAL *vt, const int *ldvt, REAL *work, const int *lwork, \
           int *iwork, int *info), \
          (jobz, m, n, a, lda, s, u, ldu, vt, ldvt, work, lwork, iwork, info)) \
  ROUTINE(TYPE##syevd, \
          (const char *jobz, const char *uplo, const int *n, REAL *a, const int *lda, REAL *w, \
           REAL *work, const int *lwork, int *iwork, const int *liwork, int *info), \
          (jobz, uplo, n, a, lda, w, work, lwork, iwork, liwork, info))
