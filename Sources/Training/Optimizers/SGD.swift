import Catalog
import Tensors

/// Stochastic gradient descent, with momentum.
///
///     g ← g + decay · w;   b ← momentum · b + g;   w ← w − lr · (nesterov ? g + momentum · b : b)
public final class SGD: Optimizer {
  static let entry = Entry<OptimizerMaker>(
    "sgd", Number("lr", .above(0), default: 0.01, passing: .named),
    Number("momentum", .between(0, 1), default: 0, passing: .named), Flag("nesterov"),
    Number("weight_decay", .atLeast(0), default: 0, passing: .named),
    summary: "Gradient descent, with momentum, as PyTorch's.",
    details: """
      g ← g + weight_decay · w; b ← momentum · b + g (the first time b = g); w ← w − lr · b, with
      nesterov=true w ← w − lr · (g + momentum · b).
      """,
    example: Example("sgd([parameter([1.0])], lr=0.1).lr", prints: "0.1"),
    related: ["adam", "adamw"]
  ) { learningRate, momentum, isNesterov, decay in
    if isNesterov && momentum == 0 {
      throw TrainingError("value", "sgd: nesterov=true needs a momentum > 0")
    }
    let call = callText(learningRate, momentum, isNesterov, decay)
    return OptimizerMaker(call) { weights in
      SGD(
        weights, learningRate: learningRate, momentum: momentum, isNesterov: isNesterov,
        weightDecay: decay)
    }
  }

  /// Its own weights.
  public let weights: [Weight]
  /// The learning rate of the next step.
  public var learningRate: Double
  /// The number of steps taken.
  public private(set) var stepCount = 0
  private let momentum: Double
  private let isNesterov: Bool
  private let weightDecay: Double
  private var velocities: [Tensor?]

  /// An optimizer of `weights`.
  public init(
    _ weights: [Weight], learningRate: Double = 0.01, momentum: Double = 0,
    isNesterov: Bool = false, weightDecay: Double = 0
  ) {
    self.weights = weights
    self.learningRate = learningRate
    self.momentum = momentum
    self.isNesterov = isNesterov
    self.weightDecay = weightDecay
    velocities = weights.map { _ in nil }
  }

  /// The maker's call as it would be typed.
  public var call: String {
    Self.callText(learningRate, momentum, isNesterov, weightDecay)
  }

  private static func callText(
    _ learningRate: Double, _ momentum: Double, _ isNesterov: Bool, _ decay: Double
  ) -> String {
    var call = "sgd(lr=\(learningRate)"
    if momentum != 0 { call += ", momentum=\(momentum)" }
    if isNesterov { call += ", nesterov=true" }
    if decay != 0 { call += ", weight_decay=\(decay)" }
    return call + ")"
  }

  /// Counts and moments by name.
  public var state: [(name: String, value: Tensor)] {
    get {
      [("steps", Tensor.scalar(int: stepCount))]
        + velocities.enumerated().compactMap { place, velocity in
          velocity.map { ("\(place).velocity", $0) }
        }
    }
    set {
      velocities = weights.map { _ in nil }
      for (name, value) in newValue {
        if name == "steps", let count = try? value.itemInt() { stepCount = count }
        if let place = Int(name.prefix { $0 != "." }), velocities.indices.contains(place) {
          velocities[place] = value
        }
      }
    }
  }

  /// Takes one step; a nil gradient leaves its weight alone.
  public func step(gradients: [Tensor?]) throws {
    try checkGradients(gradients, of: weights, "sgd")
    for (place, weight) in weights.enumerated() {
      guard let gradient = gradients[place] else { continue }
      let next = try OptimizerKernels.descent(
        weight.value.detached(), gradient: gradient, velocity: velocities[place],
        rate: learningRate, decay: weightDecay, momentum: momentum == 0 ? nil : momentum,
        looksAhead: isNesterov)
      weight.value = next.weight
      if let velocity = next.velocity { velocities[place] = velocity }
    }
    stepCount += 1
  }
}

/// Checks that there is one gradient a weight, of its shape.
func checkGradients(
  _ gradients: [Tensor?], of weights: [Weight], _ optimizer: String
) throws(TrainingError) {
  guard gradients.count == weights.count else {
    throw TrainingError(
      "value",
      "\(optimizer): takes one gradient a weight, got \(gradients.count) for \(weights.count)")
  }
  for (gradient, weight) in zip(gradients, weights) {
    if let gradient, gradient.shape != weight.value.shape {
      throw TrainingError(
        "shape",
        "\(optimizer): the gradient of '\(weight.name)' must be \(weight.value.shape), "
          + "got \(gradient.shape)")
    }
  }
}
