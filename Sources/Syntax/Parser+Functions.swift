import Diagnostics

extension Parser {
  // MARK: Blocks

  /// `{ … }`; `head` is what it belongs to.
  mutating func block(_ head: String) throws(Failure) -> Block {
    guard token.is(.openBrace) else { throw unexpected(.expectedBlock(head, found: found)) }
    let start = token.range.start
    let wasTopLevel = surroundings.isTopLevel
    surroundings.isTopLevel = false
    let statements = try bracketed(head, newlineMatters: true) {
      (parser: inout Parser) throws(Failure) in
      let statements = try parser.nested { (inner: inout Parser) throws(Failure) in
        inner.statements(isBlock: true)
      }
      guard parser.take(.closeBrace) else {
        throw parser.unexpected(.expectedSymbol("}", .endOfBlock, found: parser.found))
      }
      return statements
    }
    surroundings.isTopLevel = wasTopLevel
    let block = Block(statements, range: range(from: start))
    if block.height > Parser.heightLimit {
      throw fail(.nestedTooDeep(), at: SourceRange(start: start, end: start))
    }
    return block
  }

  // MARK: Compounds

  /// `if`, `try`, `no_grad` or `fn`.
  mutating func compound() throws(Failure) -> Expression {
    let start = token.range.start
    switch token.kind {
    case .keyword(.if):
      return try make(try conditional(), from: start)
    case .keyword(.try):
      return try make(.attempt(try attempt()), from: start)
    case .keyword(.noGrad):
      advance()
      return try make(.noGrad(try block("no_grad")), from: start)
    case .keyword, .name, .int, .intBound, .float, .text, .formatted, .symbol, .foreign, .marker,
      .invalid, .end:
      advance()
      if token.name != nil { throw fail(.namedFunctionInExpression()) }
      if case .keyword(let word) = token.kind {
        throw fail(.reservedName(word.rawValue, .function))
      }
      return try make(.function(try function("fn", from: start)), from: start)
    }
  }

  private mutating func conditional() throws(Failure) -> Expression.Kind {
    var branches: [Branch] = []
    repeat {
      try checkRoom(after: branches.count, "branches")
      advance()
      let condition = try condition()
      branches.append(Branch(condition: condition, body: try block("if")))
      guard take(.else) else { return .conditional(branches, otherwise: nil) }
    } while token.is(.if)
    return .conditional(branches, otherwise: try block("else"))
  }

  private mutating func attempt() throws(Failure) -> Attempt {
    advance()
    let body = try block("try")
    var handler: Attempt.Handler?
    if take(.catch) {
      var name: Identifier?
      if token.name != nil { name = try expectName(.error) }
      let body = try block("catch")
      handler = Attempt.Handler(name: name?.name, nameRange: name?.range, body: body)
    }
    guard take(.finally) else {
      if handler == nil { throw unexpected(.tryAlone(found: found)) }
      return Attempt(body: body, handler: handler, finally: nil)
    }
    let saved = surroundings
    surroundings.returnLeavesFinally = true
    surroundings.breakLeavesFinally = true
    let last = try block("finally")
    surroundings = saved
    return Attempt(body: body, handler: handler, finally: last)
  }

  // MARK: Functions

  /// `fn name(a) { }` or `fn name(a) = e`, and the `##` lines above.
  mutating func definition() throws(Failure) -> Definition {
    let start = token.range.start
    let isFirstInLine = token.followsNewline || index == 0
    let documentation = isFirstInLine ? documentation(above: source.line(at: start)) : nil
    advance()
    let name = try expectName(.function)
    let function = try function(name.name, from: start)
    return Definition(name: name, function: function, documentation: documentation)
  }

  private func documentation(above line: Int) -> String? {
    var lines: [String] = []
    var above = line - 1
    while let comment = documentation[above] {
      let text = source.text(in: comment.range).dropFirst(2)
      lines.append(String(text.first == " " ? text.dropFirst() : text))
      above -= 1
    }
    return lines.isEmpty ? nil : lines.reversed().joined(separator: "\n")
  }

  /// Parameters, note and body behind `fn` or its name; only a named function takes `= e`.
  private mutating func function(
    _ name: String, from start: Int
  ) throws(Failure) -> Function {
    let isNamed = name != "fn"
    guard token.is(.openParenthesis) else {
      throw unexpected(.expectedSymbol("(", .parameters(name), found: found))
    }
    let parameters = try parameterList(isLambda: false)
    let result = take(.arrow) ? try note() : nil
    return try inFunction { (parser: inout Parser) throws(Failure) in
      if parser.token.is(.assign) {
        if !isNamed { throw parser.fail(.unnamedFunctionWithEquals()) }
        parser.advance()
        let body = Function.Body.expression(try parser.expression())
        return Function(
          parameters: parameters, result: result, body: body, range: parser.range(from: start))
      }
      let body = Function.Body.block(try parser.block(isNamed ? "fn \(name)" : "fn"))
      return Function(
        parameters: parameters, result: result, body: body, range: parser.range(from: start))
    }
  }

  private mutating func inFunction(
    _ body: (inout Parser) throws(Failure) -> Function
  ) throws(Failure) -> Function {
    let saved = surroundings
    surroundings = Surroundings(isInFunction: true, isTopLevel: false)
    let function = try body(&self)
    surroundings = saved
    return function
  }

