// Decompositions with several results come as one operation whose last axis holds them one after
// another: the gradients of all arrive together and orders compose.
extension Operation {
  /// QR, singular values and eigenvalues.
  static let decompositions: [Operation] = [qrFactors, svdFactors, eigenFactors, pseudoInverse]

  // Tall or square: with m = r dRᵀ - dQᵀ q, dx = (dQ + q copy(m)) r⁻ᵀ, where copy mirrors the
  // lower triangle (Walter and Lehmann, 2018). Wide: the columns beyond the square are q v.
  static let qrFactors = Operation(
    "qr", "thin q and r with q r = x, q orthonormal, r upper triangular",
    forward: { inputs, _ in try inputs[0].qrPacked() }
  ) { r in
    let x = r.inputs[0]
    let sizes = QRSizes(x)
    var (q, upper) = try sizes.parts(r.output)
    var (dq, dr) = try sizes.parts(r.gradient)
    if sizes.m >= sizes.n { return [try tallGradient(q, upper, dq, dr)] }
    let (m, n, last) = (sizes.m, sizes.n, x.rank - 1)
    let beyond = try dr.narrow(axis: last, m..<n)
    dq = try dq + x.narrow(axis: last, m..<n).matmul(beyond.mT)
    upper = try upper.narrow(axis: last, 0..<m)
    dr = try dr.narrow(axis: last, 0..<m)
    let square = try tallGradient(q, upper, dq, dr)
    q = try q.matmul(beyond)
    return [try Tensor.concat([square, q], axis: -1)]
  }

  private static func tallGradient(_ q: Tensor, _ r: Tensor, _ dq: Tensor, _ dr: Tensor) throws
    -> Tensor
  {
    let m = try r.matmul(dr.mT) - dq.mT.matmul(q)
    let mirrored = try m.tril() + m.tril(-1).mT
    let left = try dq + q.matmul(mirrored)
    return try r.solveTriangular(left.mT, lower: false).mT
  }

  // With f[i, j] = 1 / (s_j² - s_i²), 0 where they agree (Townsend, 2016):
  // dx = u (f * (uᵀdu - duᵀu) s + s f * (vᵀdv - dvᵀv) + ds) vᵀ
  //      + (1 - u uᵀ) du s⁻¹ vᵀ + u s⁻¹ dvᵀ (1 - v vᵀ).
  static let svdFactors = Operation(
    "svd", "thin u, s and vᵀ with u s vᵀ = x, s descending",
    forward: { inputs, _ in try inputs[0].svdPacked() }
  ) { r in
    let sizes = SVDSizes(r.inputs[0])
    let (u, s, vt) = try sizes.parts(r.output)
    let (du, ds, dvt) = try sizes.parts(r.gradient)
    let squares = try s.square()
    let f = try (squares.unsqueeze(-2) - squares.unsqueeze(-1)).reciprocalOrZero()
    let (row, column) = (try s.unsqueeze(-2), try s.unsqueeze(-1))
    let (ofU, ofV) = (try u.mT.matmul(du), try vt.matmul(dvt.mT))
    let inner =
      try f * (ofU - ofU.mT) * row + column * (f * (ofV - ofV.mT)) + ds.onDiagonal()
    var result = try u.matmul(inner).matmul(vt)
    let inverse = try row.reciprocalOrZero()
    if sizes.m > sizes.k {
      result = try result + ((du - u.matmul(ofU)) * inverse).matmul(vt)
    }
    if sizes.n > sizes.k {
      let across = try dvt - ofV.mT.matmul(vt)
      result = try result + (u * inverse).matmul(across)
    }
    return [result]
  }

  // With f[i, j] = 1 / (w_j - w_i), 0 where they agree: dx = v (dw + f * vᵀdv) vᵀ.
  static let eigenFactors = Operation(
    "eigh", "ascending w and v with x v = v w, of the symmetric part of x", keeps: .output,
    forward: { inputs, _ in try inputs[0].eigenPacked() }
  ) { r in
    let n = r.inputs[0].shape[r.inputs[0].rank - 1]
    let (w, v) = (try r.output.section(0, [n]), try r.output.section(n, [n, n]).mT)
    let (dw, dv) = (try r.gradient.section(0, [n]), try r.gradient.section(n, [n, n]).mT)
    let f = try (w.unsqueeze(-2) - w.unsqueeze(-1)).reciprocalOrZero()
    let inner = try dw.onDiagonal() + f * v.mT.matmul(dv)
    let full = try v.matmul(inner).matmul(v.mT)
    return [try (full + full.mT) * 0.5]
  }

