import Diagnostics

extension SourcePrinter {
  mutating func statement(_ statement: Statement) {
    let end = statement.range.end
    switch statement.kind {
    case .expression(let expression, let isSilenced):
      self.expression(expression)
      if isSilenced { write(";") }
    case .assignment(let chain, let value):
      assignment(chain, value)
    case .augmented(let place, let operation, let value):
      expression(place)
      write(" \(operation.rawValue)=")
      gap(to: value.range.start)
      expression(value)
    case .definition(let definition):
      write("fn \(definition.name.name)")
      signature(definition.function)
      body(definition.function)
    case .whileLoop(let condition, let body):
      write("while ")
      expression(condition)
      write(" ")
      block(body)
    case .forLoop(let targets, let items, let body):
      write("for ")
      self.targets(targets)
      write(" in ")
      expression(items)
      write(" ")
      block(body)
    case .returning(let value):
      write("return", endingAt: value == nil ? end : nil)
      guard let value else { return }
      write(" ")
      expression(value)
    case .breaking: write("break", endingAt: end)
    case .continuing: write("continue", endingAt: end)
    case .throwing(let value):
      write("throw ")
      expression(value)
    case .assertion(let condition, let message):
      write("assert ")
      expression(condition)
      guard let message else { return }
      write(",")
      gap(to: message.range.start)
      expression(message)
    case .outer(let names): write("outer \(joined(names))", endingAt: end)
    case .delete(let places):
      write("del ")
      for (position, place) in places.enumerated() {
        if position > 0 { write(", ") }
        expression(place)
      }
    case .importing(let imported): importing(imported, end)
    }
  }

  private mutating func assignment(_ chain: [[Target]], _ value: Expression) {
    for (position, targets) in chain.enumerated() {
      if position > 0 { write(" ") }
      self.targets(targets)
      write(" =")
    }
    gap(to: value.range.start)
    expression(value)
  }

  private func joined(_ names: [Identifier]) -> String {
    names.map(\.name).joined(separator: ", ")
  }

  private mutating func importing(_ imported: Import, _ end: Int) {
    let path = source?.text(in: imported.pathRange) ?? SourcePrinter.quoted(imported.path)
    switch imported.bound {
    case .module(let name): write("import \(path) as \(name.name)", endingAt: end)
    case .names(let names): write("import \(path): \(joined(names))", endingAt: end)
    }
  }

  // MARK: Targets

  mutating func targets(_ targets: [Target]) {
    for (position, target) in targets.enumerated() {
      if position > 0 { write(", ") }
      self.target(target)
    }
  }

  private mutating func target(_ target: Target) {
    switch target.kind {
    case .place(let place): expression(place)
    case .spread(let name): write("..\(name.name)", endingAt: target.range.end)
    case .list(let targets, let form):
      let isBracket = form == .brackets
      let end = target.range.end
      bracketed(isBracket ? "[" : "(", isBracket ? "]" : ")", endingAt: end) { printer in
        printer.commaSeparated(targets, start: \.range.start, end: end) { $0.target($1) }
        let needsComma = !isBracket && targets.count == 1
        if needsComma, printer.output.utf8.last != UInt8(ascii: ",") { printer.write(",") }
      }
    }
  }

  // MARK: Blocks and functions

  mutating func block(_ block: Block) {
    let end = block.range.end
    if isOneLine(block.range) {
      write("{ ", endingAt: block.range.start + 1)
      for (position, statement) in block.statements.enumerated() {
        if position > 0 { write(output.utf8.last == UInt8(ascii: ";") ? " " : "; ") }
        self.statement(statement)
      }
      if source == nil, output.utf8.last == UInt8(ascii: ";") { output.removeLast() }
      return write(block.statements.isEmpty ? "}" : " }", endingAt: end)
    }
    let saved = (indent, blockBase)
    let base = blockBase ?? lineIndent
    write("{", endingAt: block.range.start + 1)
    indent = base + SourcePrinter.step
    openBrackets += 1
    statements(block.statements, isBlock: true)
    breakClosingLine(to: end - 1, base, block.statements.isEmpty ? .behindFirst : .all)
    openBrackets -= 1
    write("}", endingAt: end)
    (indent, blockBase) = saved
  }

  mutating func signature(_ function: Function) {
    parameters(function.parameters)
    guard let result = function.result else { return }
    write(" -> \(note(result))", endingAt: result.range.end)
  }

  mutating func parameters(_ parameters: [Parameter]) {
    let end = parameters.last.map { closing(after: $0.range.end) } ?? 1
    guard !parameters.isEmpty else { return write("()") }
    bracketed("(", ")", endingAt: end) { printer in
      printer.commaSeparated(parameters, start: \.range.start, end: end) { $0.parameter($1) }
    }
  }

  /// Offset behind the `)` that closes parameters whose last one ends at an offset.
  private func closing(after offset: Int) -> Int {
    guard let source else { return offset + 1 }
    var lexer = Lexer(source)
    lexer.position = offset
    while lexer.skipBlanks(acrossLines: true), lexer.peek() == UInt8(ascii: ",") {
      lexer.position += 1
    }
    return lexer.position + 1
  }

  private mutating func parameter(_ parameter: Parameter) {
    write((parameter.isRest ? ".." : "") + parameter.name.name, endingAt: parameter.name.range.end)
    if let note = parameter.note { write(": \(self.note(note))", endingAt: note.range.end) }
    guard let value = parameter.defaultValue else { return }
    write(parameter.note == nil ? "=" : " = ")
    expression(value)
  }

  private func note(_ note: Note) -> String {
    guard let sizes = note.sizes else { return note.name.name }
    let words = sizes.map { size in
      switch size {
      case .name(let name): name
      case .int(let value): String(value)
      case .rest: "..."
      }
    }
    return "\(note.name.name)[\(words.joined(separator: ", "))]"
  }

  mutating func body(_ function: Function) {
    switch function.body {
    case .block(let block):
      write(" ")
      self.block(block)
    case .expression(let expression):
      write(" =")
      gap(to: expression.range.start)
      self.expression(expression)
    }
  }
}
