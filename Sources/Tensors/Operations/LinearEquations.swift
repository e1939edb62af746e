extension Operation {
  /// Solutions of linear equations, and what follows from LU and Cholesky factors.
  static let linearEquations: [Operation] = [
    solve, triangularSolve, inverse, logDeterminant, determinant, cholesky,
  ]

  // With b = a x: db = aᵀ⁻¹ g, da = -db xᵀ.
  static let solve: Operation = Operation(
    "solve", "x with a x = b, by LU factors",
    forward: { inputs, _ in try Tensor.solution(inputs[0], inputs[1], in: "solve") }
  ) { r in
    let (a, b) = (r.inputs[0], r.inputs[1])
    let ofB = try solve([a.mT, r.gradient])
    return [
      r.isNeeded[0] ? try ofB.matmul(r.output.mT).neg().summed(toLike: a) : nil,
      r.isNeeded[1] ? try ofB.summed(toLike: b) : nil,
    ]
  }

  static let triangularSolve: Operation = Operation(
    "solve_triangular", "x with a x = b for the triangle of a that is asked for",
    forward: { inputs, attributes in
      try Tensor.triangularSolution(inputs[0], inputs[1], lower: attributes.flag)
    }
  ) { r in
    let (a, b, isLower) = (r.inputs[0], r.inputs[1], r.attributes.flag)
    let ofB = try triangularSolve([a.mT, r.gradient], Attributes(flag: !isLower))
    let full = r.isNeeded[0] ? try ofB.matmul(r.output.mT).neg() : nil
    return [
      try full.map { try (isLower ? $0.tril() : $0.triu()).summed(toLike: a) },
      r.isNeeded[1] ? try ofB.summed(toLike: b) : nil,
    ]
  }

  static let inverse = Operation(
    "inv", "the inverse of a square matrix", keeps: .output,
    forward: { inputs, _ in
      let n = inputs[0].shape[inputs[0].rank - 1]
      return try Tensor.solution(inputs[0], .eye(n, dtype: inputs[0].dtype), in: "inv")
    }
  ) { r in
    let transposed = try r.output.mT
    return [try transposed.matmul(r.gradient).matmul(transposed).neg()]
  }

  // Sign and logarithm stand side by side on the last axis; the sign is constant.
  static let logDeterminant = Operation(
    "slogdet", "the sign of the determinant and the logarithm of its size", keeps: .inputs,
    forward: { inputs, _ in
      let x = inputs[0]
      let parts = try x.luDiagonals()
      let sign = try parts.diagonal.sign().prod(axes: [-1]) * parts.parity
      let size = try parts.diagonal.abs().log().sum(axes: [-1])
      return try Tensor.stack([sign, size], axis: -1)
    }
  ) { r in
    let g = try r.gradient.section(1, [1, 1])
    return [try g * r.inputs[0].inv().mT]
  }

  // The slope is the matrix of cofactors, det(a) a⁻ᵀ; of a singular matrix, with a = u s vᵀ,
  // det(u vᵀ) u (products of the other singular values) vᵀ.
  static let determinant = Operation(
    "det", "the determinant of a square matrix",
    forward: { inputs, _ in
      let parts = try inputs[0].luDiagonals()
      return try parts.diagonal.prod(axes: [-1]) * parts.parity
    }
  ) { r in
    let (x, g) = (r.inputs[0], try r.gradient.expandDims(axes: [-2, -1]))
    if try r.output.notEqual(0).all().itemBool() {
      return [try g * r.output.expandDims(axes: [-2, -1]) * x.inv().mT]
    }
    let (u, s, vt) = try x.svd()
    let sign = try u.matmul(vt).detached().det().expandDims(axes: [-2, -1])
    let others = try s.productOfOthers().unsqueeze(-2)
    return [try g * sign * (u * others).matmul(vt)]
  }

  // With l = chol((x + xᵀ) / 2): p = l⁻ᵀ half(lᵀ g) l⁻¹, where half keeps the lower triangle and
  // half the diagonal; dx = (p + pᵀ) / 2 (Murray, 2016).
  static let cholesky = Operation(
    "cholesky", "lower l with l lᵀ = x, of the symmetric part of x", keeps: .output,
    forward: { inputs, _ in try inputs[0].choleskyFactor() }
  ) { r in
    let (l, n) = (r.output, r.output.shape[r.output.rank - 1])
    let inner = try l.mT.matmul(r.gradient)
    let half = try inner.tril() - inner * (Tensor.eye(n, dtype: l.dtype) * 0.5)
    let left = try triangularSolve([l.mT, half], Attributes(flag: false))
    let p = try triangularSolve([l.mT, left.mT], Attributes(flag: false)).mT
    return [try (p + p.mT) * 0.5]
  }
}