  private mutating func parameterList(isLambda: Bool) throws(Failure) -> [Parameter] {
    try bracketed("parameters", newlineMatters: false) {
      (parser: inout Parser) throws(Failure) in
      var parameters: [Parameter] = []
      while !parser.token.is(.closeParenthesis) {
        try parser.checkRoom(after: parameters.count, "parameters")
        let parameter = try parser.parameter(isLambda: isLambda)
        parser.check(parameter, after: parameters)
        parameters.append(parameter)
        guard parser.take(.comma) else { break }
      }
      try parser.expect(.closeParenthesis, .endOfParameters)
      return parameters
    }
  }

  /// `name: note = e`, or `..name`.
  private mutating func parameter(isLambda: Bool) throws(Failure) -> Parameter {
    let start = token.range.start
    let isRest = take(.range)
    let name = try expectName(.parameter)
    if token.is(.colon), isLambda { throw fail(.noteInLambda()) }
    let note = !isRest && take(.colon) ? try note() : nil
    let defaultValue = !isRest && take(.assign) ? try expression() : nil
    return Parameter(
      name: name, isRest: isRest, note: note, defaultValue: defaultValue,
      range: range(from: start))
  }

  /// Reports a repeated name, a second `..rest`, and a required parameter behind one with a
  /// default.
  private mutating func check(_ parameter: Parameter, after others: [Parameter]) {
    if others.contains(where: { $0.name.name == parameter.name.name }) {
      report(.repeatedParameter(parameter.name.name), at: parameter.name.range)
    }
    let rest = others.contains { $0.isRest }
    if parameter.isRest {
      if rest { report(.secondRestParameter(), at: parameter.range) }
    } else if !rest, parameter.defaultValue == nil,
      others.contains(where: { $0.defaultValue != nil })
    {
      report(.requiredAfterDefault(parameter.name.name), at: parameter.range)
    }
  }

  /// `word` or `word[size, …]`
  private mutating func note() throws(Failure) -> Note {
    let start = token.range.start
    guard let word = token.word else { throw unexpected(.expectedNote(found: found)) }
    let name = Identifier(word, range: token.range)
    advance()
    guard token.is(.openBracket), !startsLine else {
      return Note(name: name, sizes: nil, range: range(from: start))
    }
    let sizes = try bracketed("note", newlineMatters: false) {
      (parser: inout Parser) throws(Failure) in
      var sizes: [Note.Size] = []
      while !parser.token.is(.closeBracket) {
        let size = try parser.size()
        if size == .rest, sizes.contains(.rest) {
          parser.report(.secondEllipsisInNote(), at: parser.previous.range)
        }
        sizes.append(size)
        guard parser.take(.comma) else { break }
      }
      try parser.expect(.closeBracket, .endOfNote)
      return sizes
    }
    return Note(name: name, sizes: sizes, range: range(from: start))
  }

  private mutating func size() throws(Failure) -> Note.Size {
    switch token.kind {
    case .name(let name):
      advance()
      return .name(name)
    case .int(let value):
      advance()
      return .int(value)
    case .symbol(.ellipsis):
      advance()
      return .rest
    case .keyword, .intBound, .float, .text, .formatted, .symbol, .foreign, .marker, .invalid,
      .end:
      throw unexpected(.expectedSize(found: found))
    }
  }

  // MARK: Lambdas

  /// Whether `=>` follows a name, or the `)` that matches a `(`, on the same line.
  var isLambdaAhead: Bool {
    if token.name != nil {
      return next.is(.lambda) && !(newlineMatters && next.followsNewline)
    }
    guard token.is(.openParenthesis), let partner = token.partner else { return false }
    let behind = tokens[min(partner + 1, tokens.count - 1)]
    return behind.is(.lambda) && !behind.followsNewline
  }

  mutating func lambda() throws(Failure) -> Expression {
    let start = token.range.start
    let parameters: [Parameter]
    if token.is(.openParenthesis) {
      parameters = try parameterList(isLambda: true)
    } else {
      let name = try expectName(.parameter)
      parameters = [
        Parameter(name: name, isRest: false, note: nil, defaultValue: nil, range: name.range)
      ]
    }
    advance()
    let function = try inFunction { (parser: inout Parser) throws(Failure) in
      let body: Function.Body
      if parser.token.is(.openBrace) {
        if parser.isDictAhead { throw parser.fail(.dictAfterLambda()) }
        body = .block(try parser.block("=>"))
      } else {
        body = .expression(try parser.expression())
      }
      return Function(
        parameters: parameters, result: nil, body: body, range: parser.range(from: start))
    }
    return try make(.lambda(function), from: start)
  }

  /// Whether the `{` at hand begins what can only be a dict.
  private var isDictAhead: Bool {
    func ahead(_ distance: Int) -> Token { tokens[min(index + distance, tokens.count - 1)] }
    if next.is(.range) {
      return ahead(3).is(.closeBrace) || (ahead(3).is(.comma) && ahead(5).is(.colon))
    }
    let isKey =
      switch next.kind {
      case .name, .keyword, .text, .int: true
      case .intBound, .float, .formatted, .symbol, .foreign, .marker, .invalid, .end: false
      }
    return isKey && ahead(2).is(.colon)
  }
}
