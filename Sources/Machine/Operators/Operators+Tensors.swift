import Tensors

extension VirtualMachine {
  /// `a op b` where at least one is a tensor, or a list or range that becomes one.
  func tensorBinary(
    _ op: BinaryOperation, _ a: Value, _ b: Value
  ) throws(RuntimeError) -> Value {
    try library {
      if let result = try ofPlainOperands(op, a, b) { return heap.tensor(result) }
      if let scalar = b.scalar, let left = try tensor(from: a) {
        return heap.tensor(try Self.apply(op, left, scalar))
      }
      if let scalar = a.scalar, let right = try tensor(from: b) {
        return heap.tensor(try Self.apply(op, scalar, right))
      }
      guard a.scalar == nil, b.scalar == nil, let (left, right) = try pair(a, b) else {
        throw OperatorErrors.unsupported(op, a, b)
      }
      return heap.tensor(try Self.apply(op, left, right))
    }
  }

  /// `a op b` of tensors and numbers, else nil. The tensors stay where they are: a copy of one
  /// counts four owners up and down.
  private func ofPlainOperands(_ op: BinaryOperation, _ a: Value, _ b: Value) throws -> Tensor? {
    switch (a.isObject(.tensor), b.isObject(.tensor)) {
    case (true, true):
      try withTensor(a) { left in try withTensor(b) { try Self.apply(op, left, $0) } }
    case (true, false):
      try b.scalar.map { number in try withTensor(a) { try Self.apply(op, $0, number) } }
    case (false, true):
      try a.scalar.map { number in try withTensor(b) { try Self.apply(op, number, $0) } }
    case (false, false): nil
    }
  }

  /// Lends the tensor of a value that is one.
  @inline(__always)
  private func withTensor<Result>(
    _ value: Value, _ body: (Tensor) throws -> Result
  ) rethrows -> Result {
    try value.reference(TensorObject.self)._withUnsafeGuaranteedRef { try body($0.tensor) }
  }

  /// Two operands as tensors; a list or range is as weak as its numbers beside a tensor.
  private func pair(_ a: Value, _ b: Value) throws -> (Tensor, Tensor)? {
    switch (a.asTensor, b.asTensor) {
    case (let left?, let right?): return (left, right)
    case (let left?, nil): return try operand(b, beside: left.dtype).map { (left, $0) }
    case (nil, let right?): return try operand(a, beside: right.dtype).map { ($0, right) }
    case (nil, nil):
      guard let left = try tensor(from: a), let right = try tensor(from: b) else { return nil }
      return (left, right)
    }
  }

  /// Two operands of an elementwise function as tensors of one arithmetic: numbers and lists are
  /// weak beside a tensor.
  ///
  /// - Returns: nil where one of them is no number, list or tensor.
  /// - Throws: `shape` for a ragged list.
  public func tensorOperands(_ a: Value, _ b: Value) throws -> (Tensor, Tensor)? {
    guard a.operandKind != nil, b.operandKind != nil else { return nil }
    return try pair(a, b)
  }

  private func operand(_ value: Value, beside dtype: DType) throws -> Tensor? {
    guard let weak = weakDType(of: value, beside: dtype) else { return try tensor(from: value) }
    return try tensor(fromNumbers: value, dtype: weak)
  }

  private static func apply(
    _ op: BinaryOperation, _ a: Tensor, _ b: Tensor
  ) throws -> Tensor {
    switch op {
    case .add: try a.adding(b)
    case .subtract: try a.subtracting(b)
    case .multiply: try a.multiplying(b)
    case .divide: try a.dividing(b)
    case .floorDivide: try a.floorDividing(b)
    case .remainder: try a.remainder(b)
    case .power: try a.power(b)
    case .matmul: try a.matmul(b)
    case .bitAnd: try a.and(b)
    case .bitOr: try a.or(b)
    }
  }

  private static func apply(
    _ op: BinaryOperation, _ a: Tensor, _ b: Scalar
  ) throws -> Tensor {
    switch op {
    case .add: try a.adding(b)
    case .subtract: try a.subtracting(b)
    case .multiply: try a.multiplying(b)
    case .divide: try a.dividing(b)
    case .floorDivide: try a.floorDividing(b)
    case .remainder: try a.remainder(b)
    case .power: try a.power(b)
    case .matmul: throw noMatrix
    case .bitAnd: try a.and(b)
    case .bitOr: try a.or(b)
    }
  }

