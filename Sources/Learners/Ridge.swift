import Tensors

/// Least squares with a penalty on the size of the weights: ‖y − x w‖² + alpha ‖w‖², whose bias
/// is free of it.
public enum Ridge {
  /// Fits targets `[row]` or `[row, output]` to rows `[row, dim]`, directly: by the lesser of
  /// columns and rows, and for alpha 0 by the solution of least norm.
  /// - Throws: `TensorError` for other shapes, nan or inf.
  public static func fit(
    _ x: Tensor, _ y: Tensor, alpha: Double = 1, hasBias: Bool = true
  ) throws -> LinearModel {
    let data = try RegressionData(x, y, hasBias: hasBias, function: "ridge")
    if alpha == 0 { return try data.model(data.x.pinv().matmul(data.y)) }
    let (count, dim) = (data.x.shape[0], data.x.shape[1])
    let columns = try data.x.swapAxes(0, 1)
    if dim <= count {
      let gram = try columns.matmul(data.x) + alpha * Tensor.eye(dim, dtype: .f64)
      return try data.model(solve(gram, columns.matmul(data.y)))
    }
    let gram = try data.x.matmul(columns) + alpha * Tensor.eye(count, dtype: .f64)
    return try data.model(columns.matmul(solve(gram, data.y)))
  }

  /// The solution for a symmetric matrix above 0; where rounding makes it singular, by least norm.
  private static func solve(_ gram: Tensor, _ right: Tensor) throws -> Tensor {
    do {
      let root = try gram.cholesky()
      let half = try root.solveTriangular(right)
      return try root.swapAxes(0, 1).contiguous().solveTriangular(half, lower: false)
    } catch let error where error.kind == .numeric {
      return try gram.pinv().matmul(right)
    }
  }
}
