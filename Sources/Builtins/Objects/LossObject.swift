import Machine
import MetricLearning
import Tensors
import Training

/// A loss as scripts see it: called with data it gives the value.
final class LossObject: LibraryObject {
  private let loss: any Loss
  /// The class weights that it owns.
  private let weight: Weight?
  var wrapped: Any { content }

  /// - Parameter weights: the first class weights of a loss that owns them.
  init(_ loss: any Loss, weights: Tensor? = nil) {
    self.loss = loss
    weight = weights.map { Weight("weights", $0) }
  }

  /// The loss, with its class weights as they are now.
  var content: any Loss {
    guard let weight, let owner = loss as? any ProxyLoss else { return loss }
    return owner.with(weights: weight.value)
  }

  var typeName: String { "loss" }
  var shown: String { loss.call }

  var state: ObjectState {
    let call = ObjectState.text(loss.call)
    if let figures {
      return .list([
        call, weight.map { .tensor($0.value.detached()) } ?? .none,
        .dict(figures.values.map { ($0.name, .float($0.value)) }),
      ])
    }
    return weight.map { .list([call, .tensor($0.value.detached())]) } ?? call
  }

  func restore(_ state: ObjectState) {
    guard case .list(let parts) = state, parts.count > 1 else { return }
    if case .tensor(let value) = parts[1] { weight?.value = value }
    if parts.count > 2, case .dict(let numbers) = parts[2] {
      figures?.values = numbers.compactMap { name, state in
        if case .float(let value) = state { (name, value) } else { nil }
      }
    }
  }

  var memberNames: [String] {
    ["name", "params"] + (weight == nil ? [] : ["weights"])
      + (figures == nil ? [] : ["figures"])
      + (options == nil ? [] : ["scale", "temperature", "margin", "reduction"])
  }

  func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    switch name {
    case "name": return machine.heap.text(loss.name)
    case "params": return machine.heap.list(parameter(in: machine).map { [$0] } ?? [])
    case "weights": return parameter(in: machine)
    case "figures":
      return try figures.map { try machine.dict($0.values.map { ($0.name, .float($0.value)) }) }
    default: break
    }
    guard let options else { return nil }
    switch name {
    case "scale": return .float(options.scale)
    case "temperature": return .float(options.temperature ?? 1 / options.scale)
    case "margin":
      return options.margin.map { machine.heap.instance(MarginObject($0)) } ?? Value.none
    case "reduction": return machine.heap.text(options.reduction.rawValue)
    default: return nil
    }
  }

  /// The numbers that follow the batches, where there are some.
  private var figures: RunningFigures? { (loss as? any RunningLoss)?.figures }

  var callChangesObject: Bool { (loss as? any RunningLoss).map { $0.momentum > 0 } ?? false }

  func call(_ arguments: Arguments, in machine: VirtualMachine) throws -> Value {
    guard arguments.named.isEmpty else {
      throw RuntimeError(
        .type, "\(shown): takes data only, got the option '\(arguments.named[0].name)'",
        hint: "options are given where the loss is made")
    }
    guard !arguments.positional.isEmpty else {
      throw RuntimeError(
        .type, "\(shown): takes \(loss.maker.data), got nothing")
    }
    return try LossCall.value(of: content, arguments.positional, in: machine)
  }

  private func parameter(in machine: VirtualMachine) -> Value? {
    weight.map { machine.heap.instance(WeightObject($0, name: $0.name)) }
  }

  private var options: ContrastOptions? { (loss as? any ContrastLoss)?.options }
}

extension LossObject: WeightOwner {
  var namedWeights: [(name: String, weight: Weight)] {
    weight.map { [($0.name, $0)] } ?? []
  }
}
