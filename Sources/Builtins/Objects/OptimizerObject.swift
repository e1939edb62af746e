import Catalog
import Machine
import Tensors
import Training

/// An optimizer as scripts see it.
final class OptimizerObject: ScriptObject {
  let content: any Optimizer
  /// The models and parameters that it changes.
  let targets: [Value]

  init(_ optimizer: any Optimizer, targets: [Value]) {
    content = optimizer
    self.targets = targets
  }

  var typeName: String { "optimizer" }

  var shown: String {
    let count = content.weights.reduce(0) { $0 + $1.value.count }
    return "\(content.call): \(count) weights, \(content.stepCount) steps"
  }

  var state: ObjectState {
    .list([
      .float(content.learningRate), .dict(content.state.map { ($0.name, .tensor($0.value)) }),
    ])
  }

  func restore(_ state: ObjectState) {
    guard case .list(let parts) = state, parts.count == 2, case .float(let rate) = parts[0],
      case .dict(let entries) = parts[1]
    else { return }
    content.learningRate = rate
    content.state = entries.compactMap { name, value in
      if case .tensor(let tensor) = value { (name, tensor) } else { nil }
    }
  }

  static let members = ["lr", "steps"] + OptimizerMethods.table.names
  var memberNames: [String] { Self.members }
  func method(_ name: String) -> ObjectMethod? { OptimizerMethods.table[name] }

  func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    switch name {
    case "lr": .float(content.learningRate)
    case "steps": .int(content.stepCount)
    default: nil
    }
  }

  func setField(_ name: String, to value: Value, in machine: VirtualMachine) throws -> Bool {
    guard name == "lr" else { return false }
    guard let rate = value.number?.asDouble else {
      throw RuntimeError(
        .type, "lr must be a number > 0, got a value of type \(machine.typeName(value))")
    }
    guard rate > 0, rate.isFinite else {
      throw RuntimeError(.value, "lr must be a number > 0, got \(rate)")
    }
    content.learningRate = rate
    return true
  }

  func visitReferences(_ visit: (Value) -> Void) { targets.forEach(visit) }
}

/// What can be called on an optimizer.
enum OptimizerMethods {
  static let table = MethodTable([step, update, zeroGradients])

  private static let step = ObjectMethod(
    "step", of: OptimizerObject.self,
    TensorArgument("loss", "of one element that depends on the weights"),
    OptionalNumber("clip", .above(0)), changesObject: true,
    summary: "Takes one step down the gradient of a loss: backward, update, clearing.",
    details: """
      `clip` bounds the norm of all gradients together and gives that norm as it was before; \
      without it the value is none. The loss's graph is freed.
      """,
    example: Example(
      "w = parameter([3.0])\nopt = sgd(w, lr=0.5)\nopt.step((w ** 2).sum())\nw.value",
      prints: "f32[1]\n  0.0"),
    related: ["adam", "sgd"]
  ) { optimizer, machine, loss, clip in
    guard loss.tracksGradient else {
      throw RuntimeError(
        .value, "step: the loss does not depend on any weight of the optimizer",
        hint: "it must be computed by the model, outside of no_grad")
    }
    optimizer.targets.forEach(machine.willChangeModel)
    let norm = try optimizer.content.step(loss, largestNorm: clip)
    return norm.map(Value.float) ?? .none
  }

  private static let update = ObjectMethod(
    "update", of: OptimizerObject.self, changesObject: true,
    summary: "Takes one step along the gradients that `backward` left in the weights.",
    example: Example(
      "w = parameter([3.0])\nopt = sgd(w, lr=0.5)\nbackward((w ** 2).sum())\nopt.update()\nw.value",
      prints: "f32[1]\n  0.0"),
    related: ["step", "zero_grad", "backward"]
  ) { optimizer, machine in
    let gradients = optimizer.content.weights.map { $0.isFrozen ? nil : $0.gradient }
    guard gradients.contains(where: { $0 != nil }) else {
      throw RuntimeError(
        .value, "update: no weight has a gradient", hint: "`loss.backward()` leaves them there")
    }
    optimizer.targets.forEach(machine.willChangeModel)
    try optimizer.content.step(gradients: gradients)
    return .none
  }

  private static let zeroGradients = ObjectMethod(
    "zero_grad", of: OptimizerObject.self, changesObject: true,
    summary: "Forgets the gradients that `backward` left in the weights.",
    example: Example(
      "w = parameter(3.0)\nopt = sgd(w, lr=0.5)\nbackward(w ** 2)\nopt.zero_grad()\nw.grad",
      prints: ""),
    related: ["update", "step", "backward"]
  ) { optimizer, machine in
    optimizer.targets.forEach(machine.willChangeModel)
    for weight in optimizer.content.weights { weight.gradient = nil }
    return .none
  }
}

/// A schedule as scripts see it: called with a time it gives the value.
final class ScheduleObject: LibraryObject {
  let content: Schedule
  var wrapped: Any { content }

  init(_ schedule: Schedule) {
    content = schedule
  }

  var typeName: String { "schedule" }
  var shown: String { content.call }
  var state: ObjectState { .text(content.call) }
  var memberNames: [String] { ["length", "then"] }

  func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    name == "length" ? .float(content.length) : nil
  }

  func method(_ name: String) -> ObjectMethod? { name == "then" ? Self.then : nil }

  func call(_ arguments: Arguments, in machine: VirtualMachine) throws -> Value {
    guard arguments.positional.count == 1, arguments.named.isEmpty,
      let time = arguments.positional[0].number?.asDouble
    else {
      throw RuntimeError(.type, "a schedule takes one number, the epoch or step, from 0")
    }
    return .float(content(time))
  }

  private static let then = ObjectMethod(
    "then", of: ScheduleObject.self,
    ObjectArgument<ScheduleObject>("next", accepts: "a schedule"),
    summary: "This schedule, then another, whose time begins where this one ends.",
    example: Example(
      "s = warmup_schedule(0, 1, epochs=2).then(cosine_schedule(1, 0, epochs=4))\ns(4)",
      prints: "0.5"),
    related: ["cosine_schedule", "warmup_schedule"]
  ) { first, machine, second in
    machine.heap.instance(ScheduleObject(first.content.then(second.content)))
  }
}
