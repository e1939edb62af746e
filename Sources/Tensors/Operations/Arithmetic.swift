import CKernels

extension Operation {
  /// Sums, products and their kin of two operands.
  static let arithmetic: [Operation] = [
    add, subtract, multiply, divide, raise, smaller, larger, arcTangent2, remainderOf,
  ]

  private static func binary(
    _ name: String, _ op: ck_binary, _ summary: String, keeps: Kept = [.inputs, .output],
    _ rule: @escaping Rule
  ) -> Operation {
    Operation(
      name, summary, keeps: keeps, forward: { inputs, _ in try apply(op, inputs, name) },
      gradient: rule)
  }

  static let add = binary(
    "add", CK_ADD, "a + b", keeps: []
  ) { r in
    [try r.gradient.summed(toLike: r.inputs[0]), try r.gradient.summed(toLike: r.inputs[1])]
  }

  static let subtract = binary(
    "subtract", CK_SUB, "a - b", keeps: []
  ) { r in
    [
      try r.gradient.summed(toLike: r.inputs[0]),
      r.isNeeded[1] ? try r.gradient.neg().summed(toLike: r.inputs[1]) : nil,
    ]
  }

  static let multiply = binary(
    "multiply", CK_MUL, "a * b", keeps: .inputs
  ) { r in
    [
      r.isNeeded[0] ? try (r.gradient * r.inputs[1]).summed(toLike: r.inputs[0]) : nil,
      r.isNeeded[1] ? try (r.gradient * r.inputs[0]).summed(toLike: r.inputs[1]) : nil,
    ]
  }

  static let divide = binary(
    "divide", CK_DIV, "a / b"
  ) { r in
    let overB = try r.gradient / r.inputs[1]
    return [
      r.isNeeded[0] ? try overB.summed(toLike: r.inputs[0]) : nil,
      r.isNeeded[1] ? try (overB * r.output).neg().summed(toLike: r.inputs[1]) : nil,
    ]
  }

  // With b = 0 the first is 0 * a^-1, which is nan at a = 0; with a = 0 the second is
  // 0 * log 0. Both limits are 0.
  static let raise = binary(
    "power", CK_POW, "a^b; d/da = b a^(b - 1), d/db = a^b log a"
  ) { r in
    let (a, b) = (r.inputs[0], r.inputs[1])
    var gradients: [Tensor?] = [nil, nil]
    if r.isNeeded[0] {
      let slope = try b * a.power(b - 1)
      let safe = try Tensor.where_(b.equal(0), Tensor.scalar(0, dtype: slope.dtype), slope)
      gradients[0] = try (r.gradient * safe).summed(toLike: a)
    }
    if r.isNeeded[1] {
      let zero = Tensor.scalar(0, dtype: r.output.dtype)
      let logarithm = try Tensor.where_(a.equal(0), Tensor.scalar(1, dtype: a.dtype), a).log()
      let slope = try Tensor.where_(a.equal(0), zero, r.output * logarithm)
      gradients[1] = try (r.gradient * slope).summed(toLike: b)
    }
    return gradients
  }

  // Where both are equal each gets half, so that the two always add up to the gradient.
  static let smaller = binary(
    "minimum", CK_MIN, "the smaller of a and b", keeps: .inputs
  ) { r in try extremeGradients(r, r.inputs[0].less(r.inputs[1])) }

  static let larger = binary(
    "maximum", CK_MAX, "the larger of a and b", keeps: .inputs
  ) { r in try extremeGradients(r, r.inputs[0].greater(r.inputs[1])) }

  private static func extremeGradients(_ r: Recorded, _ takesFirst: Tensor) throws -> [Tensor?] {
    let type = r.gradient.dtype
    let ties = try r.inputs[0].equal(r.inputs[1])
    let share = try Tensor.where_(
      ties, Tensor.scalar(0.5, dtype: type), takesFirst.astype(type))
    return [
      r.isNeeded[0] ? try (r.gradient * share).summed(toLike: r.inputs[0]) : nil,
      r.isNeeded[1] ? try (r.gradient * (1 - share)).summed(toLike: r.inputs[1]) : nil,
    ]
  }

