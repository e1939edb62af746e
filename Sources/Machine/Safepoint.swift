import Diagnostics
import Synchronization
import Tensors

/// Why a running program has to stop at its next safepoint: bits of one word that every taken
/// jump and every call reads. A signal handler may set it: it is only stored to.
public enum Pending {
  /// The heap has grown enough.
  public static let collect: UInt32 = 1
  /// Somebody asked the program to stop.
  public static let interrupt: UInt32 = 2
  /// A limit or a counted stop has to be looked at, at every safepoint.
  public static let watch: UInt32 = 4

  static let word = Atomic<UInt32>(0)

  /// Asks for something at the next safepoint.
  public static func request(_ bit: UInt32) { word.bitwiseOr(bit, ordering: .relaxed) }

  /// Takes a request back.
  public static func withdraw(_ bit: UInt32) { word.bitwiseAnd(~bit, ordering: .relaxed) }

  /// Stops the running program at its next safepoint. May be called from a signal handler or
  /// another thread.
  public static func interruptProgram() {
    request(interrupt)
    Interrupt.request()
  }

  /// Takes an interrupt back: before a cell, and when it took effect.
  public static func clearInterrupt() {
    withdraw(interrupt)
    Interrupt.clear()
  }

  /// Whether somebody asked the program to stop.
  public static var isInterrupted: Bool { word.load(ordering: .relaxed) & interrupt != 0 }

  @inline(__always)
  static var isSet: Bool { word.load(ordering: .relaxed) != 0 }
}

extension VirtualMachine {
  /// Does what the pending word asks for.
  /// - Throws: `interrupt`, or `limit` for an expired time or memory limit.
  @inline(never)
  func safepoint(_ count: Int) throws(RuntimeError) {
    safepoints = count
    try stopIfAsked()
    guard Pending.word.load(ordering: .relaxed) & Pending.collect != 0 else { return }
    Pending.withdraw(Pending.collect)
    collect()
    if let limit = limits.memory, heap.bytes > limit {
      throw RuntimeError(
        .limit, "out of memory: the values take more than \(limit >> 20) MiB",
        hint: "`--max-memory` sets the limit")
    }
  }

  /// Stops the program if that was asked for; collects nothing.
  private func stopIfAsked() throws(RuntimeError) {
    let word = Pending.word.load(ordering: .relaxed)
    if word & Pending.interrupt != 0 {
      Pending.clearInterrupt()
      throw stopped(.interrupt, "stopped by ctrl-c")
    }
    if word & Pending.watch != 0 { try watch() }
  }

  /// Looks at the counted stop and the time limit.
  private func watch() throws(RuntimeError) {
    if let stop = limits.stopAt, safepointCount >= stop.count {
      limits.stopAt = nil
      updateWatch()
      throw stopped(stop.kind, stop.kind == .limit ? "time limit" : "stopped by ctrl-c")
    }
    guard let deadline = limits.deadline else { return }
    // The clock is read once in 256 safepoints.
    if safepoints & 0xFF == 0, ContinuousClock.now >= deadline {
      limits.deadline = nil
      updateWatch()
      throw stopped(.limit, "time limit")
    }
  }

  /// An interrupt that a tensor operation noticed took effect before it: it had no effect.
  func placed(_ error: RuntimeError) -> RuntimeError {
    guard error.kind == .interrupt, error.safepoint == nil else { return error }
    Pending.clearInterrupt()
    return stopped(.interrupt, "stopped by ctrl-c")
  }

  private func stopped(_ kind: ErrorKind, _ message: String) -> RuntimeError {
    var error = RuntimeError(kind, message)
    error.safepoint = safepointCount
    return error
  }

  /// Safepoints passed in the running cell: taken jumps, calls and tensor operations.
  public var safepointCount: Int { safepoints + operationSafepoints }

  /// Counts a tensor operation, and stops the program there if that was asked for.
  /// - Throws: as `safepoint`.
  func countOperation() throws(RuntimeError) {
    operationSafepoints += 1
    if Pending.isSet { try stopIfAsked() }
  }
}
