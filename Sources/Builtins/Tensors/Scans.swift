import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Running sums and their kin, differences and integrals.
  static let scans: [Builtin] = [
    scan("cumsum", "The running sum along an axis.", "[1, 2, 3]", "i64[3]\n  1  3  6") {
      try $0.cumsum(axis: $1)
    },
    scan("cumprod", "The running product along an axis.", "[1, 2, 3]", "i64[3]\n  1  2  6") {
      try $0.cumprod(axis: $1)
    },
    scan(
      "cummax", "The largest so far along an axis; nan from the first nan on.", "[1, 3, 2]",
      "i64[3]\n  1  3  3"
    ) { try $0.cummax(axis: $1) },
    scan(
      "cummin", "The smallest so far along an axis; nan from the first nan on.", "[2, 1, 3]",
      "i64[3]\n  2  1  1"
    ) { try $0.cummin(axis: $1) },
    scan(
      "logcumsumexp", "The logarithm of the running sum of exponentials, without overflow.",
      "[1000.0, -1000.0]", "f32[2]\n  1000.0  1000.0"
    ) { try $0.logCumSumExp(axis: $1) },
    Builtin(
      "diff", TensorArgument("x"), Integer("axis", default: -1),
      Integer("order", .atLeast(0), default: 1, passing: .named),
      summary: "The difference of each element from the one before, taken `order` times.",
      example: Example("diff([1, 4, 9])", prints: "i64[2]\n  3  5"), related: ["cumsum"]
    ) { machine, x, axis, order in
      machine.heap.tensor(try x.diff(order: order, axis: axis))
    },
    Builtin(
      "trapezoid", TensorArgument("y"), OptionalTensorArgument("x", "of places"),
      Number("dx", default: 1, passing: .named), Integer("axis", default: -1, passing: .named),
      summary: "The integral along an axis by trapezoids.",
      details: "At places `x`, or at distance `dx`.",
      example: Example("trapezoid([0.0, 1.0, 2.0])", prints: "2.0"), related: ["cumsum", "interp"]
    ) { machine, y, x, step, axis in
      machine.heap.tensor(try y.trapezoid(x, step: step, axis: axis))
    },
  ]

  private static func scan(
    _ name: String, _ summary: String, _ example: String, _ shown: String,
    _ body: @escaping @Sendable (Tensor, Int) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, TensorArgument("x"), Integer("axis", default: 0), summary: summary,
      example: Example("\(name)(\(example))", prints: shown),
      related: ["cumsum", "cumprod", "cummax", "diff"].filter { $0 != name }
    ) { machine, x, axis in machine.heap.tensor(try body(x, axis)) }
  }
}
