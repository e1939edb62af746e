import Tensors

/// PyTorch's first weights of linear and convolution layers: uniform in ±1/√fanIn. (Its
/// Kaiming-uniform bound √(6 / ((1 + a²) fanIn)) with a = √5 is the same number.)
func initialWeights(
  _ shape: [Int], fanIn: Int, using generator: inout RandomGenerator
) throws -> Tensor {
  let bound = 1 / Double(max(fanIn, 1)).squareRoot()
  return try generator.uniform(shape, low: -bound, high: bound, dtype: .f32)
}

/// Checks a size or count that must be at least 1.
func checkPositive(_ value: Int, _ name: String, _ layer: String) throws(TrainingError) {
  guard value >= 1 else {
    throw TrainingError(
      "value", "\(layer): '\(name)' must be a whole number ≥ 1, got \(value)")
  }
}

/// Checks the number of axes and the size of one of them.
func checkShape(
  _ x: Tensor, _ shape: String, rank: ClosedRange<Int>, axis: Int, size: Int, _ layer: String
) throws(TrainingError) {
  guard rank.contains(x.rank), x.shape[axis] == size else {
    throw TrainingError("shape", "\(layer): takes \(shape), got shape \(x.shape)")
  }
}
