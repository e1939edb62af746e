import CKernels

// A call takes one block, the key of streams of their own for its elements, or as many as its
// uniform or normal numbers do.
extension RandomGenerator {
  private func require(_ holds: Bool, _ name: String, _ rule: String, _ got: Double...)
    throws(TensorError)
  {
    if !holds {
      let values = got.map { "\($0)" }.joined(separator: ", ")
      throw .value("\(name): \(rule), got \(values)")
    }
  }

  private mutating func draws(
    _ kind: Int, _ shape: [Int], _ name: String, _ a: [Double], _ b: [Double] = [0]
  ) throws(TensorError) -> Tensor {
    let out = try Tensor(uninitialized: shape, dtype: .f64, for: name)
    var copy = self
    let status = ck_random_draws(
      Int32(kind), copy.next().0, out.count, a, a.count == 1 ? 0 : 1, b, b.count == 1 ? 0 : 1,
      out.pointer.assumingMemoryBound(to: Double.self))
    withExtendedLifetime(out.storage) {}
    try TensorError.check(status, in: name)
    self = copy
    return out
  }

  /// Values of the gamma distribution of a shape, times `scale`.
  public mutating func gamma(
    _ shape: [Int], concentration a: Double, scale: Double = 1, dtype: DType = .f32
  ) throws(TensorError) -> Tensor {
    try require(
      a > 0 && scale > 0 && a.isFinite && scale.isFinite, "gamma",
      "shape and scale must be above 0", a, scale)
    return try draws(CK_GAMMA, shape, "gamma", [a]).multiplying(.float(scale)).astype(dtype)
  }

  /// Values of the beta distribution on 0...1.
  public mutating func beta(_ shape: [Int], _ a: Double, _ b: Double, dtype: DType = .f32)
    throws(TensorError) -> Tensor
  {
    try require(
      a > 0 && b > 0 && a.isFinite && b.isFinite, "beta", "a and b must be above 0", a, b)
    return try draws(CK_BETA, shape, "beta", [a], [b]).astype(dtype)
  }

  /// Counts of the Poisson distribution of a mean; i64.
  public mutating func poisson(_ shape: [Int], rate: Double) throws(TensorError) -> Tensor {
    try require(rate >= 0 && rate < 0x1p53, "poisson", "the rate must be in 0...2^53", rate)
    if rate == 0 { return try Tensor.zeros(shape, dtype: .i64) }
    return try draws(CK_POISSON, shape, "poisson", [rate]).astype(.i64)
  }

  /// How many of `trials` hold with `probability`; i64.
  public mutating func binomial(_ shape: [Int], trials: Int, probability: Double)
    throws(TensorError) -> Tensor
  {
    try require(
      trials >= 0 && trials <= 1 << 53 && probability >= 0 && probability <= 1, "binomial",
      "the trials must be in 0...2^53 and p in 0...1", Double(trials), probability)
    return try draws(CK_BINOMIAL, shape, "binomial", [Double(trials)], [probability]).astype(.i64)
  }

  /// Rows on the simplex `shape + [k]` with concentrations `alpha` `[k]`.
  public mutating func dirichlet(_ alpha: Tensor, _ shape: [Int], dtype: DType = .f32)
    throws(TensorError) -> Tensor
  {
    let a = try alpha.detached().astype(.f64).doubles()
    if alpha.rank != 1 || a.isEmpty || a.contains(where: { !($0 > 0 && $0.isFinite) }) {
      throw .value("dirichlet: alpha must be a vector of numbers above 0, got \(alpha.shape)")
    }
    let rows = try Shape.count(shape, in: "dirichlet")
    var parts: [Double] = []
    for _ in 0..<rows { parts += a }
    let gammas = try draws(
      CK_GAMMA, shape + [a.count], "dirichlet", parts.isEmpty ? [1] : parts)
    return try (gammas / gammas.sum(axes: [-1], keepsAxes: true)).astype(dtype)
  }

  /// 1 - u for uniform u, which is never 0.
  private mutating func positive(_ shape: [Int]) throws(TensorError) -> Tensor {
    try uniform(shape, dtype: .f64).subtracted(from: 1)
  }

  /// Waiting times with a mean of `scale`.
  public mutating func exponential(_ shape: [Int], scale: Double = 1, dtype: DType = .f32)
    throws(TensorError) -> Tensor
  {
    try require(scale > 0, "exponential", "the scale must be above 0", scale)
    return try positive(shape).log().multiplying(.float(-scale)).astype(dtype)
  }

