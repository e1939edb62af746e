import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Products of matrices and vectors.
  static let linearAlgebra: [Builtin] = [
    product("matmul", "The matrix product, as `@`; leading axes are a batch.", "11") {
      try $0.matmul($1)
    },
    product("dot", "The sum of the products of two vectors.", "11") { try $0.dot($1) },
    product("inner", "The sums of products along the last axes of both.", "11") { a, b in
      b.rank < 2 ? try a.matmul(b) : try a.matmul(b.swapAxes(-1, -2))
    },
    product(
      "outer", "Every product of an element of one vector and one of the other.",
      "i64[2, 2]\n  3  4\n  6  8"
    ) { try $0.outer($1) },
    Builtin(
      "trace", TensorArgument("x"), summary: "The sum of the diagonal of a matrix.",
      example: Example("trace([[1, 2], [3, 4]])", prints: "5"), related: ["diagonal"]
    ) { machine, x in machine.heap.tensor(try x.diagonal().sum(axes: [-1])) },
    Builtin(
      "normalize", TensorArgument("x"), Integer("axis", default: -1),
      Number("eps", .atLeast(0), default: 1e-12, passing: .named),
      summary: "Rows of length 1: each divided by its L2 norm, or by `eps` where that is larger.",
      example: Example("normalize([3.0, 4.0])", prints: "f32[2]\n  0.6  0.8"),
      related: ["norm", "cosine_similarity"]
    ) { machine, x, axis, eps in
      let floats = x.dtype.isFloating ? x : try x.astype(.f32)
      let norm = try floats.norm(axes: [axis], keepsAxes: true)
      return machine.heap.tensor(try floats / norm.maximum(.float(eps)))
    },
  ]

  private static func product(
    _ name: String, _ summary: String, _ shown: String,
    _ body: @escaping @Sendable (Tensor, Tensor) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, AnyValue("a", accepts: "a tensor"), AnyValue("b", accepts: "a tensor"),
      summary: summary, example: Example("\(name)([1, 2], [3, 4])", prints: shown),
      related: ["matmul", "dot", "inner", "outer", "einsum"].filter { $0 != name }
    ) { machine, a, b in
      guard let (x, y) = try machine.tensorOperands(a, b) else {
        throw RuntimeError(
          .type, "\(name): takes two tensors, got \(a.described) and \(b.described)")
      }
      return machine.heap.tensor(try body(x, y))
    }
  }
}
