import Catalog
import Machine
import MetricLearning
import Tensors

/// Queues of negatives, and the loss that fills one.
enum MomentumContrast {
  static let all: [Builtin] = [queue, moco]

  private static let queue = Builtin(
    "momentum_queue", Integer("size", .atLeast(1), passing: .named),
    Integer("dim", .atLeast(1), passing: .named), BuiltinCatalog.rngParameter,
    summary: "A queue of rows that serve as negatives: the last ones that went in.",
    details: """
      It begins with random unit rows, as MoCo's. q.push(z) puts rows in, and the oldest leave; \
      q.rows are all, oldest first. moco(q, k, queue=) pushes by itself; info_nce(a, b, q) takes \
      the queue as negatives.
      """,
    example: Example("momentum_queue(size=8, dim=3).rows.shape", prints: "[8, 3]"),
    source: source, related: ["moco", "info_nce"]
  ) { machine, size, dim, rng in
    let rows = try BuiltinCatalog.draw(rng, machine) { try $0.unitRows([size, dim], dtype: .f32) }
    return machine.heap.instance(QueueObject(rows))
  }

  private static let source = Citation(
    "He et al.", 2020, "Momentum Contrast for Unsupervised Visual Representation Learning",
    "arxiv.org/abs/1911.05722")

  /// `info_nce`, whose options it shares but for those of given negatives.
  private static let contrast = InfoNCELoss.maker.entry

  private static let queueParameter = ObjectArgument<QueueObject>(
    "queue", accepts: "a momentum_queue(size=, dim=)", passing: .named)

  private static let documentation: Documentation = {
    let data = ParameterDescription("data", accepts: "queries and keys (q, k)", passing: .rest)
    let shared = contrast.documentation.parameters.filter {
      !["in_batch", "weights", "mask"].contains($0.name)
    }
    return Documentation(
      name: "moco", parameters: [data, queueParameter.description] + shared,
      summary: "Picks each query's key out of a queue of earlier keys, then queues the keys.",
      details: """
        moco(q, k, queue=queue) is info_nce(q, k, queue) with the keys detached, which go into the \
        queue after. A unit is a query. Keys usually come from a slowly moving copy of the model. \
        With data the call gives the value, without data the loss itself, to call for each batch.
        """,
      example: Example(
        "queue = momentum_queue(size=2, dim=2)\nqueue.push([[0.0, 1.0], [0.0, 1.0]])\n"
          + "loss = moco(queue=queue, scale=1)\n"
          + "[loss([[1.0, 0.0]], [[1.0, 0.0]]), queue.rows.tolist()]",
        prints: "[0.5514447, [[0.0, 1.0], [1.0, 0.0]]]"),
      source: source, related: ["momentum_queue", "info_nce"])
  }()

  private static let moco = Builtin(
    documentation,
    refusal: { place, argument in
      let names = documentation.parameters.map(\.name)
      let shared = contrast.documentation.parameters.firstIndex { $0.name == names[place] }
      return shared.flatMap { contrast.refusal($0, argument) }
    }
  ) { machine, arguments in
    _ = try documentation.bind(
      positional: arguments.positional.count, names: arguments.named.map(\.name))
    let given = arguments.named.first { $0.name == "queue" }?.value
    guard let given, let queue = machine.object(given, as: QueueObject.self) else {
      throw documentation.error(
        .missing(parameter: "queue", accepts: queueParameter.description.accepts))
    }
    let options = arguments.named.filter { $0.name != "queue" }
      .map { ($0.name, machine.argument($0.value)) }
    guard let loss = try contrast.make([], named: options) as? InfoNCELoss else { return .none }
    let object = MomentumLossObject(loss, queue: queue, value: given)
    machine.markShared(given)
    guard !arguments.positional.isEmpty else { return machine.heap.instance(object) }
    return try object.call(Arguments(arguments.positional), in: machine)
  }
}

/// `moco` with its options chosen: called with queries and keys it gives the value and queues
/// the keys.
final class MomentumLossObject: ScriptObject {
  private let loss: InfoNCELoss
  private let queue: QueueObject
  /// The queue as a script value.
  private let queueValue: Value

  init(_ loss: InfoNCELoss, queue: QueueObject, value: Value) {
    self.loss = loss
    self.queue = queue
    queueValue = value
  }

  var typeName: String { "loss" }
  var shown: String {
    let inside = loss.call.dropFirst("info_nce(".count).dropLast()
    return "moco(queue=\(queue.shown)\(inside.isEmpty ? "" : ", \(inside)"))"
  }
  var state: ObjectState { .list([.text(loss.call), .value(queueValue)]) }
  var memberNames: [String] { ["name", "queue"] }

  func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    switch name {
    case "name": return machine.heap.text("MoCo" + loss.name.dropFirst(InfoNCELoss.title.count))
    case "queue":
      machine.markShared(queueValue)
      return queueValue
    default: return nil
    }
  }

  func call(_ arguments: Arguments, in machine: VirtualMachine) throws -> Value {
    guard arguments.positional.count == 2, arguments.named.isEmpty,
      let queries = try machine.tensor(from: arguments.positional[0]),
      let keys = try machine.tensor(from: arguments.positional[1])
    else {
      throw RuntimeError(.type, "moco: takes queries and keys (q, k), two tensors [batch, dim]")
    }
    let fixed = keys.detached()
    let value = try loss(.negatives(queries: queries, keys: fixed, negatives: queue.rows))
    let unit = loss.options.normalizes ? try normalizedRows(fixed) : fixed
    machine.willChange(queueValue)
    try queue.push(unit)
    return machine.heap.tensor(value)
  }

  func visitReferences(_ visit: (Value) -> Void) { visit(queueValue) }
}
