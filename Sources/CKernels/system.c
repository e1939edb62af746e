// Memory blocks, threads, and what the processor is.
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kernels.h"

#ifdef __GLIBC__
#include <gnu/libc-version.h>
#include <malloc.h>
#endif

// MARK: memory

// Four classes to an octave from 64 bytes on: at most 25 % of a block is unused.
#define CLASSES 192

// The address sanitizer sees blocks of their exact size, each freed at once.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CK_EXACT_BLOCKS 1
#endif
#endif
#define CACHED_LIMIT ((size_t)1 << 30)

typedef struct block { struct block *next; } block;

static block *free_lists[CLASSES];
static size_t cached_bytes, peak_bytes, memory_limit;
// Changed under the lock, read without it at every new tensor.
static _Atomic size_t live_bytes;
static atomic_flag memory_lock = ATOMIC_FLAG_INIT;

static inline void relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

// One turn of a wait: a pause, and after many the processor is given to whoever is waited for.
static inline void wait_turn(int *turns) {
  if (++*turns < 1000) relax();
  else sched_yield();
}

static void lock(void) {
  int turns = 0;
  while (atomic_flag_test_and_set_explicit(&memory_lock, memory_order_acquire)) {
    wait_turn(&turns);
  }
}

static void unlock(void) { atomic_flag_clear_explicit(&memory_lock, memory_order_release); }

static size_t live_now(void) { return atomic_load_explicit(&live_bytes, memory_order_relaxed); }

static void set_live(size_t bytes) {
  atomic_store_explicit(&live_bytes, bytes, memory_order_relaxed);
  if (bytes > peak_bytes) peak_bytes = bytes;
}

static int class_of(size_t bytes, size_t *capacity) {
  if (bytes <= 256) {
    size_t c = bytes == 0 ? 0 : (bytes - 1) / 64;
    *capacity = (c + 1) * 64;
    return (int)c;
  }
  int octave = 63 - __builtin_clzll(bytes - 1);
  size_t step = (size_t)1 << (octave - 2);
  size_t part = (bytes - 1 - ((size_t)1 << octave)) / step;
  *capacity = ((size_t)1 << octave) + (part + 1) * step;
  return 4 + (octave - 8) * 4 + (int)part;
}

static size_t limit_now(void) {
  if (memory_limit == 0) {
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    memory_limit = pages > 0 && size > 0 ? (size_t)pages * (size_t)size : (size_t)1 << 40;
  }
  return memory_limit;
}

static void release_cached(void) {
  for (int c = 0; c < CLASSES; c++) {
    while (free_lists[c]) {
      block *b = free_lists[c];
      free_lists[c] = b->next;
      free(b);
    }
  }
  cached_bytes = 0;
}

// Big blocks lie on huge pages where the system has them: one pass over 64 MB of small pages
// takes 1.4 times as long.
#define HUGE_PAGE ((size_t)2 << 20)
#define BIG_BLOCK (2 * HUGE_PAGE)

static void *new_block(size_t bytes, size_t size) {
#ifdef CK_EXACT_BLOCKS
  void *exact = NULL;
  (void)size;
  return posix_memalign(&exact, 64, bytes ? bytes : 1) ? NULL : exact;
#else
  (void)bytes;
  if (size < BIG_BLOCK) return aligned_alloc(64, size);
  void *block = aligned_alloc(HUGE_PAGE, size);
#ifdef MADV_HUGEPAGE
  // Advice: without huge pages the block is as good, only slower.
  if (block) (void)madvise(block, size / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
#endif
  return block;
#endif
}

void *ck_alloc(size_t bytes, size_t *capacity) {
  if (bytes > (size_t)1 << 46) return NULL;
  size_t size;
  int c = class_of(bytes, &size);
  *capacity = size;
  lock();
  if (live_now() + size > limit_now()) { unlock(); return NULL; }
  void *result = free_lists[c];
  if (result) {
    free_lists[c] = ((block *)result)->next;
    cached_bytes -= size;
  } else {
    if (live_now() + cached_bytes + size > memory_limit) release_cached();
    result = new_block(bytes, size);
  }
  if (result) set_live(live_now() + size);
  unlock();
  return result;
}

void ck_free(void *pointer, size_t capacity) {
  size_t size;
  int c = class_of(capacity, &size);
  lock();
  set_live(live_now() - size);
#ifndef CK_EXACT_BLOCKS
  if (cached_bytes + size <= CACHED_LIMIT) {
    ((block *)pointer)->next = free_lists[c];
    free_lists[c] = pointer;
    cached_bytes += size;
    pointer = NULL;
  }
#else
  (void)c;
#endif
  unlock();
  free(pointer);
}

size_t ck_live_bytes(void) { return live_now(); }
size_t ck_peak_bytes(void) { lock(); size_t r = peak_bytes; unlock(); return r; }
void ck_reset_peak(void) { lock(); peak_bytes = live_now(); unlock(); }
size_t ck_memory_limit(void) { lock(); size_t r = limit_now(); unlock(); return r; }
void ck_set_memory_limit(size_t bytes) { lock(); memory_limit = bytes; unlock(); }

static int uses_one_arena;
enum { HEAP_PAD = 1 << 20, HEAP_ROOM = 4 << 20, HEAP_PIECE = 96 << 10 };

void ck_use_one_arena(void) {
#ifdef __GLIBC__
  uses_one_arena = 1;
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_TOP_PAD, HEAP_PAD);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
#endif
}

