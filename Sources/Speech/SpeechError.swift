import Catalog

/// A data file, a set or a model that the speech functions cannot work with.
public struct SpeechError: SubjectError, Equatable, CustomStringConvertible {
  public let kindName: String
  public let message: String
  public let hint: String?

  /// `kindName` is `value`, `shape` or `io`.
  public init(_ kindName: String, _ message: String, hint: String? = nil) {
    self.kindName = kindName
    self.message = message
    self.hint = hint
  }

  public var description: String { message }
}
