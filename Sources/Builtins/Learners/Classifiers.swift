import Catalog
import Learners
import Machine
import Tensors

/// A model of classes, and their names where the labels were texts.
struct Classifier<Model: ClassModel>: FittedModel {
  let model: Model
  let names: [String]?

  static var typeName: String { Model.typeName }
  static var methods: MethodTable { Model.methods }

  var shown: String { "\(Model.typeName): \(model.classes.count) classes, \(model.end)" }

  var fields: [(name: String, value: ObjectState)] {
    get throws {
      let classes: ObjectState =
        if let names {
          .list(model.classes.map { .text(names[$0]) })
        } else {
          .tensor(try Tensor(ints: model.classes, shape: [model.classes.count]))
        }
      return try model.numbers + [("classes", classes)]
    }
  }

  /// The class of each row: i64, or texts where the labels were texts.
  func value(for x: Tensor, in machine: VirtualMachine) throws -> Value {
    let numbers = try model(x)
    guard let names else { return machine.heap.tensor(numbers) }
    return machine.texts(numbers.ints().map { names[$0] })
  }
}

/// What classifiers have in common.
protocol ClassModel: Sendable {
  static var typeName: String { get }
  static var methods: MethodTable { get }
  /// The class numbers, ascending.
  var classes: [Int] { get }
  /// How the fit ended, in words.
  var end: String { get }
  /// Fields but for the classes.
  var numbers: [(name: String, value: ObjectState)] { get throws }
  /// The class number of each row.
  func callAsFunction(_ x: Tensor) throws -> Tensor
}

extension ClassModel {
  fileprivate static func measure(
    _ name: String, _ summary: String, example: Example,
    body: @escaping @Sendable (Self, Tensor) throws -> Tensor
  ) -> ObjectMethod {
    ObjectMethod(
      name, of: FittedObject<Classifier<Self>>.self, NumbersArgument("x", "[row, dim]"),
      summary: summary, example: example, related: [typeName]
    ) { fitted, machine, x in machine.heap.tensor(try body(fitted.model.model, x)) }
  }
}

extension LogisticRegression: ClassModel {
  static var typeName: String { "logistic_fit" }
  static let methods = MethodTable([
    measure(
      "probabilities", "The probability of each class, [row, class].",
      example: Example(
        "m = logistic_fit([[-1.0], [1.0]], [0, 1])\nm.probabilities([[0.0]]).tolist()",
        prints: "[[0.5, 0.5]]")
    ) { try $0.probabilities($1) },
    measure(
      "scores", "Log-odds of the second of two classes [row], or logits [row, class].",
      example: Example(
        "m = logistic_fit([[-1.0], [1.0]], [0, 1])\nm.scores([[0.0]]).tolist()",
        prints: "[0.0]")
    ) { try $0.scores($1) },
  ])

  var end: String { "\(weights.shape[1]) columns, \(endText(iterations, isConverged))" }

  var numbers: [(name: String, value: ObjectState)] {
    [
      ("weights", .tensor(weights)), ("bias", .tensor(bias)), ("iterations", .int(iterations)),
      ("converged", .bool(isConverged)),
    ]
  }
}

extension SupportVectors: ClassModel {
  static var typeName: String { "svm_fit" }
  static let methods = MethodTable([
    measure(
      "scores",
      "Margins from the boundary, positive for the second of two classes, [row]; else votes, "
        + "[row, class].",
      example: Example(
        "m = svm_fit([[-1.0], [1.0]], [0, 1])\nm.scores([[3.0]]).tolist()", prints: "[3.0]")
    ) { try $0.scores($1) }
  ])

  var end: String {
    "\(support.count) support vectors, \(endText(iterations, true))"
  }

  var numbers: [(name: String, value: ObjectState)] {
    get throws {
      let weights = try self.weights.map { ("weights", ObjectState.tensor($0)) }
      let gamma = gamma.map { ("gamma", ObjectState.float($0)) }
      return [
        ("support", .tensor(support)), ("vectors", .tensor(vectors)),
        ("coefficients", .tensor(coefficients)), ("bias", .tensor(bias)),
      ] + [weights, gamma].compactMap { $0 } + [("iterations", .int(iterations))]
    }
  }
}

extension BuiltinCatalog {
  private static let labelsParameter = AnyValue(
    "y", accepts: "labels [row]: ints, bools or texts")

