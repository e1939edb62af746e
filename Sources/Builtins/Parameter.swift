import Machine
import Tensors
import Training

/// A tensor that an optimizer may change, as scripts hold it: `parameter(t)`.
///
/// In expressions it is its tensor, which tracks gradients.
public final class ParameterObject: GradientHolder {
  /// What optimizers change.
  public let weight: Weight
  /// What `backward` left here.
  private(set) var gradient: Tensor?

  /// A parameter that starts with `value`.
  public init(_ value: Tensor) {
    weight = Weight("", value)
  }

  /// A parameter around the weight of a layer.
  public init(of weight: Weight) {
    self.weight = weight
  }

  /// `parameter`.
  public var typeName: String { "parameter" }
  /// As its tensor shows, below the type.
  public var shown: String { "parameter \(weight.value.dtype.name)\(weight.value.shape)" }
  /// The tensor itself.
  public var tensorValue: Tensor? { weight.value }
  /// Its tensor and its gradient.
  public var state: ObjectState {
    .list([.tensor(weight.value.detached()), gradient.map { .tensor($0) } ?? .none])
  }

  /// Takes back what `state` gave.
  public func restore(_ state: ObjectState) {
    guard case .list(let parts) = state, parts.count == 2, case .tensor(let value) = parts[0]
    else { return }
    weight.value = value
    if case .tensor(let kept) = parts[1] { gradient = kept } else { gradient = nil }
  }

  /// The one leaf, without a name.
  public var namedLeaves: [(name: String, leaf: Tensor)] { [("", weight.value)] }

  /// Adds to `grad`.
  public func accumulate(_ gradients: [Tensor?]) throws {
    guard let new = gradients.first ?? nil else { return }
    gradient = try gradient.map { try $0 + new } ?? new
  }

  /// Forgets `grad`.
  public func clearGradient() { gradient = nil }

  /// `value`, `grad`.
  public var memberNames: [String] { ["value", "grad"] }

  /// `value` without a record for gradients, `grad` or `none`.
  public func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    switch name {
    case "value": return machine.heap.tensor(weight.value.detached())
    case "grad": return gradient.map(machine.heap.tensor) ?? Value.none
    default: return nil
    }
  }

  /// Sets `value`, which keeps its shape and dtype, or `grad` to a tensor or `none`.
  public func setField(
    _ name: String, to value: Value, in machine: VirtualMachine
  ) throws -> Bool {
    guard name == "value" || name == "grad" else { return false }
    if name == "grad" && value.isNone {
      gradient = nil
      return true
    }
    let (dtype, shape) = (weight.value.dtype, weight.value.shape)
    guard let tensor = try value.asTensor ?? machine.tensor(fromNumbers: value, dtype: dtype) else {
      throw RuntimeError(
        .type, "parameter: '\(name)' must be a tensor, got \(value.described)")
    }
    guard tensor.shape == shape else {
      throw RuntimeError(
        .shape, "parameter: '\(name)' must have shape \(shape), got \(tensor.shape)")
    }
    let new = try tensor.detached().cast(to: dtype)
    if name == "value" { weight.value = new } else { gradient = new }
    return true
  }
}
