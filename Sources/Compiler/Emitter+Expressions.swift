import Diagnostics
import Machine
import Syntax

extension Emitter {
  /// R(target) = the value of an expression.
  func value(
    _ expression: Expression, into target: Int, as ownership: Ownership = .borrow
  ) throws(Diagnostic) {
    let range = expression.range
    switch expression.kind {
    case .none: code.load(.none, into: target, at: range)
    case .bool(let value): code.load(.bool(value), into: target, at: range)
    case .int(let value): code.load(.int(value), into: target, at: range)
    case .float(let value): code.load(.float(value.bitPattern), into: target, at: range)
    case .text(let text): code.load(.text(text), into: target, at: range)
    case .formattedText(let parts): try formattedText(parts, into: target, at: range)
    case .name(let name):
      try load(name, into: target, at: range)
      share(expression, target, ownership)
    case .list(let items, form: _): try list(items, into: target, at: range)
    case .dict(let entries): try dict(entries, into: target, at: range)
    case .listComprehension(let element, let clauses):
      try comprehension(clauses, into: target, range) { (list) throws(Diagnostic) in
        let item = try self.temporary(range)
        try self.value(element, into: item, as: .own)
        self.code.emit(.listAppend, list, item, at: element.range)
      }
    case .dictComprehension(let key, let value, let clauses):
      try comprehension(clauses, isDict: true, into: target, range) { (dict) throws(Diagnostic) in
        let entry = try self.temporaries(2, range)
        try self.value(key, into: entry, as: .own)
        try self.value(value, into: entry + 1, as: .own)
        self.code.emit(.dictSet, dict, entry, entry + 1, at: key.range)
      }
    case .lambda(let function), .function(let function):
      try self.function(function, name: nil, documentation: nil, into: target)
    case .conditional(let branches, let otherwise):
      try conditional(branches, otherwise, into: target, as: ownership, at: range)
    case .attempt(let attempt): try self.attempt(attempt, into: target, as: ownership, at: range)
    case .noGrad(let block): try noGrad(block, into: target, at: range)
    case .unary(let op, let operand):
      try scratch { () throws(Diagnostic) in
        let register = try self.operand(operand)
        code.emit(op.opcode, target, register, at: range)
      }
      share(expression, target, ownership)
    case .not(let operand):
      try scratch { () throws(Diagnostic) in
        let register = try self.operand(operand)
        code.emit(.not, target, register, at: range)
      }
    case .binary(let op, let left, let right):
      try binary(op, left, right, into: target, at: range)
    case .logical(let op, let left, let right):
      try logical(op, left, right, into: target, as: ownership)
    case .comparison(let first, let links):
      try comparison(first, links, into: target, at: range)
    case .range(let low, let high, let isInclusive, let step):
      try scratch { () throws(Diagnostic) in
        let ends = try temporaries(3, range)
        try self.values([low, high] + (step.map { [$0] } ?? []), into: ends)
        let flags = (isInclusive ? 1 : 0) | (step == nil ? 0 : 2)
        code.emit(.makeRange, target, ends, flags, at: range)
      }
    case .call(let callee, let arguments):
      try call(callee, arguments, piped: nil, into: target, at: range)
    case .index(let base, let indices):
      try index(base, indices, into: target, at: range)
      share(expression, target, ownership)
    case .field(let base, let name, let nameRange):
      try field(base, name, nameRange, into: target, at: range)
      share(expression, target, ownership)
    case .pipe(let value, let stage): try pipe(value, stage, into: target, at: range)
    }
  }

  /// Marks a value that gets a second owner.
  private func share(_ expression: Expression, _ register: Int, _ ownership: Ownership) {
    if case .name(let name) = expression.kind, ownership == .move, movesAway(name) { return }
    if ownership != .borrow, !isFresh(expression) {
      code.emit(.share, register, at: expression.range)
    }
  }

  /// Whether a local gives up its value where it is returned. A parameter that the function never
  /// assigns or changes is its caller's.
  func movesAway(_ name: String) -> Bool {
    isOwnLocal(name) && !isInsideFinalizer
      && (!scope.isParameter(name) || scope.changed.contains(name))
  }

