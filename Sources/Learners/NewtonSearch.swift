import Tensors

/// A smooth convex function of one f64 tensor, to be brought to its least.
protocol ConvexObjective {
  /// Its value, and its gradient where asked for.
  func value(at point: Tensor) throws -> Double
  /// Value, gradient, and the products of the second derivatives there with a direction.
  func expansion(at point: Tensor) throws -> (
    value: Double, gradient: Tensor, curvature: (Tensor) throws -> Tensor
  )
}

/// Newton's method, each step by conjugate gradients to the precision that it deserves.
struct NewtonSearch {
  /// Where a search ended.
  struct Result {
    var point: Tensor
    var value: Double
    var iterations: Int
    var isConverged: Bool
  }

  /// Steps at most.
  let iterations: Int
  /// Ends where no entry of the gradient is larger.
  let tolerance: Double

  func run(
    _ objective: some ConvexObjective, from start: Tensor, _ report: (Int) -> Void
  ) throws -> Result {
    var point = start
    var value = 0.0
    for step in 0...iterations {
      try Interrupt.check()
      let here = try objective.expansion(at: point)
      value = here.value
      let steepness = try here.gradient.abs().max().item()
      if steepness <= tolerance || step == iterations {
        return Result(
          point: point, value: value, iterations: step, isConverged: steepness <= tolerance)
      }
      let direction = try solve(here.gradient, here.curvature)
      let slope = try dot(here.gradient, direction)
      guard
        let next = try descend(objective, from: point, value, along: direction, slope: slope)
      else {
        // No smaller value can be told apart: this is the least to rounding.
        return Result(point: point, value: value, iterations: step, isConverged: true)
      }
      point = next
      report(step + 1)
    }
    return Result(point: point, value: value, iterations: iterations, isConverged: false)
  }

  /// A direction d with H d ≈ −g.
  private func solve(
    _ gradient: Tensor, _ curvature: (Tensor) throws -> Tensor
  ) throws -> Tensor {
    var direction = try Tensor.zeros(gradient.shape, dtype: .f64)
    var rest = try gradient.neg()
    var search = rest
    var size = try dot(rest, rest)
    let first = size.squareRoot()
    let limit = min(0.5, first.squareRoot()) * first
    for _ in 0..<max(50, 4 * gradient.count) {
      if size.squareRoot() <= limit { break }
      try Interrupt.check()
      let bent = try curvature(search)
      let bend = try dot(search, bent)
      if !(bend > 0) { break }
      let step = size / bend
      direction = try direction + search * step
      rest = try rest - bent * step
      let next = try dot(rest, rest)
      search = try rest + search * (next / size)
      size = next
    }
    return direction
  }

  /// The first of the steps 1, ½, ¼ … that lowers the value enough; nil if none does.
  private func descend(
    _ objective: some ConvexObjective, from point: Tensor, _ value: Double,
    along direction: Tensor, slope: Double
  ) throws -> Tensor? {
    var step = 1.0
    for _ in 0..<40 {
      let next = try point + direction * step
      let reached = try objective.value(at: next)
      if reached <= value + 1e-4 * step * slope { return next }
      // Near the least, rounding hides what a full step gains.
      if step == 1, abs(slope) <= 1e-11 * max(1, abs(value)),
        reached <= value + 1e-12 * max(1, abs(value))
      {
        return next
      }
      step /= 2
    }
    return nil
  }

  private func dot(_ a: Tensor, _ b: Tensor) throws -> Double {
    try (a * b).sum().item()
  }
}