  // Golub and Pereyra, 1973, for a rank that does not change: with p the result,
  // dx = -pᵀ g pᵀ + (1 - x p) gᵀ p pᵀ + pᵀ p gᵀ (1 - p x).
  static let pseudoInverse = Operation(
    "pinv", "the pseudoinverse, by singular values above a bound",
    forward: { inputs, a in
      let (u, s, vt) = try inputs[0].detached().svd()
      if s.count == 0 { return try inputs[0].detached().mT.contiguous() }
      let bound = try s.narrow(axis: s.rank - 1, 0..<1) * a.numbers[0]
      let kept = try Tensor.where_(s.greater(bound), s, Tensor.scalar(0, dtype: s.dtype))
      return try (vt.mT * kept.reciprocalOrZero().unsqueeze(-2)).matmul(u.mT)
    }
  ) { r in
    let (x, p, g) = (r.inputs[0], r.output, r.gradient)
    let (pt, gt) = (try p.mT, try r.gradient.mT)
    let first = try pt.matmul(g).matmul(pt)
    let (gpp, ppg) = (try gt.matmul(p).matmul(pt), try pt.matmul(p).matmul(gt))
    let second = try gpp - x.matmul(p.matmul(gpp))
    let third = try ppg - ppg.matmul(p).matmul(x)
    return [try second + third - first]
  }
}

/// Where Q and R lie in the packed result of `qr`, Q transposed.
private struct QRSizes {
  let m, n: Int
  var k: Int { Swift.min(m, n) }

  init(_ x: Tensor) { (m, n) = (x.shape[x.rank - 2], x.shape[x.rank - 1]) }

  func parts(_ packed: Tensor) throws(TensorError) -> (Tensor, Tensor) {
    (try packed.section(0, [k, m]).mT, try packed.section(k * m, [k, n]))
  }
}

/// Where u, s and vᵀ lie in the packed result of `svd`.
private struct SVDSizes {
  let m, n: Int
  var k: Int { Swift.min(m, n) }

  init(_ x: Tensor) { (m, n) = (x.shape[x.rank - 2], x.shape[x.rank - 1]) }

  func parts(_ packed: Tensor) throws(TensorError) -> (Tensor, Tensor, Tensor) {
    (
      try packed.section(0, [m, k]), try packed.section(m * k, [k]),
      try packed.section(m * k + k, [k, n])
    )
  }
}

extension Tensor {
  private func packed(_ length: Int, in name: String) throws(TensorError) -> Tensor {
    try Tensor(uninitialized: Array(shape.dropLast(2)) + [length], dtype: dtype, for: name)
  }

  fileprivate func qrPacked() throws -> Tensor {
    let sizes = QRSizes(self)
    let (m, n, k) = (sizes.m, sizes.n, sizes.k)
    let out = try packed(k * m + k * n, in: "qr")
    if out.count == 0 { return out }
    let columns = try detached().mT.fresh()
    let bytes = dtype.byteCount
    try Kernels.eachMatrix(matrixCount, cost: m * n * k) { index in
      try LongStep.run(cost: 4 * Double(m * n) * Double(k)) { () throws(TensorError) in
        let a = columns.pointer + index * m * n * bytes
        let q = out.pointer + index * k * (m + n) * bytes
        _ = try LAPACK.qr(out.dtype, m: m, n: n, a, q: q)
        Tensor.upperTriangle(of: a, m, n, into: q + k * m * bytes, bytes)
      }
    }
    return out
  }

  /// Writes the upper triangle of a matrix in columns as rows, zeros below.
  private static func upperTriangle(
    of a: UnsafeMutableRawPointer, _ m: Int, _ n: Int, into r: UnsafeMutableRawPointer,
    _ bytes: Int
  ) {
    for row in 0..<Swift.min(m, n) {
      (r + row * n * bytes).initializeMemory(as: UInt8.self, repeating: 0, count: row * bytes)
      for column in row..<n {
        (r + (row * n + column) * bytes).copyMemory(
          from: a + (column * m + row) * bytes, byteCount: bytes)
      }
    }
  }

  fileprivate func svdPacked() throws -> Tensor {
    try checkFinite(in: "svd")
    let sizes = SVDSizes(self)
    let (m, n, k) = (sizes.m, sizes.n, sizes.k)
    let out = try packed(m * k + k + k * n, in: "svd")
    if out.count == 0 { return out }
    let rows = try detached().fresh()
    let bytes = dtype.byteCount
    try Kernels.eachMatrix(matrixCount, cost: m * n * k) { index in
      let status = try LongStep.run(cost: 20 * Double(m * n) * Double(k)) {
        () throws(TensorError) in
        let u = out.pointer + index * (m * k + k + k * n) * bytes
        return try LAPACK.svd(
          out.dtype, m: m, n: n, rows.pointer + index * m * n * bytes, s: u + m * k * bytes, u: u,
          vt: u + (m * k + k) * bytes)
      }
      if status > 0 {
        throw TensorError.numeric("svd: \(matrixNamed(index)) did not converge")
      }
    }
    return out
  }