  private static func apply(
    _ op: BinaryOperation, _ a: Scalar, _ b: Tensor
  ) throws -> Tensor {
    switch op {
    case .add: try b.adding(a)
    case .subtract: try b.subtracted(from: a)
    case .multiply: try b.multiplying(a)
    case .divide: try b.dividing(into: a)
    case .floorDivide: try b.floorDividing(into: a)
    case .remainder: try b.remainder(of: a)
    case .power: try b.power(of: a)
    case .matmul: throw noMatrix
    case .bitAnd: try b.and(a)
    case .bitOr: try b.or(a)
    }
  }

  private static var noMatrix: RuntimeError {
    RuntimeError(
      .type, "`@` is the matrix product of two tensors, got a number",
      hint: "`*` multiplies by a number")
  }

  /// `op a` for a tensor, or a list or range that becomes one.
  func tensorUnary(_ op: UnaryOperation, _ a: Value) throws(RuntimeError) -> Value {
    try library {
      guard let tensor = try tensor(from: a) else {
        throw RuntimeError(
          .type, "`\(op.spelling)` needs a number or a tensor, got \(a.described)")
      }
      switch op {
      case .plus: return heap.tensor(tensor)
      case .negate: return heap.tensor(try tensor.neg())
      case .invert: return heap.tensor(try tensor.not())
      }
    }
  }

  // MARK: comparisons

  /// `a op b` element by element: a bool tensor.
  func tensorCompare(
    _ op: Comparison, _ a: Value, _ b: Value
  ) throws(RuntimeError) -> Value {
    try library {
      if let scalar = b.scalar, let left = try tensor(from: a) {
        return heap.tensor(try Self.compare(op, left, scalar))
      }
      if let scalar = a.scalar, let right = try tensor(from: b) {
        return heap.tensor(try Self.compare(op.flipped, right, scalar))
      }
      guard let (left, right) = try pair(a, b) else {
        throw OperatorErrors.unordered(op, a, b)
      }
      return heap.tensor(try Self.compare(op, left, right))
    }
  }

  private static func compare(
    _ op: Comparison, _ a: Tensor, _ b: Tensor
  ) throws(TensorError) -> Tensor {
    switch op {
    case .equal, .contains: try a.equal(b)
    case .notEqual, .notContains: try a.notEqual(b)
    case .less: try a.less(b)
    case .lessOrEqual: try a.lessOrEqual(b)
    case .greater: try a.greater(b)
    case .greaterOrEqual: try a.greaterOrEqual(b)
    }
  }

  private static func compare(
    _ op: Comparison, _ a: Tensor, _ b: Scalar
  ) throws(TensorError) -> Tensor {
    switch op {
    case .equal, .contains: try a.equal(b)
    case .notEqual, .notContains: try a.notEqual(b)
    case .less: try a.less(b)
    case .lessOrEqual: try a.lessOrEqual(b)
    case .greater: try a.greater(b)
    case .greaterOrEqual: try a.greaterOrEqual(b)
    }
  }

  /// Whether two values, one of them a tensor, are equal as wholes.
  func areEqualTensors(_ a: Value, _ b: Value) throws(RuntimeError) -> Bool {
    guard a.operandKind != nil, b.operandKind != nil else { return false }
    if let x = a.isNumber ? a : a.numberOfScalarTensor,
      let y = b.isNumber ? b : b.numberOfScalarTensor
    {
      return Numbers.areEqual(x, y)
    }
    if a.isNumber || b.isNumber { return false }
    // A ragged list, or one of other things, equals no tensor.
    guard let (x, y) = try? pair(a, b), x.shape == y.shape else { return false }
    return try library {
      try x.detached().equal(y.detached()).all().itemBool()
    }
  }

  /// Whether a condition takes a tensor as true.
  func truth(of tensor: Tensor) throws(RuntimeError) -> Bool {
    guard let value = tensor.scalarValue else {
      throw RuntimeError(
        .value, "a tensor \(Description.kind(of: tensor)) is not true or false as a whole",
        hint: "`any(x)` asks for one true element, `all(x)` for all of them; `&`, `|` and `~` "
          + "go element by element")
    }
    return (value.asDouble ?? 0) != 0
  }

  /// Whether any element of a tensor equals a value.
  func contains(_ tensor: Tensor, _ item: Value) throws(RuntimeError) -> Bool {
    let number = item.isNumber ? item : item.numberOfScalarTensor
    return try library {
      if let scalar = number?.scalar {
        return try tensor.detached().equal(scalar).any().itemBool()
      }
      guard item.operandKind != nil, let other = try self.tensor(from: item) else { return false }
      return try tensor.detached().equal(other.detached()).any().itemBool()
    }
  }
}

extension Comparison {
  /// The comparison with its operands exchanged.
  var flipped: Comparison {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .equal, .notEqual, .contains, .notContains: self
    }
  }
}
