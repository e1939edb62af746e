import Machine

/// A thread with room for deep recursion in parser, printer and library functions.
public enum LargeStack {
  /// Runs `body` there and waits for it.
  public static func run(_ body: () -> Int32) -> Int32 {
    (try? onLargeStack { body() }) ?? 1
  }
}
