import Diagnostics

extension SourcePrinter {
  /// An expression, in parentheses if it had them or if it binds weaker than `minimum`.
  mutating func expression(_ expression: Expression, _ minimum: Precedence = .lambda) {
    guard expression.isParenthesized || expression.precedence < minimum else {
      return bare(expression)
    }
    let range = expression.range
    bracketed("(", ")", endingAt: range.end) { printer in
      if expression.isParenthesized, printer.source != nil {
        printer.gap(to: printer.innerStart(range), or: "")
      }
      printer.bare(expression)
    }
  }

  /// Where the first token inside parentheses stands.
  private func innerStart(_ range: SourceRange) -> Int {
    guard let source else { return range.start }
    var lexer = Lexer(source)
    lexer.position = range.start + 1
    return lexer.skipBlanks(acrossLines: true) ? lexer.position : range.start
  }

  /// An expression without parentheses around it.
  private mutating func bare(_ expression: Expression) {
    let end = expression.range.end
    switch expression.kind {
    case .none: write("none", endingAt: end)
    case .bool(let value): write(value ? "true" : "false", endingAt: end)
    case .int, .float, .text, .formattedText: literal(expression)
    case .name(let name): write(name, endingAt: end)
    case .list(let items, let form): list(items, form, end)
    case .dict(let entries): dict(entries, end)
    case .listComprehension(let element, let clauses):
      comprehension("[", "]", end, element, nil, clauses)
    case .dictComprehension(let key, let value, let clauses):
      comprehension("{", "}", end, key, value, clauses)
    case .lambda(let function): lambda(function)
    case .function(let function):
      write("fn")
      signature(function)
      body(function)
    case .conditional(let branches, let otherwise): conditional(branches, otherwise)
    case .attempt(let attempt): self.attempt(attempt)
    case .noGrad(let block):
      write("no_grad ")
      self.block(block)
    case .unary(let sign, let operand):
      write(sign.rawValue)
      self.expression(operand, .unary)
    case .not(let operand):
      write("not ")
      self.expression(operand, .not)
    case .binary(let binary, let left, let right): self.binary(binary, left, right)
    case .logical(let logical, let left, let right):
      let level = expression.precedence
      infix(left, level, logical.rawValue, right, level.stronger)
    case .comparison(let first, let links): comparison(first, links)
    case .range(let low, let high, let isInclusive, let step):
      range(low, high, isInclusive ? "..=" : "..", step)
    case .call(let callee, let arguments):
      self.expression(callee, .postfix)
      bracketed("(", ")", endingAt: end) { printer in
        printer.commaSeparated(arguments, start: \.range.start, end: end) { $0.argument($1) }
      }
    case .index(let base, let indices):
      self.expression(base, .postfix)
      bracketed("[", "]", endingAt: end) { printer in
        printer.commaSeparated(indices, start: \.range.start, end: end, lastComma: false) {
          $0.index($1)
        }
      }
    case .field(let base, let name, let nameRange): field(base, name, nameRange)
    case .pipe(let value, let stage): pipe(value, stage)
    }
  }

  // MARK: Operators

  private mutating func infix(
    _ left: Expression, _ leftLevel: Precedence, _ symbol: String,
    _ right: Expression, _ rightLevel: Precedence
  ) {
    expression(left, leftLevel)
    write(" \(symbol)")
    gap(to: right.range.start)
    expression(right, rightLevel)
  }

  private mutating func binary(_ binary: BinaryOperator, _ left: Expression, _ right: Expression) {
    let level = Precedence.level(binary)
    let isPower = binary == .power
    infix(
      left, isPower ? .postfix : level, binary.rawValue, right, isPower ? .unary : level.stronger)
  }

  private mutating func comparison(_ first: Expression, _ links: [ComparisonLink]) {
    expression(first, .range)
    for link in links {
      write(" \(link.comparison.rawValue)")
      gap(to: link.operand.range.start)
      expression(link.operand, .range)
    }
  }

