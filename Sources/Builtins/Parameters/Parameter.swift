import Machine
import Tensors
import Training

/// A tensor that an optimizer may change, as scripts hold it: `parameter(t)`.
///
/// In expressions it is its tensor, which tracks gradients.
public final class ParameterObject: ScriptObject {
  /// What optimizers change.
  public let weight: Weight

  /// A parameter that starts with `value`.
  public init(_ value: Tensor) {
    weight = Weight("", value)
  }

  /// `parameter`.
  public var typeName: String { "parameter" }
  /// As its tensor shows, below the type.
  public var shown: String { "parameter \(weight.value.dtype.name)\(weight.value.shape)" }
  /// The tensor itself.
  public var tensorValue: Tensor? { weight.value }
  /// Its tensor and its gradient.
  public var state: ObjectState {
    .list([.tensor(weight.value.detached()), weight.gradient.map { .tensor($0) } ?? .none])
  }

  /// Takes back what `state` gave.
  public func restore(_ state: ObjectState) {
    guard case .list(let parts) = state, parts.count == 2, case .tensor(let value) = parts[0]
    else { return }
    weight.value = value
    if case .tensor(let kept) = parts[1] { weight.gradient = kept } else { weight.gradient = nil }
  }

  /// `value`, `grad`.
  public var memberNames: [String] { ["value", "grad"] }

  /// `value` without a record for gradients, `grad` or `none`.
  public func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    switch name {
    case "value": return machine.heap.tensor(weight.value.detached())
    case "grad": return weight.gradient.map(machine.heap.tensor) ?? Value.none
    default: return nil
    }
  }

  /// Sets `value`, which keeps its shape and dtype, or `grad` to a tensor or `none`.
  public func setField(
    _ name: String, to value: Value, in machine: VirtualMachine
  ) throws -> Bool {
    guard name == "value" || name == "grad" else { return false }
    if name == "grad" && value.isNone {
      weight.gradient = nil
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
    if name == "value" { weight.value = new } else { weight.gradient = new }
    return true
  }
}
