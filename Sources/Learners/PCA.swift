import Tensors

/// Principal components: the directions of most variance of rows around their mean.
///
/// Each component's entry of largest size is positive. From ten rows a column on the components
/// come from the covariance, summed block by block; else from a singular value decomposition.
public struct PCA: Sendable {
  /// `[dims, dim]`, unit vectors, the one of most variance first.
  public let components: Tensor
  /// `[dim]`.
  public let mean: Tensor
  /// `[dims]`: the variance along each component, over rows − 1.
  public let variance: Tensor
  /// `[dims]`: its share of all variance.
  public let ratio: Tensor
  /// Whether coordinates are divided by their standard deviations.
  public let isWhitened: Bool

  /// Fits rows `[row, dim]`. Results have the rows' dtype and are computed in f64.
  /// - Parameter dims: from 1 to the lesser of rows and columns; nil for all of these.
  /// - Throws: `TensorError` for fewer than two rows, other counts, nan or inf.
  public init(_ x: Tensor, dims: Int? = nil, isWhitened: Bool = false) throws {
    let rows = try Rows.checked(x, "x", function: "pca", least: 2)
    let (count, dim) = (rows.shape[0], rows.shape[1])
    let most = min(count, dim)
    let dims = dims ?? most
    guard dims >= 1, dims <= most else {
      throw TensorError.value(
        "pca: 'dims' is 1…\(most), the lesser of \(count) rows and \(dim) columns, got \(dims)")
    }
    let center = try Rows.mean(rows)
    let values: [Double]
    let vectors: Tensor
    if count >= 10 * dim {
      let (spread, columns) = try Rows.scatter(rows, around: center).eigh()
      values = Array(spread.doubles().reversed())
      vectors = try columns.swapAxes(0, 1).flip(axes: [0])
    } else {
      let (_, sizes, axes) = try (rows.astype(.f64) - center).svd()
      values = sizes.doubles().map { $0 * $0 }
      vectors = axes
    }
    let total = values.reduce(0) { $0 + max($1, 0) }
    let kept = values.prefix(dims).map { max($0, 0) }
    components = try PCA.signed(Rows.part(vectors, 0..<dims)).astype(rows.dtype)
    mean = try center.astype(rows.dtype)
    variance = try Tensor(
      kept.map { $0 / Double(count - 1) }, shape: [dims], dtype: rows.dtype)
    ratio = try Tensor(
      kept.map { total > 0 ? $0 / total : 0 }, shape: [dims], dtype: rows.dtype)
    self.isWhitened = isWhitened
  }

  /// Rows turned so that the entry of largest size of each is positive.
  private static func signed(_ vectors: Tensor) throws(TensorError) -> Tensor {
    let places = try vectors.abs().argmax(axis: 1, keepsAxes: true)
    let signs = try vectors.gather(places, axis: 1).less(0).astype(.f64) * -2 + 1
    return try vectors * signs
  }

  /// Coordinates `[row, dims]` of rows `[row, dim]`.
  public func callAsFunction(_ x: Tensor) throws -> Tensor {
    let rows = try Rows.fitting(x, dim: mean.shape[0], function: "pca")
    let flat = try (rows - mean).matmul(components.swapAxes(0, 1))
    return isWhitened ? try flat / deviations : flat
  }

  /// Rows `[row, dim]` from coordinates `[row, dims]`: what the components hold of them.
  public func inverse(_ z: Tensor) throws -> Tensor {
    let rows = try Rows.fitting(z, dim: components.shape[0], function: "pca inverse")
    return try (isWhitened ? rows * deviations : rows).matmul(components) + mean
  }

  /// Standard deviations along the components; of a constant one the least number above 0, so
  /// that its coordinates, all 0, stay 0.
  private var deviations: Tensor {
    get throws(TensorError) {
      try variance.sqrt().maximum(.float(variance.dtype == .f64 ? 1e-150 : 1e-18))
    }
  }
}
