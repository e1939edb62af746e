/// What the scripts of an interpreter may use. What goes beyond is an error of kind `limit` (or
/// `io` for files), and the interpreter goes on.
public struct InterpreterLimits: Sendable {
  /// Seconds that one run may take.
  public var seconds: Double?
  /// Bytes that values may take; nil for the memory of the computer.
  public var bytes: Int?
  /// Script calls inside each other, at most 200,000.
  public var calls: Int?

  /// No limits but the memory of the computer and 200,000 calls inside each other.
  public init(seconds: Double? = nil, bytes: Int? = nil, calls: Int? = nil) {
    self.seconds = seconds
    self.bytes = bytes
    self.calls = calls
  }
}
