import Diagnostics

extension Parser {
  /// A literal, a name, something in brackets, or a compound.
  mutating func operand() throws(Failure) -> Expression {
    let start = token.range.start
    switch token.kind {
    case .name(let name): return try single(.name(name))
    case .int(let value): return try single(.int(value))
    case .float(let value): return try single(.float(value))
    case .text(let text): return try single(.text(text))
    case .keyword(.true): return try single(.bool(true))
    case .keyword(.false): return try single(.bool(false))
    case .keyword(.none): return try single(.none)
    case .keyword(.if), .keyword(.try), .keyword(.noGrad), .keyword(.fn): return try compound()
    case .intBound: throw fail(.intBoundWithoutMinus())
    case .formatted(let pieces):
      let parts = try formattedParts(pieces)
      advance()
      return try make(.formattedText(parts), from: start)
    case .symbol(.openParenthesis): return try parentheses()
    case .symbol(.openBracket): return try brackets()
    case .symbol(.openBrace): return try braces()
    case .symbol(.range), .symbol(.closedRange): throw fail(.spreadOutsideList())
    case .symbol, .keyword, .foreign, .marker, .invalid, .end:
      throw unexpected(.expectedExpression(found: found))
    }
  }

  private mutating func single(_ kind: Expression.Kind) throws(Failure) -> Expression {
    let start = token.range.start
    advance()
    return try make(kind, from: start)
  }

  // MARK: F-texts

  private mutating func formattedParts(
    _ pieces: [Token.Piece]
  ) throws(Failure) -> [FormattedPart] {
    var parts: [FormattedPart] = []
    for piece in pieces {
      switch piece {
      case .literal(let text):
        parts.append(.literal(text))
      case .value(let tokens, let spec):
        let value = try embedded(tokens)
        var format: [FormattedPart]?
        if let spec { format = try formattedParts(spec) }
        parts.append(.value(value, spec: format))
      }
    }
    return parts
  }

  /// The expression that the tokens of a value in an f-text make.
  private mutating func embedded(_ inner: [Token]) throws(Failure) -> Expression {
    let saved = (tokens, index, statementStart, newlineMatters, isInText, open)
    (tokens, index, statementStart, newlineMatters, isInText, open) = (inner, 0, 0, false, true, [])
    defer { (tokens, index, statementStart, newlineMatters, isInText, open) = saved }
    return try nested { (parser: inout Parser) throws(Failure) in
      let value = try parser.condition()
      guard case .end = parser.token.kind else {
        throw parser.unexpected(.expectedSymbol("}", .endOfValueInText, found: parser.found))
      }
      return value
    }
  }

  // MARK: Parentheses and brackets

  /// `(e)`, or `(a, b)`, which is a list.
  private mutating func parentheses() throws(Failure) -> Expression {
    let start = token.range.start
    let content = try bracketed(nil, newlineMatters: false) {
      (parser: inout Parser) throws(Failure) -> (items: [Item], hasComma: Bool) in
      if parser.token.is(.closeParenthesis) {
        throw parser.fail(.emptyParentheses(), at: parser.previous.range.union(parser.token.range))
      }
      let content = try parser.items(until: .closeParenthesis)
      if parser.token.is(.for) { throw parser.fail(.generatorArgument()) }
      if parser.token.is(.assign) { throw parser.fail(.equalsInExpression()) }
      try parser.expect(.closeParenthesis, .endOfParentheses)
      return content
    }
    if content.items.count == 1, !content.hasComma {
      let item = content.items[0]
      if item.isSpread { throw fail(.spreadOutsideList(), at: item.range) }
      return Expression(item.value.kind, range: range(from: start), isParenthesized: true)
    }
    return try make(.list(content.items, form: .parentheses), from: start)
  }

  /// Items with commas between and perhaps one behind; at least one unless `closer` is next.
  private mutating func items(
    until closer: Symbol
  ) throws(Failure) -> (items: [Item], hasComma: Bool) {
    var items: [Item] = []
    var hasComma = false
    while !token.is(closer) {
      items.append(try item())
      guard take(.comma) else { break }
      hasComma = true
    }
    return (items, hasComma)
  }

  /// `e` or `..e`
  mutating func item() throws(Failure) -> Item {
    let start = token.range.start
    let isSpread = take(.range)
    let value = try expression()
    return Item(value, isSpread: isSpread, range: range(from: start))
  }

  /// `[a, b]`, or a list comprehension.
  private mutating func brackets() throws(Failure) -> Expression {
    let start = token.range.start
    let kind = try bracketed(nil, newlineMatters: false) {
      (parser: inout Parser) throws(Failure) -> Expression.Kind in
      let content = try parser.items(until: .closeBracket)
      var kind = Expression.Kind.list(content.items, form: .brackets)
      if parser.token.is(.for), content.items.count == 1, !content.hasComma {
        if content.items[0].isSpread { throw parser.fail(.spreadInComprehension()) }
        let clauses = try parser.clauses()
        kind = .listComprehension(element: content.items[0].value, clauses: clauses)
      }
      if parser.token.is(.assign) { throw parser.fail(.equalsInExpression()) }
      try parser.expect(.closeBracket, .endOfList)
      return kind
    }
    return try make(kind, from: start)
  }

