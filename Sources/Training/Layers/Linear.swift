import Catalog
import Tensors

/// y = x wᵀ + b over the last axis.
public final class Linear: Layer {
  static let entry = Entry<LayerMaker>(
    "linear", Integer("inputs", .atLeast(1)), Integer("outputs", .atLeast(1)),
    Flag("bias", default: true),
    summary: "A linear layer: x @ w.T + b over the last axis.",
    details: """
      x [..., inputs] gives [..., outputs]; w [outputs, inputs] and b [outputs] start uniform in
      ±1/√inputs, as PyTorch's.
      """,
    example: Example("linear(3, 2)(zeros(4, 3)).shape", prints: "[4, 2]"),
    related: ["conv1d", "sequential"]
  ) { inputs, outputs, bias in
    LayerMaker { try Linear(inputs, outputs, bias: bias, using: &$0) }
  }

  /// The maker's call as it would be typed.
  public let call: String
  /// Its own weights.
  public let weights: [Weight]
  /// Whether it behaves as in training.
  public var isTraining = true
  private let inputs: Int

  /// Draws the weights, then the bias.
  public init(
    _ inputs: Int, _ outputs: Int, bias: Bool = true, using generator: inout RandomGenerator
  ) throws {
    try checkPositive(inputs, "inputs", "linear")
    try checkPositive(outputs, "outputs", "linear")
    self.inputs = inputs
    call = "linear(\(inputs), \(outputs)\(bias ? "" : ", bias=false"))"
    let weight = Weight(
      "weight", try initialWeights([outputs, inputs], fanIn: inputs, using: &generator))
    weights =
      bias
      ? [
        weight, Weight("bias", try initialWeights([outputs], fanIn: inputs, using: &generator)),
      ] : [weight]
  }

  /// The layer's value; throws `TrainingError` for a shape that it does not take.
  public func callAsFunction(
    _ x: Tensor, using generator: inout RandomGenerator
  ) throws -> Tensor {
    guard x.rank >= 1, x.shape[x.rank - 1] == inputs else {
      throw TrainingError("shape", "\(call): takes [..., \(inputs)], got shape \(x.shape)")
    }
    return try x.linear(weights[0].value, bias: weights.count > 1 ? weights[1].value : nil)
  }
}
