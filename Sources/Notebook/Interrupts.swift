import Glibc
import Machine
import Synchronization

/// Ctrl-c: stops the running cell, and wakes whoever waits for a key.
public enum Interrupts {
  private static let count = Atomic<Int>(0)
  private static let writeEnd = Atomic<Int32>(-1)
  private static let readEnd = Atomic<Int32>(-1)

  /// Takes over ctrl-c (SIGINT) and ignores SIGPIPE. Call once, before the first cell.
  public static func install() {
    var ends: [Int32] = [-1, -1]
    if pipe(&ends) == 0 {
      for end in ends {
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
      }
      readEnd.store(ends[0], ordering: .relaxed)
      writeEnd.store(ends[1], ordering: .relaxed)
    }
    var action = sigaction()
    // Only what is safe in a signal handler: atomic stores and `write`.
    action.__sigaction_handler.sa_handler = { _ in
      let code = errno
      Interrupts.count.add(1, ordering: .relaxed)
      Pending.interruptProgram()
      var byte: UInt8 = 1
      _ = write(Interrupts.writeEnd.load(ordering: .relaxed), &byte, 1)
      errno = code
    }
    sigaction(SIGINT, &action, nil)
    // A parent may have left it blocked.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    var ignore = sigaction()
    ignore.__sigaction_handler.sa_handler = SIG_IGN
    sigaction(SIGPIPE, &ignore, nil)
  }

  /// A descriptor that can be read after ctrl-c; -1 if there is none.
  public static var descriptor: Int32 { readEnd.load(ordering: .relaxed) }

  /// Whether ctrl-c was typed and nobody took it yet.
  public static var isWaiting: Bool { count.load(ordering: .relaxed) > 0 }

  /// Whether ctrl-c was typed since the last call.
  public static func take() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 64)
    while read(descriptor, &buffer, buffer.count) > 0 {}
    return count.exchange(0, ordering: .relaxed) > 0
  }
}