  private var isInsideFinalizer: Bool {
    contexts.contains { if case .finalizer = $0 { true } else { false } }
  }

  /// A register with the value of an expression: that of a local itself, or a new one.
  ///
  /// - Parameter later: what is evaluated before the value is used.
  func operand(
    _ expression: Expression, before later: [Expression] = []
  ) throws(Diagnostic) -> Int {
    if case .name(let name) = expression.kind, case .register(let register)? = localVariable(name),
      later.isEmpty || !changesLocals(later)
    {
      checkSet(name, register, expression.range)
      return register
    }
    let register = try temporary(expression.range)
    try waiting(expression, into: register, before: later)
    return register
  }

  /// R(target) = the value of an expression that waits while others are evaluated.
  func waiting(
    _ expression: Expression, into target: Int, before later: [Expression]
  ) throws(Diagnostic) {
    try value(expression, into: target)
    guard !isFresh(expression), !later.isEmpty else { return }
    let isAtRisk: Bool
    if case .name(let name) = expression.kind, isOwnLocal(name) {
      isAtRisk = changesLocals(later)
      if isAtRisk { escaping.insert(name) }
    } else {
      isAtRisk = runsScripts(later)
    }
    if isAtRisk { code.emit(.share, target, at: expression.range) }
  }

  /// The values of expressions in neighboring registers.
  func values(_ expressions: [Expression], into first: Int) throws(Diagnostic) {
    for (index, expression) in expressions.enumerated() {
      try waiting(
        expression, into: first + index, before: Array(expressions[(index + 1)...]))
    }
  }

  // MARK: Operators

  private func binary(
    _ op: BinaryOperator, _ left: Expression, _ right: Expression, into target: Int,
    at range: SourceRange
  ) throws(Diagnostic) {
    let range = source.operatorRange(after: left, before: right)
    try scratch { () throws(Diagnostic) in
      if let opcode = op.constantFirstOpcode, let constant = left.numberConstant {
        let index = code.constant(constant)
        if index < Instruction.absent {
          code.emit(opcode, target, index, try operand(right), at: range)
          return
        }
      }
      let x = try operand(left, before: [right])
      if let opcode = op.constantOpcode, let constant = right.numberConstant {
        let index = code.constant(constant)
        if index < Instruction.absent {
          code.emit(opcode, target, x, index, at: range)
          return
        }
      }
      let y = try operand(right)
      code.emit(op.opcode, target, x, y, at: range)
    }
  }

  private func logical(
    _ op: LogicalOperator, _ left: Expression, _ right: Expression, into target: Int,
    as ownership: Ownership
  ) throws(Diagnostic) {
    // In a register of its own: the target may be a variable that the right side reads.
    try scratch { () throws(Diagnostic) in
      let register = try temporary(left.range)
      try value(left, into: register, as: ownership)
      let jump = code.emit(op == .and ? .jumpUnless : .jumpIf, register, at: left.range)
      let before = assigned
      try value(right, into: register, as: ownership)
      assigned.formIntersection(before)
      code.patch(jump)
      code.emit(.move, target, register, at: right.range)
    }
  }

  private func comparison(
    _ first: Expression, _ links: [ComparisonLink], into target: Int, at range: SourceRange
  ) throws(Diagnostic) {
    try scratch { () throws(Diagnostic) in
      var left = try operand(first, before: links.map(\.operand))
      guard links.count > 1 else {
        let right = try operand(links[0].operand)
        let place = source.operatorRange(after: first, before: links[0].operand)
        code.emit(links[0].comparison.opcode, target, left, right, at: place)
        return
      }
      let result = try temporary(range)
      let next = try temporary(range)
      var ends: [Int] = []
      for (index, link) in links.enumerated() {
        let right = try operand(link.operand, before: links[(index + 1)...].map(\.operand))
        let place = source.operatorRange(
          after: index == 0 ? first : links[index - 1].operand, before: link.operand)
        if index == 0 {
          code.emit(link.comparison.opcode, result, left, right, at: place)
        } else {
          code.emit(link.comparison.opcode, next, left, right, at: place)
          code.emit(.bitAnd, result, result, next, at: range)
        }
        if index < links.count - 1 { ends.append(code.emit(.jumpIfFalse, result, at: range)) }
        left = right
      }
      code.patch(ends)
      code.emit(.move, target, result, at: range)
    }
  }

