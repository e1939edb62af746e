import Tensors

/// A library's object that takes part in arithmetic: losses, which add up with weights.
public protocol ArithmeticObject: ScriptObject {
  /// `self op other`, or `other op self` where `isLeft` is false; nil where it means nothing.
  func combined(
    _ op: BinaryOperation, with other: Value, isLeft: Bool, in machine: VirtualMachine
  ) throws -> Value?
}

extension VirtualMachine {
  /// `a op b`.
  ///
  /// Numbers give numbers; beside a tensor, a number or a list of numbers is weak; texts join and
  /// repeat; lists of numbers become tensors, except under `+` between two of them.
  /// - Throws: `type` where the operator means nothing for the two, `numeric` for overflow and
  ///   division by zero, `shape` where shapes do not broadcast.
  public func binary(
    _ op: BinaryOperation, _ a: Value, _ b: Value
  ) throws(RuntimeError) -> Value {
    if a.isNumber && b.isNumber { return try Numbers.binary(op, a, b) }
    if a.isObject(.tensor) ? b.isObject(.tensor) || b.isNumber : a.isNumber && b.isObject(.tensor) {
      return try tensorBinary(op, a, b)
    }
    if let result = try textOperation(op, a, b) { return result }
    if let result = try objectOperation(op, a, b) { return result }
    if a.isSequence && b.isSequence && op == .add { throw OperatorErrors.sequenceSum(a, b) }
    guard let left = a.operandKind, let right = b.operandKind else {
      throw OperatorErrors.unsupported(op, a, b)
    }
    guard left != .sequence || right != .sequence || op != .matmul || a.tag == Tag.object else {
      throw OperatorErrors.unsupported(op, a, b)
    }
    return try tensorBinary(op, a, b)
  }

  /// `op a`.
  /// - Throws: as `binary`.
  public func unary(_ op: UnaryOperation, _ a: Value) throws(RuntimeError) -> Value {
    if a.isNumber { return try Numbers.unary(op, a) }
    guard a.operandKind != nil else {
      throw RuntimeError(
        .type, "`\(op.spelling)` needs a number or a tensor, got \(described(a))")
    }
    return try tensorUnary(op, a)
  }

  /// Texts: `+` joins, `*` repeats; nil where neither operand is a text.
  private func textOperation(
    _ op: BinaryOperation, _ a: Value, _ b: Value
  ) throws(RuntimeError) -> Value? {
    let (left, right) = (a.textObject, b.textObject)
    guard left != nil || right != nil else { return nil }
    if op == .add, let left, let right {
      try checkRoom(left, joined: right)
      return heap.text(joining: left, right)
    }
    if op == .multiply, let text = left ?? right,
      let times = wholeNumber(left == nil ? a : b)
    {
      return try repeated(text, times)
    }
    throw OperatorErrors.unsupported(op, a, b)
  }

  /// Asks for room for two texts as one.
  func checkRoom(_ a: TextObject, joined b: TextObject) throws(RuntimeError) {
    let size = a.byteCount + b.byteCount
    try checkRoom(for: size, size: 1, "a text of \(size) bytes")
  }

  private func repeated(_ text: TextObject, _ times: Int) throws(RuntimeError) -> Value {
    try checkRoom(
      for: max(times, 0), size: text.byteCount,
      "a text of \(text.byteCount) bytes repeated \(times) times")
    let times = max(times, 0)
    let unit = text.utf8
    var (block, inBlock) = (unit, 1)
    while block.count < 1 << 20, inBlock * 2 <= times {
      block += block
      inBlock *= 2
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(unit.count * times)
    for _ in 0..<times / inBlock {
      try LongLoop.look()
      bytes += block
    }
    for _ in 0..<times % inBlock { bytes += unit }
    return heap.text(utf8: bytes, isASCII: text.isASCII)
  }

  private func objectOperation(
    _ op: BinaryOperation, _ a: Value, _ b: Value
  ) throws(RuntimeError) -> Value? {
    do {
      if let object = a.instanceObject?.object as? any ArithmeticObject,
        let result = try object.combined(op, with: b, isLeft: true, in: self)
      {
        return result
      }
      if let object = b.instanceObject?.object as? any ArithmeticObject {
        return try object.combined(op, with: a, isLeft: false, in: self)
      }
      return nil
    } catch {
      throw RuntimeError(error)
    }
  }

  /// An int, or the int of an integer tensor of shape `[]`; nil for anything else.
  func wholeNumber(_ value: Value) -> Int? {
    if value.tag == Tag.int { return value.int }
    guard let number = value.numberOfScalarTensor, number.tag == Tag.int else { return nil }
    return number.int
  }
}

/// How an operand takes part in tensor arithmetic.
enum OperandKind {
  /// Keeps its dtype.
  case tensor
  /// A weak number.
  case number
  /// A list or range: weak beside a tensor.
  case sequence
}

extension Value {
  /// Whether this is a list or a range.
  var isSequence: Bool {
    guard let kind = heapObject?.kind else { return false }
    return kind == .list || kind == .range
  }

  /// How this takes part in tensor arithmetic; nil where it does not.
  var operandKind: OperandKind? {
    if isNumber { return .number }
    guard let object = heapObject else { return nil }
    switch object.kind {
    case .tensor: return .tensor
    case .list, .range: return .sequence
    case .instance: return asTensor == nil ? nil : .tensor
    case .text, .dict, .closure, .builtin, .boundMethod, .error, .module, .cell, .iterator:
      return nil
    }
  }

  /// The tensor of a tensor, or of an object that stands for one: a parameter.
  public var asTensor: Tensor? {
    guard let object = heapObject else { return nil }
    switch object.kind {
    case .tensor: return tensorObject?.tensor
    case .instance: return instanceObject?.object.tensorValue
    case .text, .list, .dict, .range, .closure, .builtin, .boundMethod, .error, .module, .cell,
      .iterator:
      return nil
    }
  }
}
