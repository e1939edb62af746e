import Catalog
import Learners
import Machine
import Tensors

extension LinearModel: FittedModel {
  static var typeName: String { "linear_model" }

  var shown: String {
    let dim = weights.shape[weights.rank - 1]
    let outputs = weights.rank == 1 ? "" : ", \(weights.shape[0]) outputs"
    let zeros = weights.doubles().filter { $0 == 0 }.count
    let sparse = zeros > 0 ? ", \(zeros) of \(weights.count) weights 0" : ""
    let end = iterations > 0 ? ", " + endText(iterations, isConverged) : ""
    return "linear_model: \(dim) columns\(outputs)\(sparse)\(end)"
  }

  var fields: [(name: String, value: ObjectState)] {
    [
      ("weights", .tensor(weights)), ("bias", .tensor(bias)), ("iterations", .int(iterations)),
      ("converged", .bool(isConverged)),
    ]
  }

  func value(for x: Tensor, in machine: VirtualMachine) throws -> Value {
    machine.heap.tensor(try self(x))
  }
}

extension BuiltinCatalog {
  static let ridge = Builtin(
    "ridge", NumbersArgument("x", "[row, dim]"), NumbersArgument("y", "[row] or [row, output]"),
    Number("alpha", .atLeast(0), default: 1, passing: .named), Flag("bias", default: true),
    summary: "Least squares with a penalty on the size of the weights.",
    details: """
      The least of ‖y − x w − bias‖² + alpha ‖w‖². A fitted object: m(x) predicts; m.weights [dim] \
      or [output, dim], m.bias. Solved directly, by the lesser of rows and columns; alpha=0 gives \
      the least squares of least norm. As scikit-learn's Ridge.
      """,
    example: Example(
      "m = ridge([[1.0], [2.0], [3.0]], [2.0, 4.0, 6.0], alpha=0)\n[m.weights.round(6).tolist(), "
        + "m([[4.0]]).round(6).tolist()]",
      prints: "[[2.0], [8.0]]"),
    source: Citation(
      "Hoerl and Kennard", 1970, "Ridge Regression", "doi.org/10.1080/00401706.1970.10488634"),
    related: ["lasso", "lstsq", "logistic_fit"]
  ) { machine, x, y, alpha, hasBias in
    machine.heap.instance(try FittedObject(Ridge.fit(x, y, alpha: alpha, hasBias: hasBias)))
  }

  static let lasso = Builtin(
    "lasso", NumbersArgument("x", "[row, dim]"), NumbersArgument("y", "[row] or [row, output]"),
    Number("alpha", .atLeast(0), default: 1, passing: .named), Flag("bias", default: true),
    Integer("iterations", .atLeast(1), default: 1000, passing: .named),
    Number("tolerance", .atLeast(0), default: 1e-4, passing: .named),
    summary: "Least squares with a penalty that makes weights 0.",
    details: """
      The least of ‖y − x w − bias‖² / (2 rows) + alpha Σ|w|, by cyclic descent until the duality \
      gap is below tolerance · ‖y‖². A fitted object: m(x) predicts; m.weights [dim] or \
      [output, dim], m.bias, m.iterations, m.converged. As scikit-learn's Lasso.
      """,
    example: Example(
      "m = lasso([[-1.0, 1.0], [0.0, -2.0], [1.0, 1.0]], [-3.0, 0.0, 3.0], alpha=1)\n"
        + "m.weights.round(3).tolist()",
      prints: "[1.5, 0.0]"),
    source: Citation(
      "Tibshirani", 1996, "Regression Shrinkage and Selection via the Lasso",
      "doi.org/10.1111/j.2517-6161.1996.tb02080.x"),
    related: ["ridge", "lstsq"]
  ) { machine, x, y, alpha, hasBias, iterations, tolerance in
    var options = Lasso.Options()
    options.hasBias = hasBias
    options.iterations = iterations
    options.tolerance = tolerance
    let fit = try Lasso.fit(x, y, alpha: alpha, options, report: machine.fitReport("lasso"))
    return machine.heap.instance(try FittedObject(fit))
  }
}
