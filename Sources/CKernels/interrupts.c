// What asks running work to stop, and the threads that cannot.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "kernels.h"

// MARK: requests

static _Atomic uint32_t everybody;
static _Thread_local ck_watch own;

void ck_request_interrupt(void) { atomic_store_explicit(&everybody, 1, memory_order_relaxed); }

void ck_clear_interrupt(void) { atomic_store_explicit(&everybody, 0, memory_order_relaxed); }

int64_t ck_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int ck_interrupt_requested(void) {
  if (atomic_load_explicit(&everybody, memory_order_relaxed) != 0) return 1;
  if (own.word && (__atomic_load_n(own.word, __ATOMIC_RELAXED) & own.bits) != 0) return 1;
  return own.deadline != 0 && ck_now() >= own.deadline;
}

ck_watch ck_current_watch(void) { return own; }

void ck_set_watch(ck_watch watch) { own = watch; }

// MARK: threads left behind

static _Atomic int left_behind;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void leave(int status, void *unused) {
  (void)unused;
  if (atomic_load(&left_behind) == 0) return;
  fflush(NULL);
  _exit(status);
}

static void arrange_leaving(void) { on_exit(leave, NULL); }

void ck_change_left_behind(int difference) {
  pthread_once(&once, arrange_leaving);
  atomic_fetch_add(&left_behind, difference);
}

int ck_left_behind(void) { return atomic_load(&left_behind); }