  private mutating func clauses() throws(Failure) -> [Clause] {
    var clauses: [Clause] = []
    while true {
      try checkRoom(after: clauses.count, "parts of a comprehension")
      if take(.for) {
        let targets = try targets(before: .in)
        clauses.append(.loop(targets, items: try expression()))
      } else if take(.if) {
        clauses.append(.condition(try condition()))
      } else {
        return clauses
      }
    }
  }

  // MARK: Dicts

  /// `{a: 1}`, or a dict comprehension.
  private mutating func braces() throws(Failure) -> Expression {
    let start = token.range.start
    let kind = try bracketed("dict", newlineMatters: false) {
      (parser: inout Parser) throws(Failure) -> Expression.Kind in
      var entries: [Entry] = []
      var keys: Set<ConstantKey> = []
      while !parser.token.is(.closeBrace) {
        let word = parser.token.range
        let entry = try parser.entry()
        if parser.token.is(.for), entries.isEmpty {
          return try parser.dictComprehension(entry, word)
        }
        parser.checkKey(entry, word, &keys)
        entries.append(entry)
        guard parser.take(.comma) else { break }
      }
      try parser.expect(.closeBrace, .endOfDict)
      return .dict(entries)
    }
    return try make(kind, from: start)
  }

  private mutating func entry() throws(Failure) -> Entry {
    let start = token.range.start
    if take(.range) { return Entry(.spread(try expression()), range: range(from: start)) }
    if let word = token.word, next.is(.colon) {
      advance()
      advance()
      return Entry(.word(word, value: try expression()), range: range(from: start))
    }
    let key = try expression()
    guard take(.colon) else {
      if token.is(.comma) || token.is(.closeBrace) || token.is(.for) { throw fail(.noSets()) }
      // An assignment, or a statement and a newline, shows that a block was meant.
      if token.is(.assign) || token.followsNewline { throw fail(.braceOpensDict()) }
      throw unexpected(.expectedSymbol(":", .afterKey, found: found))
    }
    return Entry(.computed(key: key, value: try expression()), range: range(from: start))
  }

  /// The rest of a comprehension that began with an entry, whose bare word stands at `place`.
  private mutating func dictComprehension(
    _ entry: Entry, _ place: SourceRange
  ) throws(Failure) -> Expression.Kind {
    let (key, value): (Expression, Expression)
    switch entry.kind {
    case .word(let word, value: let item):
      // In a comprehension a bare word is the variable, or the constant, of that name.
      guard let kind = Parser.kind(ofWord: word) else {
        throw fail(.reservedName(word, .key), at: place)
      }
      (key, value) = (Expression(kind, range: place), item)
    case .computed(key: let computed, value: let item):
      (key, value) = (computed, item)
    case .spread:
      throw fail(.spreadInComprehension())
    }
    let clauses = try clauses()
    try expect(.closeBrace, .endOfDict)
    return .dictComprehension(key: key, value: value, clauses: clauses)
  }

  private static func kind(ofWord word: String) -> Expression.Kind? {
    guard let keyword = Keyword(rawValue: word) else { return .name(word) }
    guard keyword.isConstant else { return nil }
    return keyword == .none ? Expression.Kind.none : .bool(keyword == .true)
  }

  private mutating func checkKey(
    _ entry: Entry, _ word: SourceRange, _ keys: inout Set<ConstantKey>
  ) {
    let key: ConstantKey?
    let place: SourceRange
    switch entry.kind {
    case .word(let text, value: _):
      (key, place) = (.text(Array(text.unicodeScalars)), word)
    case .computed(key: let expression, value: _):
      (key, place) = (ConstantKey(expression), expression.range)
    case .spread:
      return
    }
    guard let key, !keys.insert(key).inserted else { return }
    report(.repeatedKey(source.text(in: place)), at: place)
  }
}

/// A key of a dict that is known from the text: equal keys are equal here.
private enum ConstantKey: Hashable {
  case none
  case int(Int)
  case float(Double)
  case text([Unicode.Scalar])

  /// The key that a literal is; numbers and truth values are equal by value.
  init?(_ expression: Expression) {
    switch expression.kind {
    case .none: self = .none
    case .bool(let value): self = .int(value ? 1 : 0)
    case .int(let value): self = .int(value)
    case .float(let value):
      let isIntSized = -0x1p63 <= value && value < 0x1p63
      self = isIntSized && Double(Int(value)) == value ? .int(Int(value)) : .float(value)
    case .text(let text): self = .text(Array(text.unicodeScalars))
    case .unary(.minus, let operand):
      let key = ConstantKey(operand)
      if case .int(let value)? = key, value != .min {
        self = .int(-value)
      } else if case .float(let value)? = key {
        self = .float(-value)
      } else {
        return nil
      }
    case .unary, .formattedText, .name, .list, .dict, .listComprehension, .dictComprehension,
      .lambda, .function, .conditional, .attempt, .noGrad, .not, .binary, .logical, .comparison,
      .range, .call, .index, .field, .pipe:
      return nil
    }
  }
}
