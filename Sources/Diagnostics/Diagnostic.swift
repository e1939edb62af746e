/// What kind of mistake an error is; scripts see the raw value as `e.kind`.
public enum ErrorKind: String, Sendable, CaseIterable {
  /// A text that does not parse.
  case syntax
  /// An unknown name or field, or an outer place without `outer`.
  case name
  /// A wrong kind of value, or a wrong call.
  case type
  /// The right type, an impossible value.
  case value
  /// Sizes that do not fit.
  case shape
  /// No such position.
  case index
  /// No such key.
  case key
  /// Overflow, or division by zero.
  case numeric
  /// A file missing, malformed or not allowed.
  case io
  /// Recursion, memory or time.
  case limit
  /// A failed `assert`.
  case assert
  /// `throw "message"`.
  case user
  /// Ctrl-c.
  case interrupt
}

/// A message about a place: what happened, where, and what to do.
public struct Diagnostic: Error, Sendable {
  /// How much a message matters.
  public enum Severity: String, Sendable, CaseIterable {
    /// The cell ends, or does not start.
    case error
    /// The cell runs; something looks wrong.
    case warning
    /// For information.
    case note
  }

  /// An addition to a message, with its own place if it has one.
  public struct Note: Sendable {
    /// What there is to say.
    public var message: String
    /// The text that `range` counts in.
    public var source: SourceText?
    /// The place.
    public var range: SourceRange?

    /// An addition to a message.
    public init(_ message: String, source: SourceText? = nil, range: SourceRange? = nil) {
      self.message = message
      self.source = source
      self.range = range
    }
  }

  /// A call that was active when the error happened.
  public struct Frame: Sendable {
    /// Name of the function; nil at the top level of a file or cell.
    public var function: String?
    /// The text that `range` counts in; nil for a builtin.
    public var source: SourceText?
    /// The expression that was being evaluated.
    public var range: SourceRange?

    /// An active call.
    public init(function: String?, source: SourceText? = nil, range: SourceRange? = nil) {
      self.function = function
      self.source = source
      self.range = range
    }
  }

  /// How much it matters.
  public var severity: Severity
  /// What kind of mistake it is.
  public var kind: ErrorKind
  /// One sentence without a full stop at the end.
  public var message: String
  /// The text that `range` counts in.
  public var source: SourceText?
  /// The place.
  public var range: SourceRange?
  /// What to do.
  public var hint: String?
  /// Additions, in the order to show.
  public var notes: [Note]
  /// Active calls, innermost last; empty for messages from before a run.
  public var trace: [Frame]

  /// A message about a place.
  public init(
    severity: Severity = .error, kind: ErrorKind, message: String, source: SourceText? = nil,
    range: SourceRange? = nil, hint: String? = nil, notes: [Note] = [], trace: [Frame] = []
  ) {
    self.severity = severity
    self.kind = kind
    self.message = message
    self.source = source
    self.range = range
    self.hint = hint
    self.notes = notes
    self.trace = trace
  }
}
