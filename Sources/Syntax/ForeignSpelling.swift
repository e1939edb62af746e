import Diagnostics

/// What people type from Python, C and MATLAB, with our form for it: the one table.
///
/// Names among these are ordinary names here (`end = 3` is fine), so they are recognized only where
/// a text does not parse, and, by `hint(forName:)`, where a name has no value.
public enum ForeignSpelling {
  /// Operators and marks with no meaning here, the longest first.
  private static let symbols: [(spelling: String, ours: String)] = [
    ("===", "write `==`"),
    ("!==", "write `!=`"),
    ("..<", "write `a..b`, which excludes `b`"),
    ("&&", "write `and`; on tensors `&`"),
    ("||", "write `or`; on tensors `|`"),
    ("^=", "write `**=` for a power"),
    ("<>", "write `!=`"),
    ("~=", "write `!=`"),
    (":=", "write `=`, as a statement of its own"),
    ("<<", "write `x * 2 ** n`"),
    (">>", "write `x // 2 ** n`"),
    ("/*", "a comment begins with `#` and goes to the end of the line"),
    (".*", "`*` is elementwise; the matrix product is `@`"),
    ("./", "`/` is elementwise"),
    (".^", "write `**`, which is elementwise"),
    (".'", "write `x.T`"),
    ("^", "write `**` for a power"),
    ("!", "write `not x`; on bool tensors `~x`"),
    ("'", "write `x.T` for the transpose"),
    ("?", "write `if c { a } else { b }`; help is `?name` at the prompt, or `help(name)`"),
    ("$", "a value in a text is `f\"… {x} …\"`"),
    ("`", "a text stands in `\"…\"`"),
    (
      "\\",
      "a line goes on inside brackets or behind an operator; a linear system is `solve(a, b)`"
    ),
  ]

  /// Words that begin a statement elsewhere.
  private static let openings: [String: String] = [
    "async": "calls run to their end here: leave it out",
    "await": "calls run to their end here: leave it out",
    "case": "write `if c { … } else if d { … }`",
    "class": "there are no classes: use a dict, or functions that share variables",
    "const": "write `x = 1`",
    "def": "write `fn f(x) { … }`",
    "do": "write `while c { … }`",
    "elif": "write `else if`, on the line of the `}`",
    "elseif": "write `else if`, on the line of the `}`",
    "elsif": "write `else if`, on the line of the `}`",
    "except": "write `try { … } catch e { … }`",
    "foreach": "write `for x in xs { … }`",
    "from": "builtins need no import; a file is `import \"lib.mscript\": f, g`",
    "fun": "write `fn f(x) { … }`",
    "func": "write `fn f(x) { … }`",
    "function": "write `fn f(x) { … }`",
    "global": "write `outer x`",
    "let": "write `x = 1`",
    "local": "a name assigned in a function is local to it: write `x = 1`",
    "loop": "write `while true { … }`",
    "match": "write `if c { … } else if d { … }`",
    "nonlocal": "write `outer x`",
    "print": "write `print(x)`",
    "printf": "write `print(f\"… {x} …\")`",
    "raise": "write `throw error(\"message\", kind=\"value\")`",
    "repeat": "write `while true { … }`, and `break`",
    "switch": "write `if c { … } else if d { … }`",
    "unless": "write `if not c { … }`",
    "until": "write `while not c { … }`",
    "val": "write `x = 1`",
    "var": "write `x = 1`",
    "with": "write the call alone; without gradients it is `no_grad { … }`",
    "yield": "build a list: `[e for x in xs]`",
  ]

  /// Words that stand behind an expression elsewhere.
  private static let joints: [String: String] = [
    "do": "a block stands in braces: `{ … }`",
    "div": "write `//`",
    "elif": "write `else if`",
    "elseif": "write `else if`",
    "elsif": "write `else if`",
    "except": "write `catch e { … }`",
    "for": "a comprehension stands in brackets: `[e for x in xs]`",
    "if": "write `if c { a } else { b }`",
    "is": "write `==`, or `!=` for `is not`",
    "mod": "write `%`",
    "then": "a block stands in braces: `{ … }`",
    "unless": "write `if not c { … }`",
    "xor": "write `!=`",
  ]

