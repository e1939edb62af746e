import Diagnostics

extension Lexer {
  /// How a text is written.
  struct TextForm {
    var quote: UInt8
    var isTriple: Bool
    var isRaw: Bool
    var isFormatted: Bool
    /// Offset of the first byte, prefix included.
    var start: Int
  }

  /// A text without prefix, or MATLAB's `x'`.
  mutating func scanQuote() {
    if bytes[position] == UInt8(ascii: "'"), let last = tokens.last, last.range.end == position,
      endsOperand(last), !isClosedOnLine()
    {
      let start = position
      position += 1
      return append(.foreign("'"), from: start)
    }
    scanText(isRaw: false, isFormatted: false, from: position)
  }

  private func endsOperand(_ token: Token) -> Bool {
    switch token.kind {
    case .name, .int, .float: true
    case .symbol(let symbol): symbol == .closeParenthesis || symbol == .closeBracket
    case .keyword, .intBound, .text, .formatted, .foreign, .marker, .invalid, .end: false
    }
  }

  private func isClosedOnLine() -> Bool {
    bytes[(position + 1)...].prefix { $0 != UInt8(ascii: "\n") }.contains(UInt8(ascii: "'"))
  }

  /// A text behind a prefix; false if the word is no prefix.
  mutating func scanPrefixedText(_ prefix: String, from start: Int) -> Bool {
    switch prefix {
    case "r": scanText(isRaw: true, isFormatted: false, from: start)
    case "f": scanText(isRaw: false, isFormatted: true, from: start)
    case "rf", "fr": scanText(isRaw: true, isFormatted: true, from: start)
    case "b", "u", "R", "F", "B", "U", "br", "rb":
      report(.unknownPrefix(prefix), range(from: start), from: start)
      scanText(isRaw: false, isFormatted: false, from: position)
      tokens.removeLast()
    default: return false
    }
    return true
  }

  private mutating func scanText(isRaw: Bool, isFormatted: Bool, from start: Int) {
    let quote = bytes[position]
    let isTriple = peek(1) == quote && peek(2) == quote
    position += isTriple ? 3 : 1
    let form = TextForm(
      quote: quote, isTriple: isTriple, isRaw: isRaw, isFormatted: isFormatted, start: start)
    let errors = diagnostics.count
    let pieces = scanPieces(form)
    if pieces == nil { skipRest(form) }
    if diagnostics.count > errors { return append(.invalid, from: start) }
    if isFormatted { return append(.formatted(pieces ?? []), from: start) }
    if case .literal(let text)? = pieces?.first { return append(.text(text), from: start) }
    append(.text(""), from: start)
  }

  /// The stretches of a text up to and with its closing quotes; nil, reported, if there are none.
  private mutating func scanPieces(_ form: TextForm) -> [Token.Piece]? {
    var pieces: [Token.Piece] = []
    var literal = String.UnicodeScalarView()
    func flush() {
      if !literal.isEmpty { pieces.append(.literal(String(literal))) }
      literal = .init()
    }
    while position < bytes.count {
      if isClosing(form) {
        position += form.isTriple ? 3 : 1
        flush()
        return pieces
      }
      let byte = bytes[position]
      if byte == UInt8(ascii: "\n"), !form.isTriple { break }
      if form.isFormatted, byte == UInt8(ascii: "{"), peek(1) != byte {
        flush()
        guard let piece = scanValue(form) else { return nil }
        pieces.append(piece)
      } else {
        scanLetter(form, into: &literal)
      }
    }
    reportUnclosed(form)
    return nil
  }

  /// Behind an error inside a text: passes its rest, so that this is not read as code.
  private mutating func skipRest(_ form: TextForm) {
    while position < bytes.count, !isClosing(form) {
      if bytes[position] == UInt8(ascii: "\n"), !form.isTriple { return }
      position += 1
    }
    position = min(position + (form.isTriple ? 3 : 1), bytes.count)
  }

  private func isClosing(_ form: TextForm) -> Bool {
    guard peek() == form.quote else { return false }
    return !form.isTriple || (peek(1) == form.quote && peek(2) == form.quote)
  }

  private mutating func reportUnclosed(_ form: TextForm) {
    let opening = SourceRange(start: form.start, end: position)
    if form.isTriple, unclosedText == nil { unclosedText = opening }
    let quotes = String(
      repeating: Character(Unicode.Scalar(form.quote)), count: form.isTriple ? 3 : 1)
    diagnostics.append(
      SyntaxMessage.unclosedText(quotes, isTriple: form.isTriple)
        .diagnostic(in: source, at: opening))
  }

  /// One letter of a text, an escape, or a doubled brace.
  private mutating func scanLetter(_ form: TextForm, into text: inout String.UnicodeScalarView) {
    let byte = bytes[position]
    if byte == UInt8(ascii: "\\") {
      if !form.isRaw { return scanEscape(into: &text) }
      // As in Python, a backslash keeps a quote from closing a raw text, and stays.
      text.append("\\")
      position += 1
      if peek() != form.quote && peek() != byte { return }
    } else if form.isFormatted, byte == UInt8(ascii: "}") || byte == UInt8(ascii: "{") {
      if peek(1) != byte {
        let place = SourceRange(start: position, end: position + 1)
        diagnostics.append(SyntaxMessage.loneBraceInText().diagnostic(in: source, at: place))
      } else {
        position += 1
      }
    }
    guard let scalar = scalar() else {
      position += 1
      return
    }
    position += UTF8.width(scalar)
    text.append(scalar)
  }

