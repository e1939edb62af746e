import Catalog
import Glibc
import Tensors

/// Adam, and AdamW where the weight decay is decoupled.
///
///     m ← m + (1 − β₁)(g − m);   v ← β₂ v + (1 − β₂) g²
///     w ← w − lr / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + eps)
public final class Adam: Optimizer {
  static let entry = makeEntry(
    "adam", weightDecay: 0, isDecoupled: false,
    summary: "Adam: steps scaled by running moments of the gradient, as PyTorch's.",
    decay: "weight_decay adds weight_decay · w to the gradient",
    source: Citation(
      "Kingma and Ba", 2015, "Adam: A Method for Stochastic Optimization",
      "arxiv.org/abs/1412.6980"))

  static let decoupledEntry = makeEntry(
    "adamw", weightDecay: 0.01, isDecoupled: true,
    summary: "Adam with decoupled weight decay, as PyTorch's.",
    decay: "before the step w is multiplied by 1 − lr · weight_decay",
    source: Citation(
      "Loshchilov and Hutter", 2019, "Decoupled Weight Decay Regularization",
      "arxiv.org/abs/1711.05101"))

  private static func makeEntry(
    _ name: String, weightDecay: Double, isDecoupled: Bool, summary: String, decay: String,
    source: Citation
  ) -> Entry<OptimizerMaker> {
    Entry(
      name, Number("lr", .above(0), default: 1e-3, passing: .named),
      Number("beta1", .between(0, 1), default: 0.9, passing: .named),
      Number("beta2", .between(0, 1), default: 0.999, passing: .named),
      Number("eps", .atLeast(0), default: 1e-8, passing: .named),
      Number("weight_decay", .atLeast(0), default: weightDecay, passing: .named),
      summary: summary,
      details: """
        m ← beta1 · m + (1 − beta1) · g; v ← beta2 · v + (1 − beta2) · g²; w ← w − lr · m̂ /
        (√v̂ + eps) with m̂ = m / (1 − beta1ᵗ), v̂ = v / (1 − beta2ᵗ); \(decay).
        """,
      example: Example("\(name)([parameter([1.0])], lr=0.1).lr", prints: "0.1"), source: source,
      related: ["sgd", isDecoupled ? "adam" : "adamw"]
    ) { learningRate, beta1, beta2, epsilon, weightDecay in
      for (beta, value) in [("beta1", beta1), ("beta2", beta2)] where value >= 1 {
        throw TrainingError("value", "\(name): '\(beta)' must be below 1, got \(value)")
      }
      let settings = Settings(
        beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay,
        isDecoupled: isDecoupled)
      return OptimizerMaker("\(name)(lr=\(learningRate))") { weights in
        Adam(weights, learningRate: learningRate, settings)
      }
    }
  }

  /// What a step depends on beside the learning rate.
  public struct Settings: Sendable {
    /// The share of the first moment that is kept.
    public var beta1: Double
    /// The share of the second moment that is kept.
    public var beta2: Double
    /// Added to the root of the second moment.
    public var epsilon: Double
    /// The strength of the pull to 0.
    public var weightDecay: Double
    /// Whether the decay shrinks the weights themselves (AdamW) rather than joining the gradient.
    public var isDecoupled: Bool

    /// PyTorch's defaults of Adam.
    public init(
      beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
      weightDecay: Double = 0, isDecoupled: Bool = false
    ) {
      self.beta1 = beta1
      self.beta2 = beta2
      self.epsilon = epsilon
      self.weightDecay = weightDecay
      self.isDecoupled = isDecoupled
    }
  }

  /// Its own weights.
  public let weights: [Weight]
  /// The learning rate of the next step.
  public var learningRate: Double
  /// The number of steps taken.
  public private(set) var stepCount = 0
  /// What a step depends on beside the learning rate.
  public let settings: Settings
  private var moments: [(count: Int, first: Tensor, second: Tensor)?]

  /// An optimizer of `weights`.
  public init(
    _ weights: [Weight], learningRate: Double = 1e-3, _ settings: Settings = Settings()
  ) {
    self.weights = weights
    self.learningRate = learningRate
    self.settings = settings
    moments = weights.map { _ in nil }
  }

  /// The maker's call as it would be typed.
  public var call: String {
    "\(settings.isDecoupled ? "adamw" : "adam")(lr=\(learningRate))"
  }

  /// Counts and moments by name.
  public var state: [(name: String, value: Tensor)] {
    get {
      [("steps", Tensor.scalar(int: stepCount))]
        + moments.enumerated().flatMap { place, moment -> [(name: String, value: Tensor)] in
          guard let moment else { return [] }
          return [
            ("\(place).count", Tensor.scalar(int: moment.count)),
            ("\(place).first", moment.first), ("\(place).second", moment.second),
          ]
        }
    }
    set {
      var saved: [String: Tensor] = [:]
      for (name, value) in newValue { saved[name] = value }
      stepCount = (try? saved["steps"]?.itemInt()) ?? 0
      moments = weights.indices.map { place in
        guard let count = try? saved["\(place).count"]?.itemInt(),
          let first = saved["\(place).first"], let second = saved["\(place).second"]
        else { return nil }
        return (count, first, second)
      }
    }
  }

  /// Takes one step; a nil gradient leaves its weight alone.
  public func step(gradients: [Tensor?]) throws {
    try checkGradients(gradients, of: weights, settings.isDecoupled ? "adamw" : "adam")
    for (place, weight) in weights.enumerated() {
      if let gradient = gradients[place] { try update(place, weight, gradient) }
    }
    stepCount += 1
  }

  private func update(_ place: Int, _ weight: Weight, _ gradient: Tensor) throws {
    let last = moments[place]
    let count = (last?.count ?? 0) + 1
    // Factors are computed in f64, then rounded, as PyTorch does.
    let next = try OptimizerKernels.adam(
      weight.value.detached(), gradient: gradient, moments: last.map { ($0.first, $0.second) },
      OptimizerKernels.AdamFactors(
        rate: learningRate / (1 - pow(settings.beta1, Double(count))),
        bias: (1 - pow(settings.beta2, Double(count))).squareRoot(),
        keep: settings.isDecoupled ? 1 - learningRate * settings.weightDecay : 1,
        decay: settings.isDecoupled ? 0 : settings.weightDecay, beta1: settings.beta1,
        beta2: settings.beta2, epsilon: settings.epsilon))
    weight.value = next.weight
    moments[place] = (count, next.first, next.second)
  }
}
