/// A tree as nested lists, without places: equal outlines, same tree.
struct TreeOutline {
  private(set) var text = ""

  private mutating func node(_ head: String, _ body: (inout TreeOutline) -> Void) {
    text += text.isEmpty || text.utf8.last == UInt8(ascii: "(") ? "(" : " ("
    text += head
    body(&self)
    text += ")"
  }

  private mutating func leaf(_ word: String) { text += " " + word }

  private func quoted(_ text: String) -> String { SourcePrinter.quoted(text) }

  mutating func program(_ program: Program) {
    for cell in program.cells {
      node("cell") {
        for tag in cell.tags { $0.leaf("[\(tag)]") }
        $0.leaf($0.quoted(cell.title))
        for statement in cell.statements { $0.statement(statement) }
      }
    }
  }

  // MARK: Statements

  mutating func statement(_ statement: Statement) {
    switch statement.kind {
    case .expression(let expression, let isSilenced):
      node(isSilenced ? "silent" : "show") { $0.expression(expression) }
    case .assignment(let chain, let value):
      node("assign") {
        for targets in chain { $0.targets(targets) }
        $0.expression(value)
      }
    case .augmented(let place, let operation, let value):
      node(operation.rawValue + "=") {
        $0.expression(place)
        $0.expression(value)
      }
    case .definition(let definition):
      node("define \(definition.name.name)") {
        if let documentation = definition.documentation { $0.leaf($0.quoted(documentation)) }
        $0.function(definition.function)
      }
    case .whileLoop(let condition, let body):
      node("while") {
        $0.expression(condition)
        $0.block(body)
      }
    case .forLoop(let targets, let items, let body):
      node("for") {
        $0.targets(targets)
        $0.expression(items)
        $0.block(body)
      }
    case .returning(let value): node("return") { if let value { $0.expression(value) } }
    case .breaking: node("break") { _ in }
    case .continuing: node("continue") { _ in }
    case .throwing(let value): node("throw") { $0.expression(value) }
    case .assertion(let condition, let message):
      node("assert") {
        $0.expression(condition)
        if let message { $0.expression(message) }
      }
    case .outer(let names): node("outer") { for name in names { $0.leaf(name.name) } }
    case .delete(let places): node("del") { for place in places { $0.expression(place) } }
    case .importing(let imported):
      node("import \(quoted(imported.path))") {
        switch imported.bound {
        case .module(let name): $0.leaf("as " + name.name)
        case .names(let names): for name in names { $0.leaf(name.name) }
        }
      }
    }
  }

  private mutating func block(_ block: Block) {
    node("block") { for statement in block.statements { $0.statement(statement) } }
  }

  private mutating func targets(_ targets: [Target]) {
    node("to") { for target in targets { $0.target(target) } }
  }

  private mutating func target(_ target: Target) {
    switch target.kind {
    case .place(let place): expression(place)
    case .spread(let name): leaf("..\(name.name)")
    case .list(let targets, let form):
      node("list-\(form)") { for target in targets { $0.target(target) } }
    }
  }

  private mutating func function(_ function: Function) {
    node("parameters") {
      for parameter in function.parameters { $0.parameter(parameter) }
    }
    if let result = function.result { note(result) }
    switch function.body {
    case .block(let block): self.block(block)
    case .expression(let expression): self.expression(expression)
    }
  }

  private mutating func parameter(_ parameter: Parameter) {
    node((parameter.isRest ? ".." : "") + parameter.name.name) {
      if let note = parameter.note { $0.note(note) }
      if let value = parameter.defaultValue { $0.expression(value) }
    }
  }

  private mutating func note(_ note: Note) {
    node("note \(note.name.name)") {
      for size in note.sizes ?? [] { $0.leaf("\(size)") }
      if note.sizes != nil { $0.leaf("[]") }
    }
  }

  // MARK: Expressions

  mutating func expression(_ expression: Expression) {
    if expression.isParenthesized {
      node("parens") { $0.bare(expression.kind) }
    } else {
      bare(expression.kind)
    }
  }