  /// Names with another name here.
  private static let names: [String: String] = [
    "False": "write `false`", "None": "write `none`", "NaN": "write `nan`",
    "True": "write `true`", "Inf": "write `inf`", "NULL": "write `none`", "nil": "write `none`",
    "null": "write `none`", "undefined": "write `none`",
    "np": "nothing to import: write `sin(x)` for `np.sin(x)`",
    "numpy": "nothing to import: write `sin(x)` for `numpy.sin(x)`",
    "math": "nothing to import: write `sin(x)` for `math.sin(x)`",
    "torch": "nothing to import: write `randn(3)` for `torch.randn(3)`",
    "nn": "nothing to import: write `linear(3, 4)` for `nn.Linear(3, 4)`",
    "plt": "nothing to import: write `plot(x)` for `plt.plot(x)`",
    "console": "write `print(x)`", "disp": "write `print(x)`, or the value alone",
    "echo": "write `print(x)`", "fprintf": "write `print(f\"… {x} …\")`",
    "printf": "write `print(f\"… {x} …\")`", "println": "write `print(x)`",
    "puts": "write `print(x)`", "end": "a block ends with `}`; the last item is `x[-1]`",
    "pass": "an empty block is `{ }`", "length": "write `len(x)`", "numel": "write `x.size`",
    "isinstance": "write `type(x) == \"int\"`", "tuple": "there are no tuples: use a list",
    "set": "there are no sets: use `unique(xs)`", "float32": "write `f32`",
    "float64": "write `f64`", "double": "write `f64`", "int64": "write `i64`",
    "Exception": "write `error(\"message\")`",
    "ValueError": "write `error(\"message\", kind=\"value\")`",
    "TypeError": "write `error(\"message\", kind=\"type\")`",
    "elif": "write `else if`, on the line of the `}`", "raise": "write `throw`",
    "re": "write `regex(pattern).search(s)`", "json": "write `load_json(path)`",
    "os": "write `path_join(a, b)`, `list_files(folder)`, `env(name)`",
    "sys": "the arguments of a script are `args`", "time": "write `clock()`, or `:time e`",
    "pd": "write `table(…)`, `load_csv(path)`", "reduce": "write a `for` loop, or `sum(xs)`",
    "size": "write `x.shape`", "mat2str": "write `str(x)`", "sprintf": "write `f\"… {x} …\"`",
    "collect": "write `list(xs)`", "push": "write `xs.append(x)`",
    "tic": "write `:time e`, or the difference of two `clock()`",
    "toc": "write `:time e`, or the difference of two `clock()`",
    "lambda": "write `x => e`", "def": "write `fn f(x) { … }`",
  ]

  /// Characters that a word processor or an input method puts in place of ours.
  private static let characters: [Unicode.Scalar: String] = [
    "\u{201C}": "a plain `\"`", "\u{201D}": "a plain `\"`", "\u{201E}": "a plain `\"`",
    "\u{2018}": "a plain `'`", "\u{2019}": "a plain `'`", "\u{300C}": "a plain `\"`",
    "\u{300D}": "a plain `\"`", "\u{00D7}": "`*`", "\u{00F7}": "`/`", "\u{2212}": "a plain `-`",
    "\u{2013}": "a plain `-`", "\u{2014}": "a plain `-`", "\u{2264}": "`<=`",
    "\u{2265}": "`>=`", "\u{2260}": "`!=`", "\u{2192}": "`=>`", "\u{21D2}": "`=>`",
    "\u{2026}": "`...`", "\u{22C5}": "`*` or `@`", "\u{00B7}": "`*` or `@`",
    "\u{221A}": "`sqrt(x)`", "\u{221E}": "`inf`", "\u{00B2}": "`** 2`", "\u{00B3}": "`** 3`",
    "\u{3001}": "a plain `,`", "\u{3002}": "a plain `.`", "\u{2208}": "`in`",
    "\u{2227}": "`and`", "\u{2228}": "`or`", "\u{00AC}": "`not`", "\u{2200}": "`all(x)`",
  ]

  /// Our form for a name that has no value, such as `True` or `np`; nil if it is none of these.
  public static func hint(forName name: String) -> String? { names[name] }

  /// The operator or mark of another language that a text begins with.
  static func symbol(at bytes: ArraySlice<UInt8>) -> String? {
    guard let first = bytes.first else { return nil }
    let rows = byFirstByte[Int(first)]
    if rows.isEmpty { return nil }
    if bytes.starts(with: Array("!=".utf8)), !bytes.starts(with: Array("!==".utf8)) { return nil }
    return rows.first { bytes.starts(with: $0.bytes) }?.spelling
  }

