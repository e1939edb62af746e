import Diagnostics
import Machine
import Syntax

/// Where a variable lives, seen from a function.
enum Variable: Equatable {
  /// A local, a parameter or a comprehension's variable.
  case register(Int)
  /// A local that closures share: the register holds its cell.
  case cell(Int)
  case capture(Int)
  case global(Int)
}

extension Emitter {
  /// Where a name lives.
  func variable(_ name: String, _ range: SourceRange) throws(Diagnostic) -> Variable {
    if let local = localVariable(name) { return local }
    if let capture = capture(name) { return .capture(capture) }
    guard let slot = globals.slot(of: name) else {
      throw error(CompilerMessages.tooManyVariables, range)
    }
    return .global(slot)
  }

  /// Where a name lives in this function, nil if it is not local to it.
  func localVariable(_ name: String) -> Variable? {
    if let found = comprehensionVariables.last(where: { $0.name == name }) {
      return .register(found.register)
    }
    guard scope.isLocal(name), let register = registers[name] else { return nil }
    return scope.cells.contains(name) ? .cell(register) : .register(register)
  }

  /// The number of a captured variable, nil if no enclosing function has it.
  func capture(_ name: String) -> Int? {
    if let known = captures.firstIndex(of: name) { return known }
    guard let source = parent?.captureSource(name) else { return nil }
    captures.append(name)
    code.description.captures.append(source)
    code.description.captureNames.append(name)
    return captures.count - 1
  }

  /// Where a function inside takes a name from; nil if it is a global to it.
  private func captureSource(_ name: String) -> CaptureSource? {
    if let found = comprehensionVariables.last(where: { $0.name == name }) {
      return .copyRegister(found.register)
    }
    let isLoopVariable = loopVariables.contains { $0.contains(name) }
    switch localVariable(name) {
    case .register(let register)?: return .copyRegister(register)
    case .cell(let register)?: return isLoopVariable ? .copyCell(register) : .cell(register)
    default: break
    }
    if scope.isTopLevel {
      guard isLoopVariable, let slot = globals.slot(of: name) else { return nil }
      return .copyGlobal(slot)
    }
    return capture(name).map { .capture($0) }
  }

  /// Whether a name is a local that nothing but this call can reach.
  func isOwnLocal(_ name: String) -> Bool {
    if case .register? = localVariable(name) { return true }
    return false
  }

  /// Whether a statement here may write a variable: a local, one declared `outer`, or any at the
  /// top level.
  func mayWrite(_ name: String) -> Bool {
    scope.isTopLevel || scope.isLocal(name) || scope.outers.contains(name)
      || comprehensionVariables.contains { $0.name == name }
  }

  /// R(register) = the variable.
  func load(
    _ name: String, into register: Int, at range: SourceRange
  ) throws(Diagnostic) {
    switch try variable(name, range) {
    case .register(let local):
      checkSet(name, local, range)
      if local != register { code.emit(.move, register, local, at: range) }
    case .cell(let cell): code.emit(.getCell, register, cell, code.name(name), at: range)
    case .capture(let index):
      code.emit(.getCapture, register, index, code.name(name), at: range)
    case .global(let slot): code.emit(.getGlobal, register, slot, at: range)
    }
  }

  /// The variable = R(register).
  func store(_ name: String, from register: Int, at range: SourceRange) throws(Diagnostic) {
    switch try variable(name, range) {
    case .register(let local):
      if local != register { code.emit(.move, local, register, at: range) }
      assigned.insert(name)
    case .cell(let cell): code.emit(.setCell, cell, register, at: range)
    case .capture(let index): code.emit(.setCapture, index, register, at: range)
    case .global(let slot): code.emit(.setGlobal, register, slot, at: range)
    }
  }

  /// Forgets the variable.
  func forget(_ name: String, at range: SourceRange) throws(Diagnostic) {
    switch try variable(name, range) {
    case .register(let local):
      checkSet(name, local, range)
      code.emit(.unset, local, at: range)
      assigned.remove(name)
    case .global(let slot): code.emit(.deleteGlobal, 0, slot, at: range)
    case .cell, .capture:
      try scratch { () throws(Diagnostic) in
        let register = try temporary(range)
        try load(name, into: register, at: range)
        code.emit(.unset, register, at: range)
        try store(name, from: register, at: range)
      }
    }
  }

  /// Makes sure at run time that a local holds a value, where that is not known now.
  func checkSet(_ name: String, _ register: Int, _ range: SourceRange) {
    guard scope.isLocal(name), registers[name] == register else { return }
    if assigned.contains(name), !scope.deleted.contains(name) { return }
    needUnset.insert(name)
    code.emit(.checkSet, register, code.name(name), at: range)
  }

  /// Variables in which a method call looks for a function of its name.
  func methodCandidates(_ name: String, _ range: SourceRange) throws(Diagnostic)
    -> [MethodCandidate]
  {
    var candidates: [MethodCandidate] = []
    switch localVariable(name) {
    case .register(let register)?:
      if scope.isLocal(name) { needUnset.insert(name) }
      candidates.append(.register(register))
    case .cell(let register)?: candidates.append(.cell(register))
    default: break
    }
    if !scope.isTopLevel, let index = capture(name) { candidates.append(.capture(index)) }
    guard let slot = globals.slot(of: name) else {
      throw error(CompilerMessages.tooManyVariables, range)
    }
    candidates.append(.global(slot))
    return candidates
  }
}
