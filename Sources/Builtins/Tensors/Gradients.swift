import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Derivatives, parameters, and trees of them.
  static let gradients: [Builtin] = [
    derivative(
      "grad", "The function that gives the gradient of `f`.",
      Example("grad(x => x ** 2)(3.0)", prints: "6.0"), givesValue: false),
    derivative(
      "value_and_grad", "The function that gives `f`'s value and its gradient, in a list.",
      Example("value_and_grad(x => x ** 2)(3.0)", prints: "[9.0, 6.0]"), givesValue: true),
    Builtin(
      "stop_gradient", AnyValue("x", accepts: "a tensor or a number"),
      summary: "The same values, through which no gradient flows.",
      example: Example("grad(x => x * stop_gradient(x))(3.0)", prints: "3.0"),
      related: ["grad", "parameter"]
    ) { machine, x in
      if x.isNumber { return x }
      return machine.heap.tensor(try machine.tensorOperand(x, "stop_gradient").detached())
    },
    Builtin(
      "parameter", TensorArgument("x"),
      summary: "An object around a tensor that an optimizer may change.",
      details: "In expressions it is its tensor and tracks gradients. `p.value` may be assigned; "
        + "`p.grad` is what `backward` left. Ints become f32.",
      example: Example("w = parameter([1.0, 2.0])\n(w * w).sum()", prints: "5.0"),
      related: ["grad", "sgd", "backward"]
    ) { machine, x in
      machine.heap.instance(ParameterObject(x.dtype.isFloating ? x : try x.astype(.f32)))
    },
    Builtin(
      "backward", TensorArgument("loss", "of one element"),
      Flag("retain_graph", default: false),
      summary: "Adds the gradients of a loss to `grad` of each parameter that it depends on.",
      details:
        "`opt.step(loss)` does backward, update and clearing in one. Both free the graph, so "
        + "that a second call for the same loss is an error; `retain_graph=true` keeps it.",
      example: Example(
        "w = parameter(3.0)\nbackward(w ** 2)\nw.grad", prints: "6.0"),
      related: ["grad", "parameter"]
    ) { machine, loss, keepsGraph in
      guard loss.count == 1 else {
        throw RuntimeError(
          .shape, "backward: the loss must be one number, got shape \(loss.shape)",
          hint: "add `.sum()` or `.mean()`")
      }
      guard loss.tracksGradient else {
        throw RuntimeError(.value, "backward: the loss does not depend on a parameter")
      }
      let owners = machine.heap.instances.compactMap { instance in
        (instance.object as? any WeightOwner).map { (instance, $0.ownedWeights) }
      }
      var seen: Set<ObjectIdentifier> = []
      let weights = owners.flatMap(\.1).filter { seen.insert(ObjectIdentifier($0)).inserted }
      let found = try loss.gradients(wrt: weights.map(\.value), freesGraph: !keepsGraph)
      let changed = Set(
        zip(weights, found).compactMap { $1 == nil ? nil : ObjectIdentifier($0) })
      for (instance, own) in owners where own.contains(where: { changed.contains(.init($0)) }) {
        machine.willChange(instance)
      }
      for (weight, gradient) in zip(weights, found) {
        guard let gradient else { continue }
        weight.gradient = try weight.gradient.map { try $0 + gradient } ?? gradient
      }
      return .none
    },
    Builtin(
      "tree_map", FunctionArgument("f"), Rest("trees", accepts: "values of one structure"),
      summary: "What `f` gives for each place of nested lists, dicts and models.",
      details: "The result has the structure of the first tree; a model's is a dict by the names "
        + "of its weights, as its gradient's. With several trees `f` takes what stands at the same "
        + "place of each; a list of numbers beside a tensor is one place.",
      example: Example(
        "tree_map(x => 2 * x, {a: 1, b: [2, 3]})", prints: "{\"a\": 2, \"b\": [4, 6]}"),
      related: ["map", "grad"]
    ) { machine, function, trees in
      guard !trees.isEmpty else {
        throw RuntimeError(.type, "tree_map: takes a function and at least one tree")
      }
      trees.forEach(machine.markShared)
      return try TreeMap(function, machine).mapped(trees, "")
    },
  ]

  private static func derivative(
    _ name: String, _ summary: String, _ example: Example, givesValue: Bool
  ) -> Builtin {
    Builtin(
      name, FunctionArgument("f"),
      AnyValue(
        "wrt", accepts: "a position, or a list of them", default: .int(0), defaultText: "0",
        passing: .named),
      summary: summary,
      details: "With respect to the first argument, or those of `wrt`: a tensor, a number, or a "
        + "list, dict or model of tensors; the gradient has the same structure. `f` must give one "
        + "element. Derivatives of derivatives work.",
      example: example,
      related: [givesValue ? "grad" : "value_and_grad", "stop_gradient", "parameter"]
    ) { machine, function, wrt in
      let isList = wrt.listObject != nil
      let positions = try Integers("wrt").read(value: wrt, in: machine)
      guard !positions.isEmpty, positions.allSatisfy({ $0 >= 0 }),
        Set(positions).count == positions.count
      else {
        throw RuntimeError(
          .value, "\(name): 'wrt' must name different arguments by their position from 0")
      }
      return machine.heap.instance(
        GradientFunction(function, wrt: positions, givesList: isList, givesValue: givesValue))
    }
  }
}