void ck_prepare_heap(size_t room) {
#ifdef __GLIBC__
  if (!uses_one_arena || room < HEAP_ROOM) return;
  if (room > 256 << 20) room = 256 << 20;
  char *end = sbrk(0);
  // A list of pieces, each with the address of the one before.
  void **last = malloc(HEAP_PIECE);
  if (last) *last = NULL;
  if (last && (char *)last < end && (char *)last + room > end) {
    mallopt(M_TOP_PAD, (int)room);
    // The heap grows once its last piece is used up.
    for (int tries = 0; tries < 64 && sbrk(0) == (void *)end; tries++) {
      void **next = malloc(HEAP_PIECE);
      if (!next) break;
      *next = last;
      last = next;
    }
    mallopt(M_TOP_PAD, HEAP_PAD);
    char *low = (char *)(((uintptr_t)end + 4095) & ~(uintptr_t)4095), *high = sbrk(0);
    if (high > low) madvise(low, (size_t)(high - low), MADV_HUGEPAGE);
  }
  while (last) {
    void **before = *last;
    free(last);
    last = before;
  }
#else
  (void)room;
#endif
}

// MARK: recording

static _Thread_local int recording_off;
int ck_recording_is_off(void) { return recording_off; }
void ck_change_recording(int difference) { recording_off += difference; }

static _Atomic uint64_t order;
uint64_t ck_next_order(void) {
  return atomic_fetch_add_explicit(&order, 1, memory_order_relaxed) + 1;
}

// MARK: threads

// The caller takes part. Workers spin for a short while after a run, then sleep.
#define MAX_THREADS 64
#define SPINS 2000

static pthread_mutex_t run_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t sleep_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static _Atomic uint64_t generation;
static _Atomic int sleeping, active, wanted_threads, started;
static _Atomic long next_index;
static long run_count;
static ck_task run_task;
static void *run_context;
static ck_watch run_watch;
static _Atomic uint64_t open_generation;
static _Thread_local int inside;

static void take_parts(void) {
  long i;
  while ((i = atomic_fetch_add(&next_index, 1)) < run_count) run_task(run_context, i);
}

static void *work(void *argument) {
  long id = (long)argument;
  uint64_t seen = atomic_load(&generation);
  inside = 1;
  for (;;) {
    int spins = 0;
    while (atomic_load(&generation) == seen) {
      if (spins++ < SPINS) { relax(); continue; }
      pthread_mutex_lock(&sleep_mutex);
      atomic_fetch_add(&sleeping, 1);
      while (atomic_load(&generation) == seen) pthread_cond_wait(&wake, &sleep_mutex);
      atomic_fetch_sub(&sleeping, 1);
      pthread_mutex_unlock(&sleep_mutex);
    }
    seen = atomic_load(&generation);
    if (id + 1 >= atomic_load(&wanted_threads)) continue;
    // Joining is allowed only while the run is open: `active` counts those within, and the
    // caller closes the run before it waits for `active` to fall to 0.
    atomic_fetch_add(&active, 1);
    if (atomic_load(&open_generation) == seen) {
      // What stops the caller stops the parts of its work.
      ck_set_watch(run_watch);
      take_parts();
      ck_set_watch((ck_watch){0});
    }
    atomic_fetch_sub(&active, 1);
  }
  return NULL;
}

static void start_workers(int threads) {
  while (atomic_load(&started) < threads - 1) {
    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, 8 << 20);
    long id = atomic_load(&started);
    int failed = pthread_create(&thread, &attributes, work, (void *)id);
    pthread_attr_destroy(&attributes);
    if (failed) return;
    atomic_fetch_add(&started, 1);
  }
}

int ck_processor_count(void) {
  long n = sysconf(_SC_NPROCESSORS_ONLN);
  return n < 1 ? 1 : n > MAX_THREADS ? MAX_THREADS : (int)n;
}

int ck_thread_count(void) {
  int n = atomic_load(&wanted_threads);
  return n > 0 ? n : ck_processor_count();
}

void ck_set_thread_count(int count) {
  atomic_store(&wanted_threads, count < 1 ? 1 : count > MAX_THREADS ? MAX_THREADS : count);
}

void ck_parallel(long count, ck_task task, void *context) {
  if (atomic_load(&wanted_threads) == 0) ck_set_thread_count(ck_processor_count());
  int threads = atomic_load(&wanted_threads);
  if (count <= 1 || threads <= 1 || inside || pthread_mutex_trylock(&run_mutex) != 0) {
    for (long i = 0; i < count; i++) task(context, i);
    return;
  }
  inside = 1;
  start_workers(threads);
  run_task = task;
  run_context = context;
  run_watch = ck_current_watch();
  run_count = count;
  atomic_store(&next_index, 0);
  uint64_t now = atomic_load(&generation) + 1;
  atomic_store(&open_generation, now);
  atomic_store(&generation, now);
  if (atomic_load(&sleeping) > 0) {
    pthread_mutex_lock(&sleep_mutex);
    pthread_cond_broadcast(&wake);
    pthread_mutex_unlock(&sleep_mutex);
  }
  take_parts();
  atomic_store(&open_generation, 0);
  int turns = 0;
  while (atomic_load(&active) > 0) wait_turn(&turns);
  inside = 0;
  pthread_mutex_unlock(&run_mutex);
}

// MARK: the machine

const char *ck_processor_level(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("x86-64-v4")) return "x86-64-v4";
  if (__builtin_cpu_supports("x86-64-v3")) return "x86-64-v3";
  if (__builtin_cpu_supports("x86-64-v2")) return "x86-64-v2";
  return "x86-64";
#elif defined(__aarch64__)
  return "aarch64";
#else
  return "generic";
#endif
}

const char *ck_libm(void) {
#ifdef __GLIBC__
  static char text[64];
  snprintf(text, sizeof text, "glibc %s", gnu_get_libc_version());
  return text;
#else
  return "another libm";
#endif
}
