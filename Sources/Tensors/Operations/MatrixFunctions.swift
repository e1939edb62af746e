// Functions of matrices that are composed of products, so gradients of every order follow.
extension Tensor {
  /// The matrix to a whole power; a negative one is of the inverse.
  public func matrixPower(_ exponent: Int) throws(TensorError) -> Tensor {
    if rank < 2 || shape[rank - 1] != shape[rank - 2] {
      throw .shape("matrix_power: square matrices [..., n, n] are needed, got shape \(shape)")
    }
    if exponent == .min { throw .value("matrix_power: the power \(exponent) is out of range") }
    if exponent < 0 { return try inv().matrixPower(-exponent) }
    var result = try Tensor.eye(shape[rank - 1], dtype: dtype.arithmetic).broadcast(to: shape)
    var (base, rest) = (self, exponent)
    var isFirst = true
    while rest > 0 {
      if rest & 1 == 1 {
        result = isFirst ? base : try result.matmul(base)
        isFirst = false
      }
      rest >>= 1
      if rest > 0 { base = try base.matmul(base) }
    }
    return isFirst ? try result.contiguous() : result
  }

  /// The exponential of square matrices: e^x = (e^(x / 2^s))^(2^s), with the [13/13] Padé form
  /// (Higham, 2005). One s serves the whole batch.
  public func expm() throws(TensorError) -> Tensor {
    let x = try squareMatrices(in: "expm")
    if x.count == 0 { return x }
    try x.checkFinite(in: "expm")
    let size = try x.detached().abs().sum(axes: [-2]).max().item()
    // Beyond this norm the form is exact to f64's precision only of the halved matrix.
    var halvings = 0
    while halvings < 1100 && size > 5.371920351148152 * Tensor.powerOfTwo(halvings) {
      halvings += 1
    }
    var result = try (x / .float(Tensor.powerOfTwo(halvings))).padeExponential()
    for _ in 0..<halvings { result = try result.matmul(result) }
    return result
  }

  private static func powerOfTwo(_ n: Int) -> Double {
    Double(sign: .plus, exponent: n, significand: 1)
  }

  private func padeExponential() throws(TensorError) -> Tensor {
    let b: [Double] = [
      64_764_752_532_480_000, 32_382_376_266_240_000, 7_771_770_303_897_600,
      1_187_353_796_428_800, 129_060_195_264_000, 10_559_470_521_600, 670_442_572_800,
      33_522_128_640, 1_323_241_920, 40_840_800, 960_960, 16_380, 182, 1,
    ]
    let one = try Tensor.eye(shape[rank - 1], dtype: dtype)
    let x2 = try matmul(self)
    let x4 = try x2.matmul(x2)
    let x6 = try x4.matmul(x2)
    func sum(_ start: Int) throws(TensorError) -> Tensor {
      let high = try x6 * b[start + 12] + x4 * b[start + 10] + x2 * b[start + 8]
      let low = try x6 * b[start + 6] + x4 * b[start + 4] + x2 * b[start + 2]
      return try x6.matmul(high) + low + one * b[start]
    }
    let odd = try matmul(
      try x6.matmul(x6 + x4 * b[11] + x2 * b[9]) + x6 * b[7] + x4 * b[5] + x2 * b[3] + one * b[1])
    let even = try sum(0)
    return try (even - odd).solve(even + odd)
  }

  /// All products of blocks: `out[i k + p, j l + q] = self[i, j] other[p, q]`, for any rank.
  public func kron(_ other: Tensor) throws(TensorError) -> Tensor {
    let rank = Swift.max(self.rank, other.rank)
    let a = Array(repeating: 1, count: rank - self.rank) + shape
    let b = Array(repeating: 1, count: rank - other.rank) + other.shape
    let product = try reshape(a.flatMap { [$0, 1] })
      .multiplying(other.reshape(b.flatMap { [1, $0] }))
    return try product.reshape(zip(a, b).map { $0 * $1 })
  }

  /// The cross product of vectors of length 3 along `axis`.
  public func cross(_ other: Tensor, axis: Int = -1) throws(TensorError) -> Tensor {
    let joint = try Shape.broadcast(shape, other.shape, in: "cross")
    let place = try Shape.axis(axis, rank: joint.count, in: "cross")
    if joint[place] != 3 {
      throw .shape(
        "cross: axis \(axis) must have size 3, got shapes \(shape) and \(other.shape)")
    }
    let (a, b) = (try broadcast(to: joint), try other.broadcast(to: joint))
    let (a1, a2) = (try a.roll(-1, axes: [place]), try a.roll(-2, axes: [place]))
    let (b1, b2) = (try b.roll(-1, axes: [place]), try b.roll(-2, axes: [place]))
    return try a1 * b2 - a2 * b1
  }

  /// Matrices along the diagonal of a large one, zeros elsewhere.
  public static func blockDiagonal(_ blocks: [Tensor]) throws(TensorError) -> Tensor {
    guard let first = blocks.first else { throw .value("block_diag: there is no block") }
    var rows: [Tensor] = []
    var (before, total) = (0, 0)
    let type = blocks.reduce(first.dtype) { Swift.max($0, $1.dtype) }
    for block in blocks {
      if block.rank > 2 {
        throw .shape("block_diag: blocks must be matrices, got shape \(block.shape)")
      }
      total += block.shape.last ?? 1
    }
    for block in blocks {
      let matrix = try block.astype(type).reshape(
        Array(repeating: 1, count: 2 - block.rank) + block.shape)
      let columns = matrix.shape[1]
      rows.append(try matrix.pad([(0, 0), (before, total - before - columns)]))
      before += columns
    }
    return try concat(rows, axis: 0)
  }
}
