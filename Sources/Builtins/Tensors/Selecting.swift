import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Choosing elements, sorting and counting them, and turning tensors into plain values.
  static let sorting: [Builtin] = [
    Builtin(
      "where", TensorArgument("condition", "of bools"),
      AnyValue("a", accepts: "a number or a tensor"),
      AnyValue("b", accepts: "a number or a tensor"),
      summary: "Elements of `a` where the condition holds, else of `b`.",
      example: Example("where(tensor([true, false]), 1, 2)", prints: "i64[2]\n  1  2"),
      related: ["clip", "nonzero"]
    ) { machine, condition, a, b in
      guard let (x, y) = try machine.tensorOperands(a, b) else {
        throw RuntimeError(
          .type, "where: takes numbers and tensors, got \(a.described) and \(b.described)")
      }
      return machine.heap.tensor(try .where_(condition, x, y))
    },
    Builtin(
      "take", TensorArgument("x"), TensorArgument("positions", "of ints"),
      Integer("axis", default: 0),
      summary: "The slices at some positions of an axis.",
      example: Example("take([5, 6, 7], [2, 0])", prints: "i64[2]\n  7  5"),
      related: ["gather", "where"]
    ) { machine, x, positions, axis in machine.heap.tensor(try x.take(positions, axis: axis)) },
    Builtin(
      "gather", TensorArgument("x"), TensorArgument("index", "of ints"),
      Integer("axis", default: -1, passing: .named),
      summary: "For each place of `index` the element of `x` at that position of the axis.",
      example: Example(
        "gather([[1, 2], [3, 4]], [[1], [0]], axis=1)", prints: "i64[2, 1]\n  2\n  3"),
      related: ["take", "scatter_add"]
    ) { machine, x, index, axis in machine.heap.tensor(try x.gather(index, axis: axis)) },
    Builtin(
      "scatter_add", TensorArgument("x"), TensorArgument("index", "of ints"),
      TensorArgument("values"), Integer("axis", default: -1, passing: .named),
      summary: "x with each value added at the position of the axis that `index` names.",
      example: Example(
        "scatter_add([0, 0], [1, 1], [5, 6], axis=0)", prints: "i64[2]\n   0  11"),
      related: ["gather", "index_add"]
    ) { machine, x, index, values, axis in
      machine.heap.tensor(try x.scatterAdd(index, values, axis: axis))
    },
    Builtin(
      "index_add", TensorArgument("x"), TensorArgument("positions", "of ints"),
      TensorArgument("values"), Integer("axis", default: 0, passing: .named),
      summary: "x with slices added at positions of an axis, repeated ones too.",
      example: Example("index_add([0, 0], [1, 1], [5, 6])", prints: "i64[2]\n   0  11"),
      related: ["scatter_add"]
    ) { machine, x, positions, values, axis in
      machine.heap.tensor(try x.indexAdd(positions, values, axis: axis))
    },
    Builtin(
      "nonzero", TensorArgument("x"),
      summary: "The positions of the elements that are not 0: one tensor an axis, in a list.",
      details: "Of a vector the one tensor itself.",
      example: Example("nonzero([0, 5, 6])", prints: "i64[2]\n  1  2"),
      related: ["argwhere", "count_nonzero"]
    ) { machine, x in
      let parts = try x.nonzero().map(machine.heap.tensor)
      return parts.count == 1 ? parts[0] : machine.heap.list(parts)
    },
    Builtin(
      "argwhere", TensorArgument("x"),
      summary: "The positions of the elements that are not 0, a row each.",
      example: Example("argwhere([[0, 1], [1, 0]])", prints: "i64[2, 2]\n  0  1\n  1  0"),
      related: ["nonzero"]
    ) { machine, x in machine.heap.tensor(try Tensor.stack(try x.nonzero(), axis: 1)) },
    Builtin(
      "sort", TensorArgument("x"), Integer("axis", default: -1), Flag("descending"),
      summary: "The elements in order along an axis; nan comes last.",
      details: "Of a variable that holds a list, `xs.sort()` sorts in place; `sorted(xs)` gives a "
        + "list.",
      example: Example("sort([3, 1, 2])", prints: "i64[3]\n  1  2  3"),
      related: ["argsort", "sorted", "topk"]
    ) { machine, x, axis, descending in
      machine.heap.tensor(try x.sort(axis: axis, descending: descending))
    },
    Builtin(
      "argsort", TensorArgument("x"), Integer("axis", default: -1), Flag("descending"),
      summary: "The positions that put the elements in order; equal ones keep theirs.",
      example: Example("argsort([3, 1, 2])", prints: "i64[3]\n  1  2  0"),
      related: ["sort", "argmax"]
    ) { machine, x, axis, descending in
      machine.heap.tensor(try x.argsort(axis: axis, descending: descending))
    },
    Builtin(
      "topk", TensorArgument("x"), Integer("k", .atLeast(0)),
      Integer("axis", default: -1, passing: .named),
      Flag("largest", default: true),
      summary: "The k largest elements, in descending order: values and positions.",
      example: Example(
        "values, indices = topk([3, 1, 2], 2)\nvalues", prints: "i64[2]\n  3  2"),
      related: ["sort", "argmax"]
    ) { machine, x, k, axis, largest in
      let found = try x.topk(k, axis: axis, largest: largest)
      return machine.heap.list([
        machine.heap.tensor(found.values), machine.heap.tensor(found.indices),
      ])
    },
    Builtin(
      "unique", TensorArgument("x"), Flag("counts"),
      summary: "The different elements, in order; with `counts=true` also how often each occurs.",
      example: Example("unique([3, 1, 3])", prints: "i64[2]\n  1  3"),
      related: ["bincount", "group"]
    ) { machine, x, counts in
      let found = try x.unique()
      guard counts else { return machine.heap.tensor(found.values) }
      return machine.heap.list([
        machine.heap.tensor(found.values), machine.heap.tensor(found.counts),
      ])
    },
    Builtin(
      "searchsorted", TensorArgument("sorted"), TensorArgument("q"),
      Choice("side", ["left", "right"], default: "left"),
      summary: "Where values belong in a sorted vector.",
      example: Example("searchsorted([1, 3, 5], [3, 4])", prints: "i64[2]\n  1  2"),
      related: ["sort", "bincount"]
    ) { machine, sorted, queries, side in
      machine.heap.tensor(try sorted.searchSorted(queries, right: side == "right"))
    },
    Builtin(
      "bincount", TensorArgument("x", "of ints ≥ 0"),
      Integer("minlength", .atLeast(0), default: 0, passing: .named),
      summary: "How often each int occurs, from 0 on.",
      example: Example("bincount([0, 2, 2])", prints: "i64[3]\n  1  0  2"),
      related: ["unique"]
    ) { machine, x, length in machine.heap.tensor(try x.bincount(minimumLength: length)) },
    Builtin(
      "item", TensorArgument("x"), summary: "The number of a tensor of one element.",
      example: Example("item(tensor([5]))", prints: "5"), related: ["tolist", "float"]
    ) { machine, x in
      guard let value = x.scalarValue else {
        throw RuntimeError(
          .value, "item: the tensor has \(x.count) elements, not one",
          hint: "`x.tolist()` gives all of them")
      }
      return value
    },
    Builtin(
      "tolist", TensorArgument("x"), summary: "The elements as numbers in nested lists.",
      example: Example("tolist(tensor([[1, 2], [3, 4]]))", prints: "[[1, 2], [3, 4]]"),
      related: ["item", "tensor"]
    ) { machine, x in try nested(x, machine) },
    Builtin(
      "astype", TensorArgument("x"), DTypeArgument("dtype", defaultText: nil, passing: .positional),
      summary: "The same values in another dtype; floats are cut towards zero for i64.",
      example: Example("astype([1.7, -1.7], i64)", prints: "i64[2]\n   1  -1"),
      related: ["tensor", "f32", "f64"]
    ) { machine, x, dtype in
      guard let dtype else {
        throw ArgumentError(.missing(parameter: "dtype", accepts: "f32, f64, i64 or bool"))
      }
      return machine.heap.tensor(try x.cast(to: dtype))
    },
  ]

  private static func nested(_ x: Tensor, _ machine: VirtualMachine) throws -> Value {
    let size = 1 << 20
    var sizes = [Int](repeating: size, count: x.count / size)
    if x.count % size > 0 { sizes.append(x.count % size) }
    var flat: [Value] = []
    flat.reserveCapacity(x.count)
    let pieces = sizes.isEmpty ? [] : try x.detached().reshape([x.count]).split(sizes: sizes)
    for piece in pieces {
      try machine.checkInterrupt()
      switch x.dtype {
      case .bool: flat += piece.bools().map { .bool($0) }
      case .i64: flat += piece.ints().map { .int($0) }
      case .f32, .f64: flat += piece.doubles().map { .float($0) }
      }
    }
    var turns = 0
    func list(_ shape: ArraySlice<Int>, _ values: ArraySlice<Value>) throws -> Value {
      turns += 1
      try LongLoop.turn(turns)
      guard let size = shape.first else { return values.first ?? .none }
      if shape.count == 1 { return machine.heap.list(Array(values)) }
      let rest = shape.dropFirst()
      let step = rest.reduce(1, *)
      return machine.heap.list(
        try (0..<size).map { k in
          let start = values.startIndex + k * step
          return try list(rest, values[start..<start + step])
        })
    }
    return try list(x.shape[...], flat[...])
  }
}
