import Tensors

/// ½ weight ‖w‖² of weights `[class, column]`, but for the last column where that is the bias.
struct Penalty {
  /// The weight of each column.
  private let columns: Tensor

  init(weight: Double, columns: Int, hasBias: Bool) throws(TensorError) {
    var all = [Double](repeating: weight, count: columns)
    if hasBias { all[columns - 1] = 0 }
    self.columns = try Tensor(all, shape: [columns], dtype: .f64)
  }

  func value(_ weights: Tensor) throws -> Double {
    0.5 * (try (weights.square() * columns).sum().item())
  }

  /// The gradient by the weights, which is also its curvature along a direction.
  func gradient(_ weights: Tensor) throws -> Tensor { try weights * columns }
}

/// The mean of ln(1 + exp(∓ x·w)), and the penalty; the point is `[1, column]`.
struct TwoClassLogistic: ConvexObjective {
  private let x: Tensor
  private let columns: Tensor
  /// −1 for the first class and 1 for the second, `[row, 1]`.
  private let signs: Tensor
  private let penalty: Penalty

  init(_ x: Tensor, _ places: [Int], _ penalty: Penalty) throws {
    self.x = x
    columns = try x.swapAxes(0, 1)
    signs = try Tensor(
      places.map { $0 == 1 ? 1 : -1 }, shape: [places.count, 1], dtype: .f64)
    self.penalty = penalty
  }

  private func margins(_ point: Tensor) throws -> Tensor {
    try x.matmul(point.swapAxes(0, 1)) * signs
  }

  func value(at point: Tensor) throws -> Double {
    try margins(point).neg().softplus().mean().item() + penalty.value(point)
  }

  func expansion(at point: Tensor) throws -> (
    value: Double, gradient: Tensor, curvature: (Tensor) throws -> Tensor
  ) {
    let margins = try margins(point)
    let count = Double(x.shape[0])
    let value = try margins.neg().softplus().mean().item() + penalty.value(point)
    let wrong = try margins.neg().sigmoid()
    func gathered(_ rows: Tensor) throws -> Tensor {
      try columns.matmul(rows).swapAxes(0, 1) / count
    }
    let gradient = try gathered(wrong * signs).neg() + penalty.gradient(point)
    let bends = try wrong * (1 - wrong)
    return (
      value, gradient,
      { direction in
        try gathered(bends * x.matmul(direction.swapAxes(0, 1))) + penalty.gradient(direction)
      }
    )
  }
}

/// The mean of −ln softmax at each row's class, and the penalty; the point is `[class, column]`.
struct ManyClassLogistic: ConvexObjective {
  private let x: Tensor
  /// 1 at each row's class, `[row, class]`.
  private let targets: Tensor
  private let penalty: Penalty

  init(_ x: Tensor, _ places: [Int], _ classes: Int, _ penalty: Penalty) throws {
    self.x = x
    targets = try Tensor(ints: places, shape: [places.count, 1])
      .equal(Tensor.arange(ints: 0, classes)).astype(.f64)
    self.penalty = penalty
  }

  private func logs(_ point: Tensor) throws -> Tensor {
    try x.matmul(point.swapAxes(0, 1)).logSoftmax(axis: 1)
  }

  private func value(_ logs: Tensor, _ point: Tensor) throws -> Double {
    try -(logs * targets).sum().item() / Double(x.shape[0]) + penalty.value(point)
  }

  func value(at point: Tensor) throws -> Double { try value(logs(point), point) }

  func expansion(at point: Tensor) throws -> (
    value: Double, gradient: Tensor, curvature: (Tensor) throws -> Tensor
  ) {
    let logs = try logs(point)
    let shares = try logs.exp()
    let count = Double(x.shape[0])
    func gathered(_ rows: Tensor) throws -> Tensor {
      try rows.swapAxes(0, 1).matmul(x) / count
    }
    return (
      try value(logs, point), try gathered(shares - targets) + penalty.gradient(point),
      { direction in
        let along = try x.matmul(direction.swapAxes(0, 1))
        let mean = try (shares * along).sum(axes: [1], keepsAxes: true)
        return try gathered(shares * (along - mean)) + penalty.gradient(direction)
      }
    )
  }
}
