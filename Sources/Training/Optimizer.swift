import Catalog
import Tensors

/// Changes weights along their gradients.
public protocol Optimizer: AnyObject {
  /// The maker's call as typed: `adam(lr=0.001)`.
  var call: String { get }
  /// What it changes.
  var weights: [Weight] { get }
  /// The learning rate of the next step.
  var learningRate: Double { get set }
  /// The number of steps taken.
  var stepCount: Int { get }
  /// Moments and counts by name, for saving and undo.
  var state: [(name: String, value: Tensor)] { get set }
  /// Takes one step; a nil gradient leaves its weight alone.
  /// - Parameter gradients: one a weight, of its shape.
  func step(gradients: [Tensor?]) throws
}

extension Optimizer {
  /// Takes one step down the gradient of `loss`, a tensor of one element that depends on at least
  /// one of the weights.
  /// - Parameter largestNorm: see `clipped`; nil for gradients as they are.
  /// - Returns: the norm of all gradients before clipping, where clipping was asked for.
  @discardableResult
  public func step(_ loss: Tensor, largestNorm: Double? = nil) throws -> Double? {
    guard loss.count == 1 else {
      throw TrainingError(
        "shape", "step: the loss must be one number, got shape \(loss.shape)",
        hint: "reduce it with .mean()")
    }
    let active = weights.map { $0.isFrozen ? nil : $0.value }
    let gradients = try loss.gradients(wrt: active.compactMap { $0 }, freesGraph: true)
    guard gradients.contains(where: { $0 != nil }) else {
      throw TrainingError("value", "step: the loss does not depend on any weight of the optimizer")
    }
    var rest = gradients[...]
    var all = active.map { $0 == nil ? nil : rest.removeFirst() }
    var norm: Double?
    if let largestNorm {
      let clip = try clipped(all, largestNorm: largestNorm)
      all = clip.gradients
      norm = clip.norm
    }
    try step(gradients: all)
    return norm
  }
}

/// Scales gradients together so that the norm of all of them is at most `largestNorm`.
/// - Returns: the gradients, and their norm before.
/// - Throws: `TrainingError` for a norm that is not finite, or a bound that is not positive.
public func clipped(
  _ gradients: [Tensor?], largestNorm: Double
) throws -> (gradients: [Tensor?], norm: Double) {
  guard largestNorm > 0 else {
    throw TrainingError("value", "clip_grad: takes a norm > 0, got \(largestNorm)")
  }
  var squares = 0.0
  for gradient in gradients {
    if let norm = try gradient?.norm().item() { squares += norm * norm }
  }
  let norm = squares.squareRoot()
  guard norm.isFinite else {
    throw TrainingError("numeric", "clip_grad: the norm of the gradients is \(norm)")
  }
  let factor = min(1, largestNorm / (norm + 1e-6))
  guard factor < 1 else { return (gradients, norm) }
  return (try gradients.map { try $0?.multiplying(.float(factor)) }, norm)
}

/// Makes an optimizer of the given weights: what an optimizer's entry gives for a call.
public struct OptimizerMaker: Sendable {
  /// The call as typed.
  public let call: String
  private let body: @Sendable ([Weight]) -> any Optimizer

  /// A maker whose call reads `call`.
  public init(_ call: String, _ body: @escaping @Sendable ([Weight]) -> any Optimizer) {
    self.call = call
    self.body = body
  }

  /// The optimizer of `weights`.
  /// - Throws: `TrainingError` where there is no weight.
  public func optimizer(_ weights: [Weight]) throws(TrainingError) -> any Optimizer {
    guard !weights.isEmpty else {
      throw TrainingError("value", "\(call): there is no weight to train")
    }
    return body(weights)
  }
}

/// All optimizers.
public enum OptimizerCatalog {
  /// In the order of the reference page.
  public static let all: [Entry<OptimizerMaker>] = [SGD.entry, Adam.entry, Adam.decoupledEntry]
}
