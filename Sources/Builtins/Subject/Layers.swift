import Catalog
import Machine
import Tensors
import Training

/// Layers and models. A name that is also a function is the function where a tensor stands first.
enum Layers {
  static let all: [Builtin] = LayerCatalog.all.map(layer) + [sequential, residual]

  private static func layer(_ entry: Entry<LayerMaker>) -> Builtin {
    Builtin(entry) { maker, machine in
      machine.heap.instance(ModelObject(try machine.drawing { try maker.layer(using: &$0) }))
    }
  }

  private static let sequential = container(
    "sequential",
    summary: "A model of layers, each applied to what the one before gives.",
    details: """
      Layers are models too, and so are functions of one tensor (`x => x / 10`). `model(x)` gives \
      its value, `model.summary()` a line a layer, `model.params` its parameters; `model.train()` \
      and `model.eval()` switch the mode.
      """,
    example: Example(
      "model = sequential(linear(4, 3), relu(), linear(3, 2))\nmodel(zeros(5, 4)).shape",
      prints: "[5, 2]"),
    related: ["linear", "conv1d", "batch_norm", "relu", "stats_pool", "residual"]
  ) { Sequential($0) }

  private static let residual = container(
    "residual",
    summary: "x + f(x), f being the layers one after the other.",
    details: "The layers must keep the shape of their input.",
    example: Example("residual(linear(3, 3), relu())(zeros(2, 3)).shape", prints: "[2, 3]"),
    related: ["sequential"]
  ) { Residual($0) }

  private static func container(
    _ name: String, summary: String, details: String, example: Example, related: [String],
    _ make: @escaping @Sendable ([any Layer]) -> any Layer
  ) -> Builtin {
    Builtin(
      name, Rest("layers", accepts: "layers, or a list of them"), summary: summary,
      details: details, example: example, related: related
    ) { machine, values in
      var parts = values
      if parts.count == 1, let list = parts[0].listObject { parts = list.items }
      guard !parts.isEmpty else {
        throw RuntimeError(.type, "\(name): takes layers, got none", hint: example.code)
      }
      let layers = try parts.map { try layer($0, in: machine, container: name) }
      return machine.heap.instance(ModelObject(make(layers), parts: parts))
    }
  }

  /// A value as a layer: a model, or a function of one tensor.
  private static func layer(
    _ value: Value, in machine: VirtualMachine, container: String
  ) throws -> any Layer {
    if let model = machine.object(value, as: ModelObject.self) { return model.content }
    guard machine.isCallable(value) else {
      throw RuntimeError(
        .type,
        "\(container): takes layers such as linear(4, 3), "
          + "got a value of type \(machine.typeName(value))")
    }
    let function = ScriptFunction(value, in: machine)
    let name = value.builtinObject?.builtin.name ?? "fn"
    return Pointwise(name) { [unowned machine] x in
      let result = try function(machine.heap.tensor(x))
      guard let tensor = try machine.tensor(from: result) else {
        throw RuntimeError(
          .type,
          "\(container): a function among the layers must give a tensor, "
            + "got a value of type \(machine.typeName(result))")
      }
      return tensor
    }
  }

  /// The builtins of both meanings as one: the layer of a name, unless data stands first, then the
  /// function.
  static func joining(_ layers: [Builtin], with functions: [Builtin]) -> [Builtin] {
    let makers = Dictionary(layers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let taken = Set(functions.map(\.name))
    let joined = functions.map { function in
      makers[function.name].map { join($0, with: function) } ?? function
    }
    return joined + layers.filter { !taken.contains($0.name) }
  }

  private static func join(_ layer: Builtin, with function: Builtin) -> Builtin {
    let made = function.documentation
    let documentation = Documentation(
      name: made.name, parameters: made.parameters, summary: made.summary,
      details: made.details + (made.details.isEmpty ? "" : "\n")
        + "As a layer: `\(layer.documentation.signature)`. \(layer.documentation.summary)",
      example: made.example, source: made.source ?? layer.documentation.source,
      related: made.related)
    return Builtin(documentation) { machine, arguments in
      let first = arguments.positional.first
      let isData = first.map { $0.asTensor != nil || $0.listObject != nil || $0.rangeObject != nil }
      let isNumberAlone =
        layer.documentation.parameters.allSatisfy { $0.passing == .named }
        && first?.isNumber == true
      return isData == true || isNumberAlone
        ? try function.body(machine, arguments) : try layer.body(machine, arguments)
    }
  }
}
