import Diagnostics
import Machine
import Syntax

extension Emitter {
  /// Goes on with the next instruction if a condition holds; returns the jumps to take if not.
  func jumpsUnless(_ condition: Expression) throws(Diagnostic) -> [Int] {
    switch condition.kind {
    case .not(let operand): return try jumpsIf(operand)
    case .logical(.and, let left, let right):
      let jumps = try jumpsUnless(left)
      return jumps + (try sometimes { () throws(Diagnostic) in try jumpsUnless(right) })
    case .logical(.or, let left, let right):
      let holds = try jumpsIf(left)
      let jumps = try sometimes { () throws(Diagnostic) in try jumpsUnless(right) }
      code.patch(holds)
      return jumps
    case .comparison(let first, let links) where links.count == 1:
      if let jump = try fusedJump(first, links[0], at: condition.range) { return [jump] }
    default: break
    }
    return try scratch { () throws(Diagnostic) in
      let register = try operand(condition)
      return [code.emit(.jumpUnless, register, at: condition.range)]
    }
  }

  /// Goes on with the next instruction unless a condition holds; returns the jumps to take if so.
  func jumpsIf(_ condition: Expression) throws(Diagnostic) -> [Int] {
    switch condition.kind {
    case .not(let operand): return try jumpsUnless(operand)
    case .logical(.or, let left, let right):
      let jumps = try jumpsIf(left)
      return jumps + (try sometimes { () throws(Diagnostic) in try jumpsIf(right) })
    case .logical(.and, let left, let right):
      let fails = try jumpsUnless(left)
      let jumps = try sometimes { () throws(Diagnostic) in try jumpsIf(right) }
      code.patch(fails)
      return jumps
    default:
      return try scratch { () throws(Diagnostic) in
        let register = try operand(condition)
        return [code.emit(.jumpIf, register, at: condition.range)]
      }
    }
  }

  /// Writes what may not run: it assigns nothing for sure.
  private func sometimes<Result>(
    _ body: () throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    let before = assigned
    defer { assigned.formIntersection(before) }
    return try body()
  }

  /// Compares and jumps in one instruction.
  private func fusedJump(
    _ left: Expression, _ link: ComparisonLink, at range: SourceRange
  ) throws(Diagnostic) -> Int? {
    guard let (plain, constantForm) = link.comparison.jumpOpcodes else { return nil }
    return try scratch { () throws(Diagnostic) in
      let x = try operand(left, before: [link.operand])
      if let constant = link.operand.numberConstant {
        let index = code.constant(constant)
        if index < Instruction.absent { return code.emit(constantForm, x, index, at: range) }
      }
      let y = try operand(link.operand)
      return code.emit(plain, x, y, at: range)
    }
  }

  /// `if c { } else if d { } else { }`
  func conditional(
    _ branches: [Branch], _ otherwise: Block?, into target: Int?, as ownership: Ownership,
    at range: SourceRange
  ) throws(Diagnostic) {
    var ends: [Int] = []
    var outcomes: [Set<String>] = []
    for (index, branch) in branches.enumerated() {
      let fails = try jumpsUnless(branch.condition)
      let before = assigned
      try block(branch.body, into: target, as: ownership)
      outcomes.append(assigned)
      assigned = before
      if index < branches.count - 1 || otherwise != nil || target != nil {
        ends.append(code.emit(.jump, at: branch.body.range))
      }
      code.patch(fails)
    }
    if let otherwise {
      try block(otherwise, into: target, as: ownership)
    } else if let target {
      code.load(.none, into: target, at: range)
    }
    for outcome in outcomes { assigned.formIntersection(outcome) }
    code.patch(ends)
  }

  /// Statements of a block; R(target) = its value.
  func block(
    _ block: Block, into target: Int?, as ownership: Ownership = .own
  ) throws(Diagnostic) {
    guard let target else {
      for statement in block.statements { try self.statement(statement) }
      return
    }
    for statement in block.statements.dropLast(block.result == nil ? 0 : 1) {
      try self.statement(statement)
    }
    if let result = block.result {
      try value(result, into: target, as: ownership == .move ? .move : .own)
    } else {
      code.load(.none, into: target, at: block.range)
    }
  }
}

extension ComparisonOperator {
  /// The instructions that jump unless the comparison holds: of registers, and with a constant.
  var jumpOpcodes: (Opcode, Opcode)? {
    switch self {
    case .equal: (.jumpUnlessEqual, .jumpUnlessEqualK)
    case .notEqual: (.jumpUnlessNotEqual, .jumpUnlessNotEqualK)
    case .less: (.jumpUnlessLess, .jumpUnlessLessK)
    case .lessOrEqual: (.jumpUnlessLessOrEqual, .jumpUnlessLessOrEqualK)
    case .greater: (.jumpUnlessGreater, .jumpUnlessGreaterK)
    case .greaterOrEqual: (.jumpUnlessGreaterOrEqual, .jumpUnlessGreaterOrEqualK)
    case .contained, .notContained: nil
    }
  }
}
