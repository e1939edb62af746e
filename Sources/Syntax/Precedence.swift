/// How strongly operators bind, weakest first: the one table of levels.
enum Precedence: Int, Comparable {
  /// `x => e`
  case lambda
  /// `|>`
  case pipe
  case or, and, not
  /// `==`, `<`, `in` and the like, in chains
  case comparison
  /// `..` and `..=`, which do not chain
  case range
  case bitOr, bitAnd
  /// `+`, `-`
  case sum
  /// `*`, `/`, `//`, `%`, `@`
  case product
  /// A sign, or `~`
  case unary
  /// `**`, from the right
  case power
  /// Call, index, field
  case postfix
  /// A literal, a name, something in brackets
  case operand

  static func < (a: Precedence, b: Precedence) -> Bool { a.rawValue < b.rawValue }

  /// The next stronger level.
  var stronger: Precedence { Precedence(rawValue: rawValue + 1) ?? .operand }

  /// An operator between two operands.
  enum Infix {
    case logical(LogicalOperator)
    case comparison(ComparisonOperator)
    case range(isInclusive: Bool)
    case binary(BinaryOperator)

    /// The level it stands on.
    var level: Precedence {
      switch self {
      case .logical(.or): .or
      case .logical(.and): .and
      case .comparison: .comparison
      case .range: .range
      case .binary(let binary): Precedence.level(binary)
      }
    }
  }

  /// The level of an arithmetic operator.
  static func level(_ binary: BinaryOperator) -> Precedence {
    switch binary {
    case .bitOr: .bitOr
    case .bitAnd: .bitAnd
    case .add, .subtract: .sum
    case .multiply, .divide, .floorDivide, .modulo, .matrixProduct: .product
    case .power: .power
    }
  }

  /// The operator that a token begins, `**` apart; nil if it is none. `not in` takes two tokens.
  static func infix(_ token: Token, before next: Token) -> Infix? {
    switch token.kind {
    case .keyword(.or): return .logical(.or)
    case .keyword(.and): return .logical(.and)
    case .keyword(.in): return .comparison(.contained)
    case .keyword(.not): return next.is(.in) ? .comparison(.notContained) : nil
    case .symbol(let symbol): return symbol.infix
    case .name, .keyword, .int, .intBound, .float, .text, .formatted, .foreign, .marker, .invalid,
      .end:
      return nil
    }
  }
}

extension Symbol {
  /// The operator between two operands that it is, `**` apart.
  fileprivate var infix: Precedence.Infix? {
    switch self {
    case .range: .range(isInclusive: false)
    case .closedRange: .range(isInclusive: true)
    case .equal: .comparison(.equal)
    case .notEqual: .comparison(.notEqual)
    case .less: .comparison(.less)
    case .lessOrEqual: .comparison(.lessOrEqual)
    case .greater: .comparison(.greater)
    case .greaterOrEqual: .comparison(.greaterOrEqual)
    case .plus: .binary(.add)
    case .minus: .binary(.subtract)
    case .star: .binary(.multiply)
    case .slash: .binary(.divide)
    case .doubleSlash: .binary(.floorDivide)
    case .percent: .binary(.modulo)
    case .at: .binary(.matrixProduct)
    case .ampersand: .binary(.bitAnd)
    case .bar: .binary(.bitOr)
    case .power, .openParenthesis, .closeParenthesis, .openBracket, .closeBracket, .openBrace,
      .closeBrace, .comma, .semicolon, .colon, .dot, .ellipsis, .assign, .tilde, .plusAssign,
      .minusAssign, .starAssign, .slashAssign, .doubleSlashAssign, .percentAssign, .powerAssign,
      .atAssign, .ampersandAssign, .barAssign, .arrow, .lambda, .pipe:
      nil
    }
  }

  /// The operator before an operand that it is.
  var sign: UnaryOperator? {
    if self == .minus { return .minus }
    if self == .plus { return .plus }
    return self == .tilde ? .complement : nil
  }
}

extension Expression {
  /// The level that an expression stands on, as written without parentheses around it.
  var precedence: Precedence {
    switch kind {
    case .lambda: .lambda
    case .list(_, form: .bare): .lambda
    case .pipe: .pipe
    case .logical(.or, _, _): .or
    case .logical(.and, _, _): .and
    case .not: .not
    case .comparison: .comparison
    case .range: .range
    case .binary(let binary, _, _): Precedence.level(binary)
    case .unary: .unary
    case .int(let value): value < 0 ? .unary : .operand
    case .float(let value): value.sign == .minus ? .unary : .operand
    case .call, .index, .field: .postfix
    case .none, .bool, .text, .formattedText, .name, .list, .dict, .listComprehension,
      .dictComprehension, .function, .conditional, .attempt, .noGrad:
      .operand
    }
  }
}
