import Diagnostics

/// Text → tree, by recursive descent; operators by the levels of `Precedence`.
///
/// Every error is a diagnostic of kind `syntax`. A statement with an error is left out of the tree
/// and the parser goes on behind it, so one run finds several.
public struct Parser {
  /// How deep brackets, blocks and operators may nest: far beyond any program that a person
  /// writes, and inside a native stack of 4 MB; a smaller stack allows less.
  static let nestingLimit = 500
  /// How high a tree may be, which a chain such as `a + b + …` makes without nesting: the compiler,
  /// the printer and the release of a tree walk it natively.
  static let heightLimit = 1_000
  /// How many parameters, branches, comparisons or parts of a comprehension may stand together: the
  /// compiler opens a register, a jump or a level for each.
  static let partsLimit = 1_000
  /// Errors after which the rest is not worth reading.
  static let errorLimit = 50

  /// A statement that was given up; its diagnostic is recorded.
  struct Failure: Error {}

  /// What surrounds a statement, as far as `return`, `break` and `import` care.
  struct Surroundings {
    var isInFunction = false
    var isInLoop = false
    var isTopLevel = true
    /// Whether `return` would leave a `finally`.
    var returnLeavesFinally = false
    /// Whether `break` and `continue` would.
    var breakLeavesFinally = false
  }

  let source: SourceText
  var tokens: [Token]
  /// Position of the next token.
  var index = 0
  /// Position of the first token of the statement being read.
  var statementStart = 0
  var diagnostics: [Diagnostic]
  let comments: [Comment]
  /// `##` lines by line number.
  let documentation: [Int: Comment]
  /// Whether a newline can end a statement: not inside `( )`, `[ ]` and a dict's braces.
  var newlineMatters = true
  var depth = 0
  /// Brackets and blocks that are open, outermost first.
  var open: [OpenPart] = []
  var surroundings = Surroundings()
  /// What was open when the input ended too early; nil if it did not.
  var openAtEnd: [OpenPart]?
  /// Whether the tokens are those of a value in an f-text.
  var isInText = false

  init(_ source: SourceText) {
    var lexer = Lexer(source)
    lexer.run()
    self.source = source
    tokens = lexer.tokens
    diagnostics = lexer.diagnostics
    comments = lexer.comments
    documentation = Parser.documentationLines(lexer.comments, source)
    if let text = lexer.unclosedText {
      openAtEnd = [
        OpenPart(spelling: "\"\"\"", head: nil, line: source.line(at: text.start))
      ]
    }
  }

  private static func documentationLines(
    _ comments: [Comment], _ source: SourceText
  ) -> [Int: Comment] {
    var lines: [Int: Comment] = [:]
    for comment in comments where comment.kind == .documentation {
      let line = source.line(at: comment.range.start)
      let before = SourceRange(start: source.lineRange(line).start, end: comment.range.start)
      let isAlone = source.utf8[before.start..<before.end].allSatisfy { $0 == 0x20 || $0 == 0x09 }
      if isAlone { lines[line] = comment }
    }
    return lines
  }

  // MARK: Entries

  /// The tree of a text, and what is wrong with it in the order of the text; the tree is whole if
  /// nothing is.
  public static func parse(_ source: SourceText) -> (program: Program, diagnostics: [Diagnostic]) {
    var parser = Parser(source)
    let program = parser.program()
    return (program, parser.sortedDiagnostics())
  }

  func sortedDiagnostics() -> [Diagnostic] {
    let ordered = diagnostics.enumerated().sorted { a, b in
      let (x, y) = (a.element.range?.start ?? 0, b.element.range?.start ?? 0)
      return (x, a.offset) < (y, b.offset)
    }
    return Array(ordered.map(\.element).prefix(Parser.errorLimit))
  }

  // MARK: Tokens

  var token: Token { tokens[index] }
  var next: Token { tokens[min(index + 1, tokens.count - 1)] }
  /// The token before the next one; at the start the first one.
  var previous: Token { tokens[max(index - 1, 0)] }

  /// Whether the next token stands behind a newline that counts.
  var startsLine: Bool { newlineMatters && token.followsNewline }

  mutating func advance() { if index < tokens.count - 1 { index += 1 } }

  /// Passes a symbol if it is next.
  mutating func take(_ symbol: Symbol) -> Bool {
    guard token.is(symbol) else { return false }
    advance()
    return true
  }

  /// Passes a reserved word if it is next.
  mutating func take(_ keyword: Keyword) -> Bool {
    guard token.is(keyword) else { return false }
    advance()
    return true
  }

  /// Passes a symbol, or fails.
  mutating func expect(_ symbol: Symbol, _ place: SyntaxMessage.Place) throws(Failure) {
    if take(symbol) { return }
    var message = SyntaxMessage.expectedSymbol(symbol.rawValue, place, found: found)
    let line = source.line(at: token.range.start)
    if let last = open.last, last.line < line {
      message.hint = "the `\(last.spelling)` was opened at line \(last.line)"
    }
    throw unexpected(message)
  }

