import Tensors

/// A mixture of Gaussians, fitted by expectation and maximisation from the groups of k-means.
///
/// Rows are walked in blocks, so that memory is that of the rows, the parameters and 16 MB.
public struct GaussianMixture: Sendable {
  /// What the components' covariances may be.
  public enum Covariance: String, Sendable, CaseIterable {
    /// Each component its own matrix `[k, dim, dim]`.
    case full
    /// One matrix for all, `[dim, dim]`.
    case tied
    /// Each component its own variances, `[k, dim]`.
    case diag
    /// Each component one variance, `[k]`.
    case spherical
  }

  /// How a fit goes.
  public struct Options: Sendable {
    /// What the covariances may be.
    public var covariance = Covariance.full
    /// Runs from other starts, of which the likeliest is kept.
    public var restarts = 1
    /// Passes at most, each run.
    public var iterations = 100
    /// Ends where the mean log-likelihood of a row grows by less.
    public var tolerance = 1e-3
    /// Added to the variances.
    public var floor = 1e-6
    /// As scikit-learn's defaults.
    public init() {}
  }

  /// f64 `[k]`, summing to 1.
  public let weights: Tensor
  /// f64 `[k, dim]`.
  public let means: Tensor
  /// f64, in the shape that `Covariance` says.
  public let covariances: Tensor
  /// The mean log-likelihood of a row in the last pass.
  public let logLikelihood: Double
  /// Passes over the rows in the run that was kept.
  public let iterations: Int
  /// Whether that run ended by its tolerance.
  public let isConverged: Bool
  /// What the covariances may be.
  public let kind: Covariance
  private let density: MixtureDensity

  /// Fits rows `[row, dim]`.
  /// - Parameters:
  ///   - start: means to begin with `[k, dim]`, each with the rows nearest to it; nil for k-means.
  /// - Throws: `TensorError` for a `k` outside 1…rows, nan or inf, a covariance without inverse.
  public init(
    _ x: Tensor, k: Int, start: Tensor? = nil, _ options: Options = Options(),
    using generator: inout RandomGenerator, report: FitReport = { _, _, _ in }
  ) throws {
    let rows = try Rows.checked(x, "x", function: "gmm", least: 2)
    guard k >= 1, k <= rows.shape[0] else {
      throw TensorError.value("gmm: 'k' is 1…\(rows.shape[0]), the rows, got \(k)")
    }
    if let start, start.shape != [k, rows.shape[1]] {
      throw TensorError.shape(
        "gmm: 'start' must be [\(k), \(rows.shape[1])], means by columns, got \(start.shape)")
    }
    let search = MixtureSearch(rows, k, options)
    let runs = start == nil ? options.restarts : 1
    let most = runs * options.iterations
    var best: MixtureSearch.Run?
    for round in 0..<runs {
      let labels: Tensor
      if let start {
        labels = try CenterSearch.assign(rows, to: start.detached().astype(rows.dtype))
      } else {
        labels = try KMeans(rows, k: k, using: &generator).labels
      }
      let run = try search.run(from: labels) { step, gain in
        report(round * options.iterations + step, most, gain)
      }
      if best.map({ run.logLikelihood > $0.logLikelihood }) ?? true { best = run }
    }
    report(most, most, "")
    guard let best else { throw TensorError.value("gmm: 'restarts' must be at least 1") }
    weights = best.parameters.weights
    means = best.parameters.means
    covariances = best.parameters.covariances
    density = try MixtureDensity(best.parameters, options.covariance)
    logLikelihood = best.logLikelihood
    iterations = best.iterations
    isConverged = best.isConverged
    kind = options.covariance
  }

  private func checked(_ x: Tensor, _ function: String) throws -> Tensor {
    try Rows.fitting(x, dim: means.shape[1], function: function)
  }

  /// The likeliest component of each row, i64 `[row]`.
  public func callAsFunction(_ x: Tensor) throws -> Tensor {
    try joined(checked(x, "gmm"), empty: .i64) { try density.logs($0).argmax(axis: 1) }
  }

  /// The probability of each component for each row, f64 `[row, k]`.
  public func probabilities(_ x: Tensor) throws -> Tensor {
    let rows = try checked(x, "gmm probabilities")
    if rows.shape[0] == 0 { return try Tensor.zeros([0, means.shape[0]], dtype: .f64) }
    return try joined(rows, empty: .f64) { try density.logs($0).softmax(axis: 1) }
  }

  /// ln p(x) of each row, f64 `[row]`.
  public func logDensity(_ x: Tensor) throws -> Tensor {
    try joined(checked(x, "gmm log_density"), empty: .f64) {
      try density.logs($0).logSumExp(axes: [1])
    }
  }

  /// Rows drawn from the mixture, f64 `[count, dim]`.
  public func sample(_ count: Int, using generator: inout RandomGenerator) throws -> Tensor {
    let (k, dim) = (means.shape[0], means.shape[1])
    let limits = try weights.cumsum(axis: 0)
    let draws = try generator.uniform([count], dtype: .f64)
    let picks = try limits.searchSorted(draws, right: true).clip(0, .int(k - 1))
    let noise = try generator.normal([count, dim], dtype: .f64)
    return try density.colored(noise, picks) + means.take(picks)
  }

  /// The free parameters of the mixture.
  public var parameterCount: Int {
    let (k, dim) = (means.shape[0], means.shape[1])
    let spread =
      switch kind {
      case .full: k * dim * (dim + 1) / 2
      case .tied: dim * (dim + 1) / 2
      case .diag: k * dim
      case .spherical: k
      }
    return spread + k * dim + k - 1
  }

  private func joined(
    _ rows: Tensor, empty: DType, _ body: (Tensor) throws -> Tensor
  ) throws -> Tensor {
    var parts: [Tensor] = []
    try Rows.blocks(rows.shape[0], width: rows.shape[1] + means.shape[0]) { range in
      parts.append(try body(Rows.part(rows, range).astype(.f64)))
    }
    return parts.isEmpty ? try Tensor.zeros([0], dtype: empty) : try Tensor.concat(parts)
  }
}
