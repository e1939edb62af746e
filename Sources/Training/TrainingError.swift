import Catalog

/// Data, shapes or options that a layer, an optimizer or a loader cannot work with.
public struct TrainingError: SubjectError, Equatable, CustomStringConvertible {
  /// The error's kind, as the language names it.
  public let kindName: String
  /// What happened, with the values.
  public let message: String
  /// What to do, where that is known.
  public let hint: String?

  /// `kindName` is `shape`, `type`, `value` or `numeric`.
  public init(_ kindName: String, _ message: String, hint: String? = nil) {
    self.kindName = kindName
    self.message = message
    self.hint = hint
  }

  /// The message.
  public var description: String { message }
}