  static let arcTangent2 = binary(
    "atan2", CK_ATAN2, "the angle of the point (x = b, y = a)", keeps: .inputs
  ) { r in
    let (y, x) = (r.inputs[0], r.inputs[1])
    let scaled = try r.gradient / (y.square() + x.square())
    return [
      r.isNeeded[0] ? try (scaled * x).summed(toLike: y) : nil,
      r.isNeeded[1] ? try (scaled * y).neg().summed(toLike: x) : nil,
    ]
  }

  static let remainderOf = binary(
    "remainder", CK_MOD, "a - floor(a / b) b", keeps: .inputs
  ) { r in
    let (a, b) = (r.inputs[0], r.inputs[1])
    return [
      r.isNeeded[0] ? try r.gradient.summed(toLike: a) : nil,
      r.isNeeded[1] ? try (r.gradient * a.floorDividing(b)).neg().summed(toLike: b) : nil,
    ]
  }

  /// Computes an operation of two operands after broadcasting, in the larger of their dtypes.
  static func apply(_ op: ck_binary, _ inputs: [Tensor], _ name: String) throws -> Tensor {
    var (a, b) = (inputs[0], inputs[1])
    var type = Swift.max(a.dtype, b.dtype)
    switch op {
    case CK_DIV, CK_ATAN2: type = type.floating
    case CK_ADD, CK_SUB, CK_MUL, CK_FLOORDIV, CK_MOD, CK_POW: type = type.arithmetic
    default: break
    }
    if a.dtype != type { a = try a.rowMajor(as: type) }
    if b.dtype != type { b = try b.rowMajor(as: type) }
    let shape = try Shape.broadcast(a.shape, b.shape, in: name)
    let isTest = op.rawValue >= CK_EQ.rawValue && op.rawValue <= CK_GE.rawValue
    let out: Tensor
    if let model = sharedOrder(a, b) {
      out = try Tensor(uninitializedLike: model, dtype: isTest ? .bool : type, for: name)
    } else {
      out = try Tensor(
        uninitialized: shape, count: try Shape.count(shape, in: name),
        dtype: isTest ? .bool : type, for: name)
    }
    try Kernels.binary(op, a, b, into: out, in: name)
    return out
  }

  /// The operand whose order of axes the result keeps: both lie in memory alike, not row-major,
  /// or one does beside a single number.
  private static func sharedOrder(_ a: Tensor, _ b: Tensor) -> Tensor? {
    if a.isContiguous && b.isContiguous { return nil }
    if b.count == 1 && b.rank <= a.rank && a.isDense { return a }
    if a.count == 1 && a.rank <= b.rank && b.isDense { return b }
    return a.liesAs(b) ? a : nil
  }
}

extension Tensor {
  /// Sums over the axes along which `operand` was repeated to get this shape.
  func summed(toLike operand: Tensor) throws(TensorError) -> Tensor {
    let target = operand.shape
    if shape == target { return self }
    let lead = rank - target.count
    var axes = Array(0..<lead)
    for axis in target.indices where target[axis] == 1 && shape[lead + axis] != 1 {
      axes.append(lead + axis)
    }
    return try sum(axes: axes, keepsAxes: true).reshape(target)
  }

  /// A number as a tensor of the dtype in which it meets this one.
  func beside(_ scalar: Scalar, floating: Bool = false) -> Tensor {
    let type = scalar.dtype(beside: dtype)
    return Tensor.number(scalar, dtype: floating ? type.floating : type)
  }