  // MARK: Items and fields

  private func index(
    _ base: Expression, _ indices: [Index], into target: Int, at range: SourceRange
  ) throws(Diagnostic) {
    // Errors are about what stands in the brackets.
    let range = SourceRange(start: base.range.end, end: range.end)
    try scratch { () throws(Diagnostic) in
      let parts = indices.flatMap(\.expressions)
      if indices.count == 1, case .value(let key) = indices[0].kind {
        let container = try operand(base, before: [key])
        let register = try operand(key)
        code.emit(.getIndex, target, container, register, at: range)
        return
      }
      let first = try temporaries(1 + parts.count, range)
      try values([base] + parts, into: first)
      code.emit(.getIndices, target, first, code.shape(indices.shape), at: range)
    }
  }

  private func field(
    _ base: Expression, _ name: String, _ nameRange: SourceRange, into target: Int,
    at range: SourceRange
  ) throws(Diagnostic) {
    if isBuiltinNamespace(base) {
      code.emit(.getBuiltin, target, code.name(name), at: range)
      return
    }
    try scratch { () throws(Diagnostic) in
      let register = try operand(base)
      code.emit(.getField, target, register, code.name(name), at: nameRange)
    }
  }

  /// Whether an expression is the name `builtin`, and no variable has it.
  func isBuiltinNamespace(_ expression: Expression) -> Bool {
    guard case .name("builtin") = expression.kind else { return false }
    return localVariable("builtin") == nil && globals["builtin"] == nil
  }
}

extension BinaryOperator {
  var opcode: Opcode {
    switch self {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .floorDivide: .floorDivide
    case .modulo: .remainder
    case .power: .power
    case .matrixProduct: .matmul
    case .bitAnd: .bitAnd
    case .bitOr: .bitOr
    }
  }

  /// The instruction whose right side is a constant, if there is one.
  var constantOpcode: Opcode? {
    switch self {
    case .add: .addK
    case .subtract: .subtractK
    case .multiply: .multiplyK
    case .divide: .divideK
    case .floorDivide: .floorDivideK
    case .modulo: .remainderK
    case .power, .matrixProduct, .bitAnd, .bitOr: nil
    }
  }

  /// The instruction whose left side is a constant, if there is one.
  var constantFirstOpcode: Opcode? {
    switch self {
    case .add: .kAdd
    case .subtract: .kSubtract
    case .multiply: .kMultiply
    case .divide: .kDivide
    case .floorDivide, .modulo, .power, .matrixProduct, .bitAnd, .bitOr: nil
    }
  }
}

extension UnaryOperator {
  var opcode: Opcode {
    switch self {
    case .minus: .negate
    case .plus: .plus
    case .complement: .invert
    }
  }
}

extension ComparisonOperator {
  var opcode: Opcode {
    switch self {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .contained: .contains
    case .notContained: .notContains
    }
  }
}

extension Expression {
  /// The number that a literal stands for.
  var numberConstant: Constant? {
    switch kind {
    case .int(let value): .int(value)
    case .float(let value): .float(value.bitPattern)
    default: nil
    }
  }
}

extension Index {
  /// The expressions in it, in order.
  var expressions: [Expression] {
    switch kind {
    case .value(let value): [value]
    case .slice(let start, let stop, let step): [start, stop, step].compactMap { $0 }
    case .ellipsis: []
    }
  }
}

extension [Index] {
  /// Their kinds.
  var shape: IndexShape {
    IndexShape(
      parts: map { index in
        switch index.kind {
        case .value: .value
        case .slice(let start, let stop, let step):
          .slice(start: start != nil, stop: stop != nil, step: step != nil)
        case .ellipsis: .ellipsis
        }
      })
  }
}
