#define _GNU_SOURCE
#include "gnuplot_records.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int gnuplot_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

// Between vfork and exec the child runs in our memory: only system calls, no allocation, and
// none of our signal handlers.
static void become(
    const char *path, char *const *arguments, int input, int output, int errors, pid_t parent,
    volatile int *failure) {
  struct sigaction initial = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++) sigaction(number, &initial, NULL);
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() == parent && dup2(input, 0) >= 0 && dup2(output, 1) >= 0 &&
      dup2(errors, 2) >= 0) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(path, arguments, environ);
  }
  *failure = errno ? errno : ESRCH;
  _exit(127);
}

int gnuplot_spawn(const char *path, char *const *arguments, gnuplot_child *child) {
  int input[2], output[2], errors[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, input) < 0) return errno;
  if (pipe2(output, O_CLOEXEC) < 0) goto no_output;
  if (pipe2(errors, O_CLOEXEC) < 0) goto no_errors;
  // Only our ends do not block: the child's end of the socket is an ordinary one.
  fcntl(input[1], F_SETFL, 0);
  fcntl(output[0], F_SETFL, O_NONBLOCK);
  fcntl(errors[0], F_SETFL, O_NONBLOCK);

  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  volatile int failure = 0;
  pid_t parent = getpid();
  pid_t process = vfork();
  if (process == 0) become(path, arguments, input[1], output[1], errors[1], parent, &failure);
  int problem = process < 0 ? errno : failure;
  pthread_sigmask(SIG_SETMASK, &before, NULL);

  close(input[1]);
  close(output[1]);
  close(errors[1]);
  if (problem == 0) {
    *child = (gnuplot_child){process, input[0], output[0], errors[0]};
    return 0;
  }
  if (process > 0) waitpid(process, NULL, 0);
  close(input[0]);
  close(output[0]);
  close(errors[0]);
  return problem;

no_errors:
  close(output[0]);
  close(output[1]);
no_output:;
  int number = errno;
  close(input[0]);
  close(input[1]);
  return number;
}
