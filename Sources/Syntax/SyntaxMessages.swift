// All messages, in alphabetical order.
extension SyntaxMessage {
  static func assertWithParentheses() -> Self {
    Self(
      "`assert (c, \"m\")` would test a list, which is always true",
      hint: "write `assert c, \"message\"` without the parentheses")
  }

  static func augmentedNeedsPlace(_ symbol: String) -> Self {
    Self(
      "`\(symbol)` changes one place: a name, an index or a field",
      hint: "write `x = …` to assign something new")
  }

  static func badCodePoint(_ escape: String) -> Self {
    Self(
      "`\(escape)` names no code point",
      hint: "write `\\xHH` with two hexadecimal digits, or `\\u{…}` with one to six")
  }

  static func braceOpensDict() -> Self {
    Self(
      "`{` opens a dict here, and a key needs a `:`",
      hint: "a block stands behind `if c`, `for x in xs`, `while c`, `fn f()`, `=>`, `try` …")
  }

  static func cannotAssign(_ obstacle: Obstacle) -> Self {
    let places = "assign to a name, an index `x[i]` or a field `x.f`"
    return switch obstacle {
    case .block: Self("cannot assign to a block", hint: places)
    case .call: Self("cannot assign to a call", hint: "a function is `fn f(x) = e`; \(places)")
    case .collection: Self("cannot assign to a dict or a comprehension", hint: places)
    case .comparison: Self("cannot assign to a comparison", hint: "write `==` to compare")
    case .emptyList: Self("cannot assign to an empty list", hint: places)
    case .function: Self("cannot assign to a function", hint: places)
    case .literal(let spelling): Self("cannot assign to `\(spelling)`", hint: places)
    case .operation: Self("cannot assign to an operation", hint: places)
    case .parentheses:
      Self("cannot assign to something in parentheses", hint: "take the parentheses away")
    case .text: Self("cannot assign to a text", hint: places)
    }
  }

  static func cannotDelete() -> Self {
    Self("`del` takes places", hint: "write `del name`, `del d[k]` or `del xs[i]`")
  }

  static func cellEndsInside(_ part: OpenPart, likelyEnd: Int?) -> Self {
    Self(
      "cell ends inside `\(part.spelling)` opened at line \(part.line)",
      hint: missingBrace(before: likelyEnd, part))
  }

  static func chainedRange() -> Self {
    Self("ranges do not chain", hint: "for a step write `a..b by step`")
  }

  static func closesNothing(_ closer: String) -> Self {
    let opener = closer == ")" ? "(" : closer == "]" ? "[" : "{"
    return Self("`\(closer)` closes nothing", hint: "no `\(opener)` is open here")
  }

  static func codeInProse() -> Self {
    Self(
      "a prose cell holds comments only",
      hint: "begin a cell of code with a line `# %%`")
  }

  static func compoundGoesOn(_ head: String, _ found: String) -> Self {
    Self(
      "a statement that begins with `\(head)` ends at its `}`, found `\(found)`",
      hint: "put it in parentheses to go on: `(\(head) … )`")
  }

  static func conversionInText() -> Self {
    Self("no `!r` in an f-text", hint: "write the call: `{str(x)}`, or a format: `{x:.3f}`")
  }

  static func dictAfterLambda() -> Self {
    Self(
      "`{` behind `=>` opens a block",
      hint: "a lambda that gives a dict is `x => ({a: x})`")
  }

  static func emptyIndex() -> Self {
    Self("an index is missing between `[` and `]`", hint: "all of it is `x[:]`")
  }

  static func emptyParentheses() -> Self {
    Self("`()` is no value", hint: "an empty list is `[]`")
  }

  static func emptyValueInText() -> Self {
    Self("a value is missing between `{` and `}`", hint: "a brace in an f-text is `{{` or `}}`")
  }

  static func equalsInArgument() -> Self {
    Self("only a name may stand before `=` in a call", hint: "write `==` to compare")
  }

  static func equalsInExpression() -> Self {
    Self("`=` inside an expression", hint: "write `==` to compare; `=` assigns, as a statement")
  }

  static func equalsInText() -> Self {
    Self("no `=` behind a value in an f-text", hint: "write `x = {x}`")
  }

  static func expectedBlock(_ head: String, found: String) -> Self {
    let owner = head == "=>" ? "the lambda" : "`\(head)`"
    let form =
      switch head {
      case "if": "if c { … }"
      case "for": "for x in xs { … }"
      case "while": "while c { … }"
      case "=>": "x => { … }"
      default: head.hasPrefix("fn") ? "\(head)(x) { … }" : "\(head) { … }"
      }
    return Self(
      "expected `{` to open the block of \(owner), found \(found)",
      hint: found == "`:`" ? "a block stands in braces: `\(form)`" : nil)
  }