  /// The numbers of labels, and their names where they are texts.
  private static func labels(
    _ value: Value, _ function: String, _ machine: VirtualMachine
  ) throws -> (numbers: [Int], names: [String]?) {
    if let texts = machine.textList(value), !texts.isEmpty {
      let classes = ClassNumbers(texts)
      return (classes.numbers, classes.names)
    }
    guard let numbers = try LossCall.labels(in: value, machine) else {
      throw RuntimeError(
        .type, "\(function): 'y' takes labels, got a value of type \(machine.typeName(value))",
        hint: "labels are ints, bools or texts, one a row; y.astype(i64) makes them of numbers")
    }
    return (numbers, nil)
  }

  static let logisticFit = Builtin(
    "logistic_fit", NumbersArgument("x", "[row, dim]"), labelsParameter,
    Number("c", .above(0), default: 1, passing: .named), Flag("bias", default: true),
    Integer("iterations", .atLeast(1), default: 100, passing: .named),
    Number("tolerance", .above(0), default: 1e-8, passing: .named),
    summary: "Classification by a linear model of the log-odds.",
    details: """
      The least of ½ ‖w‖² + c Σ −ln p(class of the row): the smaller c, the smaller the weights. A \
      fitted object: m(x) gives classes, m.probabilities(x) [row, class], m.scores(x) log-odds or \
      logits; m.weights [class, dim], for two classes [1, dim], m.bias, m.classes, m.iterations, \
      m.converged. By Newton's method until no entry of the mean gradient is above tolerance. As \
      scikit-learn's LogisticRegression, to more digits.
      """,
    example: Example(
      "m = logistic_fit([[-2.0], [-1.0], [1.0], [2.0]], [\"no\", \"no\", \"yes\", \"yes\"])\n"
        + "m([[-0.5], [0.5]])",
      prints: "[\"no\", \"yes\"]"),
    source: Citation(
      "Cox", 1958, "The Regression Analysis of Binary Sequences",
      "doi.org/10.1111/j.2517-6161.1958.tb00292.x"),
    related: ["svm_fit", "ridge", "cross_entropy"]
  ) { machine, x, y, c, hasBias, iterations, tolerance in
    let (numbers, names) = try labels(y, "logistic_fit", machine)
    var options = LogisticRegression.Options()
    options.c = c
    options.hasBias = hasBias
    options.iterations = iterations
    options.tolerance = tolerance
    let fit = try LogisticRegression(
      x, labels: numbers, options, report: machine.fitReport("logistic_fit"))
    return machine.heap.instance(try FittedObject(Classifier(model: fit, names: names)))
  }

  static let supportVectorFit = Builtin(
    "svm_fit", NumbersArgument("x", "[row, dim]"), labelsParameter,
    Number("c", .above(0), default: 1, passing: .named),
    Choice("kernel", ["linear", "rbf"], default: "linear"), OptionalNumber("gamma", .above(0)),
    Number("tolerance", .above(0), default: 1e-3, passing: .named),
    summary: "Classes apart by the widest margin: a support vector machine.",
    details: """
      The least of ½ ‖w‖² + c Σ max(0, 1 − y (w·φ(x) + bias)), of more than two classes each \
      against each by vote. kernel is "linear" or "rbf", exp(−gamma ‖x − y‖²), whose gamma is \
      1 / (dim · variance of x) unless given. A fitted object: m(x) gives classes, m.scores(x) \
      margins; m.support, places of the rows that count, m.vectors, m.coefficients, m.bias, \
      m.weights of the linear kernel, m.classes. As scikit-learn's SVC; rows of the kernel matrix \
      are made when needed, and 256 MB of them kept.
      """,
    example: Example(
      "m = svm_fit([[-2.0], [-1.0], [1.0], [2.0]], [0, 0, 1, 1])\n"
        + "[m.support.tolist(), m([[-0.5], [0.5]]).tolist()]",
      prints: "[[1, 2], [0, 1]]"),
    source: Citation(
      "Chang and Lin", 2011, "LIBSVM: A library for support vector machines",
      "doi.org/10.1145/1961189.1961199"),
    related: ["logistic_fit", "ridge"]
  ) { machine, x, y, c, kernel, gamma, tolerance in
    let (numbers, names) = try labels(y, "svm_fit", machine)
    guard gamma == nil || kernel == "rbf" else {
      throw RuntimeError(
        .value, "svm_fit: 'gamma' belongs to kernel=\"rbf\", got kernel=\"\(kernel)\"")
    }
    var options = SupportVectors.Options()
    options.c = c
    options.kernel = kernel == "rbf" ? .gaussian(gamma: gamma) : .linear
    options.tolerance = tolerance
    let fit = try SupportVectors(
      x, labels: numbers, options, report: machine.fitReport("svm_fit"))
    return machine.heap.instance(try FittedObject(Classifier(model: fit, names: names)))
  }
}
