import Diagnostics

/// Text → tokens. A token knows whether a newline stands before it; the parser decides whether
/// that ends a statement, since only it knows which bracket is innermost.
struct Lexer {
  let source: SourceText
  let bytes: [UInt8]
  /// Offset of the next byte.
  var position: Int
  var tokens: [Token] = []
  var comments: [Comment] = []
  var diagnostics: [Diagnostic] = []
  /// Where a `"""` text begins that the end of the input cuts off.
  var unclosedText: SourceRange?
  /// Opening brackets that are not closed yet, as positions among the tokens.
  private var open: [Int] = []
  private var followsNewline = false
  /// Values of f-texts that are open around the next byte.
  var textDepth = 0
  /// How many of these may nest.
  static let textNestingLimit = 50

  init(_ source: SourceText) {
    self.source = source
    bytes = source.utf8
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// All tokens, closed by `.end`.
  mutating func run() {
    while skipBlanks(acrossLines: true) { scan() }
    let end = SourceRange(start: bytes.count, end: bytes.count)
    tokens.append(Token(kind: .end, range: end, followsNewline: followsNewline))
  }

  /// The byte at an offset from the next one; 0 behind the end.
  func peek(_ offset: Int = 0) -> UInt8 {
    position + offset < bytes.count ? bytes[position + offset] : 0
  }

  /// Whether some bytes come next.
  private func isNext(_ spelling: [UInt8]) -> Bool {
    guard spelling.count <= bytes.count - position else { return false }
    for index in spelling.indices where bytes[position + index] != spelling[index] { return false }
    return true
  }

  func range(from start: Int) -> SourceRange { SourceRange(start: start, end: position) }

  /// Adds a token that reaches from `start` to the next byte.
  mutating func append(_ kind: Token.Kind, from start: Int) {
    tokens.append(Token(kind: kind, range: range(from: start), followsNewline: followsNewline))
    followsNewline = false
  }

  /// Records an error; in its place stands an invalid token, which the parser passes in silence.
  mutating func report(_ message: SyntaxMessage, _ range: SourceRange, from start: Int) {
    diagnostics.append(message.diagnostic(in: source, at: range))
    append(.invalid, from: start)
  }

  // MARK: Blanks, comments, markers

  /// Passes white space and comments. False at the end of the input, and, unless `acrossLines`,
  /// of the line.
  mutating func skipBlanks(acrossLines: Bool) -> Bool {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        position += 1
      case UInt8(ascii: "\n"):
        if !acrossLines { return false }
        followsNewline = true
        position += 1
      case UInt8(ascii: "#"):
        if !acrossLines { return false }
        skipComment()
      default:
        return true
      }
    }
    return false
  }

  private mutating func skipComment() {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    var end = position
    while end > start + 1, [UInt8(ascii: "\r"), 0x20, 0x09].contains(bytes[end - 1]) { end -= 1 }
    let place = SourceRange(start: start, end: end)
    let isFirstInLine = start == 0 || bytes[start - 1] == UInt8(ascii: "\n")
    if isFirstInLine, textDepth == 0, Cell.Marker.begins(bytes[place.start..<place.end]) {
      tokens.append(Token(kind: .marker, range: place, followsNewline: true))
      open = []
      return
    }
    if textDepth > 0 { return }
    comments.append(Comment(commentKind(place, isFirstInLine: isFirstInLine), range: place))
  }

  private func commentKind(_ place: SourceRange, isFirstInLine: Bool) -> Comment.Kind {
    guard place.count > 1 else { return .plain }
    let second = bytes[place.start + 1]
    let third = place.count > 2 ? bytes[place.start + 2] : 0
    if second == UInt8(ascii: "#") { return third == UInt8(ascii: "#") ? .plain : .documentation }
    let isScriptLine = place.start == 0 && third == UInt8(ascii: "/")
    let isRecord = ">=!<.".utf8.contains(second) && !isScriptLine
    return isRecord && isFirstInLine && open.isEmpty ? .record : .plain
  }

  // MARK: Tokens

  /// One token from the next byte, which is no blank.
  mutating func scan() {
    let start = position
    let byte = bytes[position]
    if isDigit(byte) || (byte == UInt8(ascii: ".") && isDigit(peek(1))) {
      scanNumber()
    } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
      scanQuote()
    } else if let length = letterLength(isFirst: true) {
      position += length
      scanWord(from: start)
    } else {
      scanSymbol()
    }
  }

  private mutating func scanWord(from start: Int) {
    while let length = letterLength(isFirst: false) { position += length }
    let spelling = source.text(in: range(from: start))
    if peek() == UInt8(ascii: "\"") || peek() == UInt8(ascii: "'") {
      if scanPrefixedText(spelling, from: start) { return }
    }
    let name = normalized(spelling)
    append(Keyword(rawValue: name).map { .keyword($0) } ?? .name(name), from: start)
  }

  private mutating func scanSymbol() {
    let start = position
    if let foreign = ForeignSpelling.symbol(at: bytes[position...]) {
      position += foreign.utf8.count
      return append(.foreign(foreign), from: start)
    }
    for (spelling, symbol) in Symbol.byFirstByte[Int(bytes[position])] where isNext(spelling) {
      position += spelling.count
      append(.symbol(symbol), from: start)
      return noteBracket(symbol)
    }
    guard let scalar = scalar() else { return }
    position += UTF8.width(scalar)
    let character = ForeignSpelling.character(scalar)
    report(
      .unexpectedCharacter(scalar, replacement: character), range(from: start), from: start)
  }

  /// Joins an opening bracket with its closing one.
  private mutating func noteBracket(_ symbol: Symbol) {
    let index = tokens.count - 1
    if symbol.partner != nil {
      open.append(index)
    } else if symbol.isCloser, let last = open.last, case .symbol(let opener) = tokens[last].kind {
      open.removeLast()
      if opener.partner == symbol { tokens[last].partner = index }
    }
  }

  /// Tokens of a value in an f-text: runs `body` with an empty list, and gives what it added.
  mutating func collecting(_ body: (inout Lexer) -> Void) -> [Token] {
    let saved = (tokens, open, followsNewline)
    (tokens, open, followsNewline) = ([], [], false)
    textDepth += 1
    body(&self)
    let end = SourceRange(start: position, end: position)
    let inner = tokens + [Token(kind: .end, range: end, followsNewline: false)]
    textDepth -= 1
    (tokens, open, followsNewline) = saved
    return inner
  }

  /// Whether no bracket is open inside the value of an f-text.
  var isOutsideBrackets: Bool { open.isEmpty }
}
