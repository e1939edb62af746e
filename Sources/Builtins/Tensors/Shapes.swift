import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Shapes, joining and moving of elements.
  static let shapes: [Builtin] = [
    Builtin(
      "reshape", TensorArgument("x"), Rest("shape", accepts: "sizes, one of them may be -1"),
      summary: "The same elements in another shape.",
      example: Example("reshape(arange(4), 2, 2)", prints: "i64[2, 2]\n  0  1\n  2  3"),
      related: ["ravel", "flatten"]
    ) { machine, x, sizes in
      machine.heap.tensor(try x.reshape(try ShapeArgument.sizes(sizes, "reshape")))
    },
    Builtin(
      "ravel", TensorArgument("x"), summary: "All elements on one axis.",
      example: Example("ravel([[1, 2], [3, 4]])", prints: "i64[4]\n  1  2  3  4"),
      related: ["flatten", "reshape"]
    ) { machine, x in machine.heap.tensor(try x.ravel()) },
    Builtin(
      "flatten", TensorArgument("x"), Integer("start", default: 0, passing: .named),
      summary: "All axes from `start` on as one.",
      example: Example("flatten(zeros(2, 3, 4), start=1).shape", prints: "[2, 12]"),
      related: ["ravel", "reshape"]
    ) { machine, x, start in machine.heap.tensor(try x.flatten(from: start)) },
    Builtin(
      "transpose", TensorArgument("x"), Rest("axes", accepts: "axes in their new order"),
      summary: "Axes in reverse order, or in the order given.",
      example: Example("transpose([[1, 2], [3, 4]])", prints: "i64[2, 2]\n  1  3\n  2  4"),
      related: ["permute", "swapaxes"]
    ) { machine, x, axes in
      machine.heap.tensor(
        try x.transpose(axes.isEmpty ? nil : try ShapeArgument.sizes(axes, "transpose")))
    },
    Builtin(
      "permute", TensorArgument("x"), Rest("axes", accepts: "axes in their new order"),
      summary: "Axes in the order given.",
      example: Example("permute(zeros(2, 3, 4), 2, 0, 1).shape", prints: "[4, 2, 3]"),
      related: ["transpose", "moveaxis"]
    ) { machine, x, axes in
      machine.heap.tensor(try x.transpose(try ShapeArgument.sizes(axes, "permute")))
    },
    Builtin(
      "swapaxes", TensorArgument("x"), Integer("a"), Integer("b"),
      summary: "Two axes exchanged.",
      example: Example("swapaxes(zeros(2, 3, 4), 0, 2).shape", prints: "[4, 3, 2]"),
      related: ["transpose", "moveaxis"]
    ) { machine, x, a, b in machine.heap.tensor(try x.swapAxes(a, b)) },
    Builtin(
      "moveaxis", TensorArgument("x"), Integer("from"), Integer("to"),
      summary: "One axis moved to another place.",
      example: Example("moveaxis(zeros(2, 3, 4), 0, -1).shape", prints: "[3, 4, 2]"),
      related: ["swapaxes", "permute"]
    ) { machine, x, from, to in machine.heap.tensor(try x.moveAxis(from, to: to)) },
    Builtin(
      "squeeze", TensorArgument("x"), AxesArgument(),
      summary: "Without axes of size 1, all or those given.",
      example: Example("squeeze(zeros(1, 3, 1)).shape", prints: "[3]"),
      related: ["unsqueeze", "reshape"]
    ) { machine, x, axes in machine.heap.tensor(try x.squeeze(axes: axes)) },
    axisAdder("unsqueeze"), axisAdder("expand_dims"),
    Builtin(
      "stack", Rest("values", accepts: "tensors of one shape, or one list of them"),
      Integer("axis", default: 0, passing: .named),
      summary: "Tensors of one shape along a new axis.",
      example: Example("stack([1, 2], [3, 4])", prints: "i64[2, 2]\n  1  2\n  3  4"),
      related: ["concat", "unstack"]
    ) { machine, values, axis in
      machine.heap.tensor(
        try Tensor.stack(try tensors(spread(values), "stack", machine), axis: axis))
    },
    Builtin(
      "vstack", Rest("values", accepts: "tensors, or one list of them"),
      summary: "Tensors one below the other; vectors are rows.",
      example: Example("vstack([1, 2], [3, 4])", prints: "i64[2, 2]\n  1  2\n  3  4"),
      related: ["hstack", "concat"]
    ) { machine, values in
      let parts = try tensors(spread(values), "vstack", machine).map {
        $0.rank < 2 ? try $0.reshape([1, $0.count]) : $0
      }
      return machine.heap.tensor(try Tensor.concat(parts, axis: 0))
    },
    Builtin(
      "hstack", Rest("values", accepts: "tensors, or one list of them"),
      summary: "Tensors side by side; vectors end to end.",
      example: Example("hstack([1, 2], [3])", prints: "i64[3]\n  1  2  3"),
      related: ["vstack", "concat"]
    ) { machine, values in
      let parts = try tensors(spread(values), "hstack", machine)
      let axis = parts.allSatisfy { $0.rank < 2 } ? 0 : 1
      return machine.heap.tensor(try Tensor.concat(parts, axis: axis))
    },
    Builtin(
      "unstack", TensorArgument("x"), Integer("axis", default: 0),
      summary: "The slices along an axis, as a list of tensors.",
      example: Example("unstack([[1, 2], [3, 4]])", prints: "[tensor([1, 2]), tensor([3, 4])]"),
      related: ["stack", "split"]
    ) { machine, x, axis in
      let moved = try x.moveAxis(axis, to: 0)
      return machine.heap.list(
        try (0..<(moved.shape.first ?? 0)).map { machine.heap.tensor(try moved.indexed([.at($0)])) }
      )
    },
    Builtin(
      "broadcast_to", TensorArgument("x"), Rest("shape", accepts: "sizes"),
      summary: "Repeated along axes of size 1 until it has a shape.",
      example: Example("broadcast_to([1, 2], 2, 2)", prints: "i64[2, 2]\n  1  2\n  1  2"),
      related: ["tile", "expand_dims"]
    ) { machine, x, sizes in
      machine.heap.tensor(try x.broadcast(to: try ShapeArgument.sizes(sizes, "broadcast_to")))
    },
    Builtin(
      "tile", TensorArgument("x"), Integers("counts"),
      summary: "The whole tensor several times along its axes.",
      example: Example("tile([1, 2], 2)", prints: "i64[4]\n  1  2  1  2"), related: ["repeat"]
    ) { machine, x, counts in machine.heap.tensor(try x.tile(counts)) },
    repeated,
    Builtin(
      "flip", TensorArgument("x"), AxesArgument(),
      summary: "Turned round along axes, all or those given.",
      example: Example("flip([1, 2, 3])", prints: "i64[3]\n  3  2  1"),
      related: ["reversed", "roll"]
    ) { machine, x, axes in machine.heap.tensor(try x.flip(axes: axes)) },
    Builtin(
      "roll", TensorArgument("x"), Integers("shift"), AxesArgument(),
      summary: "Moved on by some places; what leaves at the end comes in at the front.",
      details: "Without axis along the row-major order of all; several shifts, one an axis.",
      example: Example("roll([1, 2, 3], 1)", prints: "i64[3]\n  3  1  2"), related: ["flip"]
    ) { machine, x, shifts, axes in machine.heap.tensor(try rolled(x, shifts, axes)) },
    triangle("tril", "below", "i64[2, 2]\n  1  0\n  3  4") { try $0.tril($1) },
    triangle("triu", "above", "i64[2, 2]\n  1  2\n  0  4") { try $0.triu($1) },
    Builtin(
      "diagonal", TensorArgument("x"), Integer("offset", default: 0, passing: .named),
      summary: "The diagonal of a matrix.",
      example: Example("diagonal([[1, 2], [3, 4]])", prints: "i64[2]\n  1  4"),
      related: ["trace", "eye", "tril"]
    ) { machine, x, offset in machine.heap.tensor(try x.diagonal(offset)) },
  ]

  /// Moved on by one shift along all axes given, or by one each.
  private static func rolled(_ x: Tensor, _ shifts: [Int], _ axes: [Int]?) throws -> Tensor {
    if shifts.count == 1 { return try x.roll(shifts[0], axes: axes) }
    guard let axes, axes.count == shifts.count else {
      throw RuntimeError(
        .value,
        "roll: \(shifts.count) shifts take as many axes, got axis="
          + (axes.map { "\($0)" } ?? "none"))
    }
    return try zip(shifts, axes).reduce(x) { try $0.roll($1.0, axes: [$1.1]) }
  }

  private static func axisAdder(_ name: String) -> Builtin {
    Builtin(
      name, TensorArgument("x"), Integers("axis"),
      summary: "With new axes of size 1 at the places given.",
      example: Example("\(name)([1, 2], 1).shape", prints: "[2, 1]"),
      related: ["squeeze", "reshape"]
    ) { machine, x, axes in machine.heap.tensor(try x.expandDims(axes: axes)) }
  }

  private static func triangle(
    _ name: String, _ word: String, _ shown: String,
    _ body: @escaping @Sendable (Tensor, Int) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, TensorArgument("x"), Integer("offset", default: 0, passing: .named),
      summary: "A matrix with the elements on and \(word) the diagonal, 0 elsewhere.",
      example: Example("\(name)([[1, 2], [3, 4]])", prints: shown),
      related: [name == "tril" ? "triu" : "tril", "diagonal"]
    ) { machine, x, offset in machine.heap.tensor(try body(x, offset)) }
  }

  private static let repeated = Builtin(
    "repeat", AnyValue("x", accepts: "a list or a tensor"), Integer("count", .atLeast(0)),
    OptionalInteger("axis", passing: .named),
    summary: "Each entry several times in a row.",
    details: "Of a list a list; of a tensor along an axis, without one of the flat tensor.",
    example: Example("repeat([\"a\", \"b\"], 2)", prints: "[\"a\", \"a\", \"b\", \"b\"]"),
    related: ["tile", "full"]
  ) { machine, x, count, axis in
    if let items = x.listObject?.items, axis == nil {
      let (total, overflow) = items.count.multipliedReportingOverflow(by: count)
      try machine.checkRoom(
        for: overflow ? .max : total, size: MemoryLayout<Value>.stride,
        "a list of \(items.count) items repeated \(count) times")
      return machine.list(
        sharing: items.flatMap { [Value](repeating: $0, count: count) })
    }
    return machine.heap.tensor(
      try machine.tensorOperand(x, "repeat").repeat(count, axis: axis))
  }
}