  private mutating func range(
    _ low: Expression, _ high: Expression, _ symbol: String, _ step: Expression?
  ) {
    expression(low, .bitOr)
    // `1.` before `..`, and `..` before `.5`, would make other tokens.
    if output.utf8.last == UInt8(ascii: ".") { write(" ") }
    write(symbol)
    gap(to: high.range.start, or: "")
    let before = output.utf8.count
    expression(high, .bitOr)
    let first = output.utf8.index(output.startIndex, offsetBy: before)
    if first < output.endIndex, output[first] == "." { output.insert(" ", at: first) }
    guard let step else { return }
    write(" by")
    gap(to: step.range.start)
    expression(step, .bitOr)
  }

  private mutating func field(_ base: Expression, _ name: String, _ nameRange: SourceRange) {
    expression(base, .postfix)
    gap(to: nameRange.start - 1, or: output.utf8.last == UInt8(ascii: ".") ? " " : "")
    write(".")
    write(name, endingAt: nameRange.end)
  }

  private mutating func pipe(_ value: Expression, _ stage: Expression) {
    expression(value, .pipe)
    gap(to: pipeStart(value, stage))
    write("|> ")
    if case .lambda = stage.kind { expression(stage) } else { expression(stage, .postfix) }
  }

  /// Where the `|>` between a value and its stage stands.
  private func pipeStart(_ value: Expression, _ stage: Expression) -> Int {
    guard let source else { return stage.range.start }
    var lexer = Lexer(source)
    lexer.position = value.range.end
    return lexer.skipBlanks(acrossLines: true) ? lexer.position : stage.range.start
  }

  // MARK: Parts

  private mutating func list(_ items: [Item], _ form: ListForm, _ end: Int) {
    switch form {
    case .bare:
      for (position, item) in items.enumerated() {
        if position > 0 {
          write(",")
          gap(to: item.range.start)
        }
        self.item(item)
      }
    case .brackets:
      bracketed("[", "]", endingAt: end) { printer in
        printer.commaSeparated(items, start: \.range.start, end: end) { $0.item($1) }
      }
    case .parentheses:
      bracketed("(", ")", endingAt: end) { printer in
        printer.commaSeparated(items, start: \.range.start, end: end) { $0.item($1) }
        if items.count == 1, printer.output.utf8.last != UInt8(ascii: ",") { printer.write(",") }
      }
    }
  }

  private mutating func item(_ item: Item) {
    if item.isSpread { write("..") }
    spreadable(item.value, item.isSpread)
  }

  /// A value behind `..`, which `.5` would turn into `...`.
  private mutating func spreadable(_ value: Expression, _ isSpread: Bool) {
    let before = output.utf8.count
    expression(value, value.precedence == .lambda && !value.kind.isLambda ? .pipe : .lambda)
    let first = output.utf8.index(output.startIndex, offsetBy: before)
    if isSpread, first < output.endIndex, output[first] == "." { output.insert(" ", at: first) }
  }

  private mutating func dict(_ entries: [Entry], _ end: Int) {
    bracketed("{", "}", endingAt: end) { printer in
      printer.commaSeparated(entries, start: \.range.start, end: end) { $0.entry($1) }
    }
  }

  private mutating func entry(_ entry: Entry) {
    switch entry.kind {
    case .word(let word, let value):
      write(word + ":")
      gap(to: value.range.start)
      expression(value)
    case .computed(let key, let value):
      var key = key
      // A bare word would be its own text.
      if case .name = key.kind { key.isParenthesized = true }
      expression(key)
      write(":")
      gap(to: value.range.start)
      expression(value)
    case .spread(let value):
      write("..")
      spreadable(value, true)
    }
  }

  /// A comprehension of items, or of keys and values.
  private mutating func comprehension(
    _ opener: String, _ closer: String, _ end: Int,
    _ element: Expression, _ value: Expression?, _ clauses: [Clause]
  ) {
    bracketed(opener, closer, endingAt: end) { printer in
      printer.gap(to: element.range.start, or: "")
      printer.expression(element)
      if let value {
        printer.write(": ")
        printer.expression(value)
      }
      printer.clauses(clauses)
    }
  }

