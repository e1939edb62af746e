import Tensors

/// The largest disagreement between the gradients of `function` and central differences in f64,
/// over all inputs and entries: `|exact - difference| / max(1, |difference|)`.
///
/// The result of `function` is weighted by fixed numbers of mixed size and sign and summed, so
/// that an error in one entry is not hidden by another. Inputs are converted to f64.
public func gradientError(
  _ inputs: [Tensor], step: Double = 1e-5, of function: ([Tensor]) throws -> Tensor
) throws -> Double {
  let points = try inputs.map { try $0.astype(.f64).contiguous() }
  let leaves = points.map { $0.tracked() }
  let result = try weightedSum(function(leaves))
  let exact = try result.gradients(wrt: leaves)
  var worst = 0.0
  for (index, point) in points.enumerated() {
    let values = point.doubles()
    let gradient = exact[index]?.doubles() ?? Array(repeating: 0, count: values.count)
    for place in values.indices {
      let width = step * max(1, abs(values[place]))
      func value(_ change: Double) throws -> Double {
        var moved = values
        moved[place] += change
        var arguments = points
        arguments[index] = try Tensor(moved, shape: point.shape, dtype: .f64)
        return try weightedSum(function(arguments)).item()
      }
      let difference = try (value(width) - value(-width)) / (2 * width)
      let error = abs(gradient[place] - difference) / max(1, abs(difference))
      worst = error.isNaN ? .infinity : max(worst, error)
    }
  }
  return worst
}

/// The same for the gradient of `function` itself: second derivatives against differences of
/// first ones.
public func secondGradientError(
  _ inputs: [Tensor], step: Double = 1e-5, of function: ([Tensor]) throws -> Tensor
) throws -> Double {
  try gradientError(inputs, step: step) { arguments in
    let leaves = arguments.map { $0.tracksGradient ? $0 : $0.tracked() }
    let first = try weightedSum(function(leaves)).gradients(wrt: leaves, createGraph: true)
    var total = Tensor.scalar(0)
    for (gradient, leaf) in zip(first, leaves) {
      guard let gradient else { continue }
      total = try total + weightedSum(gradient) + 0 * leaf.sum()
    }
    return total
  }
}

/// The sum of the entries, each times a weight that depends on its place.
private func weightedSum(_ tensor: Tensor) throws -> Tensor {
  let weights = (0..<tensor.count).map { (place: Int) -> Double in
    let (a, b) = ((place * 7 + 3) % 5, place % 3)
    return 0.7 + 0.6 * Double(a) - 0.31 * Double(b)
  }
  return try (tensor.astype(.f64) * Tensor(weights, shape: tensor.shape, dtype: .f64)).sum()
}
