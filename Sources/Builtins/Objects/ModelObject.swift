import Machine
import Tensors
import Training

/// A model or layer as scripts see it: called with a tensor it gives its value.
final class ModelObject: LibraryObject {
  let content: any Layer
  var wrapped: Any { content }
  /// The layers it was made of, as values.
  let parts: [Value]
  private let hasBuffers: Bool

  init(_ layer: any Layer, parts: [Value] = []) {
    content = layer
    self.parts = parts
    hasBuffers = !layer.allBuffers.isEmpty
  }

  var typeName: String { "model" }

  /// The call that made it, a layer a line where there are several.
  var shown: String {
    let call = content.call
    guard call.count > 76, !content.layers.isEmpty,
      let name = call.split(separator: "(").first
    else { return call }
    let lines = content.layers.map { "  \($0.call)" }
    return "\(name)(\n\(lines.joined(separator: ",\n")))"
  }

  /// Weights, running figures and modes.
  var state: ObjectState {
    .list([
      .dict(content.state.tensors.map { ($0.name, .tensor($0.value)) }),
      .list(content.allModes.map(ObjectState.bool)),
    ])
  }

  func restore(_ state: ObjectState) {
    guard case .list(let parts) = state, parts.count == 2, case .dict(let entries) = parts[0],
      case .list(let modes) = parts[1]
    else { return }
    let tensors = entries.compactMap { name, value -> (name: String, value: Tensor)? in
      if case .tensor(let tensor) = value { (name, tensor) } else { nil }
    }
    // The state is this model's own, so that it fits.
    try? content.restore(ModelState(tensors))
    content.setModes(modes.map { if case .bool(let mode) = $0 { mode } else { true } })
  }

  static let members =
    ["params", "param_count", "layers", "training"] + ModelMethods.table.names
  var memberNames: [String] { Self.members }
  func method(_ name: String) -> ObjectMethod? { ModelMethods.table[name] }

  func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    switch name {
    case "params":
      return machine.heap.list(
        content.allWeights.map { name, weight in
          machine.heap.instance(WeightObject(weight, name: name))
        })
    case "param_count": return .int(content.parameterCount)
    case "training": return .bool(content.isTraining)
    case "layers":
      parts.forEach(machine.markShared)
      return machine.heap.list(parts)
    default: return nil
    }
  }

  var callChangesObject: Bool { hasBuffers && content.allModes.contains(true) }

  func call(_ arguments: Arguments, in machine: VirtualMachine) throws -> Value {
    guard arguments.positional.count == 1, arguments.named.isEmpty else {
      throw RuntimeError(
        .type,
        "a model takes one tensor, "
          + "got \(arguments.positional.count + arguments.named.count) values")
    }
    guard let x = try machine.tensor(from: arguments.positional[0]) else {
      throw RuntimeError(
        .type,
        "a model takes a tensor, "
          + "got a value of type \(machine.typeName(arguments.positional[0]))")
    }
    if callChangesObject { parts.forEach(machine.willChangeModel) }
    return machine.heap.tensor(try machine.drawing { try content(x, using: &$0) })
  }

  func visitReferences(_ visit: (Value) -> Void) { parts.forEach(visit) }
}

extension Layer {
  /// The mode of it and of all layers inside.
  fileprivate var allModes: [Bool] { [isTraining] + layers.flatMap(\.allModes) }

  /// Sets the modes that `allModes` gave.
  fileprivate func setModes(_ modes: [Bool]) {
    var rest = modes[...]
    takeModes(from: &rest)
  }

  private func takeModes(from modes: inout ArraySlice<Bool>) {
    if let mode = modes.popFirst() { isTraining = mode }
    for layer in layers { layer.takeModes(from: &modes) }
  }
}

extension VirtualMachine {
  /// Tells the machine that a model and the layers it was made of are about to change.
  func willChangeModel(_ value: Value) {
    willChange(value)
    object(value, as: ModelObject.self)?.parts.forEach(willChangeModel)
  }

  /// Draws from the session's generator; a call that fails leaves it where it was.
  func drawing<Result>(_ body: (inout RandomGenerator) throws -> Result) rethrows -> Result {
    var generator = self.generator
    let result = try body(&generator)
    self.generator = generator
    return result
  }
}

/// A weight of a model as scripts see it: a parameter.
final class WeightObject: ScriptObject {
  let weight: Weight
  /// Its name within the model: `0.weight`.
  private let name: String

  init(_ weight: Weight, name: String) {
    self.weight = weight
    self.name = name
  }

  var typeName: String { "parameter" }
  var shown: String { "parameter \(name) \(weight.value.shape)" }
  var state: ObjectState { .tensor(weight.value.detached()) }
  func restore(_ state: ObjectState) { if case .tensor(let value) = state { weight.value = value } }
  var tensorValue: Tensor? { weight.value }
  var memberNames: [String] { ["name", "value", "grad"] }

  func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    switch name {
    case "name": machine.heap.text(self.name)
    case "value": machine.heap.tensor(weight.value.detached())
    case "grad": weight.gradient.map(machine.heap.tensor) ?? Value.none
    default: nil
    }
  }

  func setField(_ name: String, to value: Value, in machine: VirtualMachine) throws -> Bool {
    guard name == "value" else { return false }
    guard let tensor = try machine.tensor(from: value), tensor.shape == weight.value.shape else {
      throw RuntimeError(
        .shape, "the value of parameter \(self.name) has shape \(weight.value.shape)")
    }
    weight.value = try tensor.astype(weight.value.dtype)
    return true
  }
}
