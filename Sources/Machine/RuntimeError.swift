import Catalog
import Diagnostics
import Tensors

/// An error of a running script.
public struct RuntimeError: SubjectError, CustomStringConvertible {
  /// What kind of mistake it is.
  public var kind: ErrorKind
  /// What happened, with the values or shapes.
  public var message: String
  /// What to do.
  public var hint: String?
  /// Where it happened, and the calls that led there, innermost first; the machine fills it in.
  public var trace: [TraceEntry] = []
  /// The safepoint at which an interrupt or a limit took effect.
  public var safepoint: Int?
  /// The argument of the running call that does not fit: those by position come first; -1 is the
  /// callee.
  public var argument: Int?

  /// An error of `kind`; `message` says what happened with the values or shapes.
  public init(_ kind: ErrorKind, _ message: String, hint: String? = nil) {
    self.kind = kind
    self.message = message
    self.hint = hint
  }

  /// The kind as scripts see it.
  public var kindName: String { kind.rawValue }

  /// The message and the hint, on one line.
  public var description: String { message + (hint.map { "; \($0)" } ?? "") }

  /// Any library error as one of the language.
  public init(_ error: any Error) {
    switch error {
    case let error as RuntimeError:
      self = error
    case let error as any SubjectError:
      self.init(
        ErrorKind(rawValue: error.kindName) ?? .value, error.message, hint: error.hint)
    default:
      self.init(.value, "\(error)")
    }
  }

  /// An error of a call, with the argument that does not fit where a builtin says which.
  init(_ error: any Error, of callee: Value, _ arguments: Arguments) {
    self.init(error)
    guard let wrong = error as? ArgumentError, let builtin = callee.builtinObject?.builtin else {
      return
    }
    argument = builtin.documentation.argument(
      of: wrong.fact, positional: arguments.positional.count, names: arguments.named.map(\.name))
  }
}

/// One line of a trace: a place in a source text, and the function it stands in.
public struct TraceEntry: Sendable {
  /// The text.
  public let source: SourceText
  /// The place in it.
  public let range: SourceRange
  /// Nil at the top level of a cell or file.
  public let function: String?

  /// A place inside `function`.
  public init(source: SourceText, range: SourceRange, function: String?) {
    self.source = source
    self.range = range
    self.function = function
  }
}
