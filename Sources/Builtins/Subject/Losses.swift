import Catalog
import Machine
import MetricLearning
import Tensors

/// Losses: with data a call gives the value, without data an object to call, list and name.
enum Losses {
  static let all: [Builtin] = LossCatalog.all.map(builtin)

  private static func builtin(_ maker: LossMaker) -> Builtin {
    let made = maker.entry.documentation
    let data = ParameterDescription("data", accepts: maker.data, passing: .rest)
    let documentation = Documentation(
      name: made.name, parameters: [data] + made.parameters, summary: made.summary,
      details: made.details
        + "\nWith data the call gives the value, without data the loss itself: call it, list it, "
        + "read `.name`.",
      example: made.example, source: made.source, related: made.related)
    return Builtin(
      documentation, refusal: { $0 == 0 ? nil : maker.entry.refusal($0 - 1, $1) }
    ) { machine, arguments in
      _ = try documentation.bind(
        positional: arguments.positional.count, names: arguments.named.map(\.name))
      let options = arguments.named.map { ($0.name, machine.argument($0.value)) }
      let loss: any Loss
      do {
        loss = try maker.entry.make([], named: options)
      } catch var error as ArgumentError {
        error.signature = documentation.signature
        throw error
      }
      guard !arguments.positional.isEmpty else {
        let proxies = (loss as? any ProxyLoss)?.proxies
        let weights = try machine.drawing { try proxies?.initialWeights(using: &$0) }
        return machine.heap.instance(LossObject(loss, weights: weights))
      }
      return try LossCall.value(of: loss, arguments.positional, in: machine)
    }
  }
}

/// The call of a loss with data.
enum LossCall {
  /// The value of `loss` for the data of a call.
  static func value(
    of loss: any Loss, _ values: [Value], in machine: VirtualMachine
  ) throws -> Value {
    machine.heap.tensor(try loss(data(values, for: loss.maker, in: machine)))
  }

  /// The number of values and their types decide the form, never what they hold.
  private static func data(
    _ values: [Value], for maker: LossMaker, in machine: VirtualMachine
  ) throws -> LossData {
    if values.count == 1, let views = try views(in: values[0], machine) { return .views(views) }
    if values.count == 2, let labels = try labels(in: values[1], machine),
      let embeddings = try machine.tensor(from: values[0])
    {
      return .labeled(embeddings, labels: labels)
    }
    let tensors = try values.map { value in
      guard let tensor = try machine.tensor(from: value) else {
        throw RuntimeError(
          .type,
          "\(maker.name): takes \(maker.data), got a value of type \(machine.typeName(value))")
      }
      return tensor
    }
    if values.count == 3, let data = try data(of: tensors, values, maker, in: machine) {
      return data
    }
    guard values.count > 1 else {
      throw RuntimeError(
        .type, "\(maker.name): takes \(maker.data), got one tensor of shape \(tensors[0].shape)")
    }
    if values.count == 2, tensors[1].rank == 1, tensors[0].rank == 2 {
      throw RuntimeError(
        .type,
        "\(maker.name): takes \(maker.data); a second argument of shape \(tensors[1].shape) "
          + "is labels only as whole numbers, bools or texts, got \(tensors[1].dtype.name)",
        hint: "y.astype(i64) makes labels of numbers")
    }
    return .views(tensors)
  }

  /// Three values in the form of three that the loss takes; nil for a loss without one.
  private static func data(
    of tensors: [Tensor], _ values: [Value], _ maker: LossMaker, in machine: VirtualMachine
  ) throws -> LossData? {
    if maker.forms.contains(.negatives) {
      return .negatives(queries: tensors[0], keys: tensors[1], negatives: tensors[2])
    }
    if maker.forms.contains(.triplets) {
      return .triplets(anchors: tensors[0], positives: tensors[1], negatives: tensors[2])
    }
    guard maker.forms.contains(.pairs) else { return nil }
    let same = tensors[2].doubles()
    guard tensors[2].rank == 1, same.allSatisfy({ $0 == 0 || $0 == 1 }) else {
      throw RuntimeError(
        .value,
        "\(maker.name): 'same' takes 1 for a pair of one class and 0 for others, one a pair, "
          + "got \(machine.argument(values[2]).shown)", hint: "of −1 and 1 make target > 0")
    }
    return .pairs(tensors[0], tensors[1], same: same.map { $0 == 1 })
  }

  /// The views of a list of matrices; nil for anything else.
  private static func views(in value: Value, _ machine: VirtualMachine) throws -> [Tensor]? {
    guard let items = value.listObject?.items, !items.isEmpty else { return nil }
    let tensors = items.compactMap {
      $0.instanceObject?.object.tensorValue ?? $0.tensorObject?.tensor
    }
    guard tensors.count == items.count, tensors.allSatisfy({ $0.rank == 2 }) else { return nil }
    return tensors
  }

  /// Class numbers: i64 or bool `[batch]`, or a list of texts numbered in order of appearance;
  /// nil for anything else.
  static func labels(in value: Value, _ machine: VirtualMachine) throws -> [Int]? {
    if let items = value.listObject?.items, !items.isEmpty, items[0].string != nil {
      guard let names = machine.textList(value) else { return nil }
      return ClassNumbers(names).numbers
    }
    guard let tensor = try machine.tensor(from: value), tensor.rank == 1 else { return nil }
    switch tensor.dtype {
    case .i64: return tensor.ints()
    case .bool: return tensor.bools().map { $0 ? 1 : 0 }
    case .f32, .f64: return nil
    }
  }
}

/// Names of classes as numbers, in order of appearance.
struct ClassNumbers {
  private(set) var numbers: [Int] = []
  private(set) var names: [String] = []

  init(_ labels: [String]) {
    var known: [String: Int] = [:]
    for label in labels {
      if known[label] == nil {
        known[label] = names.count
        names.append(label)
      }
      numbers.append(known[label] ?? 0)
    }
  }
}
