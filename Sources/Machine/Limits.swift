import Diagnostics

/// What a program may use.
public struct Limits {
  /// Bytes that values may take, nil without a limit.
  public var memory: Int?
  /// When the program has to end.
  public var deadline: ContinuousClock.Instant?
  /// The safepoint at which a recorded interrupt or time limit took effect, and which it was.
  public var stopAt: (count: Int, kind: ErrorKind)?
  /// Most active script calls.
  public static let frames = 200_000
  /// Most calls from library code back into scripts inside each other.
  public static let nativeDepth = 1_000
  /// Registers of all active calls together.
  static let registers = 1 << 23

  /// No limits but those on recursion.
  public init() {}
}

extension VirtualMachine {
  /// The error of a recursion without end.
  static var tooDeep: RuntimeError {
    RuntimeError(
      .limit, "recursion too deep: more than \(Limits.frames) calls inside each other",
      hint: "does the function stop calling itself?")
  }

  /// Has every safepoint look at limits and counted stops, if there are any.
  func updateWatch() {
    if limits.deadline != nil || limits.stopAt != nil {
      pending.request(Pending.watch)
    } else {
      pending.withdraw(Pending.watch)
    }
  }
}