extension Tensor {
  /// LU factors of each matrix, and its row exchanges, without a record.
  private func luFactors(in name: String, allowsSingular: Bool) throws(TensorError)
    -> (factors: Tensor, pivots: Scratch<Int32>)
  {
    let n = shape[rank - 1]
    let factors = try fresh()
    let pivots = try Scratch<Int32>(count: matrixCount * n, for: name)
    let bytes = n * n * dtype.byteCount
    if count == 0 { return (factors, pivots) }
    try Kernels.eachMatrix(matrixCount, cost: n * n * n) { index in
      let step = try LongStep.run(cost: Double(n * n) * Double(n)) {
        LAPACK.lu(
          factors.dtype, n: n, factors.pointer + index * bytes, pivots: pivots.start + index * n)
      }
      if step > 0 && !allowsSingular {
        throw TensorError.numeric(
          "\(name): \(matrixNamed(index)) is singular (pivot \(step) is 0); `lstsq` and"
            + " `pinv` take such matrices")
      }
    }
    return (factors, pivots)
  }

  /// The diagonal of U and the sign of the row exchanges of each matrix.
  fileprivate func luDiagonals() throws -> (diagonal: Tensor, parity: Tensor) {
    let n = shape[rank - 1]
    let (factors, pivots) = try detached().luFactors(in: "det", allowsSingular: true)
    let signs = (0..<matrixCount).map { index -> Double in
      let moved = (0..<n).filter { Int(pivots.start[index * n + $0]) != $0 + 1 }
      return moved.count % 2 == 0 ? 1 : -1
    }
    withExtendedLifetime(pivots) {}
    let parity = try Tensor(signs, shape: Array(shape.dropLast(2)), dtype: dtype)
    return (try factors.diagonal(), parity)
  }

  /// Solves for every matrix of the joint batch, without a record.
  static func solution(_ a: Tensor, _ b: Tensor, in name: String) throws -> Tensor {
    let (n, columns) = (a.shape[a.rank - 1], b.shape[b.rank - 1])
    let own = Array(a.shape.dropLast(2))
    let lead = try Shape.broadcast(own, Array(b.shape.dropLast(2)), in: name)
    let (factors, pivots) = try a.detached().luFactors(in: name, allowsSingular: false)
    // The columns of b one after another, each matrix's in turn.
    let result = try b.detached().mT.broadcast(to: lead + [columns, n]).fresh()
    if result.count > 0 {
      let sources = try Tensor.arange(ints: 0, a.matrixCount).viewed(own)
        .broadcast(to: lead).ints()
      let (bytes, width) = (n * n * a.dtype.byteCount, n * columns * a.dtype.byteCount)
      try Kernels.eachMatrix(sources.count, cost: n * n * columns) { index in
        let source = sources[index]
        try LongStep.run(cost: 2 * Double(n * n) * Double(columns)) {
          LAPACK.solve(
            factors.dtype, n: n, columns: columns, factors: factors.pointer + source * bytes,
            pivots: pivots.start + source * n, result.pointer + index * width)
        }
      }
    }
    return try result.mT
  }

