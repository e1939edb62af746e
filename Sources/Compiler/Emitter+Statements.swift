import Diagnostics
import Machine
import Syntax

extension Emitter {
  /// Writes a statement.
  ///
  /// - Parameter showsValue: whether an expression statement shows its value: at the top level.
  func statement(_ statement: Statement, showsValue: Bool = false) throws(Diagnostic) {
    let range = statement.range
    try scratch { () throws(Diagnostic) in
      switch statement.kind {
      case .expression(let value, let isSilenced):
        try expressionStatement(value, isShown: showsValue && !isSilenced)
      case .assignment(let targetLists, let value):
        try assignment(targetLists, value, at: range)
      case .augmented(let place, let op, let value):
        try augmented(place, op, value, at: range)
      case .definition(let definition):
        let register = try temporary(range)
        try function(
          definition.function, name: definition.name.name,
          documentation: definition.documentation, into: register)
        try store(definition.name.name, from: register, at: definition.name.range)
      case .whileLoop(let condition, let body): try whileLoop(condition, body, at: range)
      case .forLoop(let targets, let items, let body):
        try forLoop(targets, items, body, at: range)
      case .returning(let value): try returning(value, at: range)
      case .breaking: try leaveLoop(range, isBreak: true)
      case .continuing: try leaveLoop(range, isBreak: false)
      case .throwing(let value):
        code.emit(.throw, try operand(value), at: range)
      case .assertion(let condition, let message):
        try assertion(condition, message)
      case .outer(let names):
        if scope.isTopLevel { throw error(CompilerMessages.outerAtTop, names[0].range) }
      case .delete(let places):
        for place in places { try delete(place) }
      case .importing(let importing): try self.importing(importing, at: range)
      }
    }
  }

  private func expressionStatement(
    _ value: Expression, isShown: Bool
  ) throws(Diagnostic) {
    if isShown {
      let register = try temporary(value.range)
      try self.value(value, into: register)
      code.emit(.show, register, at: value.range)
      return
    }
    switch value.kind {
    case .conditional(let branches, let otherwise):
      try conditional(branches, otherwise, into: nil, as: .borrow, at: value.range)
    case .attempt(let attempt):
      try self.attempt(attempt, into: nil, as: .borrow, at: value.range)
    case .call(let callee, let arguments):
      try call(callee, arguments, piped: nil, into: nil, at: value.range)
    default:
      _ = try operand(value)
    }
  }

  // MARK: Assignment

  private func assignment(
    _ targetLists: [[Target]], _ value: Expression, at range: SourceRange
  ) throws(Diagnostic) {
    if targetLists.count == 1, let name = targetLists[0].singleName {
      try assign(name, value)
      return
    }
    if targetLists.count == 1, let items = value.plainItems, items.count == targetLists[0].count,
      items.count > 1, !targetLists[0].contains(where: \.isSpread)
    {
      try assignInParallel(targetLists[0], items)
      return
    }
    let register = try temporary(value.range)
    try self.value(value, into: register, as: .own)
    if targetLists.count > 1 { code.emit(.share, register, at: value.range) }
    for targets in targetLists {
      try scratch { () throws(Diagnostic) in
        if targets.count == 1, !targets[0].isSpread {
          try assign(targets[0], from: register)
        } else {
          try unpack(targets, from: register, at: targets.range)
        }
      }
    }
  }

  /// `name = value`
  private func assign(_ name: Identifier, _ value: Expression) throws(Diagnostic) {
    if case .register(let register)? = localVariable(name.name), value.isWrittenLast {
      try self.value(value, into: register, as: .own)
      assigned.insert(name.name)
      return
    }
    if try addInPlace(name.name, value, at: name.range) { return }
    let register = try temporary(value.range)
    try self.value(value, into: register, as: .own)
    try store(name.name, from: register, at: name.range)
  }

  /// `name = name + e` for a variable that lives in no register: the sum is written over the value
  /// that was read, so that a text grows in its place. False, with nothing written, for any other
  /// value.
  func addInPlace(
    _ name: String, _ value: Expression, at range: SourceRange
  ) throws(Diagnostic) -> Bool {
    guard case .binary(.add, let left, let right) = value.kind, right.numberConstant == nil,
      case .name(name) = left.kind, !isOwnLocal(name)
    else { return false }
    let sum = try temporary(value.range)
    try waiting(left, into: sum, before: [right])
    code.emit(
      .add, sum, sum, try operand(right), at: source.operatorRange(after: left, before: right))
    try store(name, from: sum, at: range)
    return true
  }

