import Diagnostics

/// The smallest part of a program, with its place.
struct Token: Sendable {
  /// What it is.
  var kind: Kind
  /// Its place.
  var range: SourceRange
  /// Whether a newline stands between this and the token before.
  var followsNewline: Bool
  /// Behind an opening bracket: the position of its closing one among the tokens.
  var partner: Int?

  /// Every kind of token.
  enum Kind: Sendable {
    /// A name, in NFC.
    case name(String)
    /// A reserved word.
    case keyword(Keyword)
    /// `42`
    case int(Int)
    /// `9223372036854775808`, which stands only under a unary minus
    case intBound
    /// `1e-3`
    case float(Double)
    /// A text with its escapes replaced.
    case text(String)
    /// An f-text, its values as tokens.
    case formatted([Piece])
    /// An operator or a bracket.
    case symbol(Symbol)
    /// What another language writes here; `ForeignSpelling` has ours.
    case foreign(String)
    /// `# %% …`
    case marker
    /// Something that the lexer has reported already.
    case invalid
    /// Behind the last token.
    case end
  }

  /// A stretch of an f-text.
  enum Piece: Sendable {
    /// Text, with its escapes replaced.
    case literal(String)
    /// `{value:spec}`: the tokens of the value, closed by `.end`.
    case value([Token], spec: [Piece]?)
  }

  /// Whether it is that operator or bracket.
  func `is`(_ symbol: Symbol) -> Bool {
    if case .symbol(symbol) = kind { true } else { false }
  }

  /// Whether it is that reserved word.
  func `is`(_ keyword: Keyword) -> Bool {
    if case .keyword(keyword) = kind { true } else { false }
  }

  /// The word, where any word may stand: after `.`, as a bare key, before `=` in a call.
  var word: String? {
    switch kind {
    case .name(let name): name
    case .keyword(let keyword): keyword.rawValue
    case .int, .intBound, .float, .text, .formatted, .symbol, .foreign, .marker, .invalid, .end: nil
    }
  }

  /// The name, if it is one and not reserved.
  var name: String? {
    if case .name(let name) = kind { name } else { nil }
  }

  /// Whether the input, or the cell, ends here.
  var endsCell: Bool {
    switch kind {
    case .end, .marker: true
    case .name, .keyword, .int, .intBound, .float, .text, .formatted, .symbol, .foreign, .invalid:
      false
    }
  }
}

/// The reserved words: the one table.
enum Keyword: String, Sendable, CaseIterable {
  case and, assert, `break`, `catch`, `continue`, del, `else`, `false`, finally, fn, `for`, `if`
  case `import`, `in`, noGrad = "no_grad", none, not, or, `return`, `throw`, `true`, `try`, `while`

  /// Whether it is a value: `none`, `true` or `false`.
  var isConstant: Bool { self == .none || self == .true || self == .false }
}

/// Names that are words in one place each.
enum ContextualWord {
  /// `import "lib.mscript" as lib`
  static let `as` = "as"
  /// `a..b by c`
  static let by = "by"
  /// `outer a, b` at the start of a statement
  static let outer = "outer"
}

extension Parser {
  /// The words that cannot be names, in alphabetical order: for completion and highlighting.
  public static let reservedWords = Keyword.allCases.map(\.rawValue)

  /// Words that are names except in their own places.
  public static let contextualWords = [ContextualWord.as, ContextualWord.by, ContextualWord.outer]
}

/// Operators and brackets; the raw value is the spelling.
enum Symbol: String, Sendable, CaseIterable {
  case openParenthesis = "("
  case closeParenthesis = ")"
  case openBracket = "["
  case closeBracket = "]"
  case openBrace = "{"
  case closeBrace = "}"
  case comma = ","
  case semicolon = ";"
  case colon = ":"
  case dot = "."
  case range = ".."
  case closedRange = "..="
  case ellipsis = "..."
  case assign = "="
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case plus = "+"
  case minus = "-"
  case star = "*"
  case slash = "/"
  case doubleSlash = "//"
  case percent = "%"
  case at = "@"
  case power = "**"
  case ampersand = "&"
  case bar = "|"
  case tilde = "~"
  case plusAssign = "+="
  case minusAssign = "-="
  case starAssign = "*="
  case slashAssign = "/="
  case doubleSlashAssign = "//="
  case percentAssign = "%="
  case powerAssign = "**="
  case atAssign = "@="
  case ampersandAssign = "&="
  case barAssign = "|="
  case arrow = "->"
  case lambda = "=>"
  case pipe = "|>"

  /// The closing bracket of an opening one.
  var partner: Symbol? {
    if self == .openParenthesis { return .closeParenthesis }
    if self == .openBracket { return .closeBracket }
    return self == .openBrace ? .closeBrace : nil
  }

  /// Whether it closes a bracket.
  var isCloser: Bool {
    self == .closeParenthesis || self == .closeBracket || self == .closeBrace
  }

  /// The operator of `+=` and the like.
  var augmentation: BinaryOperator? {
    guard rawValue.count > 1, rawValue.last == "=", self != .closedRange else { return nil }
    return BinaryOperator(rawValue: String(rawValue.dropLast()))
  }

  /// Spellings with their symbols, by first byte, the longest first.
  static let byFirstByte: [[(spelling: [UInt8], symbol: Symbol)]] = {
    var table = [[(spelling: [UInt8], symbol: Symbol)]](repeating: [], count: 256)
    for symbol in allCases.sorted(by: { $0.rawValue.utf8.count > $1.rawValue.utf8.count }) {
      let spelling = Array(symbol.rawValue.utf8)
      table[Int(spelling[0])].append((spelling, symbol))
    }
    return table
  }()
}
