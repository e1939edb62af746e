import Catalog
import Tensors

/// Sets entries to 0 with probability p in training and multiplies the others by 1 / (1 − p).
public final class Dropout: Layer {
  static let entry = Entry<LayerMaker>(
    "dropout", Number("p", .between(0, 1), default: 0.5, passing: .named),
    summary: "Sets entries to 0 with probability p in training, and scales up the others.",
    details: "The others are multiplied by 1 / (1 − p); in evaluation nothing changes.",
    example: Example("dropout(p=0.0)(ones(2)).tolist()", prints: "[1.0, 1.0]")
  ) { p in
    LayerMaker { _ in Dropout(p) }
  }

  /// Probability of a zero, 0…1.
  public let probability: Double
  /// Whether it behaves as in training.
  public var isTraining = true

  /// A layer that drops with `probability`.
  public init(_ probability: Double) {
    self.probability = probability
  }

  /// The maker's call as it would be typed.
  public var call: String { "dropout(p=\(probability))" }

  /// The layer's value; throws `TrainingError` for a shape that it does not take.
  public func callAsFunction(
    _ x: Tensor, using generator: inout RandomGenerator
  ) throws -> Tensor {
    guard isTraining, probability > 0 else { return x }
    let keep = 1 - probability
    let mask = try generator.bernoulli(keep, x.shape).astype(x.dtype)
    return try x * mask.multiplying(.float(keep > 0 ? 1 / keep : 0))
  }
}