  /// The sum, broadcast.
  public func adding(_ other: Tensor) throws(TensorError) -> Tensor {
    if let result = try plain(CK_ADD, other, in: "add") { return result }
    return try Operation.add([self, other])
  }
  /// The difference, broadcast.
  public func subtracting(_ other: Tensor) throws(TensorError) -> Tensor {
    if let result = try plain(CK_SUB, other, in: "subtract") { return result }
    return try Operation.subtract([self, other])
  }
  /// The product element by element, broadcast.
  public func multiplying(_ other: Tensor) throws(TensorError) -> Tensor {
    if let result = try plain(CK_MUL, other, in: "multiply") { return result }
    return try Operation.multiply([self, other])
  }
  /// The true quotient, broadcast; f32 for i64 and bool.
  public func dividing(_ other: Tensor) throws(TensorError) -> Tensor {
    if let result = try plain(CK_DIV, other, in: "divide") { return result }
    return try Operation.divide([self, other])
  }
  /// The floored quotient. Throws `.numeric` for i64 by zero.
  public func floorDividing(_ other: Tensor) throws(TensorError) -> Tensor {
    try Tensor.plain(CK_FLOORDIV, self, other, "floor_divide")
  }
  /// The remainder of the floored quotient, of the divisor's sign.
  public func remainder(_ other: Tensor) throws(TensorError) -> Tensor {
    try Operation.remainderOf([self, other])
  }
  /// This to the power of `exponent`. Throws `.numeric` where i64 overflows.
  public func power(_ exponent: Tensor) throws(TensorError) -> Tensor {
    try Operation.raise([self, exponent])
  }
  /// The smaller of both, NaN if one is.
  public func minimum(_ other: Tensor) throws(TensorError) -> Tensor {
    try Operation.smaller([self, other])
  }
  /// The larger of both, NaN if one is.
  public func maximum(_ other: Tensor) throws(TensorError) -> Tensor {
    try Operation.larger([self, other])
  }
  /// The angle of the point (`x`, self) in -pi...pi.
  public func atan2(_ x: Tensor) throws(TensorError) -> Tensor {
    try Operation.arcTangent2([self, x])
  }

  /// An operation without a gradient.
  static func plain(_ op: ck_binary, _ a: Tensor, _ b: Tensor, _ name: String)
    throws(TensorError) -> Tensor
  {
    do { return try Operation.apply(op, [a, b], name) } catch { throw TensorError.from(error) }
  }

  // MARK: with a number on the right, and from a number on the left

  /// The sum with a number.
  public func adding(_ other: Scalar) throws(TensorError) -> Tensor {
    if let result = try plain(CK_ADD, other, in: "add") { return result }
    return try adding(beside(other))
  }
  /// The difference with a number.
  public func subtracting(_ other: Scalar) throws(TensorError) -> Tensor {
    if let result = try plain(CK_SUB, other, in: "subtract") { return result }
    return try subtracting(beside(other))
  }
  /// A number minus this.
  public func subtracted(from other: Scalar) throws(TensorError) -> Tensor {
    if let result = try plain(CK_SUB, other, isFirst: true, in: "subtract") { return result }
    return try beside(other).subtracting(self)
  }
  /// The product with a number.
  public func multiplying(_ other: Scalar) throws(TensorError) -> Tensor {
    if let result = try plain(CK_MUL, other, in: "multiply") { return result }
    return try multiplying(beside(other))
  }
  /// The quotient by a number.
  public func dividing(_ other: Scalar) throws(TensorError) -> Tensor {
    if let result = try plain(CK_DIV, other, in: "divide") { return result }
    return try dividing(beside(other, floating: true))
  }
  /// A number over this.
  public func dividing(into other: Scalar) throws(TensorError) -> Tensor {
    if let result = try plain(CK_DIV, other, isFirst: true, in: "divide") { return result }
    return try beside(other, floating: true).dividing(self)
  }
  /// The floored quotient by a number.
  public func floorDividing(_ other: Scalar) throws(TensorError) -> Tensor {
    try floorDividing(beside(other))
  }
  /// The floored quotient of a number by this.
  public func floorDividing(into other: Scalar) throws(TensorError) -> Tensor {
    try beside(other).floorDividing(self)
  }
  /// The remainder by a number.
  public func remainder(_ other: Scalar) throws(TensorError) -> Tensor {
    try remainder(beside(other))
  }
  /// The remainder of a number by this.
  public func remainder(of other: Scalar) throws(TensorError) -> Tensor {
    try beside(other).remainder(self)
  }
  /// This to the power of a number; 2, 0.5 and -1 are a square, a root and a reciprocal.
  public func power(_ exponent: Scalar) throws(TensorError) -> Tensor {
    if exponent.double == 2, dtype != .bool { return try square() }
    if dtype.isFloating && exponent.double == 0.5 { return try sqrt() }
    if dtype.isFloating && exponent.double == -1 { return try reciprocal() }
    return try power(beside(exponent))
  }
  /// A number to the power of this.
  public func power(of base: Scalar) throws(TensorError) -> Tensor {
    try beside(base).power(self)
  }
  /// The smaller of this and a number.
  public func minimum(_ other: Scalar) throws(TensorError) -> Tensor { try minimum(beside(other)) }
  /// The larger of this and a number.
  public func maximum(_ other: Scalar) throws(TensorError) -> Tensor { try maximum(beside(other)) }
}
