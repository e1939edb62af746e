import Diagnostics

/// Whether a text typed at the prompt can be run.
public enum Completeness: Sendable {
  /// It is whole.
  case complete
  /// It goes on: what is open, outermost first; nothing is open behind `x =`.
  case incomplete([OpenPart])
  /// More text would not help.
  case invalid(Diagnostic)
}

/// A bracket, block or text that is open.
public struct OpenPart: Sendable, Hashable {
  /// The bracket or the quotes.
  public let spelling: String
  /// What the bracket belongs to, such as `for`, `fn f` or `call`; nil for plain brackets.
  public let head: String?
  /// Line where it was opened, from 1.
  public let line: Int

  /// Something open.
  public init(spelling: String, head: String?, line: Int) {
    self.spelling = spelling
    self.head = head
    self.line = line
  }

  /// The block's head, else the bracket: what a prompt shows of the nesting.
  public var label: String {
    guard let head, spelling == "{", head != "dict" else { return spelling }
    return head
  }
}

extension Parser {
  /// Whether a text can be run, goes on, or is wrong.
  public static func completeness(of text: String) -> Completeness {
    var parser = Parser(SourceText(name: "input", text: text))
    let open = parser.openAtEnd
    _ = parser.program()
    let diagnostics = parser.sortedDiagnostics()
    guard let first = diagnostics.first else { return .complete }
    if let open { return diagnostics.count == 1 ? .incomplete(open) : .invalid(first) }
    guard let open = parser.openAtEnd, diagnostics.count == 1 else { return .invalid(first) }
    return .incomplete(open)
  }
}
