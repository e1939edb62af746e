import Diagnostics

extension Parser {
  /// A whole expression: a lambda or a pipe.
  mutating func expression() throws(Failure) -> Expression {
    try nested { (parser: inout Parser) throws(Failure) in
      parser.isLambdaAhead ? try parser.lambda() : try parser.pipe()
    }
  }

  /// An expression inside a head or brackets, where `=` is a slip for `==`.
  mutating func condition() throws(Failure) -> Expression {
    let expression = try expression()
    if token.is(.assign) { throw fail(.equalsInExpression()) }
    return expression
  }

  private mutating func pipe() throws(Failure) -> Expression {
    let start = token.range.start
    var value = try operators(.or)
    while take(.pipe) {
      let stage = isLambdaAhead ? try lambda() : try postfix()
      value = try make(.pipe(value: value, stage: stage), from: start)
      if !startsLine, token.is(.power) || Precedence.infix(token, before: next) != nil {
        if case .lambda = stage.kind { continue }
        throw fail(.operatorAfterStage(source.text(in: token.range)))
      }
    }
    return value
  }

  /// Operators of at least a level, and their operands.
  mutating func operators(_ minimum: Precedence) throws(Failure) -> Expression {
    let start = token.range.start
    var left = try prefixed(minimum)
    while !startsLine, let infix = Precedence.infix(token, before: next),
      infix.level >= minimum
    {
      if let message = ForeignSpelling.explainIncrement(self) { throw fail(message) }
      switch infix {
      case .logical(let logical):
        advance()
        let right = try operators(infix.level.stronger)
        left = try make(.logical(logical, left, right), from: start)
      case .comparison:
        left = try comparison(left, from: start)
      case .range(let isInclusive):
        left = try rangeTail(left, isInclusive: isInclusive, from: start)
      case .binary(let binary):
        advance()
        let right = try operators(infix.level.stronger)
        left = try make(.binary(binary, left, right), from: start)
      }
    }
    return left
  }

  /// `not` and its operand, where it may stand, or an operand with its signs.
  private mutating func prefixed(_ minimum: Precedence) throws(Failure) -> Expression {
    guard token.is(.not) else { return try unary() }
    guard minimum <= .not else { throw fail(.notNeedsParentheses()) }
    let start = token.range.start
    advance()
    let operand = try nested { (parser: inout Parser) throws(Failure) in
      try parser.operators(.not)
    }
    return try make(.not(operand), from: start)
  }

  private mutating func comparison(
    _ first: Expression, from start: Int
  ) throws(Failure) -> Expression {
    var links: [ComparisonLink] = []
    while !startsLine, case .comparison(let comparison)? = Precedence.infix(token, before: next) {
      try checkRoom(after: links.count, "comparisons")
      if comparison == .notContained { advance() }
      advance()
      links.append(ComparisonLink(comparison, try operators(.range)))
    }
    return try make(.comparison(first, links), from: start)
  }

  private mutating func rangeTail(
    _ low: Expression, isInclusive: Bool, from start: Int
  ) throws(Failure) -> Expression {
    advance()
    let high = try operators(.bitOr)
    var step: Expression?
    if !startsLine, token.name == ContextualWord.by {
      advance()
      step = try operators(.bitOr)
    }
    if !startsLine, token.is(.range) || token.is(.closedRange) { throw fail(.chainedRange()) }
    return try make(
      .range(low: low, high: high, isInclusive: isInclusive, step: step), from: start)
  }

  /// Signs, and a power behind the operand.
  private mutating func unary() throws(Failure) -> Expression {
    let start = token.range.start
    if case .symbol(let symbol) = token.kind, let sign = symbol.sign {
      advance()
      if sign == .minus, case .intBound = token.kind, !next.bindsStrongerThanSign {
        advance()
        return try make(.int(.min), from: start)
      }
      let operand = try nested { (parser: inout Parser) throws(Failure) in try parser.unary() }
      return try make(.unary(sign, operand), from: start)
    }
    let base = try postfix()
    guard !startsLine, take(.power) else { return base }
    let exponent = try nested { (parser: inout Parser) throws(Failure) in try parser.unary() }
    return try make(.binary(.power, base, exponent), from: start)
  }

