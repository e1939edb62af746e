import CKernels

extension Tensor {
  static let comparisons: [(name: String, op: ck_binary)] = [
    ("equal", CK_EQ), ("notEqual", CK_NE), ("less", CK_LT), ("lessOrEqual", CK_LE),
    ("greater", CK_GT), ("greaterOrEqual", CK_GE),
  ]

  /// Compares with a number by its exact value: an i64 is compared with a fraction in f64.
  private func compared(_ op: ck_binary, _ other: Scalar, _ name: String)
    throws(TensorError) -> Tensor
  {
    if case .float(let value) = other, !dtype.isFloating {
      return try Tensor.plain(op, self, Tensor.scalar(value, dtype: .f64), name)
    }
    return try Tensor.plain(op, self, beside(other), name)
  }

  /// Whether each element equals the other, broadcast; bool.
  public func equal(_ other: Tensor) throws(TensorError) -> Tensor {
    try Tensor.plain(CK_EQ, self, other, "equal")
  }

  /// Whether each element equals a number; bool.
  public func equal(_ other: Scalar) throws(TensorError) -> Tensor {
    try compared(CK_EQ, other, "equal")
  }

  /// Whether each element differs from the other, broadcast; bool.
  public func notEqual(_ other: Tensor) throws(TensorError) -> Tensor {
    try Tensor.plain(CK_NE, self, other, "notEqual")
  }

  /// Whether each element differs from a number; bool.
  public func notEqual(_ other: Scalar) throws(TensorError) -> Tensor {
    try compared(CK_NE, other, "notEqual")
  }

  /// Whether each element is less than the other, broadcast; bool.
  public func less(_ other: Tensor) throws(TensorError) -> Tensor {
    try Tensor.plain(CK_LT, self, other, "less")
  }

  /// Whether each element is less than a number; bool.
  public func less(_ other: Scalar) throws(TensorError) -> Tensor {
    try compared(CK_LT, other, "less")
  }

  /// Whether each element is at most the other, broadcast; bool.
  public func lessOrEqual(_ other: Tensor) throws(TensorError) -> Tensor {
    try Tensor.plain(CK_LE, self, other, "lessOrEqual")
  }

  /// Whether each element is at most a number; bool.
  public func lessOrEqual(_ other: Scalar) throws(TensorError) -> Tensor {
    try compared(CK_LE, other, "lessOrEqual")
  }

  /// Whether each element is greater than the other, broadcast; bool.
  public func greater(_ other: Tensor) throws(TensorError) -> Tensor {
    try Tensor.plain(CK_GT, self, other, "greater")
  }

  /// Whether each element is greater than a number; bool.
  public func greater(_ other: Scalar) throws(TensorError) -> Tensor {
    try compared(CK_GT, other, "greater")
  }

  /// Whether each element is at least the other, broadcast; bool.
  public func greaterOrEqual(_ other: Tensor) throws(TensorError) -> Tensor {
    try Tensor.plain(CK_GE, self, other, "greaterOrEqual")
  }

  /// Whether each element is at least a number; bool.
  public func greaterOrEqual(_ other: Scalar) throws(TensorError) -> Tensor {
    try compared(CK_GE, other, "greaterOrEqual")
  }

  /// And of bools, or of the bits of i64. Throws `.type` for f32 and f64.
  public func and(_ other: Tensor) throws(TensorError) -> Tensor {
    try Tensor.plain(CK_AND, self, other, "and")
  }

  /// And with a bool or an integer.
  public func and(_ other: Scalar) throws(TensorError) -> Tensor {
    try and(beside(other))
  }

  /// Or of bools, or of the bits of i64. Throws `.type` for f32 and f64.
  public func or(_ other: Tensor) throws(TensorError) -> Tensor {
    try Tensor.plain(CK_OR, self, other, "or")
  }

  /// Or with a bool or an integer.
  public func or(_ other: Scalar) throws(TensorError) -> Tensor {
    try or(beside(other))
  }

  /// Exclusive or of bools, or of the bits of i64. Throws `.type` for f32 and f64.
  public func xor(_ other: Tensor) throws(TensorError) -> Tensor {
    try Tensor.plain(CK_XOR, self, other, "xor")
  }

  /// Exclusive or with a bool or an integer.
  public func xor(_ other: Scalar) throws(TensorError) -> Tensor {
    try xor(beside(other))
  }

  /// Not of bools, or of the bits of i64. Throws `.type` for f32 and f64.
  public func not() throws(TensorError) -> Tensor {
    try Tensor.plainUnary(CK_NOT, self, "not")
  }

  /// Whether each element is NaN; bool.
  public func isnan() throws(TensorError) -> Tensor {
    try Tensor.plainUnary(CK_ISNAN, floated(), "isnan")
  }

  /// Whether each element is infinite; bool.
  public func isinf() throws(TensorError) -> Tensor {
    try Tensor.plainUnary(CK_ISINF, floated(), "isinf")
  }

  /// Whether each element is finite; bool.
  public func isfinite() throws(TensorError) -> Tensor {
    try Tensor.plainUnary(CK_ISFINITE, floated(), "isfinite")
  }

  /// An operation of one operand without a gradient.
  static func plainUnary(_ op: ck_unary, _ x: Tensor, _ name: String)
    throws(TensorError) -> Tensor
  {
    let isTest = op == CK_ISNAN || op == CK_ISINF || op == CK_ISFINITE
    let out = try Tensor(uninitializedLike: x, dtype: isTest ? .bool : x.dtype, for: name)
    try Kernels.unary(op, x, into: out, in: name)
    return out
  }

  /// The same in f32 if it is bool or i64, without a record.
  func floated() throws(TensorError) -> Tensor {
    dtype.isFloating ? self : try rowMajor(as: .f32)
  }
}
