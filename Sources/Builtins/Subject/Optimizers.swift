import Catalog
import Machine
import Tensors
import Training

/// Optimizers and schedules.
enum Optimizers {
  static let all: [Builtin] = OptimizerCatalog.all.map(optimizer) + Schedule.entries.map(schedule)

  private static func optimizer(_ entry: Entry<OptimizerMaker>) -> Builtin {
    let made = entry.documentation
    let target = ParameterDescription(
      "model", accepts: "a model, a parameter, or a list or dict of them")
    let documentation = Documentation(
      name: made.name, parameters: [target] + made.parameters, summary: made.summary,
      details: made.details
        + "\n`opt.step(loss)` does backward, update and clearing in one; `opt.lr` can be set.",
      example: made.example, source: made.source, related: made.related)
    let refusal: @Sendable (Int, Argument?) -> ArgumentError? = { place, argument in
      if place > 0 { return entry.refusal(place - 1, argument) }
      guard argument == nil else { return nil }
      return documentation.error(.missing(parameter: "model", accepts: target.accepts))
    }
    return Builtin(documentation, refusal: refusal) { machine, arguments in
      let binding = try documentation.bind(
        positional: arguments.positional.count, names: arguments.named.map(\.name))
      let values = arguments.positional + arguments.named.map(\.value)
      guard let place = binding.places[0] else {
        throw documentation.error(.missing(parameter: "model", accepts: target.accepts))
      }
      let options = arguments.named.filter { $0.name != "model" }
        .map { ($0.name, machine.argument($0.value)) }
      let maker: OptimizerMaker
      do {
        maker = try entry.make([], named: options)
      } catch var error as ArgumentError {
        error.signature = documentation.signature
        throw error
      }
      let weights = try Weights(of: values[place], in: machine, for: documentation)
      machine.markShared(values[place])
      return machine.heap.instance(
        OptimizerObject(try maker.optimizer(weights.weights), targets: weights.owners))
    }
  }

  private static func schedule(_ entry: Entry<Schedule>) -> Builtin {
    Builtin(entry) { schedule, machine in machine.heap.instance(ScheduleObject(schedule)) }
  }
}

/// The weights that a value holds, and the objects that change with them.
private struct Weights {
  private(set) var weights: [Weight] = []
  private(set) var owners: [Value] = []

  init(of value: Value, in machine: VirtualMachine, for documentation: Documentation) throws {
    try add(value, machine, documentation)
  }

  private mutating func add(
    _ value: Value, _ machine: VirtualMachine, _ documentation: Documentation
  ) throws {
    if let items = value.listObject?.items {
      for item in items { try add(item, machine, documentation) }
    } else if let entries = value.dictObject?.table {
      for item in entries.values { try add(item, machine, documentation) }
    } else if let loss = machine.object(value, as: LossObject.self), loss.ownedWeights.isEmpty {
      return
    } else if let object = value.instanceObject?.object as? any WeightOwner {
      // A weight that two models share is trained once.
      weights += object.ownedWeights.filter { new in !weights.contains { $0 === new } }
      owners.append(value)
    } else if value.asTensor != nil {
      throw RuntimeError(
        .type, "\(documentation.name): a plain tensor cannot be trained",
        hint: "w = parameter(w) makes a parameter of it")
    } else {
      throw documentation.error(
        .wrongType(
          parameter: "model", accepts: documentation.parameters[0].accepts,
          got: machine.argument(value).shown))
    }
  }
}

/// An object with weights that an optimizer changes: `grad` differentiates with respect to them,
/// `backward` leaves their gradients in them.
protocol WeightOwner: ScriptObject {
  /// Its weights by name; one without a name is the object itself.
  var namedWeights: [(name: String, weight: Weight)] { get }
}

extension WeightOwner {
  /// Its weights, each once.
  var ownedWeights: [Weight] { namedWeights.map(\.weight) }
}

extension ModelObject: WeightOwner {
  var namedWeights: [(name: String, weight: Weight)] { content.allWeights }
}

extension WeightObject: WeightOwner {
  var namedWeights: [(name: String, weight: Weight)] { [("", weight)] }
}

extension ParameterObject: WeightOwner {
  var namedWeights: [(name: String, weight: Weight)] { [("", weight)] }
}