  /// The marks by their first bytes; `'` begins a text unless the lexer sees otherwise.
  private static let byFirstByte: [[(bytes: [UInt8], spelling: String)]] = {
    var table = [[(bytes: [UInt8], spelling: String)]](repeating: [], count: 256)
    for (spelling, _) in symbols where spelling != "'" {
      let bytes = Array(spelling.utf8)
      table[Int(bytes[0])].append((bytes, spelling))
    }
    return table
  }()

  /// What to write for a character that has no meaning.
  static func character(_ scalar: Unicode.Scalar) -> String? {
    if let ours = characters[scalar] { return ours }
    if scalar.properties.isWhitespace { return "a plain space" }
    if scalar.properties.generalCategory == .format { return "nothing: delete it" }
    // Fullwidth forms of the ASCII characters.
    guard 0xFF01...0xFF5E ~= scalar.value, let ascii = Unicode.Scalar(scalar.value - 0xFEE0) else {
      return nil
    }
    return "a plain `\(ascii)`"
  }

  // MARK: Recognizing

  /// A message and where it points.
  typealias Finding = (message: SyntaxMessage, place: SourceRange)

  /// What is written in another language's way where a parser is stuck; nil if nothing is.
  static func explain(_ parser: Parser) -> Finding? {
    mark(parser) ?? opening(parser) ?? colon(parser) ?? matrix(parser) ?? word(parser)
      ?? position(parser)
  }

  /// `[1 2 3]` and `[1, 2; 3, 4]`
  private static func matrix(_ parser: Parser) -> Finding? {
    guard let last = parser.open.last, last.spelling == "[", last.head == nil else { return nil }
    if parser.token.is(.semicolon) {
      return (
        foreign(";", "the rows of a matrix are lists: `[[1, 2], [3, 4]]`"), parser.token.range
      )
    }
    guard parser.index > parser.statementStart, endsExpression(parser.previous),
      isNumber(parser.token)
    else { return nil }
    let message = SyntaxMessage(
      "expected `,` or `]` in the list, found `\(parser.source.text(in: parser.token.range))`",
      hint: "commas stand between the items: `[1, 2, 3]`")
    return (message, parser.token.range)
  }

  private static func isNumber(_ token: Token) -> Bool {
    switch token.kind {
    case .int, .float: true
    case .name, .text, .formatted, .symbol, .keyword, .intBound, .foreign, .marker, .invalid, .end:
      false
    }
  }

  /// `x++` and `x--` at the end of a statement, where the operator at hand would go on.
  static func explainIncrement(_ parser: Parser) -> SyntaxMessage? {
    let (first, second) = (parser.token, parser.next)
    let isPlus = first.is(.plus) && second.is(.plus)
    guard isPlus || (first.is(.minus) && second.is(.minus)),
      first.range.end == second.range.start
    else { return nil }
    let after = parser.tokens[min(parser.index + 2, parser.tokens.count - 1)]
    let ends =
      after.followsNewline || after.endsCell || after.is(.semicolon)
      || after.is(.closeBrace) || after.is(.closeParenthesis)
    let sign = isPlus ? "+" : "-"
    return ends ? foreign("\(sign)\(sign)", "write `x \(sign)= 1`") : nil
  }

  private static func foreign(_ spelling: String, _ ours: String) -> SyntaxMessage {
    let name = spelling == "`" ? "a backquote" : "`\(spelling)`"
    return SyntaxMessage("\(name) means nothing here", hint: ours)
  }

  /// A mark that the lexer knows as another language's.
  private static func mark(_ parser: Parser) -> Finding? {
    guard case .foreign(let spelling) = parser.token.kind,
      let row = symbols.first(where: { $0.spelling == spelling })
    else { return nil }
    return (foreign(spelling, row.ours), parser.token.range)
  }

  /// A first word such as `def`, unless the statement makes sense of it as a name.
  private static func opening(_ parser: Parser) -> Finding? {
    let first = parser.tokens[parser.statementStart]
    guard let name = first.name, let ours = openings[name], !parser.startsLine else { return nil }
    let distance = parser.index - parser.statementStart
    let isHead = parser.token.is(.openBrace) && ["switch", "match", "unless"].contains(name)
    guard distance == 1 || isHead else { return nil }
    let isCall = name.hasPrefix("print")
    let text = isCall ? "`\(name)` takes parentheses" : "`\(name)` begins no statement"
    return (SyntaxMessage(text, hint: ours), first.range)
  }