  // MARK: Escapes

  private static let escapes: [UInt8: Unicode.Scalar] = [
    UInt8(ascii: "n"): "\n", UInt8(ascii: "t"): "\t", UInt8(ascii: "r"): "\r",
    UInt8(ascii: "0"): "\0", UInt8(ascii: "\\"): "\\", UInt8(ascii: "\""): "\"",
    UInt8(ascii: "'"): "'",
  ]

  private mutating func scanEscape(into text: inout String.UnicodeScalarView) {
    let start = position
    let letter = peek(1)
    if let scalar = Lexer.escapes[letter] {
      position += 2
      return text.append(scalar)
    }
    if letter == UInt8(ascii: "x") || letter == UInt8(ascii: "u") {
      position += 2
      let digits = letter == UInt8(ascii: "x") ? scanDigits(count: 2) : scanBracedDigits()
      if let digits, let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) {
        return text.append(scalar)
      }
      let place = range(from: start)
      diagnostics.append(
        SyntaxMessage.badCodePoint(source.text(in: place)).diagnostic(in: source, at: place))
      return
    }
    position += 1
    let width = scalar().map { $0 == "\n" ? 0 : UTF8.width($0) } ?? 0
    let place = SourceRange(start: start, end: position + width)
    diagnostics.append(
      SyntaxMessage.unknownEscape(source.text(in: place)).diagnostic(in: source, at: place))
    position += width
  }

  private mutating func scanDigits(count: Int) -> String? {
    let start = position
    while position - start < count, isHex(peek()) { position += 1 }
    return position - start == count ? source.text(in: range(from: start)) : nil
  }

  /// `{…}` with one to six hexadecimal digits.
  private mutating func scanBracedDigits() -> String? {
    guard peek() == UInt8(ascii: "{") else { return nil }
    position += 1
    let start = position
    while position - start < 7, isHex(peek()) { position += 1 }
    let digits = source.text(in: range(from: start))
    guard peek() == UInt8(ascii: "}"), 1...6 ~= digits.utf8.count else { return nil }
    position += 1
    return digits
  }

  private func isHex(_ byte: UInt8) -> Bool {
    byte < 0x80 && Character(Unicode.Scalar(byte)).isHexDigit
  }

  // MARK: Values in f-texts

  /// `{value}` or `{value:spec}`; nil, reported, if it is not closed.
  private mutating func scanValue(_ form: TextForm) -> Token.Piece? {
    let opening = SourceRange(start: position, end: position + 1)
    position += 1
    guard textDepth < Lexer.textNestingLimit else {
      diagnostics.append(SyntaxMessage.nestedTooDeep().diagnostic(in: source, at: opening))
      return nil
    }
    let tokens = collecting { lexer in
      while lexer.skipBlanks(acrossLines: form.isTriple), !lexer.isAtValueEnd(form) {
        lexer.scan()
      }
    }
    if tokens.count == 1, peek() == UInt8(ascii: "}") {
      diagnostics.append(SyntaxMessage.emptyValueInText().diagnostic(in: source, at: opening))
    }
    if let message = foreignConversion(tokens) {
      diagnostics.append(
        message.diagnostic(in: source, at: SourceRange(start: position, end: position + 1)))
      return nil
    }
    var spec: [Token.Piece]?
    if peek() == UInt8(ascii: ":") {
      position += 1
      spec = scanSpec(form)
    }
    guard peek() == UInt8(ascii: "}") else {
      if position >= bytes.count, form.isTriple {
        reportUnclosed(form)
      } else {
        diagnostics.append(SyntaxMessage.unclosedValueInText().diagnostic(in: source, at: opening))
      }
      return nil
    }
    position += 1
    return .value(tokens, spec: spec)
  }

  /// Whether the value of an f-text ends at the next byte: at `}`, `:`, `!r`, `=}` or the closing
  /// quote outside the value's own brackets.
  private func isAtValueEnd(_ form: TextForm) -> Bool {
    guard isOutsideBrackets else { return false }
    switch peek() {
    case UInt8(ascii: "}"), UInt8(ascii: ":"): return true
    case UInt8(ascii: "!"): return peek(1) != UInt8(ascii: "=")
    case UInt8(ascii: "="): return peek(1) == UInt8(ascii: "}")
    case form.quote:
      guard let last = tokens.last, last.name != ContextualWord.by else { return false }
      return isClosing(form) && endsOperand(last)
    default: return false
    }
  }

  private func foreignConversion(_ tokens: [Token]) -> SyntaxMessage? {
    if tokens.count == 1 { return nil }
    if peek() == UInt8(ascii: "!") { return .conversionInText() }
    return peek() == UInt8(ascii: "=") ? .equalsInText() : nil
  }

  /// The format behind `:`, up to the `}` that closes the value.
  private mutating func scanSpec(_ form: TextForm) -> [Token.Piece]? {
    var pieces: [Token.Piece] = []
    var literal = String.UnicodeScalarView()
    while position < bytes.count, !isClosing(form), peek() != UInt8(ascii: "\n") {
      if peek() == UInt8(ascii: "{") {
        if !literal.isEmpty { pieces.append(.literal(String(literal))) }
        literal = .init()
        guard let piece = scanValue(form) else { return nil }
        pieces.append(piece)
      } else if peek() == UInt8(ascii: "}") {
        break
      } else {
        scanLetter(form, into: &literal)
      }
    }
    if !literal.isEmpty { pieces.append(.literal(String(literal))) }
    return pieces
  }
}