  static func expectedExpression(found: String) -> Self {
    Self("expected an expression, found \(found)")
  }

  static func expectedImportBinding(found: String) -> Self {
    Self(
      "expected `as` or `:` behind the path, found \(found)",
      hint: "write `import \"lib.mscript\" as lib` or `import \"lib.mscript\": f, g`")
  }

  static func expectedImportPath(found: String) -> Self {
    Self(
      "expected a path behind `import`, found \(found)",
      hint: "write `import \"lib.mscript\" as lib`; builtins need no import")
  }

  static func expectedName(_ place: Place, found: String) -> Self {
    Self("expected a name \(place.words), found \(found)")
  }

  static func expectedNote(found: String) -> Self {
    Self(
      "expected a note, found \(found)",
      hint: "a note is a type such as `int`, or a dtype with sizes such as `f32[batch, dim]`")
  }

  static func expectedSize(found: String) -> Self {
    Self(
      "expected a size, found \(found)",
      hint: "a size is a name, a whole number, or one `...` for any number of axes")
  }

  static func expectedStatementEnd(found: String) -> Self {
    let hint =
      found == "`{`"
      ? "`{` opens a block only behind a head such as `if c`, `for x in xs` or `fn f()`"
      : "two statements on one line need a `;` between them"
    return Self("expected the end of the statement, found \(found)", hint: hint)
  }

  static func expectedSymbol(_ symbol: String, _ place: Place, found: String) -> Self {
    let expected = place.takesComma ? "`,` or `\(symbol)`" : "`\(symbol)`"
    return Self("expected \(expected) \(place.words), found \(found)")
  }

  static func expectedWord(_ word: String, _ place: Place, found: String) -> Self {
    Self("expected `\(word)` \(place.words), found \(found)")
  }

  static func floatOutOfRange(isSmall: Bool) -> Self {
    isSmall
      ? Self("this number is too small for a float", hint: "the smallest is about 5e-324")
      : Self("this number is too large for a float", hint: "write `inf` for infinity")
  }

  static func generatorArgument() -> Self {
    Self("a comprehension stands in brackets", hint: "write `[e for x in xs]`")
  }

  static func importInside() -> Self {
    Self("`import` stands only at the top level")
  }

  static func intBoundWithoutMinus() -> Self {
    Self(
      "9223372036854775808 stands only under a unary minus",
      hint: "the largest int is 9223372036854775807")
  }

  static func intOutOfRange() -> Self {
    Self(
      "this number does not fit an int of 64 bits",
      hint: "the largest is 9223372036854775807; with a `.` it is a float")
  }

  static func leadingZero(_ digits: String, value: String) -> Self {
    Self("an int does not begin with 0", hint: "write `\(value)`")
  }

  static func leavesFinally(_ word: String) -> Self {
    Self("`\(word)` cannot leave a `finally`")
  }

  static func loneBraceInText() -> Self {
    Self("a lone `}` in an f-text", hint: "write `}}`")
  }

  static func namedFunctionInExpression() -> Self {
    Self(
      "a function in an expression has no name",
      hint: "define `fn f(x) { … }` as a statement, or leave the name out")
  }

  static func nestedTooDeep() -> Self {
    Self("this is nested too deep", hint: "give parts of it names of their own")
  }

  static func noSets() -> Self {
    Self(
      "`{` opens a dict here, and there are no sets",
      hint: "a dict is `{key: value}`; distinct items are `unique([…])`")
  }

  static func notNeedsParentheses() -> Self {
    Self("`not` binds weaker than the operator before it", hint: "write `(not …)`")
  }

  static func noteInLambda() -> Self {
    Self(
      "a lambda has no notes on its parameters",
      hint: "write `fn(x: note) { … }`")
  }

  static func numberWithTail(_ spelling: String, number: String?) -> Self {
    guard let number else { return Self("`\(spelling)` is no number") }
    if spelling.hasPrefix("0o") {
      return Self("`\(spelling)` is no number", hint: "the prefixes are `0x` and `0b`")
    }
    let tail = spelling.dropFirst(number.count)
    return Self(
      "`\(spelling)` is neither a number nor a name",
      hint: "write `\(number) * \(tail)` for a product; a name does not begin with a digit")
  }

  static func operatorAfterStage(_ symbol: String) -> Self {
    Self(
      "right of `|>` stands a call, index or field chain, or a lambda, found `\(symbol)`",
      hint: "put the pipe in parentheses to calculate with its value")
  }

