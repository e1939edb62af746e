import CKernels
import COpenBLAS

/// How many threads take part in the work. Results do not depend on it.
public enum Threads {
  /// The number of threads, the caller's among them; at first that of the processors.
  public static var count: Int {
    get { Int(ck_thread_count()) }
    set { ck_set_thread_count(Int32(clamping: newValue)) }
  }
}

/// A request to stop, polled between pieces of work: what runs then throws `.interrupted`.
public enum Interrupt {
  /// Asks running work to stop. Safe in a signal handler.
  public static func request() { ck_request_interrupt() }

  /// Takes the request back: the one who asked must, before work goes on.
  public static func clear() { ck_clear_interrupt() }

  /// Whether a stop is asked for.
  public static var isRequested: Bool { ck_interrupt_requested() != 0 }

  /// Lets work on this thread, and the parts of it that other threads take, stop for a program of
  /// its own: when one of some bits of a word is set, or at a time. `restore` ends this.
  /// - Parameter word: lives until `restore`.
  /// - Returns: what the thread watched before.
  public static func watch(
    _ word: UnsafePointer<UInt32>, bits: UInt32, until deadline: ContinuousClock.Instant?
  ) -> Watch {
    let before = ck_current_watch()
    var time: Int64 = 0
    if let deadline {
      let (seconds, attoseconds) = (deadline - .now).components
      let left = Double(seconds) * 1e9 + Double(attoseconds) * 1e-9
      time = ck_now() + max(1, Int64(clamping: Int(min(left, 1e18))))
    }
    ck_set_watch(ck_watch(word: word, bits: bits, deadline: time))
    return Watch(before: before)
  }

  /// Goes back to what the thread watched before.
  public static func restore(_ watch: Watch) { ck_set_watch(watch.before) }

  /// What a thread watched.
  public struct Watch {
    fileprivate let before: ck_watch
  }

  /// Calls `body` with consecutive ranges that cover `0 ..< count`, and looks for a request between
  /// two: for plain loops over elements, which take a millisecond a piece or less.
  public static func pieces(
    of count: Int, size: Int = piece, _ body: (Range<Int>) throws(TensorError) -> Void
  ) throws(TensorError) {
    for low in stride(from: 0, to: count, by: size) {
      if low > 0 { try check() }
      try body(low..<min(count, low + size))
    }
  }

  /// Elements of a piece.
  public static let piece = 1 << 17

  /// Throws `.interrupted` if a stop is asked for.
  public static func check() throws(TensorError) {
    if isRequested { throw .interrupted }
  }
}

/// What a session records of the machine, since the bits of results depend on it.
public enum MachineDescription {
  /// Name, version and core type of the BLAS in use, as `OpenBLAS 0.3.21 SkylakeX`.
  public static var blas: String {
    let configuration = String(cString: openblas_get_config())
    let core = String(cString: openblas_get_corename())
    let words = configuration.split(separator: " ").prefix(2).joined(separator: " ")
    return "\(words) \(core)"
  }

  /// The instruction set that the kernels of this library use, as `x86-64-v4`.
  public static var processorLevel: String { String(cString: ck_processor_level()) }

  /// The C library whose `sin`, `cos`, `pow` and `erf` are used, as `glibc 2.36`.
  public static var libm: String { String(cString: ck_libm()) }
}