  private mutating func clauses(_ clauses: [Clause]) {
    for clause in clauses {
      switch clause {
      case .loop(let targets, let items):
        gap(to: (targets.first?.range ?? items.range).start)
        write("for ")
        self.targets(targets)
        write(" in ")
        expression(items)
      case .condition(let condition):
        gap(to: condition.range.start)
        write("if ")
        expression(condition)
      }
    }
  }

  private mutating func argument(_ argument: Argument) {
    switch argument.kind {
    case .positional(let value):
      expression(value)
    case .named(let name, nameRange: _, let value):
      write("\(name)=")
      expression(value)
    case .spread(let value):
      write("..")
      spreadable(value, true)
    }
  }

  private mutating func index(_ index: Index) {
    switch index.kind {
    case .value(let value): expression(value)
    case .ellipsis: write("...", endingAt: index.range.end)
    case .slice(let low, let high, let step):
      if let low { expression(low) }
      write(":", endingAt: low == nil ? nil : low?.range.end)
      if let high { expression(high) }
      if let step {
        write(":")
        expression(step)
      }
    }
  }

  // MARK: Compounds

  private mutating func conditional(_ branches: [Branch], _ otherwise: Block?) {
    for (position, branch) in branches.enumerated() {
      write(position == 0 ? "if " : " else if ")
      expression(branch.condition)
      write(" ")
      block(branch.body)
    }
    guard let otherwise else { return }
    write(" else ")
    block(otherwise)
  }

  private mutating func attempt(_ attempt: Attempt) {
    write("try ")
    block(attempt.body)
    if let handler = attempt.handler {
      write(handler.name.map { " catch \($0) " } ?? " catch ")
      block(handler.body)
    }
    guard let last = attempt.finally else { return }
    write(" finally ")
    block(last)
  }

  private mutating func lambda(_ function: Function) {
    let parameters = function.parameters
    if parameters.count == 1, !parameters[0].isRest, parameters[0].defaultValue == nil {
      write(parameters[0].name.name, endingAt: parameters[0].range.end)
    } else {
      self.parameters(parameters)
    }
    write(" =>")
    switch function.body {
    case .block(let block):
      write(" ")
      self.block(block)
    case .expression(let body):
      gap(to: body.range.start)
      if body.startsWithBrace {
        var body = body
        body.isParenthesized = true
        expression(body)
      } else {
        expression(body)
      }
    }
  }
}

extension Expression.Kind {
  fileprivate var isLambda: Bool {
    if case .lambda = self { true } else { false }
  }
}

extension Expression {
  /// The operand that it begins with, through operators, calls, indices and fields.
  var leftmost: Expression {
    if isParenthesized { return self }
    switch kind {
    case .binary(_, let left, _), .logical(_, let left, _): return left.leftmost
    case .comparison(let first, _): return first.leftmost
    case .range(let low, high: _, isInclusive: _, step: _): return low.leftmost
    case .call(let base, _), .index(let base, _): return base.leftmost
    case .field(let base, name: _, nameRange: _): return base.leftmost
    case .pipe(let value, stage: _): return value.leftmost
    case .none, .bool, .int, .float, .text, .formattedText, .name, .list, .dict,
      .listComprehension, .dictComprehension, .lambda, .function, .conditional, .attempt, .noGrad,
      .unary, .not:
      return self
    }
  }

  /// Whether its first token is a brace.
  fileprivate var startsWithBrace: Bool {
    let first = leftmost
    if first.isParenthesized { return false }
    switch first.kind {
    case .dict, .dictComprehension: return true
    case .none, .bool, .int, .float, .text, .formattedText, .name, .list, .listComprehension,
      .lambda, .function, .conditional, .attempt, .noGrad, .unary, .not, .binary, .logical,
      .comparison, .range, .call, .index, .field, .pipe:
      return false
    }
  }
}
