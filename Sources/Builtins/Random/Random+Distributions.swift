import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Distributions beside the uniform and the normal one.
  static let distributions: [Builtin] = [
    Builtin(
      "binomial", Integer("n", .atLeast(0)), Number("p", .between(0, 1)), shapeParameter,
      DTypeArgument(), rngParameter,
      summary: "How many of n trials hold, each with probability p.",
      details: "The shape is one list; without it one int.",
      example: Example("binomial(5, 1.0, [2])", prints: "i64[2]\n  5  5"),
      related: ["bernoulli", "poisson"]
    ) { machine, trials, p, shape, dtype, rng in
      try drawn(shape, "binomial", rng, machine) {
        try $0.binomial($1, trials: trials, probability: p).astype(dtype ?? .i64)
      }
    },
    Builtin(
      "poisson", Number("rate", .atLeast(0)), shapeParameter, DTypeArgument(), rngParameter,
      summary: "Counts of events that come at a mean rate.",
      details: "The shape is one list; without it one int.",
      example: Example("poisson(0, [2])", prints: "i64[2]\n  0  0"),
      related: ["exponential", "binomial"]
    ) { machine, rate, shape, dtype, rng in
      try drawn(shape, "poisson", rng, machine) {
        try $0.poisson($1, rate: rate).astype(dtype ?? .i64)
      }
    },
    scaled("exponential", "Waiting times with a mean of `scale`.") {
      try $0.exponential($2, scale: $1, dtype: $3)
    },
    two(
      "gamma", Number("concentration", .above(0)), Number("scale", .above(0), default: 1),
      "Sums of `concentration` waiting times with a mean of `scale`.", "gamma(2, 1, [3]).shape"
    ) { try $0.gamma($3, concentration: $1, scale: $2, dtype: $4) },
    two(
      "beta", Number("a", .above(0)), Number("b", .above(0)),
      "Shares in 0…1: of two gammas of shapes a and b that of the first.", "beta(2, 2, [3]).shape"
    ) { try $0.beta($3, $1, $2, dtype: $4) },
    two(
      "laplace", Number("mean", default: 0), Number("scale", .above(0), default: 1),
      "Two exponentials back to back about a mean.", "laplace(0, 1, [3]).shape"
    ) { try $0.laplace($3, mean: $1, scale: $2, dtype: $4) },
    two(
      "gumbel", Number("mean", default: 0), Number("scale", .above(0), default: 1),
      "mean − scale log(−log u): what the largest of many comes to.", "gumbel(0, 1, [3]).shape"
    ) { try $0.gumbel($3, mean: $1, scale: $2, dtype: $4) },
    Builtin(
      "student_t", Number("df", .above(0)), shapeParameter, DTypeArgument(), rngParameter,
      summary: "Student's t of `df` degrees of freedom.",
      details: "The shape is one list; without it one number.",
      example: Example("student_t(5, [3]).shape", prints: "[3]"), related: ["normal"]
    ) { machine, freedom, shape, dtype, rng in
      try drawn(shape, "student_t", rng, machine) {
        try $0.studentT($1, freedom: freedom, dtype: dtype ?? (shape.isNone ? .f64 : .f32))
      }
    },
    Builtin(
      "dirichlet", TensorArgument("alpha", "[k]"), shapeParameter, DTypeArgument(), rngParameter,
      summary: "Shares of k parts that add up to 1, on a new last axis.",
      example: Example("dirichlet([1, 1, 1], [4]).shape", prints: "[4, 3]"),
      related: ["beta", "categorical"]
    ) { machine, alpha, shape, dtype, rng in
      try rows(shape, "dirichlet", rng, machine) {
        try $0.dirichlet(alpha, $1, dtype: dtype ?? .f32)
      }
    },
    Builtin(
      "categorical", TensorArgument("p", "[…, class]"), shapeParameter, DTypeArgument(),
      rngParameter,
      summary: "Positions drawn with probabilities in proportion to p.",
      details: "The axes of p before the last come first, then the shape.",
      example: Example("categorical([0, 1, 0], [2])", prints: "i64[2]\n  1  1"),
      related: ["choice", "dirichlet", "gumbel"]
    ) { machine, p, shape, dtype, rng in
      try drawn(shape, "categorical", rng, machine) {
        try $0.categorical(p, $1).astype(dtype ?? .i64)
      }
    },
    Builtin(
      "multivariate_normal", TensorArgument("mean", "[dim]"),
      TensorArgument("covariance", "[dim, dim]"), shapeParameter, DTypeArgument(), rngParameter,
      summary: "Rows of a normal distribution with a mean and a covariance, on a new last axis.",
      example: Example(
        "multivariate_normal([0.0, 0.0], eye(2), [5]).shape", prints: "[5, 2]"),
      related: ["normal", "cov", "cholesky"]
    ) { machine, mean, covariance, shape, dtype, rng in
      try rows(shape, "multivariate_normal", rng, machine) {
        try $0.multivariateNormal(mean, covariance, $1, dtype: dtype ?? .f32)
      }
    },
    Builtin(
      "random_unit", Rest("shape", accepts: "sizes, loose or as one list"), DTypeArgument(),
      rngParameter,
      summary: "Rows of length 1 in random directions.",
      example: Example("random_unit(4, 3).shape", prints: "[4, 3]"),
      related: ["randn", "normalize"]
    ) { machine, sizes, dtype, rng in
      let shape = try ShapeArgument.sizes(sizes, "random_unit")
      return machine.heap.tensor(
        try draw(rng, machine) { try $0.unitRows(shape, dtype: dtype ?? .f32) })
    },
  ]

  /// Rows in a shape, one row where there is none.
  private static func rows(
    _ shape: Value, _ entry: String, _ rng: Value, _ machine: VirtualMachine,
    _ body: (inout RandomGenerator, [Int]) throws -> Tensor
  ) throws -> Value {
    let sizes = shape.isNone ? [] : try ShapeArgument.sizes(of: shape, entry)
    return machine.heap.tensor(try draw(rng, machine) { try body(&$0, sizes) })
  }

  private static func scaled(
    _ name: String, _ summary: String,
    _ body: @escaping @Sendable (inout RandomGenerator, Double, [Int], DType) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, Number("scale", .above(0), default: 1), shapeParameter, DTypeArgument(), rngParameter,
      summary: summary, details: "The shape is one list; without it one number.",
      example: Example("\(name)(2, [3]).shape", prints: "[3]"), related: ["gamma", "poisson"]
    ) { machine, scale, shape, dtype, rng in
      try drawn(shape, name, rng, machine) {
        try body(&$0, scale, $1, dtype ?? (shape.isNone ? .f64 : .f32))
      }
    }
  }

  private static func two(
    _ name: String, _ first: Number, _ second: Number, _ summary: String, _ example: String,
    _ body:
      @escaping @Sendable (inout RandomGenerator, Double, Double, [Int], DType) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, first, second, shapeParameter, DTypeArgument(), rngParameter,
      summary: summary, details: "The shape is one list; without it one number.",
      example: Example(example, prints: "[3]"), related: ["uniform", "normal", "exponential"]
    ) { machine, a, b, shape, dtype, rng in
      try drawn(shape, name, rng, machine) {
        try body(&$0, a, b, $1, dtype ?? (shape.isNone ? .f64 : .f32))
      }
    }
  }
}
