import Tensors

/// Lloyd's k-means: `k` centers with a small sum of squared distances of rows to their nearest.
///
/// Distances go by blocks of rows, so that memory is that of the rows, their labels and 16 MB.
public struct KMeans: Sendable {
  /// `[k, dim]` in the rows' dtype.
  public let centers: Tensor
  /// i64 `[row]`, the nearest center of each row.
  public let labels: Tensor
  /// The sum of the squared distances of rows to their centers.
  public let inertia: Double
  /// Passes over the rows in the best run.
  public let iterations: Int

  /// How a fit goes.
  public struct Options: Sendable {
    /// Runs from other starts, of which the one of least inertia is kept.
    public var restarts = 1
    /// Passes at most, each run.
    public var iterations = 300
    /// Stops where the centers move, squared and summed, no further than this times the mean
    /// variance of the columns.
    public var tolerance = 1e-4
    /// As scikit-learn's defaults: one run of at most 300 passes, tolerance 1e-4.
    public init() {}
  }

  /// Fits rows `[row, dim]`.
  /// - Parameters:
  ///   - start: the centers to begin with `[k, dim]`; nil to choose them far apart at random.
  /// - Throws: `TensorError` for a `k` outside 1…rows, another shape of `start`, nan or inf.
  public init(
    _ x: Tensor, k: Int, start: Tensor? = nil, _ options: Options = Options(),
    using generator: inout RandomGenerator, report: FitReport = { _, _, _ in }
  ) throws {
    let rows = try Rows.checked(x, "x", function: "kmeans")
    guard k >= 1, k <= rows.shape[0] else {
      throw TensorError.value("kmeans: 'k' is 1…\(rows.shape[0]), the rows, got \(k)")
    }
    if let start, start.shape != [k, rows.shape[1]] {
      throw TensorError.shape(
        "kmeans: 'start' must be [\(k), \(rows.shape[1])], centers by columns, got \(start.shape)")
    }
    let search = try CenterSearch(rows, options)
    var best: CenterSearch.Run?
    let runs = start == nil ? options.restarts : 1
    for round in 0..<runs {
      let first = try start?.detached().astype(rows.dtype) ?? search.spread(k, using: &generator)
      let run = try search.run(from: first) { step, note in
        report(
          round * options.iterations + step, runs * options.iterations, note)
      }
      if best.map({ run.inertia < $0.inertia }) ?? true { best = run }
    }
    report(runs * options.iterations, runs * options.iterations, "")
    guard let best else { throw TensorError.value("kmeans: 'restarts' must be at least 1") }
    centers = best.centers
    labels = best.labels
    inertia = best.inertia
    iterations = best.iterations
  }

  /// The nearest center of each of rows `[row, dim]`, i64 `[row]`.
  public func callAsFunction(_ x: Tensor) throws -> Tensor {
    let rows = try Rows.fitting(x, dim: centers.shape[1], function: "kmeans")
    return try CenterSearch.assign(rows, to: centers)
  }

  /// The distances of rows `[row, dim]` to all centers, `[row, k]`.
  public func distances(_ x: Tensor) throws -> Tensor {
    let rows = try Rows.fitting(x, dim: centers.shape[1], function: "kmeans distances")
    return try rows.squaredDistances(to: centers).sqrt()
  }
}