  static func outsideLoop(_ word: String) -> Self {
    Self("`\(word)` outside a loop")
  }

  static func positionalAfterNamed() -> Self {
    Self("a positional argument behind a named one", hint: "name it, or move it to the front")
  }

  static func rangeWithoutLowIndex() -> Self {
    Self("a range needs both ends", hint: "to take part of `x` write `x[:3]` or `x[2:]`")
  }

  static func repeatedArgument(_ name: String) -> Self {
    Self("`\(name)` is given twice")
  }

  static func repeatedKey(_ key: String) -> Self {
    Self("the key `\(key)` stands twice")
  }

  static func repeatedParameter(_ name: String) -> Self {
    Self("two parameters are called `\(name)`")
  }

  static func requiredAfterDefault(_ name: String) -> Self {
    Self(
      "`\(name)` has no default but stands behind a parameter that has one",
      hint: "move it to the front, or put it behind `..more` to take it by name only")
  }

  static func reservedName(_ word: String, _ place: Place) -> Self {
    Self("expected a name \(place.words), found the reserved word `\(word)`")
  }

  static func returnOutsideFunction() -> Self {
    Self("`return` outside a function")
  }

  static func secondEllipsisInNote() -> Self {
    Self("a note has at most one `...`")
  }

  static func secondRestParameter() -> Self {
    Self("only one parameter can take the rest")
  }

  static func secondSpreadTarget() -> Self {
    Self("only one `..name` can take what is left")
  }

  static func spreadInComprehension() -> Self {
    Self("a comprehension makes one item at a time", hint: "join lists with `concat(..xs)`")
  }

  static func spreadOutsideList() -> Self {
    Self(
      "nothing stands left of `..`",
      hint: "a spread `..xs` stands in a call, a list or a dict; a range is `a..b`")
  }

  static func spreadTargetNeedsName() -> Self {
    Self("what is left goes to a name", hint: "write `head, ..tail = xs`")
  }

  static func startsWithTail(_ word: String) -> Self {
    let owner = word == "else" ? "an `if`" : "a `try`"
    return Self(
      "a statement cannot begin with `\(word)`",
      hint: "it goes on \(owner): at the prompt `} \(word) {` stands on one line")
  }

  static func textEndsInside(_ part: OpenPart, likelyEnd: Int?) -> Self {
    Self(
      "the text ends inside `\(part.spelling)` opened at line \(part.line)",
      hint: missingBrace(before: likelyEnd, part))
  }

  /// Where a `}` seems to be missing, by the indentation.
  private static func missingBrace(before line: Int?, _ part: OpenPart) -> String? {
    line.map {
      "line \($0) begins as far left as line \(part.line): is a `}` missing before it?"
    }
  }

  static func tooManyParts(_ parts: String) -> Self {
    Self(
      "over \(Parser.partsLimit) \(parts) stand together here",
      hint: "a list, a dict or a loop takes any number")
  }

  static func tryAlone(found: String) -> Self {
    Self("expected `catch` or `finally` behind `try`, found \(found)")
  }

  static func unclosedText(_ quotes: String, isTriple: Bool) -> Self {
    Self(
      "this text is not closed by `\(quotes)`",
      hint: isTriple ? nil : "a text over several lines is `\"\"\"…\"\"\"`")
  }

  static func unclosedValueInText() -> Self {
    Self(
      "this value in an f-text is not closed by `}`", hint: "a brace in an f-text is `{{`")
  }

  static func underscoreInNumber() -> Self {
    Self("in a number `_` stands between two digits", hint: "write `10_000`")
  }

  static func unexpectedCharacter(_ scalar: Unicode.Scalar, replacement: String?) -> Self {
    let code = String(scalar.value, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
    let isVisible =
      scalar.value > 0x20 && !scalar.properties.isWhitespace
      && scalar.properties.generalCategory != .control
      && scalar.properties.generalCategory != .format
    let name = isVisible ? "`\(scalar)` (U+\(padded))" : "the character U+\(padded)"
    return Self("\(name) means nothing here", hint: replacement.map { "write \($0)" })
  }

  static func unknownEscape(_ escape: String) -> Self {
    Self(
      "`\(escape)` is no escape",
      hint: "write `\\\\` for a backslash, or `r\"…\"`, which keeps backslashes")
  }

  static func unknownPrefix(_ prefix: String) -> Self {
    Self("`\(prefix)` is no prefix of a text", hint: "the prefixes are `r` and `f`")
  }

  static func unnamedFunctionWithEquals() -> Self {
    Self("a function without a name has a block", hint: "write `x => e` for an expression")
  }
}
