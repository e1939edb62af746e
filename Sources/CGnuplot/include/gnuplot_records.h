#pragma once

#include <stddef.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Writes `points` records of `columns` doubles (interleaved in `values`) as gnuplot-iostream
/// frames them: the payload into `bytes` (`points * columns * 8` long), and into `format` the
/// words that describe it to `plot … binary`, such as ` format='%double%double' record=(100) `.
/// Returns the length of the words, or -1 if columns are not 1…6, there are no points, or
/// `capacity` is too small.
int gnuplot_records(
    const double *values, size_t points, size_t columns, unsigned char *bytes, char *format,
    size_t capacity);

/// A file in memory that is closed when a program is started from here; -1 with `errno` set.
int gnuplot_memory_file(const char *name);

/// A started program and our ends of its three streams.
typedef struct {
  pid_t process;
  int input;   ///< a socket: write with MSG_NOSIGNAL, so that no SIGPIPE is ever raised
  int output;  ///< the program's standard output, not blocking
  int errors;  ///< the program's standard error, not blocking
} gnuplot_child;

/// Starts `path` with `arguments` (ended by NULL) in a process group of its own; the kernel
/// ends it when the calling thread does. Returns 0, or the error's number.
int gnuplot_spawn(const char *path, char *const *arguments, gnuplot_child *child);

#ifdef __cplusplus
}
#endif