  /// `a, b = b, a` without a list: all values first, then all targets.
  private func assignInParallel(
    _ targets: [Target], _ values: [Expression]
  ) throws(Diagnostic) {
    let first = try temporaries(values.count, values[0].range)
    for (index, value) in values.enumerated() {
      try self.value(value, into: first + index, as: .own)
    }
    for (index, target) in targets.enumerated() { try assign(target, from: first + index) }
  }

  /// Gives a target the value of a register.
  func assign(_ target: Target, from register: Int) throws(Diagnostic) {
    switch target.kind {
    case .spread(let name): try store(name.name, from: register, at: name.range)
    case .list(let targets, form: _): try unpack(targets, from: register, at: target.range)
    case .place(let place):
      if case .name(let name) = place.kind {
        try store(name, from: register, at: place.range)
      } else {
        try set(place, from: register, at: target.range)
      }
    }
  }

  /// Unpacks a register into targets.
  func unpack(_ targets: [Target], from register: Int, at range: SourceRange) throws(Diagnostic) {
    let spreads = targets.indices.filter { targets[$0].isSpread }
    guard spreads.count < 2 else { throw error(CompilerMessages.targetSpreads, range) }
    try scratch { () throws(Diagnostic) in
      let state = try temporaries(1 + targets.count, range)
      code.emit(.move, state, register, at: range)
      let before = spreads.first ?? targets.count
      let behind = spreads.isEmpty ? Instruction.absent : targets.count - before - 1
      code.emit(.unpack, state, before, behind, at: range)
      for (index, target) in targets.enumerated() { try assign(target, from: state + 1 + index) }
    }
  }

  // MARK: Others

  private func returning(_ value: Expression?, at range: SourceRange) throws(Diagnostic) {
    if scope.isTopLevel { throw error(CompilerMessages.returnOutside, range) }
    let leavesLoopsAlone = contexts.allSatisfy { if case .loop = $0 { true } else { false } }
    if let value, leavesLoopsAlone {
      try returnValue(value)
      return
    }
    let register = try temporary(range)
    if let value {
      try self.value(value, into: register, as: .move)
    } else {
      code.load(.none, into: register, at: range)
    }
    checkResult(register, at: range)
    try leave(.returning, value: register, at: range)
  }

  private func assertion(
    _ condition: Expression, _ message: Expression?
  ) throws(Diagnostic) {
    let holds = try jumpsIf(condition)
    if let message {
      code.emit(.assertFailed, try operand(message), at: condition.range)
    } else {
      code.emit(.assertFailed, Instruction.absent, at: condition.range)
    }
    code.patch(holds)
  }

  private func importing(_ importing: Import, at range: SourceRange) throws(Diagnostic) {
    guard scope.isTopLevel, contexts.isEmpty else {
      throw error(CompilerMessages.importInside, range)
    }
    let module = try temporaries(2, range)
    code.load(.text(importing.path), into: module, at: importing.pathRange)
    code.emit(.importModule, module, module, at: importing.pathRange)
    switch importing.bound {
    case .module(let name): try store(name.name, from: module, at: name.range)
    case .names(let names):
      for name in names {
        code.emit(.importMember, module + 1, module, code.name(name.name), at: name.range)
        code.emit(.share, module + 1, at: name.range)
        try store(name.name, from: module + 1, at: name.range)
      }
    }
  }
}

extension Target {
  var isSpread: Bool {
    if case .spread = kind { true } else { false }
  }
}

extension [Target] {
  /// The name, where a name alone takes the value.
  var singleName: Identifier? {
    guard count == 1, case .place(let place) = self[0].kind, case .name(let name) = place.kind
    else { return nil }
    return Identifier(name, range: place.range)
  }
}

extension Expression {
  /// The items of a list literal without spreads.
  var plainItems: [Expression]? {
    guard case .list(let items, form: _) = kind, !items.contains(where: \.isSpread) else {
      return nil
    }
    return items.map(\.value)
  }

  /// Whether its register is written by its last instruction alone, so that it may be a variable
  /// that the expression reads.
  var isWrittenLast: Bool {
    switch kind {
    case .none, .bool, .int, .float, .text, .name, .unary, .not, .binary, .comparison, .range,
      .index, .field, .call, .list, .formattedText, .logical, .lambda, .function:
      true
    case .dict, .listComprehension, .dictComprehension, .conditional, .attempt, .noGrad, .pipe:
      false
    }
  }
}
