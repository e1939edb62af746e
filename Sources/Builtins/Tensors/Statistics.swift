import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Statistics of rows, and plans between them.
  static let statistics: [Builtin] = [
    Builtin(
      "cov", TensorArgument("x", "[row, column]"),
      Integer("ddof", .atLeast(0), default: 1, passing: .named),
      summary: "The covariance matrix of the columns, over rows − ddof.",
      example: Example("cov([[1.0], [3.0]]).tolist()", prints: "[[2.0]]"),
      related: ["corrcoef", "whiten", "var"]
    ) { machine, x, ddof in machine.heap.tensor(try x.covariance(ddof: ddof)) },
    Builtin(
      "corrcoef", TensorArgument("x", "[row, column]"),
      summary: "The correlation coefficients of the columns; nan beside a constant one.",
      example: Example(
        "corrcoef([[1.0, 2.0], [2.0, 0.0], [3.0, -2.0]]).round().tolist()",
        prints: "[[1.0, -1.0], [-1.0, 1.0]]"),
      related: ["cov", "standardize"]
    ) { machine, x in machine.heap.tensor(try x.correlation()) },
    Builtin(
      "standardize", TensorArgument("x"),
      AnyValue(
        "axis", accepts: "an axis, a list of axes, or none for all", default: .int(0),
        defaultText: "0"),
      Integer("ddof", .atLeast(0), default: 0, passing: .named),
      summary: "Brought to mean 0 and standard deviation 1 along axes; what is constant becomes 0.",
      example: Example("standardize([1.0, 3.0]).round()", prints: "f32[2]\n  -1.0   1.0"),
      related: ["normalize", "whiten", "std"]
    ) { machine, x, axis, ddof in
      let axes = try AxesArgument("axis").read(value: axis, in: machine)
      return machine.heap.tensor(try x.standardized(axes: axes, ddof: ddof))
    },
    whiten, pairwise,
    Builtin(
      "smooth", TensorArgument("x"), Number("decay", .between(0, 1), passing: .named),
      Integer("axis", default: -1, passing: .named),
      summary: "An exponential moving average: out[t] = decay · out[t − 1] + (1 − decay) · x[t].",
      details: "It starts from the first element as it is.",
      example: Example("smooth([0.0, 4.0], decay=0.5)", prints: "f32[2]\n  0.0  2.0"),
      related: ["cumsum", "convolve"]
    ) { machine, x, decay, axis in
      machine.heap.tensor(try x.smoothed(decay: decay, axis: axis))
    },
    Builtin(
      "sinkhorn", TensorArgument("cost", "[n, m]"), OptionalTensorArgument("a", "[n]"),
      OptionalTensorArgument("b", "[m]"),
      Number("eps", .above(0), default: 0.05, passing: .named),
      Integer("iterations", .atLeast(1), default: 100, passing: .named),
      summary: "A transport plan of little cost between masses a and b, blurred by eps.",
      details: "The masses are equal unless given. In logarithms, so that a small eps does not "
        + "overflow; the gradient goes through the iterations.",
      example: Example(
        "sinkhorn([[0.0, 9.0], [9.0, 0.0]]).tolist()", prints: "[[0.5, 0.0], [0.0, 0.5]]"),
      source: Citation(
        "Cuturi", 2013, "Sinkhorn Distances: Lightspeed Computation of Optimal Transport",
        "arxiv.org/abs/1306.0895"),
      related: ["hungarian", "softmax"]
    ) { machine, cost, a, b, epsilon, iterations in
      machine.heap.tensor(
        try cost.sinkhorn(rows: a, columns: b, epsilon: epsilon, iterations: iterations))
    },
    Builtin(
      "hungarian", TensorArgument("cost", "[n, m]"),
      summary: "For each row of a cost matrix a column of its own so that the sum is least.",
      details: "n is at most m. As a choice it has no gradient.",
      example: Example("hungarian([[4, 1], [2, 0]])", prints: "i64[2]\n  1  0"),
      related: ["sinkhorn", "argmin"]
    ) { machine, cost in machine.heap.tensor(try cost.assignment()) },
  ]

  private static let whiten = Builtin(
    "whiten", TensorArgument("x", "[row, column]"),
    Choice("method", ["cholesky", "zca", "pca"], default: "cholesky"),
    Integer("groups", .atLeast(1), default: 1, passing: .named), Flag("shuffle"),
    Number("eps", .atLeast(0), default: 0, passing: .named), rngParameter,
    summary: "Columns decorrelated, each with variance 1 (over rows − 1).",
    details: """
      "zca" stays nearest to the original, "pca" goes onto the principal axes, "cholesky" is the \
      fastest. `groups` whitens groups of columns apart, of neighbors or, with shuffle=true, drawn \
      at random; `eps` is added to the variances.
      """,
    example: Example(
      "whiten([[1.0], [3.0], [5.0]]).tolist()", prints: "[[-1.0], [0.0], [1.0]]"),
    related: ["cov", "standardize", "cholesky"]
  ) { machine, x, method, groups, isShuffled, epsilon, rng in
    let chosen = Tensor.Whitening(rawValue: method) ?? .cholesky
    guard isShuffled, x.rank == 2 else {
      return machine.heap.tensor(try x.whitened(chosen, groups: groups, epsilon: epsilon))
    }
    let order = try draw(rng, machine) { try $0.permutation(x.shape[1]) }
    let mixed = try x.take(order, axis: 1).whitened(chosen, groups: groups, epsilon: epsilon)
    return machine.heap.tensor(try mixed.take(order.argsort(), axis: 1))
  }

  private static let pairwise = Builtin(
    "pairwise", TensorArgument("a", "[n, dim]"), OptionalTensorArgument("b", "[m, dim]"),
    OptionalText("distance", passing: .named), OptionalText("similarity", passing: .named),
    summary: "Distances or similarities of all rows of a to all rows of b: [n, m].",
    details: """
      `distance` is "euclidean" (unless said otherwise), "squared_euclidean" or "manhattan"; \
      `similarity` is "cosine" or "dot". Without b the rows of a among themselves. Where rows \
      coincide the gradient is 0.
      """,
    example: Example(
      "pairwise([[0.0, 0.0]], [[3.0, 4.0], [0.0, 1.0]]).tolist()", prints: "[[5.0, 1.0]]"),
    related: ["euclidean_distance", "cosine_similarity"]
  ) { machine, a, b, distance, similarity in
    guard distance == nil || similarity == nil else {
      throw RuntimeError(.value, "pairwise: takes distance= or similarity=, not both")
    }
    let other = b ?? a
    let floats = a.dtype.isFloating ? a : try a.astype(.f32)
    let result: Tensor
    switch similarity ?? distance ?? "euclidean" {
    case "squared_euclidean" where similarity == nil: result = try a.squaredDistances(to: other)
    case "euclidean" where similarity == nil:
      let squares = try a.squaredDistances(to: other)
      let isZero = try squares.equal(0)
      let one = Tensor.scalar(1, dtype: squares.dtype)
      result =
        try Tensor.where_(isZero, one, squares).sqrt() * isZero.not().astype(squares.dtype)
    case "manhattan" where similarity == nil:
      result = try (floats.unsqueeze(1) - other.unsqueeze(0)).abs().sum(axes: [2])
    case "dot" where similarity != nil: result = try floats.matmul(other.swapAxes(0, 1))
    case "cosine" where similarity != nil:
      func unit(_ x: Tensor) throws -> Tensor {
        let norm = try x.norm(axes: [-1], keepsAxes: true)
        return try x / norm.maximum(.float(1e-30))
      }
      result = try unit(floats).matmul(unit(other).swapAxes(0, 1))
    default:
      throw RuntimeError(
        .value,
        "pairwise: distance must be \"euclidean\", \"squared_euclidean\" or \"manhattan\", "
          + "similarity \"cosine\" or \"dot\", got \(similarity ?? distance ?? "")")
    }
    return machine.heap.tensor(result)
  }
}
