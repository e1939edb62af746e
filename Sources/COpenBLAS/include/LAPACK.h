// What we use of LAPACK in OpenBLAS, by its Fortran names: arrays are column-major, every argument
// is an address, an option is one letter, and the hidden lengths of texts that Fortran passes
// behind are not read. A routine stands here once and is there for float (s) and double (d).
#pragma once

// The functions of one element type: Cholesky; LU and equations from it; QR as reflections, and Q
// made of them; singular values, and eigenvalues of symmetric matrices, by divide and conquer;
// equations with a triangular matrix (that one is of BLAS, row-major).
#define LAPACK_FIELDS(T, p)                                                                     \
  void (*p##potrf)(const char *uplo, const int *n, T *a, const int *lda, int *info);            \
  void (*p##getrf)(const int *m, const int *n, T *a, const int *lda, int *pivots, int *info);   \
  void (*p##getrs)(const char *trans, const int *n, const int *columns, const T *a,             \
                   const int *lda, const int *pivots, T *b, const int *ldb, int *info);         \
  void (*p##geqrf)(const int *m, const int *n, T *a, const int *lda, T *tau, T *work,           \
                   const int *lwork, int *info);                                                \
  void (*p##orgqr)(const int *m, const int *n, const int *k, T *a, const int *lda,              \
                   const T *tau, T *work, const int *lwork, int *info);                         \
  void (*p##gesdd)(const char *job, const int *m, const int *n, T *a, const int *lda, T *s,     \
                   T *u, const int *ldu, T *vt, const int *ldvt, T *work, const int *lwork,     \
                   int *iwork, int *info);                                                      \
  void (*p##syevd)(const char *job, const char *uplo, const int *n, T *a, const int *lda,       \
                   T *w, T *work, const int *lwork, int *iwork, const int *liwork, int *info);  \
  void (*p##trsm)(int order, int side, int uplo, int trans, int diag, int n, int columns,       \
                  T alpha, const T *a, int lda, T *b, int ldb);

struct LAPACK {
  LAPACK_FIELDS(float, s)
  LAPACK_FIELDS(double, d)
};

// The loaded routines; as `openblas_library`.
const struct LAPACK *lapack_library(void);

#define LAPACK_CALLS(T, p)                                                                      \
  static inline void p##potrf_(const char *uplo, const int *n, T *a, const int *lda,            \
                               int *info) {                                                     \
    lapack_library()->p##potrf(uplo, n, a, lda, info);                                          \
  }                                                                                             \
  static inline void p##getrf_(const int *m, const int *n, T *a, const int *lda, int *pivots,   \
                               int *info) {                                                     \
    lapack_library()->p##getrf(m, n, a, lda, pivots, info);                                     \
  }                                                                                             \
  static inline void p##getrs_(const char *trans, const int *n, const int *columns,             \
                               const T *a, const int *lda, const int *pivots, T *b,             \
                               const int *ldb, int *info) {                                     \
    lapack_library()->p##getrs(trans, n, columns, a, lda, pivots, b, ldb, info);                \
  }                                                                                             \
  static inline void p##geqrf_(const int *m, const int *n, T *a, const int *lda, T *tau,        \
                               T *work, const int *lwork, int *info) {                          \
    lapack_library()->p##geqrf(m, n, a, lda, tau, work, lwork, info);                           \
  }                                                                                             \
  static inline void p##orgqr_(const int *m, const int *n, const int *k, T *a, const int *lda,  \
                               const T *tau, T *work, const int *lwork, int *info) {            \
    lapack_library()->p##orgqr(m, n, k, a, lda, tau, work, lwork, info);                        \
  }                                                                                             \
  static inline void p##gesdd_(const char *job, const int *m, const int *n, T *a,               \
                               const int *lda, T *s, T *u, const int *ldu, T *vt,               \
                               const int *ldvt, T *work, const int *lwork, int *iwork,          \
                               int *info) {                                                     \
    lapack_library()->p##gesdd(job, m, n, a, lda, s, u, ldu, vt, ldvt, work, lwork, iwork,      \
                               info);                                                           \
  }                                                                                             \
  static inline void p##syevd_(const char *job, const char *uplo, const int *n, T *a,           \
                               const int *lda, T *w, T *work, const int *lwork, int *iwork,     \
                               const int *liwork, int *info) {                                  \
    lapack_library()->p##syevd(job, uplo, n, a, lda, w, work, lwork, iwork, liwork, info);      \
  }                                                                                             \
  /* Solves a x = b in place of b [n, columns], for a triangular a [n, n], both row-major. */   \
  static inline void p##trsm_(int is_lower, int n, int columns, const T *a, T *b) {             \
    lapack_library()->p##trsm(101, 141, is_lower ? 122 : 121, 111, 131, n, columns, 1, a, n, b, \
                              columns);                                                         \
  }

LAPACK_CALLS(float, s)
LAPACK_CALLS(double, d)
