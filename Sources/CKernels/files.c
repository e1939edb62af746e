#include "include/files.h"
#include "include/kernels.h"
#include <errno.h>
#include <unistd.h>

// Pages of a fresh buffer cost more than the copy, so pieces are cut for the threads.
#define PIECE (1l << 20)

typedef struct {
  int file;
  long offset, count;
  char *buffer;
  _Atomic long end;
  _Atomic int error;
} reading;

static void read_piece(void *context, long index) {
  reading *r = context;
  long at = index * PIECE, end = at + PIECE < r->count ? at + PIECE : r->count;
  if (ck_interrupt_requested()) { atomic_store(&r->error, EINTR); return; }
  while (at < end && atomic_load(&r->error) == 0) {
    ssize_t n = pread(r->file, r->buffer + at, (size_t)(end - at), r->offset + at);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) { atomic_store(&r->error, errno); return; }
    if (n == 0) {
      long known = atomic_load(&r->end);
      while (at < known && !atomic_compare_exchange_weak(&r->end, &known, at)) {}
      return;
    }
    at += n;
  }
}

long ck_read_at(int file, long offset, void *buffer, long count) {
  reading r = {file, offset, count, buffer, count, 0};
  ck_parallel((count + PIECE - 1) / PIECE, read_piece, &r);
  int error = atomic_load(&r.error);
  return error ? -(long)error : atomic_load(&r.end);
}
