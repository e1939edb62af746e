import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Linear equations and decompositions of matrices.
  static let matrices: [Builtin] = [
    Builtin(
      "solve", TensorArgument("a", "[…, n, n]"), TensorArgument("b", "[n] or […, n, columns]"),
      summary: "The x with a @ x = b, by LU factors.",
      details: "Leading axes are a batch and broadcast. A singular matrix is an error: `lstsq` "
        + "takes it.",
      example: Example("solve([[2.0, 0.0], [0.0, 4.0]], [2.0, 2.0])", prints: "f32[2]\n  1.0  0.5"),
      related: ["lstsq", "inv", "solve_triangular", "cholesky"]
    ) { machine, a, b in machine.heap.tensor(try a.solve(b)) },
    Builtin(
      "solve_triangular", TensorArgument("a", "[…, n, n]"),
      TensorArgument("b", "[n] or […, n, columns]"), Flag("lower", default: true),
      summary: "The x with a @ x = b for a triangular matrix, of which only that triangle is read.",
      example: Example(
        "solve_triangular([[2.0, 9.0], [1.0, 1.0]], [2.0, 3.0])", prints: "f32[2]\n  1.0  2.0"),
      related: ["solve", "cholesky"]
    ) { machine, a, b, lower in
      machine.heap.tensor(try a.solveTriangular(b, lower: lower))
    },
    Builtin(
      "lstsq", TensorArgument("a", "[…, m, n]"), TensorArgument("b", "[m] or […, m, columns]"),
      summary: "The x for which a @ x comes nearest to b, the shortest of several.",
      details: "By the pseudoinverse, so that any shape and rank will do.",
      example: Example(
        "lstsq([[1.0], [0.0]], [2.0, 5.0])", prints: "f32[1]\n  2.0"),
      related: ["solve", "pinv"]
    ) { machine, a, b in machine.heap.tensor(try a.lstsq(b)) },
    unary(
      "inv", "The inverse of a square matrix.", "[[2.0, 0.0], [0.0, 4.0]]",
      "f32[2, 2]\n  0.50  0.00\n  0.00  0.25", ["solve", "pinv"]
    ) { try $0.inv() },
    Builtin(
      "pinv", TensorArgument("x", "[…, m, n]"), OptionalNumber("tolerance", .atLeast(0)),
      summary: "The pseudoinverse of a matrix of any shape and rank.",
      details: "Singular values up to `tolerance` times the largest count as 0; it is max(m, n) "
        + "times the dtype's precision unless given.",
      example: Example("pinv([[2.0], [0.0]])", prints: "f32[1, 2]\n  0.5  0.0"),
      related: ["inv", "lstsq", "svd"]
    ) { machine, x, tolerance in machine.heap.tensor(try x.pinv(tolerance: tolerance)) },
    unary(
      "det", "The determinant of a square matrix.", "[[1.0, 2.0], [3.0, 4.0]]", "-2.0",
      ["slogdet", "inv"]
    ) { try $0.det() },
    Builtin(
      "slogdet", TensorArgument("x", "[…, n, n]"),
      summary: "The sign of the determinant, and the logarithm of its size.",
      details: "Of a singular matrix 0 and -inf; large matrices do not overflow.",
      example: Example("sign, logabs = slogdet([[0.0, 1.0], [1.0, 0.0]])\nsign", prints: "-1.0"),
      related: ["det", "cholesky"]
    ) { machine, x in
      let (sign, size) = try x.slogdet()
      return machine.heap.list([machine.heap.tensor(sign), machine.heap.tensor(size)])
    },
    unary(
      "cholesky", "The lower triangular l with l @ l.mT = x.", "[[4.0, 2.0], [2.0, 2.0]]",
      "f32[2, 2]\n  2.0  0.0\n  1.0  1.0", ["solve_triangular", "whiten"],
      details: "Takes the symmetric part (x + xᵀ) / 2; one that is not positive definite is an "
        + "error that names the leading minor."
    ) { try $0.cholesky() },
    Builtin(
      "qr", TensorArgument("x", "[…, m, n]"),
      summary: "Thin factors q and r with q @ r = x: orthonormal columns, upper triangle.",
      details: "q is [m, k] and r [k, n], k the smaller of m and n. Signs are LAPACK's, as "
        + "NumPy's.",
      example: Example("q, r = qr([[3.0], [4.0]])\nr", prints: "f32[1, 1]\n  -5.0"),
      related: ["svd", "cholesky"]
    ) { machine, x in
      let (q, r) = try x.qr()
      return machine.heap.list([machine.heap.tensor(q), machine.heap.tensor(r)])
    },
    Builtin(
      "svd", TensorArgument("x", "[…, m, n]"),
      summary: "Thin factors u, s and vt with (u * s) @ vt = x, s descending.",
      details: "Where singular values agree, the part of the gradient between their vectors is "
        + "taken as 0.",
      example: Example(
        "u, s, vt = svd([[3.0, 0.0], [0.0, 4.0]])\ns", prints: "f32[2]\n  4.0  3.0"),
      related: ["svdvals", "eigh", "pinv", "qr"]
    ) { machine, x in
      let (u, s, vt) = try x.svd()
      return machine.heap.list([u, s, vt].map(machine.heap.tensor))
    },
    unary(
      "svdvals", "The singular values, descending.", "[[3.0, 0.0], [0.0, 4.0]]",
      "f32[2]\n  4.0  3.0", ["svd", "cond"]
    ) { try $0.svd().s },
    Builtin(
      "eigh", TensorArgument("x", "[…, n, n]"),
      summary: "Ascending eigenvalues of a symmetric matrix, and the vectors, one a column.",
      details: "Takes the symmetric part (x + xᵀ) / 2. Where eigenvalues agree, the part of the "
        + "gradient between their vectors is taken as 0.",
      example: Example(
        "values, vectors = eigh([[2.0, 1.0], [1.0, 2.0]])\nvalues", prints: "f32[2]\n  1.0  3.0"),
      related: ["eigvalsh", "svd"]
    ) { machine, x in
      let (w, v) = try x.eigh()
      return machine.heap.list([machine.heap.tensor(w), machine.heap.tensor(v)])
    },
    unary(
      "eigvalsh", "The eigenvalues of a symmetric matrix, ascending.",
      "[[2.0, 1.0], [1.0, 2.0]]", "f32[2]\n  1.0  3.0", ["eigh"]
    ) { try $0.eigh().values },
    Builtin(
      "matrix_rank", TensorArgument("x", "[…, m, n]"), OptionalNumber("tolerance", .atLeast(0)),
      summary: "How many singular values are above `tolerance` times the largest.",
      example: Example("matrix_rank([[1.0, 2.0], [2.0, 4.0]])", prints: "1"),
      related: ["svdvals", "cond"]
    ) { machine, x, tolerance in machine.heap.tensor(try x.matrixRank(tolerance: tolerance)) },
    unary(
      "cond", "The largest singular value over the smallest.", "[[4.0, 0.0], [0.0, 2.0]]",
      "2.0", ["svdvals", "matrix_rank"]
    ) { try $0.cond() },
  ]

  private static func unary(
    _ name: String, _ summary: String, _ matrix: String, _ shown: String, _ related: [String],
    details: String = "Leading axes are a batch.",
    _ body: @escaping @Sendable (Tensor) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, TensorArgument("x", "of matrices over the last two axes"), summary: summary,
      details: details, example: Example("\(name)(\(matrix))", prints: shown), related: related
    ) { machine, x in machine.heap.tensor(try body(x)) }
  }
}
