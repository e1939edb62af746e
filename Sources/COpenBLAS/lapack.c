#include "LAPACK.h"
#include "COpenBLAS.h"

#include <pthread.h>

static struct LAPACK library;
static pthread_once_t once = PTHREAD_ONCE_INIT;

#define ROUTINE(name) *(void **)&library.name = openblas_symbol(#name "_");
#define ROUTINES(p)                                                                      \
  ROUTINE(p##potrf) ROUTINE(p##getrf) ROUTINE(p##getrs) ROUTINE(p##geqrf)                \
  ROUTINE(p##orgqr) ROUTINE(p##gesdd) ROUTINE(p##syevd)                                  \
  *(void **)&library.p##trsm = openblas_symbol("cblas_" #p "trsm");

static void load(void) {
  ROUTINES(s)
  ROUTINES(d)
}

const struct LAPACK *lapack_library(void) {
  pthread_once(&once, load);
  return &library;
}
