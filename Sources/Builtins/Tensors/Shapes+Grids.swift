import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Grids, diagonals, turns, windows and borders.
  static let grids: [Builtin] = [
    Builtin(
      "meshgrid", Rest("values", accepts: "1-d tensors, or one list of them"),
      Choice("indexing", ["ij", "xy"], default: "ij"),
      summary: "The coordinates of the grid of some 1-d tensors: one tensor for each, in a list.",
      details: "The k-th varies along axis k; with indexing=\"xy\" the first two axes are "
        + "exchanged.",
      example: Example(
        "a, b = meshgrid([1, 2], [3, 4])\na", prints: "i64[2, 2]\n  1  1\n  2  2"),
      related: ["linspace", "broadcast_to"]
    ) { machine, values, indexing in
      var parts = values
      if values.count == 1, let list = values[0].listObject,
        list.items.contains(where: { !$0.isNumber })
      {
        parts = list.items
      }
      let grids = try Tensor.meshgrid(
        try tensors(parts, "meshgrid", machine), cartesian: indexing == "xy")
      return machine.heap.list(grids.map(machine.heap.tensor))
    },
    Builtin(
      "diag", TensorArgument("x", "[n] or [m, n]"), Integer("offset", default: 0, passing: .named),
      summary: "A matrix with a vector as its diagonal; of a matrix its diagonal.",
      example: Example("diag([1, 2])", prints: "i64[2, 2]\n  1  0\n  0  2"),
      related: ["diagonal", "eye", "block_diag"]
    ) { machine, x, offset in machine.heap.tensor(try x.diag(offset)) },
    Builtin(
      "rot90", TensorArgument("x"), Integer("k", default: 1),
      Integers("axes", accepts: "two axes", default: [0, 1], passing: .named),
      summary: "Turned by k quarters in the plane of two axes, from the first to the second.",
      example: Example("rot90([[1, 2], [3, 4]])", prints: "i64[2, 2]\n  2  4\n  1  3"),
      related: ["flip", "transpose"]
    ) { machine, x, quarters, axes in machine.heap.tensor(try x.rot90(quarters, axes: axes)) },
    Builtin(
      "unfold", TensorArgument("x"), Integer("size", .atLeast(1)),
      Integer("step", .atLeast(1), default: 1, passing: .named),
      Integer("axis", default: -1, passing: .named),
      summary: "Windows of `size` elements, one every `step`, on a new last axis.",
      example: Example("unfold([1, 2, 3], 2)", prints: "i64[2, 2]\n  1  2\n  2  3"),
      related: ["conv1d", "split"]
    ) { machine, x, size, step, axis in
      machine.heap.tensor(try x.unfold(size: size, step: step, axis: axis))
    },
    Builtin(
      "pad", TensorArgument("x"),
      AnyValue("widths", accepts: "[[before, after], …], one pair an axis"),
      AnyValue("value", accepts: "a number", default: .int(0), defaultText: "0", passing: .named),
      Choice("mode", ["constant", "reflect", "replicate", "circular"], default: "constant"),
      summary: "With more elements around it: of one value, or taken from its own ends.",
      details: "One pair alone goes for every axis; an int for both sides of every axis. "
        + "\"reflect\" mirrors about the outermost elements, \"replicate\" repeats them, "
        + "\"circular\" goes on from the other end.",
      example: Example("pad([1, 2], [[1, 2]])", prints: "i64[5]\n  0  1  2  0  0"),
      related: ["concat", "roll"]
    ) { machine, x, widths, value, mode in
      guard let scalar = value.number?.scalar else {
        throw RuntimeError(.type, "pad: 'value' must be a number, got \(value.described)")
      }
      let pairs = try padWidths(widths, rank: x.rank)
      let padding = Tensor.Padding(rawValue: mode) ?? .constant
      return machine.heap.tensor(
        try padding == .constant ? x.pad(pairs, value: scalar) : x.pad(pairs, mode: padding))
    },
  ]

  private static func padWidths(_ widths: Value, rank: Int) throws -> [(Int, Int)] {
    let wrong = RuntimeError(
      .type, "pad: 'widths' must be [[before, after], …], got \(widths.described)")
    var pairs: [(Int, Int)] = []
    if let width = widths.wholeNumber {
      pairs = [(width, width)]
    } else {
      guard let items = widths.listObject?.items else { throw wrong }
      let lists = items.allSatisfy { $0.listObject != nil } ? items : [widths]
      for item in lists {
        guard let pair = item.listObject?.items, pair.count == 2, let before = pair[0].wholeNumber,
          let after = pair[1].wholeNumber
        else { throw wrong }
        pairs.append((before, after))
      }
    }
    if pairs.count == 1 && rank > 1 {
      pairs = [(Int, Int)](repeating: pairs[0], count: rank)
    }
    return pairs
  }
}
