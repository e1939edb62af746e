import Catalog

/// A data file, a set or a model that the speech functions cannot work with.
public struct SpeechError: SubjectError, Equatable, CustomStringConvertible {
  /// The error's kind, as the language names it.
  public let kindName: String
  /// What happened, with the values.
  public let message: String
  /// What to do, where that is known.
  public let hint: String?

  /// `kindName` is `value`, `shape` or `io`.
  public init(_ kindName: String, _ message: String, hint: String? = nil) {
    self.kindName = kindName
    self.message = message
    self.hint = hint
  }

  /// The message.
  public var description: String { message }
}