  /// An operand with calls, indices and fields behind it.
  mutating func postfix() throws(Failure) -> Expression {
    let start = token.range.start
    var base = try operand()
    while true {
      if token.is(.openParenthesis), !startsLine {
        let arguments = try arguments()
        base = try make(.call(base, arguments), from: start)
      } else if token.is(.openBracket), !startsLine {
        let indices = try indices()
        base = try make(.index(base, indices), from: start)
      } else if token.is(.dot), !startsLine || isFieldAhead {
        base = try field(of: base, from: start)
      } else {
        return base
      }
    }
  }

  /// Whether a word follows a `.` at once: what lets a line begin with one.
  private var isFieldAhead: Bool { next.word != nil && !next.followsNewline }

  private mutating func field(
    of base: Expression, from start: Int
  ) throws(Failure) -> Expression {
    advance()
    guard let name = token.word, !(startsLine) else {
      throw unexpected(.expectedName(.field, found: found), isFinal: true)
    }
    let nameRange = token.range
    advance()
    return try make(.field(base, name: name, nameRange: nameRange), from: start)
  }

  // MARK: Calls and indices

  private mutating func arguments() throws(Failure) -> [Argument] {
    try bracketed("call", newlineMatters: false) { (parser: inout Parser) throws(Failure) in
      var arguments: [Argument] = []
      var names: Set<String> = []
      while !parser.token.is(.closeParenthesis) {
        let argument = try parser.argument()
        parser.check(argument, &names)
        arguments.append(argument)
        if parser.token.is(.for) { throw parser.fail(.generatorArgument()) }
        if parser.token.is(.assign) { throw parser.fail(.equalsInArgument()) }
        guard parser.take(.comma) else { break }
      }
      try parser.expect(.closeParenthesis, .endOfCall)
      return arguments
    }
  }

  private mutating func argument() throws(Failure) -> Argument {
    let start = token.range.start
    if take(.range) {
      let value = try expression()
      return Argument(.spread(value), range: range(from: start))
    }
    if let name = token.word, next.is(.assign) {
      let nameRange = token.range
      advance()
      advance()
      let value = try expression()
      let kind = Argument.Kind.named(name, nameRange: nameRange, value: value)
      return Argument(kind, range: range(from: start))
    }
    return Argument(.positional(try expression()), range: range(from: start))
  }

  /// Reports a repeated name, and a positional argument after a named one.
  private mutating func check(_ argument: Argument, _ names: inout Set<String>) {
    switch argument.kind {
    case .positional:
      if !names.isEmpty { report(.positionalAfterNamed(), at: argument.range) }
    case .named(let name, let nameRange, value: _):
      if !names.insert(name).inserted { report(.repeatedArgument(name), at: nameRange) }
    case .spread:
      break
    }
  }

  private mutating func indices() throws(Failure) -> [Index] {
    try bracketed("index", newlineMatters: false) { (parser: inout Parser) throws(Failure) in
      if parser.token.is(.closeBracket) { throw parser.fail(.emptyIndex()) }
      var indices: [Index] = []
      while !parser.token.is(.closeBracket) {
        indices.append(try parser.singleIndex())
        guard parser.take(.comma) else { break }
      }
      try parser.expect(.closeBracket, .endOfIndex)
      return indices
    }
  }

  private mutating func singleIndex() throws(Failure) -> Index {
    let start = token.range.start
    if take(.ellipsis) { return Index(.ellipsis, range: range(from: start)) }
    if token.is(.range) || token.is(.closedRange) { throw fail(.rangeWithoutLowIndex()) }
    let first = token.is(.colon) ? nil : try expression()
    if token.is(.range) || token.is(.closedRange) { throw fail(.rangeWithoutLowIndex()) }
    guard take(.colon) else {
      if let first { return Index(.value(first), range: range(from: start)) }
      throw unexpected(.expectedExpression(found: found))
    }
    let second = try slicePart()
    let step = take(.colon) ? try slicePart() : nil
    return Index(.slice(first, second, step: step), range: range(from: start))
  }

  private mutating func slicePart() throws(Failure) -> Expression? {
    if token.is(.colon) || token.is(.comma) || token.is(.closeBracket) { return nil }
    return try expression()
  }
}

extension Token {
  /// Whether it binds an operand before it more strongly than a sign does.
  fileprivate var bindsStrongerThanSign: Bool {
    guard case .symbol(let symbol) = kind, !followsNewline else { return false }
    return symbol == .power || symbol == .dot || symbol == .openParenthesis
      || symbol == .openBracket
  }
}