  static func triangularSolution(_ a: Tensor, _ b: Tensor, lower: Bool) throws -> Tensor {
    let (n, columns) = (a.shape[a.rank - 1], b.shape[b.rank - 1])
    let lead = try Shape.broadcast(
      Array(a.shape.dropLast(2)), Array(b.shape.dropLast(2)), in: "solve_triangular")
    if try a.detached().diagonal().equal(0).any().itemBool() {
      throw TensorError.numeric("solve_triangular: a 0 on the diagonal; the matrix is singular")
    }
    let matrices = try a.detached().broadcast(to: lead + [n, n]).rowMajor(as: a.dtype)
    let result = try b.detached().broadcast(to: lead + [n, columns]).fresh()
    if result.count == 0 { return result }
    let (bytes, width) = (n * n * a.dtype.byteCount, n * columns * a.dtype.byteCount)
    try Kernels.eachMatrix(result.matrixCount, cost: n * n * columns) { index in
      try LongStep.run(cost: Double(n * n) * Double(columns)) {
        BLAS.triangularSolve(
          matrices.dtype, lower: lower, n: n, columns: columns, a: matrices.pointer + index * bytes,
          b: result.pointer + index * width)
      }
    }
    return result
  }

  fileprivate func choleskyFactor() throws -> Tensor {
    let n = shape[rank - 1]
    let factor = try symmetricPart()
    let bytes = n * n * dtype.byteCount
    try Kernels.eachMatrix(count == 0 ? 0 : matrixCount, cost: n * n * n) { index in
      let minor = try LongStep.run(cost: Double(n * n) * Double(n) / 3) {
        LAPACK.cholesky(factor.dtype, n: n, factor.pointer + index * bytes)
      }
      if minor > 0 {
        throw TensorError.numeric(
          "cholesky: \(matrixNamed(index)) is not positive definite (leading minor \(minor))")
      }
    }
    return try factor.tril()
  }

  /// Operands of an equation: square matrices, and right sides with as many rows, of one dtype.
  private func equation(_ b: Tensor, in name: String) throws(TensorError) -> (Tensor, Tensor) {
    let type = Swift.max(dtype.floating, b.dtype)
    let a = try squareMatrices(in: name).astype(type)
    let columns = b.rank == 1 ? try b.unsqueeze(1) : b
    if columns.rank < 2 || columns.shape[columns.rank - 2] != shape[rank - 1] {
      throw .shape(
        "\(name): a of shape \(shape) needs b with \(shape[rank - 1]) rows, got shape \(b.shape)")
    }
    return (a, try columns.astype(type))
  }

  /// The x with `self x = b`, for matrices `[…, n, n]` and `b` `[…, n, columns]` or `[n]`;
  /// leading axes broadcast. Throws `.numeric` for a singular matrix.
  public func solve(_ b: Tensor) throws(TensorError) -> Tensor {
    let (a, columns) = try equation(b, in: "solve")
    let x = try Operation.solve([a, columns])
    return b.rank == 1 ? try x.squeeze(axes: [-1]) : x
  }

  /// The same for a triangular matrix, of which only that triangle is read.
  public func solveTriangular(_ b: Tensor, lower: Bool = true) throws(TensorError) -> Tensor {
    let (a, columns) = try equation(b, in: "solve_triangular")
    let x = try Operation.triangularSolve([a, columns], Attributes(flag: lower))
    return b.rank == 1 ? try x.squeeze(axes: [-1]) : x
  }

  /// The inverse of square matrices. Throws `.numeric` for a singular one.
  public func inv() throws(TensorError) -> Tensor {
    try Operation.inverse([squareMatrices(in: "inv")])
  }

  /// The sign of the determinant, and the logarithm of its size (-inf for a singular matrix).
  public func slogdet() throws(TensorError) -> (sign: Tensor, logSize: Tensor) {
    let both = try Operation.logDeterminant([squareMatrices(in: "slogdet")])
    return (try both.section(0, []).detached(), try both.section(1, []))
  }

  /// The determinant.
  public func det() throws(TensorError) -> Tensor {
    try Operation.determinant([squareMatrices(in: "det")])
  }

  /// The lower triangular l with `l lᵀ` equal to the symmetric part of this. Throws `.numeric`
  /// if that is not positive definite.
  public func cholesky() throws(TensorError) -> Tensor {
    try Operation.cholesky([squareMatrices(in: "cholesky")])
  }
}
