import Machine
import Tensors

/// A thread with room for deep recursion in parser, printer and library functions.
public enum LargeStack {
  /// Runs `body` there and waits for it.
  public static func run(_ body: () -> Int32) -> Int32 {
    // This thread does all the work: an arena of its own would grow by a few pages a system call.
    Memory.useOneArena()
    return (try? onLargeStack { body() }) ?? 1
  }
}
