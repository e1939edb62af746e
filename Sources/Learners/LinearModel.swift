import Tensors

/// What a linear regression found: `x wᵀ + bias`.
public struct LinearModel: Sendable {
  /// `[dim]`, or `[output, dim]` for several outputs, in the rows' dtype.
  public let weights: Tensor
  /// `[]`, or `[output]`.
  public let bias: Tensor
  /// Passes that the solver took; 0 for a direct one.
  public let iterations: Int
  /// Whether it ended by its tolerance.
  public let isConverged: Bool
  /// The script name of the fit, for errors.
  private let function: String

  init(
    weights: Tensor, bias: Tensor, iterations: Int = 0, isConverged: Bool = true,
    function: String
  ) {
    self.weights = weights
    self.bias = bias
    self.iterations = iterations
    self.isConverged = isConverged
    self.function = function
  }

  /// Predictions `[row]` or `[row, output]` for rows `[row, dim]`.
  public func callAsFunction(_ x: Tensor) throws -> Tensor {
    let dim = weights.shape[weights.rank - 1]
    let rows = try Rows.fitting(x, dim: dim, function: function)
    let product =
      try weights.rank == 1
      ? rows.matmul(weights) : rows.matmul(weights.swapAxes(0, 1))
    return try product + bias
  }
}

/// Rows and targets of a regression, centered where it has a bias; f64.
struct RegressionData {
  let dtype: DType
  let x: Tensor
  /// `[row, output]`.
  let y: Tensor
  private let xMean: Tensor
  private let yMean: Tensor
  /// Whether the targets came as a vector.
  private let isVector: Bool
  private let function: String

  init(_ x: Tensor, _ y: Tensor, hasBias: Bool, function: String) throws {
    let rows = try Rows.checked(x, "x", function: function)
    guard y.rank == 1 || y.rank == 2, y.shape[0] == rows.shape[0], y.count > 0 else {
      throw TensorError.shape(
        "\(function): 'y' must be [\(rows.shape[0])] or [\(rows.shape[0]), output] beside x "
          + "\(rows.shape), got \(y.shape)")
    }
    let targets = try y.detached().astype(.f64)
    guard try targets.isfinite().all().itemBool() else {
      throw TensorError.value("\(function): 'y' must be finite, got nan or inf")
    }
    isVector = y.rank == 1
    dtype = rows.dtype
    self.function = function
    let columns = isVector ? try targets.unsqueeze(1) : targets
    let (wide, outputs) = (try rows.astype(.f64), columns.shape[1])
    xMean = hasBias ? try Rows.mean(rows) : try Tensor.zeros([rows.shape[1]], dtype: .f64)
    yMean = hasBias ? try columns.mean(axes: [0]) : try Tensor.zeros([outputs], dtype: .f64)
    self.x = hasBias ? try wide - xMean : wide
    self.y = hasBias ? try columns - yMean : columns
  }

  /// The model of weights `[dim, output]` of the centered columns.
  func model(_ weights: Tensor, iterations: Int = 0, isConverged: Bool = true) throws -> LinearModel
  {
    let bias = try yMean - xMean.matmul(weights)
    let rows = try weights.swapAxes(0, 1).contiguous()
    return LinearModel(
      weights: try (isVector ? rows.indexed([.at(0)]) : rows).astype(dtype),
      bias: try (isVector ? bias.indexed([.at(0)]) : bias).astype(dtype), iterations: iterations,
      isConverged: isConverged, function: function)
  }
}