  private mutating func bare(_ kind: Expression.Kind) {
    switch kind {
    case .none: leaf("none")
    case .bool(let value): leaf("\(value)")
    case .int(let value): leaf("\(value)")
    case .float(let value): leaf("\(value)f")
    case .text(let text): leaf(quoted(text))
    case .formattedText(let parts): formatted(parts)
    case .name(let name): leaf(name)
    case .list(let items, let form):
      node("list-\(form)") {
        for item in items { $0.spreadable(item.value, item.isSpread) }
      }
    case .dict(let entries): node("dict") { for entry in entries { $0.entry(entry) } }
    case .listComprehension(let element, let clauses):
      node("each") {
        $0.expression(element)
        $0.clauses(clauses)
      }
    case .dictComprehension(let key, let value, let clauses):
      node("each") {
        $0.expression(key)
        $0.expression(value)
        $0.clauses(clauses)
      }
    case .lambda(let function): node("lambda") { $0.function(function) }
    case .function(let function): node("fn") { $0.function(function) }
    case .conditional(let branches, let otherwise): conditional(branches, otherwise)
    case .attempt(let attempt): self.attempt(attempt)
    case .noGrad(let block): node("no_grad") { $0.block(block) }
    case .unary(let sign, let operand): node("unary \(sign.rawValue)") { $0.expression(operand) }
    case .not(let operand): node("not") { $0.expression(operand) }
    case .binary(let binary, let left, let right): both(binary.rawValue, left, right)
    case .logical(let logical, let left, let right): both(logical.rawValue, left, right)
    case .comparison(let first, let links): comparison(first, links)
    case .range(let low, let high, let isInclusive, let step):
      node(isInclusive ? "..=" : "..") {
        $0.expression(low)
        $0.expression(high)
        if let step { $0.expression(step) }
      }
    case .call(let callee, let arguments):
      node("call") {
        $0.expression(callee)
        for argument in arguments { $0.argument(argument) }
      }
    case .index(let base, let indices):
      node("index") {
        $0.expression(base)
        for index in indices { $0.index(index) }
      }
    case .field(let base, let name, nameRange: _): node(".\(name)") { $0.expression(base) }
    case .pipe(let value, let stage): both("|>", value, stage)
    }
  }

  private mutating func both(_ head: String, _ left: Expression, _ right: Expression) {
    node(head) {
      $0.expression(left)
      $0.expression(right)
    }
  }

  private mutating func conditional(_ branches: [Branch], _ otherwise: Block?) {
    node("if") {
      for branch in branches {
        $0.expression(branch.condition)
        $0.block(branch.body)
      }
      if let otherwise { $0.node("else") { $0.block(otherwise) } }
    }
  }

  private mutating func comparison(_ first: Expression, _ links: [ComparisonLink]) {
    node("compare") {
      $0.expression(first)
      for link in links {
        $0.leaf(link.comparison.rawValue)
        $0.expression(link.operand)
      }
    }
  }

  private mutating func formatted(_ parts: [FormattedPart]) {
    node("format") {
      for part in parts {
        switch part {
        case .literal(let text): $0.leaf($0.quoted(text))
        case .value(let value, let spec):
          $0.expression(value)
          if let spec { $0.formatted(spec) }
        }
      }
    }
  }

  private mutating func attempt(_ attempt: Attempt) {
    node("try") {
      $0.block(attempt.body)
      if let handler = attempt.handler {
        $0.node("catch \(handler.name ?? "")") { $0.block(handler.body) }
      }
      if let last = attempt.finally { $0.node("finally") { $0.block(last) } }
    }
  }

  private mutating func spreadable(_ value: Expression, _ isSpread: Bool) {
    if isSpread { node("..") { $0.expression(value) } } else { expression(value) }
  }

  private mutating func entry(_ entry: Entry) {
    switch entry.kind {
    case .word(let word, let value): node("word \(word)") { $0.expression(value) }
    case .computed(let key, let value): both(":", key, value)
    case .spread(let value): spreadable(value, true)
    }
  }

  private mutating func clauses(_ clauses: [Clause]) {
    for clause in clauses {
      switch clause {
      case .loop(let targets, let items):
        node("for") {
          $0.targets(targets)
          $0.expression(items)
        }
      case .condition(let condition): node("if") { $0.expression(condition) }
      }
    }
  }

  private mutating func argument(_ argument: Argument) {
    switch argument.kind {
    case .positional(let value): expression(value)
    case .named(let name, nameRange: _, let value): node("\(name)=") { $0.expression(value) }
    case .spread(let value): spreadable(value, true)
    }
  }

  private mutating func index(_ index: Index) {
    switch index.kind {
    case .value(let value): expression(value)
    case .ellipsis: leaf("...")
    case .slice(let low, let high, let step):
      node("slice") { outline in
        for part in [low, high, step] {
          if let part { outline.expression(part) } else { outline.leaf("_") }
        }
      }
    }
  }
}

extension Program {
  /// The tree as nested lists, without places; for tests and for looking at it.
  public var outline: String {
    var outline = TreeOutline()
    outline.program(self)
    return outline.text
  }

  /// Whether two programs are the same tree, wherever their parts stand.
  public func sameTree(as other: Program) -> Bool {
    outline.utf8.elementsEqual(other.outline.utf8)
  }
}

extension Expression {
  /// The tree as nested lists, without places.
  public var outline: String {
    var outline = TreeOutline()
    outline.expression(self)
    return outline.text.first == " " ? String(outline.text.dropFirst()) : outline.text
  }

  /// Whether two expressions are the same tree, wherever their parts stand.
  public func sameTree(as other: Expression) -> Bool {
    outline.utf8.elementsEqual(other.outline.utf8)
  }
}