  /// Passes a name, or fails.
  mutating func expectName(_ place: SyntaxMessage.Place) throws(Failure) -> Identifier {
    guard let name = token.name else {
      if case .keyword(let keyword) = token.kind {
        throw fail(.reservedName(keyword.rawValue, place))
      }
      throw unexpected(.expectedName(place, found: found))
    }
    let identifier = Identifier(name, range: token.range)
    advance()
    return identifier
  }

  /// From a start to the end of the token before the next one.
  func range(from start: Int) -> SourceRange {
    SourceRange(start: start, end: max(start, previous.range.end))
  }

  /// An expression of a kind, or a failure if the tree gets too high.
  mutating func make(_ kind: Expression.Kind, from start: Int) throws(Failure) -> Expression {
    let expression = Expression(kind, range: range(from: start))
    if expression.height > Parser.heightLimit {
      throw fail(.nestedTooDeep(), at: SourceRange(start: start, end: start))
    }
    return expression
  }

  // MARK: Nesting

  /// Fails if there are as many parts of a kind as may stand together, and one more comes.
  mutating func checkRoom(after count: Int, _ parts: String) throws(Failure) {
    if count >= Parser.partsLimit { throw fail(.tooManyParts(parts)) }
  }

  /// Reads a part one level deeper, or fails if that is too deep.
  mutating func nested<Part>(
    _ body: (inout Parser) throws(Failure) -> Part
  ) throws(Failure) -> Part {
    depth += 1
    defer { depth -= 1 }
    let isScarce = depth > 40 && depth % 8 == 0 && StackSpace.isScarce
    if depth > Parser.nestingLimit || isScarce { throw fail(.nestedTooDeep()) }
    return try body(&self)
  }

  /// Passes an opening bracket and reads what is inside; `head` is what the bracket belongs to.
  mutating func bracketed<Part>(
    _ head: String?, newlineMatters matters: Bool,
    _ body: (inout Parser) throws(Failure) -> Part
  ) throws(Failure) -> Part {
    let saved = newlineMatters
    let spelling = source.text(in: token.range)
    open.append(OpenPart(spelling: spelling, head: head, line: source.line(at: token.range.start)))
    advance()
    newlineMatters = matters
    let part = try body(&self)
    open.removeLast()
    newlineMatters = saved
    return part
  }

  // MARK: Errors

  /// How messages call the next token.
  var found: String {
    switch token.kind {
    case .end: isInText ? "`}`" : "the end of the text"
    case .marker: "the end of the cell"
    case .text, .formatted: startsLine ? "the end of the line" : "a text"
    case .name, .keyword, .int, .intBound, .float, .symbol, .foreign, .invalid:
      startsLine ? "the end of the line" : "`\(source.text(in: token.range))`"
    }
  }

  /// Where messages about the next token point: at it, or behind the last one if the line, the
  /// cell or the text ends.
  var place: SourceRange {
    let isBehind = token.endsCell && !isInText || startsLine
    guard isBehind, index > 0 else { return token.range }
    return SourceRange(start: previous.range.end, end: previous.range.end)
  }

  /// Records an error and gives what to throw.
  mutating func fail(_ message: SyntaxMessage, at range: SourceRange? = nil) -> Failure {
    report(message, at: range ?? token.range)
    return Failure()
  }

  /// Records an error that does not stop the statement.
  mutating func report(_ message: SyntaxMessage, at range: SourceRange) {
    if diagnostics.contains(where: { $0.range?.start == range.start }) { return }
    diagnostics.append(message.diagnostic(in: source, at: range))
  }

  /// Records that the next token does not fit, in the words of `message` unless there are better
  /// ones: for an end inside a bracket, or for what another language writes here.
  ///
  /// At the end of the text more of it would help, unless the message `isFinal`.
  mutating func unexpected(_ message: SyntaxMessage, isFinal: Bool = false) -> Failure {
    if case .invalid = token.kind { return Failure() }
    if let message = ForeignSpelling.explain(self) {
      return fail(message.message, at: message.place)
    }
    if case .end = token.kind, !isInText {
      if openAtEnd == nil, !isFinal { openAtEnd = open }
      if let last = open.last {
        return fail(.textEndsInside(last, likelyEnd: likelyEnd(of: last)), at: place)
      }
    }
    if case .marker = token.kind, let last = open.last {
      return fail(.cellEndsInside(last, likelyEnd: likelyEnd(of: last)))
    }
    return fail(message, at: place)
  }

  /// The line before which a `}` seems to be missing: the first one below an open `{` that begins
  /// as far left as the line with the brace does; nil if there is none.
  private func likelyEnd(of part: OpenPart) -> Int? {
    guard part.spelling == "{",
      let opener = tokens.first(where: { source.line(at: $0.range.start) == part.line })
    else { return nil }
    let column = source.column(at: opener.range.start)
    let next = tokens[..<index].first { token in
      let line = source.line(at: token.range.start)
      guard line > part.line, token.followsNewline else { return false }
      if case .symbol(let symbol) = token.kind, symbol.isCloser { return false }
      return source.column(at: token.range.start) <= column
    }
    return next.map { source.line(at: $0.range.start) }
  }
}
