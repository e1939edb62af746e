// Statistics of rows, composed, so gradients of every order follow.
extension Tensor {
  private func rows(in name: String) throws(TensorError) -> Tensor {
    if rank != 2 { throw .shape("\(name): x must be [row, column], got shape \(shape)") }
    return try astype(dtype.floating)
  }

  /// The covariance matrix of the columns of `[row, column]`, over rows - `ddof`.
  public func covariance(ddof: Int = 1) throws(TensorError) -> Tensor {
    let x = try rows(in: "cov")
    if shape[0] <= ddof {
      throw .value("cov: more than \(ddof) rows are needed with ddof=\(ddof), got \(shape[0])")
    }
    let centered = try x - x.mean(axes: [0], keepsAxes: true)
    return try centered.mT.matmul(centered) / Double(shape[0] - ddof)
  }

  /// The correlation coefficients of the columns of `[row, column]`, within -1...1; nan beside a
  /// constant column.
  public func correlation() throws(TensorError) -> Tensor {
    let x = try rows(in: "corrcoef")
    let centered = try x - x.mean(axes: [0], keepsAxes: true)
    let unit = try centered / centered.norm(axes: [0], keepsAxes: true)
    return try unit.mT.matmul(unit).clip(-1, 1)
  }

  /// Brought to mean 0 and standard deviation 1 (over n - `ddof`) along `axes`; what is constant
  /// becomes 0.
  public func standardized(axes: [Int]?, ddof: Int = 0) throws(TensorError) -> Tensor {
    let x = try astype(dtype.floating)
    let centered = try x - x.mean(axes: axes, keepsAxes: true)
    let squares = try centered.norm(axes: axes, keepsAxes: true)
    let counted = Shape.count(
      try Shape.axes(axes, rank: rank, in: "standardize").map { shape[$0] })
    if counted <= ddof { throw .value("standardize: more than \(ddof) elements are needed") }
    let isFlat = try squares.equal(0)
    let safe = try Tensor.where_(isFlat, Tensor.scalar(1, dtype: x.dtype), squares)
    return try centered / safe * Double(counted - ddof).squareRoot()
  }

  /// How `whitened` turns what it decorrelates.
  public enum Whitening: String, Sendable, CaseIterable {
    /// By the inverse of the Cholesky factor.
    case cholesky
    /// By the symmetric inverse root, the nearest to the original.
    case zca
    /// Onto the principal axes, the largest first.
    case pca
  }

  /// Columns of `[row, column]` decorrelated, with covariance 1 (over rows - 1), in `groups`
  /// groups of neighboring columns; `epsilon` is added to the variances.
  public func whitened(_ method: Whitening, groups: Int = 1, epsilon: Double = 0)
    throws(TensorError) -> Tensor
  {
    let x = try rows(in: "whiten")
    if groups < 1 || shape[1] % Swift.max(groups, 1) != 0 {
      throw .value("whiten: \(groups) groups do not divide \(shape[1]) columns")
    }
    var parts: [Tensor] = []
    for part in try x.split(groups, axis: 1) {
      let centered = try part - part.mean(axes: [0], keepsAxes: true)
      let one = try Tensor.eye(part.shape[1], dtype: x.dtype)
      let covariance = try part.covariance() + one * epsilon
      parts.append(try centered.whitened(by: covariance, method))
    }
    return try Tensor.concat(parts, axis: 1)
  }

  private func whitened(by covariance: Tensor, _ method: Whitening) throws(TensorError) -> Tensor {
    if method == .cholesky {
      return try covariance.cholesky().solveTriangular(mT).mT
    }
    let (values, vectors) = try covariance.eigh()
    if try !values.greater(0).all().itemBool() {
      throw .numeric("whiten: the covariance is singular; eps above 0 helps")
    }
    let scaled = try vectors * values.rsqrt().unsqueeze(0)
    if method == .pca { return try matmul(scaled.flip(axes: [1])) }
    return try matmul(scaled.matmul(vectors.mT))
  }

  /// An exponential moving average along `axis`: out_t = decay out_(t-1) + (1 - decay) x_t, from
  /// the first as it is.
  public func smoothed(decay: Double, axis: Int = -1) throws(TensorError) -> Tensor {
    let axis = try Shape.axis(axis, rank: rank, in: "smooth")
    if !(decay >= 0 && decay < 1) {
      throw .value("smooth: decay must be in 0..<1, got \(decay)")
    }
    let x = try astype(dtype.floating)
    if shape[axis] == 0 { return x }
    let rates = try Tensor.full(shape, .float(decay), dtype: x.dtype)
    let first = try x.narrow(axis: axis, 0..<1)
    let rest = try x.narrow(axis: axis, 1..<shape[axis]) * (1 - decay)
    return try Tensor.concat([first, rest], axis: axis).recurrence(rates: rates, axis: axis)
  }