  /// Two exponentials back to back about `mean`.
  public mutating func laplace(
    _ shape: [Int], mean: Double = 0, scale: Double = 1, dtype: DType = .f32
  ) throws(TensorError) -> Tensor {
    try require(scale > 0, "laplace", "the scale must be above 0", scale)
    let u = try positive(shape) - 0.5
    let size = try u.abs().multiplying(-2).log1p().neg()
    return try (u.sign() * size * scale + mean).astype(dtype)
  }

  /// The largest of many: mean - scale log(-log u).
  public mutating func gumbel(
    _ shape: [Int], mean: Double = 0, scale: Double = 1, dtype: DType = .f32
  ) throws(TensorError) -> Tensor {
    try require(scale > 0, "gumbel", "the scale must be above 0", scale)
    let waiting = try exponential(shape, dtype: .f64)
    return try (waiting.maximum(1e-300).log() * -scale + mean).astype(dtype)
  }

  /// Student's t of `freedom` degrees of freedom.
  public mutating func studentT(_ shape: [Int], freedom: Double, dtype: DType = .f32)
    throws(TensorError) -> Tensor
  {
    try require(freedom > 0, "student_t", "the degrees of freedom must be above 0", freedom)
    var copy = self
    let numerator = try copy.normal(shape, dtype: .f64)
    let chi = try copy.gamma(shape, concentration: freedom / 2, scale: 2 / freedom, dtype: .f64)
    self = copy
    return try (numerator / chi.sqrt()).astype(dtype)
  }

  /// Positions drawn with given probabilities over the last axis (they are divided by their
  /// sum): `probabilities.shape[..<-1] + shape`; i64.
  public mutating func categorical(_ probabilities: Tensor, _ shape: [Int])
    throws(TensorError) -> Tensor
  {
    let p = try probabilities.detached().astype(.f64)
    guard let classes = p.shape.last, classes > 0 else {
      throw .shape("categorical: p must be [..., class], got shape \(p.shape)")
    }
    let totals = try p.sum(axes: [-1], keepsAxes: true)
    let isPositive = try p.greaterOrEqual(0).all().itemBool()
    let isFinite = try totals.greater(0).and(totals.less(.float(.infinity))).all().itemBool()
    if !isPositive || !isFinite {
      throw .value("categorical: probabilities must be at least 0, with a sum above 0")
    }
    let rows = p.count / classes
    let bounds = try (p / totals).cumsum(axis: p.rank - 1).reshape([rows, classes])
    let each = try Shape.count(shape, in: "categorical")
    let u = try uniform([rows, each], dtype: .f64)
    var parts: [Tensor] = []
    for row in 0..<rows {
      // The last class with a probability takes what rounding leaves.
      let weights = try p.reshape([rows, classes]).indexed([.at(row)]).doubles()
      let last = weights.lastIndex { $0 > 0 } ?? 0
      parts.append(
        try bounds.indexed([.at(row)]).searchSorted(u.indexed([.at(row)]), right: true)
          .minimum(.int(last)))
    }
    let lead = Array(p.shape.dropLast())
    if parts.isEmpty { return try Tensor.zeros(lead + shape, dtype: .i64) }
    return try Tensor.stack(parts).reshape(lead + shape)
  }

  /// Rows `shape + [dim]` of the normal distribution with a mean `[dim]` and a covariance
  /// `[dim, dim]`, positive definite.
  public mutating func multivariateNormal(
    _ mean: Tensor, _ covariance: Tensor, _ shape: [Int], dtype: DType = .f32
  ) throws(TensorError) -> Tensor {
    if mean.rank != 1 || covariance.shape != [mean.count, mean.count] {
      throw .shape(
        "multivariate_normal: a mean [dim] and a covariance [dim, dim] are needed, got"
          + " \(mean.shape) and \(covariance.shape)")
    }
    let factor = try covariance.detached().astype(.f64).cholesky()
    let z = try normal(shape + [mean.count], dtype: .f64)
    let moved = try z.matmul(factor.swapAxes(0, 1)) + mean.detached().astype(.f64)
    return try moved.astype(dtype)
  }

  /// Rows of length 1 in directions evenly distributed over the sphere.
  public mutating func unitRows(_ shape: [Int], dtype: DType = .f32) throws(TensorError) -> Tensor {
    if shape.isEmpty { throw .shape("random_unit: a shape with at least one axis is needed") }
    let z = try normal(shape, dtype: .f64)
    let norm = try z.norm(axes: [-1], keepsAxes: true)
    return try (z / norm.maximum(1e-300)).astype(dtype)
  }
}