  fileprivate func eigenPacked() throws -> Tensor {
    try checkFinite(in: "eigh")
    let n = shape[rank - 1]
    let out = try packed(n + n * n, in: "eigh")
    if out.count == 0 { return out }
    let matrices = try symmetricPart()
    let bytes = dtype.byteCount
    try Kernels.eachMatrix(matrixCount, cost: n * n * n) { index in
      let status = try LongStep.run(cost: 9 * Double(n * n) * Double(n)) {
        () throws(TensorError) in
        let values = out.pointer + index * (n + n * n) * bytes
        let vectors = values + n * bytes
        vectors.copyMemory(
          from: matrices.pointer + index * n * n * bytes, byteCount: n * n * bytes)
        return try LAPACK.eigh(out.dtype, n: n, vectors, values: values)
      }
      if status > 0 {
        throw TensorError.numeric("eigh: \(matrixNamed(index)) did not converge")
      }
    }
    return out
  }

  /// Thin factors with `q r` equal to this: q `[…, m, k]` with orthonormal columns, r `[…, k, n]`
  /// upper triangular, k = min(m, n). Differentiable where the first k columns are independent.
  public func qr() throws(TensorError) -> (q: Tensor, r: Tensor) {
    let x = try matrices(in: "qr")
    return try QRSizes(x).parts(Operation.qrFactors([x]))
  }

  /// Thin factors with `u s vᵀ` equal to this: u `[…, m, k]`, descending s `[…, k]`, vᵀ
  /// `[…, k, n]`. Throws `.numeric` for nan. Where singular values agree, the vectors have no
  /// derivative and the part of the gradient between them is taken as 0.
  public func svd() throws(TensorError) -> (u: Tensor, s: Tensor, vt: Tensor) {
    let x = try matrices(in: "svd")
    return try SVDSizes(x).parts(Operation.svdFactors([x]))
  }

  /// Ascending eigenvalues `[…, n]` of the symmetric part, and the vectors `[…, n, n]`, one a
  /// column. Where values agree, the part of the gradient between their vectors is taken as 0.
  public func eigh() throws(TensorError) -> (values: Tensor, vectors: Tensor) {
    let x = try squareMatrices(in: "eigh")
    let (both, n) = (try Operation.eigenFactors([x]), shape[rank - 1])
    return (try both.section(0, [n]), try both.section(n, [n, n]).mT)
  }

  /// The pseudoinverse. Singular values up to `tolerance` times the largest count as 0; nil is
  /// max(m, n) times the dtype's precision.
  public func pinv(tolerance: Double? = nil) throws(TensorError) -> Tensor {
    let x = try matrices(in: "pinv")
    return try Operation.pseudoInverse(
      [x], Attributes(numbers: [tolerance ?? x.rankTolerance]))
  }

  /// The least squares solution of the smallest norm: `pinv() b`.
  public func lstsq(_ b: Tensor) throws(TensorError) -> Tensor {
    let a = try matrices(in: "lstsq")
    if b.rank < 1 || b.shape[Swift.max(0, b.rank - 2)] != shape[rank - 2] {
      throw .shape(
        "lstsq: a of shape \(shape) needs b with \(shape[rank - 2]) rows, got shape \(b.shape)")
    }
    return try a.pinv().matmul(b)
  }

  /// How many singular values are above `tolerance` times the largest; i64.
  public func matrixRank(tolerance: Double? = nil) throws(TensorError) -> Tensor {
    let x = try detached().matrices(in: "matrix_rank")
    let s = try x.svd().s
    if s.shape[s.rank - 1] == 0 { return try s.countNonzero(axes: [-1]) }
    let bound = try s.narrow(axis: s.rank - 1, 0..<1) * (tolerance ?? x.rankTolerance)
    return try s.greater(bound).countNonzero(axes: [-1])
  }

  /// The largest singular value over the smallest; infinite for a singular matrix.
  public func cond() throws(TensorError) -> Tensor {
    let s = try matrices(in: "cond").svd().s
    let k = s.shape[s.rank - 1]
    if k == 0 { throw .shape("cond: an empty matrix of shape \(shape) has no singular values") }
    return try s.narrow(axis: s.rank - 1, 0..<1).dividing(s.narrow(axis: s.rank - 1, k - 1..<k))
      .squeeze(axes: [-1])
  }

  private var rankTolerance: Double {
    let precision = dtype == .f64 ? Double.ulpOfOne : Double(Float.ulpOfOne)
    return Double(Swift.max(shape[rank - 1], shape[rank - 2])) * precision
  }
}
