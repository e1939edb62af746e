import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Products of several tensors, and functions of matrices.
  static let tensorProducts: [Builtin] = [
    Builtin(
      "einsum", Text("subscripts"), Rest("operands", accepts: "tensors, or one list of them"),
      summary: "A sum of products spelled by letters: \"ij,jk->ik\" is a matrix product.",
      details: "A letter missing in the result is summed over; one that stands twice in an "
        + "operand takes its diagonal; `...` stands for axes that broadcast. Without `->` the "
        + "result has the letters that stand once, in alphabetical order.",
      example: Example(
        "einsum(\"i,i->\", [1, 2], [3, 4])", prints: "11"),
      related: ["tensordot", "matmul", "outer", "trace"]
    ) { machine, subscripts, values in
      machine.heap.tensor(
        try Tensor.einsum(subscripts, try tensors(spread(values), "einsum", machine)))
    },
    Builtin(
      "tensordot", TensorArgument("a"), TensorArgument("b"),
      AnyValue(
        "axes", accepts: "an int, or a list of the axes of each", default: .int(2),
        defaultText: "2", passing: .named),
      summary: "Sums of products over pairs of axes.",
      details: "An int n pairs the last n axes of `a` with the first n of `b`; `[[0, 1], [1, 0]]` "
        + "names them.",
      example: Example(
        "tensordot([[1, 2], [3, 4]], [5, 6], axes=1)", prints: "i64[2]\n  17  39"),
      related: ["einsum", "matmul"]
    ) { machine, a, b, axes in
      let (first, second) = try pairedAxes(axes, a, b)
      return machine.heap.tensor(try a.tensordot(b, axes: first, others: second))
    },
    Builtin(
      "kron", TensorArgument("a"), TensorArgument("b"),
      summary: "The Kronecker product: each element of `a` times the whole of `b`.",
      example: Example("kron([1, 10], [1, 2])", prints: "i64[4]\n   1   2  10  20"),
      related: ["outer", "block_diag"]
    ) { machine, a, b in machine.heap.tensor(try a.kron(b)) },
    Builtin(
      "cross", TensorArgument("a"), TensorArgument("b"), Integer("axis", default: -1),
      summary: "The cross product of vectors of length 3.",
      example: Example("cross([1, 0, 0], [0, 1, 0])", prints: "i64[3]\n  0  0  1"),
      related: ["dot", "outer"]
    ) { machine, a, b, axis in machine.heap.tensor(try a.cross(b, axis: axis)) },
    Builtin(
      "block_diag", Rest("blocks", accepts: "matrices, or one list of them"),
      summary: "Matrices along the diagonal of a large one.",
      example: Example(
        "block_diag([[1]], [[2, 3]])", prints: "i64[2, 3]\n  1  0  0\n  0  2  3"),
      related: ["kron", "diag"]
    ) { machine, values in
      machine.heap.tensor(
        try Tensor.blockDiagonal(try tensors(spread(values), "block_diag", machine)))
    },
    Builtin(
      "matrix_power", TensorArgument("x", "[…, n, n]"), Integer("power"),
      summary: "A square matrix to a whole power; a negative one is of the inverse.",
      example: Example(
        "matrix_power([[1, 1], [0, 1]], 5)", prints: "i64[2, 2]\n  1  5\n  0  1"),
      related: ["matmul", "inv", "expm"]
    ) { machine, x, power in machine.heap.tensor(try x.matrixPower(power)) },
    Builtin(
      "expm", TensorArgument("x", "[…, n, n]"),
      summary: "The exponential of a square matrix.",
      example: Example(
        "expm([[0.0, 1.0], [0.0, 0.0]])", prints: "f32[2, 2]\n  1.0  1.0\n  0.0  1.0"),
      source: Citation(
        "Higham", 2005, "The Scaling and Squaring Method for the Matrix Exponential Revisited",
        "doi.org/10.1137/04061101X"),
      related: ["matrix_power", "exp"]
    ) { machine, x in machine.heap.tensor(try x.expm()) },
  ]

  private static func pairedAxes(_ axes: Value, _ a: Tensor, _ b: Tensor) throws -> ([Int], [Int]) {
    if let count = axes.wholeNumber {
      guard count >= 0 && count <= a.rank && count <= b.rank else {
        throw RuntimeError(
          .value,
          "tensordot: axes=\(count) is more than the axes of shapes \(a.shape) and \(b.shape)")
      }
      return (Array(a.rank - count..<a.rank), Array(0..<count))
    }
    let parts = axes.listObject?.items.map { item -> [Int]? in
      if let axis = item.wholeNumber { return [axis] }
      let whole = item.listObject?.items.map(\.wholeNumber)
      return whole?.contains(nil) == false ? whole?.compactMap { $0 } : nil
    }
    guard let parts, parts.count == 2, let first = parts[0], let second = parts[1] else {
      throw RuntimeError(
        .type,
        "tensordot: 'axes' must be an int or two lists such as [[0], [1]], got \(axes.described)")
    }
    return (first, second)
  }
}
