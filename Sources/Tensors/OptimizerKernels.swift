import CKernels

/// Steps of optimizers, one pass over memory each.
///
/// A step makes new tensors rather than changing old ones, so that whoever still holds a weight's
/// old value (undo, an average, a graph) keeps it; the memory of dropped ones is used again.
/// Weights are f32 or f64, and the other operands are taken in their dtype.
public enum OptimizerKernels {
  /// The numbers of a step of Adam, rounded to the dtype of the weights where they are used.
  public struct AdamFactors: Sendable {
    /// The learning rate over 1 − β₁ᵗ.
    public var rate: Double
    /// √(1 − β₂ᵗ).
    public var bias: Double
    /// What the weights are multiplied with: below 1 for a decoupled decay.
    public var keep: Double
    /// What of the weights joins the gradient.
    public var decay: Double
    /// The share of the first moment that is kept.
    public var beta1: Double
    /// The share of the second moment that is kept.
    public var beta2: Double
    /// Added to the root of the second moment.
    public var epsilon: Double

    /// The factors of a step.
    public init(
      rate: Double, bias: Double, keep: Double, decay: Double, beta1: Double, beta2: Double,
      epsilon: Double
    ) {
      self.rate = rate
      self.bias = bias
      self.keep = keep
      self.decay = decay
      self.beta1 = beta1
      self.beta2 = beta2
      self.epsilon = epsilon
    }
  }

  /// A step of Adam: m ← m + (1 − β₁)(g − m), v ← β₂ v + (1 − β₂) g²,
  /// w ← keep · w − rate · m / (√v / bias + epsilon), with g the gradient + decay · w.
  /// - Parameters:
  ///   - gradient: of the shape of `weight`.
  ///   - moments: those of the last step; nil for zeros.
  /// - Throws: `.shape` for operands of another shape, `.limit`, `.interrupted`.
  public static func adam(
    _ weight: Tensor, gradient: Tensor, moments: (first: Tensor, second: Tensor)?,
    _ factors: AdamFactors
  ) throws(TensorError) -> (weight: Tensor, first: Tensor, second: Tensor) {
    let zero = moments == nil ? try Tensor.zeros(weight.shape, dtype: weight.dtype) : weight
    let inputs = [weight, gradient, moments?.first ?? zero, moments?.second ?? zero]
    let numbers = [
      factors.rate, factors.bias, factors.keep, factors.decay, 1 - factors.beta1, factors.beta2,
      1 - factors.beta2, factors.epsilon,
    ]
    let results = try step("adam", inputs, outputs: 3) { type, count, inputs, outputs in
      ck_adam(type, count, inputs, numbers, outputs)
    }
    return (results[0], results[1], results[2])
  }

  /// A step of gradient descent: v ← momentum · v + g (the first time v ← g), w ← w − rate · v, or
  /// looking ahead w ← w − rate (g + momentum · v), with g the gradient + decay · w.
  /// - Parameters:
  ///   - gradient: of the shape of `weight`.
  ///   - velocity: v of the last step; nil for the first.
  ///   - momentum: nil for w ← w − rate · g, without a velocity.
  /// - Throws: `.shape` for operands of another shape, `.limit`, `.interrupted`.
  public static func descent(
    _ weight: Tensor, gradient: Tensor, velocity: Tensor?, rate: Double, decay: Double,
    momentum: Double?, looksAhead: Bool
  ) throws(TensorError) -> (weight: Tensor, velocity: Tensor?) {
    let numbers = [rate, decay, momentum ?? 0]
    let flags = (velocity == nil ? CK_FIRST_STEP : 0) | (looksAhead ? CK_NESTEROV : 0)
    let results = try step(
      "sgd", [weight, gradient, velocity ?? gradient], outputs: momentum == nil ? 1 : 2
    ) { type, count, inputs, outputs in
      ck_sgd(type, Int32(flags), count, inputs, numbers, outputs)
    }
    return (results[0], momentum == nil ? nil : results[1])
  }

  private static func step(
    _ name: String, _ operands: [Tensor], outputs: Int,
    _ kernel: (
      Int32, Int, UnsafePointer<UnsafeRawPointer?>, UnsafePointer<UnsafeMutableRawPointer?>
    ) -> Int32
  ) throws(TensorError) -> [Tensor] {
    let weight = operands[0]
    var inputs: [Tensor] = []
    for operand in operands {
      if operand.shape != weight.shape {
        throw .shape(
          "\(name): a weight of shape \(weight.shape) met a gradient or moment of shape"
            + " \(operand.shape)")
      }
      inputs.append(try operand.rowMajor(as: weight.dtype))
    }
    var results: [Tensor] = []
    for _ in 0..<outputs {
      results.append(
        try Tensor(
          uninitialized: weight.shape, count: weight.count, dtype: weight.dtype, for: name))
    }
    let sources = inputs.map { UnsafeRawPointer?($0.pointer) }
    // A place more: a kernel may look for an output that is not asked for.
    let targets = results.map { UnsafeMutableRawPointer?($0.pointer) } + [nil]
    let status = kernel(weight.dtype.kernelType, weight.count, sources, targets)
    withExtendedLifetime((inputs, results)) {}
    try TensorError.check(status, in: name)
    return results
  }
}