  /// Squared Euclidean distances of all rows of `[n, dim]` to all of `[m, dim]`.
  public func squaredDistances(to other: Tensor) throws(TensorError) -> Tensor {
    if rank != 2 || other.rank != 2 || shape[1] != other.shape[1] {
      throw .shape(
        "pairwise: a [n, dim] and b [m, dim] are needed, got \(shape) and \(other.shape)")
    }
    let type = Swift.max(dtype, other.dtype).floating
    let (a, b) = (try astype(type), try other.astype(type))
    let squares = try a.square().sum(axes: [1], keepsAxes: true) + b.square().sum(axes: [1])
    return try (squares - a.matmul(b.mT) * 2).maximum(0)
  }

  /// The plan of least cost between equal or given masses, blurred by `epsilon`: rows and
  /// columns of exp((f + g - cost) / epsilon) add up to them (Cuturi, 2013), in logarithms.
  public func sinkhorn(
    rows: Tensor? = nil, columns: Tensor? = nil, epsilon: Double, iterations: Int
  ) throws(TensorError) -> Tensor {
    if rank != 2 || count == 0 {
      throw .shape("sinkhorn: the cost must be [n, m] and not empty, got \(shape)")
    }
    if !(epsilon > 0) || iterations < 1 {
      throw .value(
        "sinkhorn: eps must be above 0 and iterations at least 1, got \(epsilon) and \(iterations)")
    }
    let x = try astype(dtype.floating)
    func masses(_ given: Tensor?, _ n: Int) throws(TensorError) -> Tensor {
      guard let given else { return try Tensor.full([n], .float(1 / Double(n)), dtype: x.dtype) }
      if given.shape != [n] {
        throw .shape("sinkhorn: the masses must have shape [\(n)], got \(given.shape)")
      }
      return try given.astype(x.dtype)
    }
    let a = try masses(rows, shape[0]).log().unsqueeze(1)
    let b = try masses(columns, shape[1]).log().unsqueeze(0)
    let score = try x / -epsilon
    var g = try Tensor.zeros([1, shape[1]], dtype: x.dtype)
    var f = a
    for _ in 0..<iterations {
      f = try a - (score + g).logSumExp(axes: [1], keepsAxes: true)
      g = try b - (score + f).logSumExp(axes: [0], keepsAxes: true)
    }
    return try (score + f + g).exp()
  }

  /// For each row of a cost matrix `[n, m]`, n at most m, a column of its own so that the sum is
  /// least; i64[n]. By shortest augmenting paths (Jonker and Volgenant, 1987).
  public func assignment() throws(TensorError) -> Tensor {
    if rank != 2 || shape[0] > shape[1] {
      throw .shape(
        "hungarian: the cost must be [n, m] with n at most m, got \(shape); `cost.T` exchanges")
    }
    try checkFinite(in: "hungarian")
    let (n, m) = (shape[0], shape[1])
    let cost = detached().doubles()
    var (u, v) = ([Double](repeating: 0, count: n + 1), [Double](repeating: 0, count: m + 1))
    var (row, way) = ([Int](repeating: 0, count: m + 1), [Int](repeating: 0, count: m + 1))
    for next in stride(from: 1, through: n, by: 1) {
      row[0] = next
      var column = 0
      var least = [Double](repeating: .infinity, count: m + 1)
      var isUsed = [Bool](repeating: false, count: m + 1)
      repeat {
        try Interrupt.check()
        isUsed[column] = true
        let i = row[column]
        var (step, target) = (Double.infinity, 0)
        for j in 1...m where !isUsed[j] {
          let reduced = cost[(i - 1) * m + j - 1] - u[i] - v[j]
          if reduced < least[j] { (least[j], way[j]) = (reduced, column) }
          if least[j] < step { (step, target) = (least[j], j) }
        }
        for j in 0...m {
          if isUsed[j] {
            u[row[j]] += step
            v[j] -= step
          } else {
            least[j] -= step
          }
        }
        column = target
      } while row[column] != 0
      while column != 0 {
        row[column] = row[way[column]]
        column = way[column]
      }
    }
    var result = [Int](repeating: 0, count: n)
    for j in stride(from: 1, through: m, by: 1) where row[j] > 0 { result[row[j] - 1] = j - 1 }
    return try Tensor(ints: result, shape: [n])
  }
}
