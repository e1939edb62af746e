import Diagnostics
import Tensors

/// What a program may use.
public struct Limits {
  /// Bytes that values may take; nil for the memory of the computer.
  public var memory: Int?
  /// When the program has to end.
  public var deadline: ContinuousClock.Instant?
  /// The safepoint at which a recorded interrupt or time limit took effect, and which it was.
  public var stopAt: (count: Int, kind: ErrorKind)?
  /// Most active script calls; at most `Limits.frames`.
  public var calls = Limits.frames
  /// Most active script calls that there is room for.
  public static let frames = 200_000
  /// Most calls from library code back into scripts inside each other.
  public static let nativeDepth = 1_000
  /// Registers of all active calls together.
  static let registers = 1 << 23

  /// No limits but those on recursion.
  public init() {}
}

extension VirtualMachine {
  /// Bytes that values may take: the limit that was set, else the machine's memory.
  var memoryLimit: Int { limits.memory ?? Memory.limit }

  /// Asks before a large value is made, which no safepoint could stop any more.
  ///
  /// - Parameters:
  ///   - count: how many items, of `size` bytes each.
  ///   - what: what the message calls them: "a list of 5 items".
  /// - Throws: `limit` where it would not fit into what is left of the memory limit.
  public func checkRoom(
    for count: Int, size: Int, _ what: @autoclosure () -> String
  ) throws(RuntimeError) {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
    guard overflow || bytes > 1 << 20 else { return }
    let (total, isOver) = bytes.addingReportingOverflow(heap.bytes)
    guard !overflow, !isOver, total <= memoryLimit else {
      throw RuntimeError(
        .limit, "\(what()) is too long for the memory limit of \(memoryLimit >> 20) MiB")
    }
  }

  /// The error of a recursion without end.
  var tooDeep: RuntimeError {
    RuntimeError(
      .limit, "recursion too deep: more than \(lastFrame - frames) calls inside each other",
      hint: "does the function stop calling itself?")
  }

  /// Has every safepoint look at limits and counted stops, if there are any.
  func updateWatch() {
    core.pointee.watch_from = 0
    if limits.deadline != nil || limits.stopAt != nil {
      pending.request(Pending.watch)
    } else {
      pending.withdraw(Pending.watch)
    }
  }
}
