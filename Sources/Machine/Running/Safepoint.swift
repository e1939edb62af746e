import CMachine
import Diagnostics
import Synchronization
import Tensors

/// Why a running program has to stop at its next safepoint: bits of a machine's pending word, which
/// every taken jump and every call reads.
public enum Pending {
  /// The heap has grown enough.
  public static let collect: UInt32 = 1
  /// Somebody asked the program to stop.
  public static let interrupt: UInt32 = 2
  /// A limit or a counted stop has to be looked at, at every safepoint.
  public static let watch: UInt32 = 4

  /// The address of the pending word of the machine that last began a cell: the one that ctrl-c
  /// means. 0 if there is none.
  fileprivate static let foreground = Atomic<UInt>(0)

  private static var foregroundWord: PendingWord? {
    UnsafeMutablePointer(bitPattern: foreground.load(ordering: .relaxed)).map { PendingWord($0) }
  }

  /// Stops the program of the machine that last began a cell, at its next safepoint or between the
  /// tiles of a tensor operation. May be called from a signal handler or another thread: it only
  /// stores.
  public static func interruptProgram() {
    foregroundWord?.request(interrupt)
    Interrupt.request()
  }

  /// Takes an interrupt back that has not taken effect.
  public static func clearInterrupt() {
    foregroundWord?.withdraw(interrupt)
    Interrupt.clear()
  }
}

/// The pending word of a machine: a word of its own, so that machines on several threads do not
/// take each other's requests.
struct PendingWord {
  let pointer: UnsafeMutablePointer<Atomic<UInt32>>

  init(_ pointer: UnsafeMutablePointer<Atomic<UInt32>>) { self.pointer = pointer }

  /// The word in the memory that a machine shares with its quick half, which holds zeros.
  init(in core: UnsafeMutablePointer<cm_core>) {
    let offset = MemoryLayout<cm_core>.offset(of: \.pending) ?? 0
    // Safe: an atomic is its value and nothing else, and only atomics touch this one.
    pointer = (UnsafeMutableRawPointer(core) + offset).assumingMemoryBound(to: Atomic<UInt32>.self)
  }

  /// Before its memory is given back.
  func retire() {
    _ = Pending.foreground.compareExchange(
      expected: UInt(bitPattern: pointer), desired: 0, ordering: .relaxed)
  }

  /// Makes this the word that ctrl-c means.
  func bringToForeground() {
    Pending.foreground.store(UInt(bitPattern: pointer), ordering: .relaxed)
  }

  /// Asks for something at the next safepoint.
  func request(_ bit: UInt32) { pointer.pointee.bitwiseOr(bit, ordering: .relaxed) }

  /// Takes a request back.
  func withdraw(_ bit: UInt32) { pointer.pointee.bitwiseAnd(~bit, ordering: .relaxed) }

  /// Lets tensor operations on this thread stop for an interrupt and at a time, until
  /// `Interrupt.restore`.
  func watched(until deadline: ContinuousClock.Instant?) -> Interrupt.Watch {
    // An atomic word lies in memory as the word itself.
    let word = UnsafeRawPointer(pointer).assumingMemoryBound(to: UInt32.self)
    return Interrupt.watch(word, bits: Pending.interrupt, until: deadline)
  }

  func contains(_ bit: UInt32) -> Bool { pointer.pointee.load(ordering: .relaxed) & bit != 0 }

  @inline(__always)
  var isSet: Bool { pointer.pointee.load(ordering: .relaxed) != 0 }
}

/// Loops of library code, which no safepoint stops.
public enum LongLoop {
  /// Looks for an interrupt once in 65,536 turns, which are numbered.
  /// - Throws: `interrupt`, which becomes `limit` for an expired time limit.
  public static func turn(_ number: Int) throws(RuntimeError) {
    if number & 0xFFFF == 0xFFFF { try look() }
  }

  /// Looks for an interrupt now.
  /// - Throws: as `turn`.
  public static func look() throws(RuntimeError) {
    if Interrupt.isRequested { throw RuntimeError(.interrupt, "stopped by ctrl-c") }
  }
}

extension VirtualMachine {
  /// Counts a taken jump or a call, and does there what the pending word asks for.
  /// - Throws: `interrupt`, or `limit` for an expired time or memory limit.
  func countSafepoint() throws(RuntimeError) {
    safepoints &+= 1
    try stopIfPending()
  }

  func stopIfPending() throws(RuntimeError) {
    if pending.isSet { try safepoint() }
  }

  /// Does what the pending word asks for.
  /// - Throws: `interrupt`, or `limit` for an expired time or memory limit.
  @inline(never)
  private func safepoint() throws(RuntimeError) {
    try stopIfAsked()
    guard pending.contains(Pending.collect) else { return }
    pending.withdraw(Pending.collect)
    collect()
    if heap.bytes > memoryLimit {
      throw RuntimeError(
        .limit, "out of memory: the values take more than \(memoryLimit >> 20) MiB",
        hint: "`--max-memory` sets the limit")
    }
  }

  /// Stops a long loop of library code if that was asked for: to be called every few milliseconds
  /// of work.
  /// - Throws: `interrupt`, which becomes `limit` for an expired time limit.
  public func checkInterrupt() throws(RuntimeError) { try LongLoop.look() }

  /// One turn of a loop of the machine that no safepoint stops, in which others may stand.
  /// - Throws: as `checkInterrupt`, once in 65,536 turns.
  func turn() throws(RuntimeError) {
    turns &+= 1
    try LongLoop.turn(turns)
  }

  /// Stops the program if that was asked for; collects nothing.
  private func stopIfAsked() throws(RuntimeError) {
    if pending.contains(Pending.interrupt) {
      clearInterrupt()
      throw stopped(.interrupt, "stopped by ctrl-c")
    }
    if pending.contains(Pending.watch) { try watch() }
  }

  /// Stops the running program at its next safepoint, or between the tiles of its tensor operation.
  /// May be called from another thread.
  public func interrupt() { pending.request(Pending.interrupt) }

  func clearInterrupt() {
    pending.withdraw(Pending.interrupt)
    Interrupt.clear()
  }

  /// Looks at the counted stop and the time limit, and says when to look again.
  private func watch() throws(RuntimeError) {
    var next = Int.max
    if let stop = limits.stopAt { next = stop.count &- operationSafepoints }
    if limits.deadline != nil { next = min(next, (safepoints | 0xFF) + 1) }
    core.pointee.watch_from = Int64(next)
    if let stop = limits.stopAt, safepointCount >= stop.count {
      limits.stopAt = nil
      updateWatch()
      throw stopped(stop.kind, stop.kind == .limit ? "time limit" : "stopped by ctrl-c")
    }
    guard let deadline = limits.deadline else { return }
    // The clock is read once in 256 safepoints.
    if safepoints & 0xFF == 0, ContinuousClock.now >= deadline { throw expired() }
  }

  /// The error of an expired time limit, which holds no longer: what ends a program runs after it.
  private func expired() -> RuntimeError {
    limits.deadline = nil
    updateWatch()
    _ = pending.watched(until: nil)
    return stopped(.limit, "time limit")
  }

  /// An interrupt, or an expired time limit, that a tensor operation noticed took effect before it:
  /// the operation had no effect.
  func placed(_ error: RuntimeError) -> RuntimeError {
    guard error.kind == .interrupt, error.safepoint == nil else { return error }
    if !pending.contains(Pending.interrupt), let deadline = limits.deadline,
      ContinuousClock.now >= deadline
    {
      return expired()
    }
    clearInterrupt()
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
    if pending.isSet { try stopIfAsked() }
  }
}
