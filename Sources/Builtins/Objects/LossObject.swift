import Machine
import MetricLearning

/// A loss as scripts see it: called with data it gives the value.
final class LossObject: LibraryObject {
  let content: any Loss
  var wrapped: Any { content }

  init(_ loss: any Loss) {
    content = loss
  }

  var typeName: String { "loss" }
  var shown: String { content.call }
  var state: ObjectState { .text(content.call) }

  var memberNames: [String] {
    ["name", "params"] + (options == nil ? [] : ["scale", "temperature", "margin", "reduction"])
  }

  func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    switch name {
    case "name": return machine.heap.text(content.name)
    case "params": return machine.heap.list([])
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

  func call(_ arguments: Arguments, in machine: VirtualMachine) throws -> Value {
    guard arguments.named.isEmpty else {
      throw RuntimeError(
        .type, "\(shown): takes data only, got the option '\(arguments.named[0].name)'",
        hint: "options are given where the loss is made")
    }
    guard !arguments.positional.isEmpty else {
      throw RuntimeError(
        .type, "\(shown): takes \(content.maker.data), got nothing")
    }
    return try LossCall.value(of: content, arguments.positional, in: machine)
  }

  private var options: ContrastOptions? { (content as? any ContrastLoss)?.options }
}
