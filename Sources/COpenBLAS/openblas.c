#include "COpenBLAS.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct OpenBLAS library;
static void *handle;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void missing(void) {
  fprintf(
      stderr, "OpenBLAS cannot be loaded: %s\nhint: install the package libopenblas0\n",
      dlerror());
  _exit(127);
}

static void *symbol(const char *name) {
  void *found = dlsym(handle, name);
  if (found == NULL) missing();
  return found;
}

static void load(void) {
  // We split the work ourselves: without this the library starts threads that never run.
  setenv("OPENBLAS_NUM_THREADS", "1", 0);
  handle = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) missing();
  *(void **)&library.set_num_threads = symbol("openblas_set_num_threads");
  *(void **)&library.get_config = symbol("openblas_get_config");
  *(void **)&library.get_corename = symbol("openblas_get_corename");
  *(void **)&library.sgemm = symbol("cblas_sgemm");
  *(void **)&library.dgemm = symbol("cblas_dgemm");
}

const struct OpenBLAS *openblas_library(void) {
  pthread_once(&once, load);
  return &library;
}

void *openblas_symbol(const char *name) {
  pthread_once(&once, load);
  return symbol(name);
}
