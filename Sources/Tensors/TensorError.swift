import CKernels

/// Why an operation on tensors failed.
public struct TensorError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds, as `language.md` names them.
  public enum Kind: String, Sendable, CaseIterable {
    case shape, type, value, index, numeric, limit, io, interrupted
  }

  /// What kind of failure it is.
  public let kind: Kind

  /// What happened, with the function, what it accepts and what it got.
  public let message: String

  /// An error of a kind with its whole message.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// An error of kind `.shape`.
  public static func shape(_ message: String) -> TensorError { .init(.shape, message) }
  /// An error of kind `.type`.
  public static func type(_ message: String) -> TensorError { .init(.type, message) }
  /// An error of kind `.value`.
  public static func value(_ message: String) -> TensorError { .init(.value, message) }
  /// An error of kind `.index`.
  public static func index(_ message: String) -> TensorError { .init(.index, message) }
  /// An error of kind `.numeric`.
  public static func numeric(_ message: String) -> TensorError { .init(.numeric, message) }
  /// An error of kind `.limit`.
  public static func limit(_ message: String) -> TensorError { .init(.limit, message) }
  /// An error of kind `.io`.
  public static func io(_ message: String) -> TensorError { .init(.io, message) }
  /// A request to stop was seen between two pieces of work.
  public static let interrupted = TensorError(.interrupted, "interrupted")

  /// The kind and the message.
  public var description: String { "\(kind.rawValue) error: \(message)" }

  /// The error itself if it is one of tensors; anything else becomes a `.value` error.
  static func from(_ error: any Error) -> TensorError {
    error as? TensorError ?? .value("\(error)")
  }

  /// Throws what a kernel's status says went wrong in `name`.
  @inline(__always)
  static func check(_ status: Int32, in name: @autoclosure () -> String) throws(TensorError) {
    if status != Int32(CK_OK) { throw failure(status, in: name()) }
  }

  private static func failure(_ status: Int32, in name: String) -> TensorError {
    if status & Int32(CK_INTERRUPTED) != 0 { return .interrupted }
    if status & Int32(CK_MEMORY) != 0 { return .limit("\(name): not enough memory") }
    if status & Int32(CK_DIVISION) != 0 {
      return .numeric(
        name == "power"
          ? "power: an i64 to a negative power is no integer; use astype(f64) first"
          : "\(name): division of i64 by zero")
    }
    if status & Int32(CK_OVERFLOW) != 0 {
      return .numeric("\(name): the result does not fit in i64")
    }
    return .type("\(name) does not take this dtype")
  }
}
