import Tensors

/// Cyclic descent for one target, with the residual at hand.
final class ColumnDescent {
  private let columns: Tensor
  private let target: [Double]
  private let penalty: Double
  private let squares: [Double]
  private var residual: [Double]
  private(set) var weights: [Double]

  /// `columns` are the rows of a row-major `[dim, row]`.
  init(_ columns: Tensor, _ target: [Double], penalty: Double) throws {
    self.columns = columns
    self.target = target
    self.penalty = penalty
    squares = try Rows.squares(columns).doubles()
    residual = target
    weights = [Double](repeating: 0, count: columns.shape[0])
  }

  func run(
    _ options: Lasso.Options, _ report: (Int) -> Void
  ) throws -> (iterations: Int, isConverged: Bool) {
    let limit = options.tolerance * target.reduce(0) { $0 + $1 * $1 }
    for step in 1...max(1, options.iterations) {
      try Interrupt.check()
      let (moved, largest) = try pass()
      report(step)
      let isLast = step == options.iterations
      guard largest == 0 || moved / largest < options.tolerance || isLast else { continue }
      if try gap() <= limit { return (step, true) }
    }
    return (max(1, options.iterations), false)
  }

  /// One pass over all columns: the largest change of a weight, and the largest weight.
  private func pass() throws -> (moved: Double, largest: Double) {
    var (moved, largest) = (0.0, 0.0)
    let count = target.count
    try columns.withF64 { all in
      residual.withUnsafeMutableBufferPointer { residual in
        for column in weights.indices where squares[column] > 0 {
          let x = UnsafeBufferPointer(rebasing: all[column * count..<(column + 1) * count])
          let old = weights[column]
          let product = Products.dot(x, UnsafeBufferPointer(residual)) + squares[column] * old
          let size = max(abs(product) - penalty, 0) / squares[column]
          let new = product < 0 ? -size : size
          if new != old { Products.add(old - new, x, to: residual) }
          weights[column] = new
          moved = max(moved, abs(new - old))
          largest = max(largest, abs(new))
        }
      }
    }
    return (moved, largest)
  }

  /// How far the objective may be from its least, times the number of rows.
  private func gap() throws -> Double {
    var steepest = 0.0
    let count = target.count
    try columns.withF64 { all in
      residual.withUnsafeBufferPointer { residual in
        for column in weights.indices {
          let x = UnsafeBufferPointer(rebasing: all[column * count..<(column + 1) * count])
          steepest = max(steepest, abs(Products.dot(x, residual)))
        }
      }
    }
    let rest = residual.reduce(0) { $0 + $1 * $1 }
    let along = zip(residual, target).reduce(0) { $0 + $1.0 * $1.1 }
    let scale = steepest > penalty ? penalty / steepest : 1
    let size = weights.reduce(0) { $0 + abs($1) }
    return 0.5 * rest * (1 + scale * scale) + penalty * size - scale * along
  }
}
