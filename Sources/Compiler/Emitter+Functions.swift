import Diagnostics
import Machine
import Syntax

extension Emitter {
  /// R(target) = a closure of a function.
  func function(
    _ function: Function, name: String?, documentation: String?, into target: Int
  ) throws(Diagnostic) {
    let inner = Emitter(Scope(function), source: source, globals: globals, parent: self)
    let prototype = try inner.compile(function, name: name, documentation: documentation)
    code.emit(.closure, target, code.function(prototype), at: function.range)
  }

  /// Writes the whole function.
  private func compile(
    _ function: Function, name: String?, documentation: String?
  ) throws(Diagnostic) -> Prototype {
    try checkOuters()
    for local in scope.locals { registers[local] = try temporary(function.range) }
    code.description.name = name
    code.description.documentation = documentation
    code.description.range = function.range
    code.description.canonicalText = { SourcePrinter.print(function) }
    code.description.parameters = function.parameters.map(parameter)
    code.description.result = function.result.map(TypeNote.init)
    resultNote = function.result
    sizesRegister = try temporary(function.range)
    try parameters(function)
    for local in scope.locals.dropFirst(function.parameters.count)
    where scope.cells.contains(local) {
      guard let register = registers[local] else { continue }
      code.emit(.unset, register, at: function.range)
      code.emit(.makeCell, register, at: function.range)
    }
    try body(function)
    writePrologue(function)
    try finish(at: function.range)
    return Prototype(code.description, source: source, globals: globals)
  }

  /// Defaults, cells and notes of the parameters.
  private func parameters(_ function: Function) throws(Diagnostic) {
    for parameter in function.parameters {
      let name = parameter.name.name
      guard let register = registers[name] else { continue }
      if let value = parameter.defaultValue {
        let jump = code.emit(.jumpIfSet, register, at: parameter.range)
        try self.value(value, into: register, as: .own)
        code.patch(jump)
      }
      assigned.insert(name)
      if scope.cells.contains(name) { code.emit(.makeCell, register, at: parameter.range) }
    }
    if function.parameters.contains(where: { $0.note != nil }) {
      let noted = function.parameters.filter { $0.note != nil }.map(\.range)
      let range = noted.dropFirst().reduce(noted[0]) { $0.union($1) }
      code.emit(.checkNotes, sizesRegister, at: range)
    }
  }

  private func body(_ function: Function) throws(Diagnostic) {
    try scratch { () throws(Diagnostic) in
      switch function.body {
      case .expression(let value): try returnValue(value)
      case .block(let block): try returnBlock(block)
      }
    }
  }

  /// Returns the value of an expression; each branch of a conditional returns by itself.
  func returnValue(_ expression: Expression) throws(Diagnostic) {
    if case .conditional(let branches, let otherwise) = expression.kind {
      try returnConditional(branches, otherwise, at: expression.range)
      return
    }
    try scratch { () throws(Diagnostic) in
      let result: Int
      if case .name(let name) = expression.kind,
        case .register(let register)? = localVariable(name),
        movesAway(name)
      {
        checkSet(name, register, expression.range)
        result = register
      } else {
        result = try temporary(expression.range)
        try value(expression, into: result, as: .move)
      }
      checkResult(result, at: expression.range)
      code.emit(.return, result, at: expression.range)
    }
  }

  private func returnBlock(_ block: Block) throws(Diagnostic) {
    for statement in block.statements.dropLast(block.result == nil ? 0 : 1) {
      try self.statement(statement)
    }
    if let result = block.result {
      try returnValue(result)
    } else {
      try returnNone(at: block.range)
    }
  }

  private func returnNone(at range: SourceRange) throws(Diagnostic) {
    try scratch { () throws(Diagnostic) in
      let result = try temporary(range)
      code.load(.none, into: result, at: range)
      checkResult(result, at: range)
      code.emit(.return, result, at: range)
    }
  }

  private func returnConditional(
    _ branches: [Branch], _ otherwise: Block?, at range: SourceRange
  ) throws(Diagnostic) {
    for branch in branches {
      let fails = try jumpsUnless(branch.condition)
      let before = assigned
      try returnBlock(branch.body)
      assigned = before
      code.patch(fails)
    }
    if let otherwise {
      try returnBlock(otherwise)
    } else {
      try returnNone(at: range)
    }
  }

  /// Checks a result against its note.
  func checkResult(_ register: Int, at range: SourceRange) {
    if resultNote != nil { code.emit(.checkResult, register, sizesRegister, at: range) }
  }

  /// Writes what stands before all else, and is known only at the end.
  ///
  /// A parameter that the function captures, assigns or changes gets a second owner; one that it
  /// stores or returns gets it there. One that it only looks at is borrowed: it is marked only
  /// where the owner may be changed meanwhile, by script code that the function calls. A call with
  /// values that nothing else can reach begins behind these marks.
  private func writePrologue(_ function: Function) {
    var guarded: [Instruction] = []
    var owned: [Instruction] = []
    for (index, parameter) in function.parameters.enumerated() {
      let name = parameter.name.name
      if escaping.contains(name) || scope.cells.contains(name) || scope.changed.contains(name) {
        owned.append(Instruction(.share, index + 1))
      } else if reach == .scripts {
        guarded.append(Instruction(.share, index + 1))
      } else if reach == .plainBuiltins {
        guarded.append(Instruction(.shareIfHidden, index + 1))
      }
    }
    for name in scope.locals.dropFirst(function.parameters.count)
    where needUnset.contains(name) && !scope.cells.contains(name) {
      if let register = registers[name] { owned.append(Instruction(.unset, register)) }
    }
    code.description.guardCount = guarded.count
    code.prepend(guarded + owned, at: function.range)
  }

  private func checkOuters() throws(Diagnostic) {
    for outer in scope.outerNames {
      if scope.function?.parameters.contains(where: { $0.name.name == outer.name }) == true {
        throw error(CompilerMessages.outerParameter(outer.name), outer.range)
      }
      if parent?.isCopied(outer.name) == true {
        throw error(CompilerMessages.outerLoopVariable(outer.name), outer.range)
      }
    }
  }

  /// Whether functions made here see a copy of a name: a loop's variable.
  private func isCopied(_ name: String) -> Bool {
    if loopVariables.contains(where: { $0.contains(name) })
      || comprehensionVariables.contains(where: { $0.name == name })
    {
      return true
    }
    return localVariable(name) == nil && parent?.isCopied(name) == true
  }

  private func parameter(_ parameter: Parameter) -> FunctionParameter {
    FunctionParameter(parameter, in: source)
  }
}

extension FunctionParameter {
  /// A parameter of the tree.
  init(_ parameter: Parameter, in source: SourceText) {
    var defaultsToNone = false
    if case .none? = parameter.defaultValue?.kind { defaultsToNone = true }
    self.init(
      name: parameter.name.name, isRest: parameter.isRest,
      hasDefault: parameter.defaultValue != nil, defaultsToNone: defaultsToNone,
      note: parameter.note.map(TypeNote.init),
      defaultText: parameter.defaultValue.map { source.text(in: $0.range) })
  }
}

extension TypeNote {
  init(_ note: Note) {
    self.init(
      name: note.name.name,
      sizes: note.sizes?.map { size in
        switch size {
        case .name(let name): .name(name)
        case .int(let value): .int(value)
        case .rest: .rest
        }
      })
  }
}
