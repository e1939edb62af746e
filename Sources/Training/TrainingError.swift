import Catalog

/// Data, shapes or options that a layer, an optimizer or a loader cannot work with.
public struct TrainingError: SubjectError, Equatable, CustomStringConvertible {
  public let kindName: String
  public let message: String
  public let hint: String?

  /// `kindName` is `shape`, `type`, `value` or `numeric`.
  public init(_ kindName: String, _ message: String, hint: String? = nil) {
    self.kindName = kindName
    self.message = message
    self.hint = hint
  }

  public var description: String { message }
}
