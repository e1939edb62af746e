import Tensors

/// Least squares with a penalty that makes weights 0: ‖y − x w‖² / (2 rows) + alpha Σ|w|, whose
/// bias is free of it.
public enum Lasso {
  /// How a fit goes.
  public struct Options: Sendable {
    /// Passes over the columns at most.
    public var iterations = 1000
    /// Ends where the duality gap is below this times ‖y‖².
    public var tolerance = 1e-4
    /// Whether there is a bias.
    public var hasBias = true
    /// As scikit-learn's defaults.
    public init() {}
  }

  /// Fits targets `[row]` or `[row, output]` to rows `[row, dim]` by cyclic descent, a column at
  /// a time.
  /// - Throws: `TensorError` for other shapes, nan or inf.
  public static func fit(
    _ x: Tensor, _ y: Tensor, alpha: Double = 1, _ options: Options = Options(),
    report: FitReport = { _, _, _ in }
  ) throws -> LinearModel {
    let data = try RegressionData(x, y, hasBias: options.hasBias, function: "lasso")
    let outputs = data.y.shape[1]
    var (steps, isConverged) = (0, true)
    var rows: [Tensor] = []
    let columns = try data.x.swapAxes(0, 1).contiguous()
    for output in 0..<outputs {
      let target = try data.y.indexed([.ellipsis, .at(output)]).doubles()
      let descent = try ColumnDescent(
        columns, target, penalty: alpha * Double(target.count))
      let run = try descent.run(options) { report($0, options.iterations, "") }
      steps = max(steps, run.iterations)
      isConverged = isConverged && run.isConverged
      rows.append(try Tensor(descent.weights, shape: [columns.shape[0]], dtype: .f64))
    }
    report(options.iterations, options.iterations, "")
    return try data.model(
      Tensor.stack(rows, axis: 1), iterations: steps, isConverged: isConverged)
  }
}
