import Catalog
import Tensors

/// Normalizes each channel over the batch (and time), then scales and shifts it.
public final class BatchNorm: Layer {
  static let entry = Entry<LayerMaker>(
    "batch_norm", Integer("channels", .atLeast(1)),
    Number("eps", .atLeast(0), default: 1e-5, passing: .named),
    Number("momentum", .between(0, 1), default: 0.1, passing: .named),
    summary: "Normalizes each channel over the batch and time, then scales and shifts it.",
    details: """
      x [batch, channels] or [batch, channels, time]: (x − mean) / √(var + eps) · weight + bias.
      In training mean and (biased) variance are the batch's, and running_mean and running_var
      move to them by momentum, running_var with the unbiased variance; in evaluation they take
      their place. As PyTorch's.
      """,
    example: Example("batch_norm(3)(zeros(2, 3, 4)).shape", prints: "[2, 3, 4]"),
    source: Citation(
      "Ioffe and Szegedy", 2015, "Batch Normalization", "arxiv.org/abs/1502.03167"),
    related: ["conv1d"]
  ) { channels, epsilon, momentum in
    LayerMaker { _ in try BatchNorm(channels, epsilon: epsilon, momentum: momentum) }
  }

  /// Its own weights.
  public let weights: [Weight]
  /// Its own running figures.
  public let buffers: [Buffer]
  /// Whether it behaves as in training.
  public var isTraining = true
  /// Added to the variance under the root.
  public let epsilon: Double
  /// The share of the batch's statistics in the next running ones.
  public let momentum: Double
  private let channels: Int

  /// Weights of 1, biases of 0, running means of 0 and variances of 1.
  public init(_ channels: Int, epsilon: Double = 1e-5, momentum: Double = 0.1) throws {
    try checkPositive(channels, "channels", "batch_norm")
    self.channels = channels
    self.epsilon = epsilon
    self.momentum = momentum
    weights = [
      Weight("weight", try Tensor.ones([channels])), Weight("bias", try Tensor.zeros([channels])),
    ]
    buffers = [
      Buffer("running_mean", try Tensor.zeros([channels])),
      Buffer("running_var", try Tensor.ones([channels])),
    ]
  }

  /// The maker's call as it would be typed.
  public var call: String {
    var text = "batch_norm(\(channels)"
    if epsilon != 1e-5 { text += ", eps=\(epsilon)" }
    if momentum != 0.1 { text += ", momentum=\(momentum)" }
    return text + ")"
  }

  /// The layer's value; throws `TrainingError` for a shape that it does not take.
  public func callAsFunction(
    _ x: Tensor, using generator: inout RandomGenerator
  ) throws -> Tensor {
    try checkShape(
      x, "[batch, \(channels)] or [batch, \(channels), time]", rank: 2...3, axis: 1,
      size: channels, call)
    guard isTraining else {
      return try x.batchNorm(
        mean: buffers[0].value, variance: buffers[1].value, weight: weights[0].value,
        bias: weights[1].value, epsilon: epsilon)
    }
    let count = x.count / channels
    guard count > 1 else {
      throw TrainingError(
        "value", "\(call): training needs more than one value a channel, got shape \(x.shape)",
        hint: "call .eval() on the model to use its running statistics")
    }
    let (y, mean, variance) = try x.batchNorm(
      weight: weights[0].value, bias: weights[1].value, epsilon: epsilon)
    // The running variance is the unbiased one.
    try move(0, to: mean)
    try move(1, to: variance.multiplying(.float(Double(count) / Double(count - 1))))
    return y
  }

  private func move(_ place: Int, to batch: Tensor) throws {
    buffers[place].value = try Tensor.withoutGradients {
      try buffers[place].value.multiplying(.float(1 - momentum))
        .adding(batch.detached().multiplying(.float(momentum)))
    }
  }
}