  /// `:` behind a name, behind `lambda`, and in a list.
  private static func colon(_ parser: Parser) -> Finding? {
    guard parser.token.is(.colon), !parser.startsLine else { return nil }
    if parser.previous.name == "lambda" { return lambda(parser.previous) }
    if let last = parser.open.last, last.spelling == "[", last.head == nil {
      return (foreign(":", "a range is `a..b` or `a..=b`"), parser.token.range)
    }
    if let last = parser.open.last, last.spelling == "(" {
      let ours = "a part of `x` is `x[a:b]`, a range is `a..b`"
      return (foreign(":", ours), parser.token.range)
    }
    let isBehindFirst = parser.index == parser.statementStart + 1 && parser.previous.name != nil
    guard isBehindFirst else { return nil }
    let message = SyntaxMessage(
      "a variable has no note", hint: "notes stand on the parameters of `fn`; write `x = 1`")
    return (message, parser.token.range)
  }

  private static func lambda(_ token: Token) -> Finding {
    (foreign("lambda", "write `x => e`"), token.range)
  }

  /// A word behind an expression, such as `is` or the `if` of `a if c else b`.
  private static func word(_ parser: Parser) -> Finding? {
    if parser.startsLine || parser.index == parser.statementStart { return nil }
    if parser.previous.name == "lambda" { return lambda(parser.previous) }
    if parser.token.name != nil, let comment = comment(parser) { return comment }
    guard let word = parser.token.word, let ours = joints[word] else { return nil }
    if case .keyword = parser.token.kind, !endsExpression(parser.previous) { return nil }
    return (SyntaxMessage("`\(word)` cannot follow an expression", hint: ours), parser.token.range)
  }

  private static func endsExpression(_ token: Token) -> Bool {
    switch token.kind {
    case .name, .int, .float, .text, .formatted: true
    case .symbol(let symbol): symbol.isCloser
    case .keyword(let keyword): [.true, .false, .none].contains(keyword)
    case .intBound, .foreign, .marker, .invalid, .end: false
    }
  }

  /// `x = 1 // two words`
  private static func comment(_ parser: Parser) -> Finding? {
    guard parser.index >= 2, parser.previous.word != nil else { return nil }
    let mark = parser.tokens[parser.index - 2]
    guard mark.is(.doubleSlash) || mark.is(.percent) else { return nil }
    return (commentMessage(parser, mark), mark.range)
  }

  private static func commentMessage(_ parser: Parser, _ mark: Token) -> SyntaxMessage {
    SyntaxMessage(
      "`\(parser.source.text(in: mark.range))` begins no comment", hint: "a comment begins with `#`"
    )
  }

  /// An operator where it means nothing: `*xs`, `**d`, `@f`, `// comment`, `=>`, `...`.
  private static func position(_ parser: Parser) -> Finding? {
    let token = parser.token
    let isFirst = parser.index == parser.statementStart
    guard case .symbol(let symbol) = token.kind, !parser.startsLine || isFirst else { return nil }
    if isFirst, symbol == .doubleSlash || symbol == .percent {
      return (commentMessage(parser, token), token.range)
    }
    if isFirst, symbol == .at {
      return (
        foreign("@", "there are no decorators: write `f = g(f)`; a call is timed by `:time f()`"),
        token.range
      )
    }
    if symbol == .star || symbol == .power {
      guard isFirst || parser.previous.is(.comma) || parser.previous.opensBracket else {
        return nil
      }
      let ours = "write `..xs` to spread, or to take the rest"
      return (foreign(symbol.rawValue, ours), token.range)
    }
    if symbol == .assign, parser.tokens[parser.statementStart].is(.for) {
      let message = SyntaxMessage(
        "expected `in` behind the variables of `for`, found `=`",
        hint: "write `for i in 1..=10 { … }`")
      return (message, token.range)
    }
    return misplaced[symbol].map { ($0(), token.range) }
  }

  /// Marks of our own in a wrong place.
  private static let misplaced: [Symbol: @Sendable () -> SyntaxMessage] = [
    .lambda: {
      SyntaxMessage(
        "`=>` inside an operation", hint: "put the lambda in parentheses: `(x => e)`")
    },
    .arrow: {
      SyntaxMessage(
        "`->` stands only before the note on a result", hint: "a lambda is `x => e`")
    },
    .ellipsis: {
      SyntaxMessage(
        "`...` stands only in an index or a note", hint: "a range is `a..b` or `a..=b`")
    },
    .assign: { SyntaxMessage.equalsInExpression() },
  ]
}

extension Token {
  fileprivate var opensBracket: Bool {
    if case .symbol(let symbol) = kind { symbol.partner != nil } else { false }
  }
}
