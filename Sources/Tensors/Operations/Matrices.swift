// What the rules for matrices share.
extension Tensor {
  /// The last two axes exchanged.
  var mT: Tensor { get throws(TensorError) { try swapAxes(-1, -2) } }

  /// The same in f32 or f64, as matrices over the last two axes. Throws `.shape` for a lower
  /// rank and for matrices too large for LAPACK's 32-bit sizes.
  func matrices(in name: String) throws(TensorError) -> Tensor {
    if rank < 2 {
      throw .shape("\(name): a matrix [..., rows, columns] is needed, got shape \(shape)")
    }
    if shape[rank - 1] > 1 << 15 || shape[rank - 2] > 1 << 24 {
      throw .limit("\(name): matrices of shape \(shape) are too large to be taken apart")
    }
    return try astype(dtype.floating)
  }

  /// The same as square matrices. Throws `.shape` for others.
  func squareMatrices(in name: String) throws(TensorError) -> Tensor {
    let x = try matrices(in: name)
    if shape[rank - 1] != shape[rank - 2] {
      throw .shape("\(name): square matrices [..., n, n] are needed, got shape \(shape)")
    }
    return x
  }

  /// Throws `.numeric` if an element is nan or infinite, which iterations would not survive.
  func checkFinite(in name: String) throws(TensorError) {
    if try !isfinite().all().itemBool() {
      throw .numeric("\(name): an element is nan or infinite")
    }
  }

  /// `(x + xᵀ) / 2` in memory of its own, without a record.
  func symmetricPart() throws(TensorError) -> Tensor {
    let x = detached()
    return try (x + x.mT).multiplying(.float(0.5)).rowMajor(as: dtype)
  }

  /// Matrices with these rows as diagonals.
  func onDiagonal() throws(TensorError) -> Tensor {
    try unsqueeze(-1) * Tensor.eye(shape[rank - 1], dtype: dtype)
  }

  /// `1 / x`, and 0 where x is 0.
  func reciprocalOrZero() throws(TensorError) -> Tensor {
    let isZero = try equal(0)
    let safe = try Tensor.where_(isZero, Tensor.scalar(1, dtype: dtype), self)
    return try safe.reciprocal() * isZero.not().astype(dtype)
  }

  /// The number of matrices over the last two axes.
  var matrixCount: Int { Shape.count(shape.dropLast(2)) }

  /// A part of the last axis, which holds several results one after another, in its own shape.
  func section(_ start: Int, _ sizes: [Int]) throws(TensorError) -> Tensor {
    try narrow(axis: rank - 1, start..<start + Shape.count(sizes))
      .reshape(Array(shape.dropLast()) + sizes)
  }

  /// The words for one matrix of a batch in an error.
  func matrixNamed(_ index: Int) -> String {
    rank == 2 ? "the matrix" : "matrix \(index) of the batch"
  }
}

extension Kernels {
  /// Calls `body` for each matrix of a batch, in parallel where each is work enough.
  static func eachMatrix(_ count: Int, cost: Int, _ body: (Int) throws -> Void)
    throws(TensorError)
  {
    do {
      try Interrupt.check()
      try parallel(count, chunk: Swift.max(1, (1 << 16) / Swift.max(1, cost))) {
        for index in $0 { try body(index) }
      }
    } catch { throw TensorError.from(error) }
  }
}
