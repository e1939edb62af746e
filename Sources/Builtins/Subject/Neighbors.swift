import Catalog
import Machine
import MetricLearning
import Tensors

/// Nearest rows, and how well they share labels.
enum Neighbors {
  static let all: [Builtin] = [
    knn, recallAtK, precisionAtK, precisionAt1, rPrecision, meanAveragePrecisionAtR,
  ]

  private static let rows = NumbersArgument("z", "[n, dim]")
  private static let exampleRows =
    "z = [[1.0, 0.0], [0.8, 0.6], [0.6, 0.8], [-0.6, 0.8]]\ny = [0, 0, 1, 1]\n"

  private static let knn = Builtin(
    "knn", rows, Integer("k", .atLeast(1), default: 1, passing: .named),
    OptionalNumbersArgument("ref", "[m, dim]", passing: .named), Measure.distanceParameter,
    Measure.similarityParameter,
    summary: "The k nearest rows of each row, exactly: a list of values and indices.",
    details: """
      values and indices are [n, k], nearest first, equally near ones in the order of the rows. \
      By cosine unless similarity= or distance= says otherwise; values are similarities or \
      distances. A row is not among its own nearest; with ref= the rows of ref are searched, all \
      of them. Memory is that of the rows and the result.
      """,
    example: Example(
      "values, indices = knn([[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]], k=1)\nindices",
      prints: "i64[3, 1]\n  1\n  0\n  1"),
    source: Citation(
      "Johnson et al.", 2017, "Billion-scale similarity search with GPUs",
      "arxiv.org/abs/1702.08734"),
    related: ["recall_at_k", "topk", "cosine_similarity"]
  ) { machine, rows, count, references, distance, similarity in
    let nearest = try NearestNeighbors(
      rows, references: references, count: count,
      measure: try Measure.given(
        distance: distance, similarity: similarity, default: .cosine, function: "knn"))
    return machine.heap.list([
      machine.heap.tensor(nearest.values), machine.heap.tensor(nearest.indices),
    ])
  }

  private static let shared = """
    Rows are ranked by cosine unless similarity= or distance= says otherwise; a row is not in its \
    own ranking. ref=[zg, yg] ranks other rows with their labels. Rows without another of their \
    label are left out. average="class" takes the mean of each class first. A fraction.
    """

  private static let recallAtK = ranked(
    "recall_at_k", summary: "Share of rows with one of their label among their k nearest.",
    prints: "0.5"
  ) { .recall(at: $0) }

  private static let precisionAtK = ranked(
    "precision_at_k", summary: "Share of each row's k nearest that have its label.",
    prints: "0.5"
  ) { .precision(at: $0) }

  private static let precisionAt1 = plain(
    "precision_at_1", summary: "Share of rows whose nearest has their label.", prints: "0.5",
    related: ["recall_at_k", "r_precision"]
  ) { .precision(at: 1) }

  private static let rPrecision = plain(
    "r_precision",
    summary: "Share of each row's R nearest that have its label, R the rows that could.",
    prints: "0.5", related: ["map_at_r", "recall_at_k"]
  ) { .rPrecision }

  private static let meanAveragePrecisionAtR = plain(
    "map_at_r",
    summary: "Mean average precision at R: like r_precision, earlier hits counting more.",
    details: "1/R Σ over i ≤ R of (share of hits among the first i) where place i is a hit. ",
    prints: "0.5", related: ["r_precision", "recall_at_k"]
  ) { .meanAveragePrecisionAtR }

  private static let labels = AnyValue("y", accepts: "labels [n]: ints, bools or texts")
  private static let references = AnyValue(
    "ref", accepts: "a list of rows and labels [zg, yg], or none", default: Value.none,
    defaultText: "none", passing: .named)
  private static let average = Choice("average", ["query", "class"], default: "query")
  private static let source = Citation(
    "Musgrave et al.", 2020, "A Metric Learning Reality Check", "arxiv.org/abs/2003.08505")

  private static func ranked(
    _ name: String, summary: String, prints: String,
    question: @escaping @Sendable (Int) -> Retrieval.Question
  ) -> Builtin {
    Builtin(
      name, rows, labels, Integers("k", passing: .named), references, Measure.distanceParameter,
      Measure.similarityParameter, average, summary: summary,
      details: "With a list of k the result is a list. " + shared,
      example: Example(exampleRows + "\(name)(z, y, k=1)", prints: prints), source: source,
      related: ["knn", "precision_at_1", "r_precision", "map_at_r"]
    ) { machine, rows, labels, counts, references, distance, similarity, average in
      let call = try Call(
        name, rows, labels, references, distance, similarity, average, machine)
      let answers = try counts.map { Value.float(try call.answer(question($0))) }
      return answers.count == 1 ? answers[0] : machine.heap.list(answers)
    }
  }

  private static func plain(
    _ name: String, summary: String, details: String = "", prints: String, related: [String],
    question: @escaping @Sendable () -> Retrieval.Question
  ) -> Builtin {
    Builtin(
      name, rows, labels, references, Measure.distanceParameter, Measure.similarityParameter,
      average, summary: summary, details: details + shared,
      example: Example(exampleRows + "\(name)(z, y)", prints: prints), source: source,
      related: ["knn"] + related
    ) { machine, rows, labels, references, distance, similarity, average in
      let call = try Call(
        name, rows, labels, references, distance, similarity, average, machine)
      return .float(try call.answer(question()))
    }
  }
}

/// A call of a retrieval metric, its arguments read.
private struct Call {
  let name: String
  let rows: Tensor
  let labels: [Int]
  let references: (rows: Tensor, labels: [Int])?
  let measure: Measure
  let isByClass: Bool

  init(
    _ name: String, _ rows: Tensor, _ labels: Value, _ references: Value, _ distance: Measure?,
    _ similarity: Measure?, _ average: String, _ machine: VirtualMachine
  ) throws {
    self.name = name
    self.rows = rows
    measure = try Measure.given(
      distance: distance, similarity: similarity, default: .cosine, function: name)
    isByClass = average == "class"
    func refused(_ what: String, _ value: Value) -> RuntimeError {
      RuntimeError(
        .type, "\(name): \(what), got a value of type \(machine.typeName(value))",
        hint: "labels are ints, bools or texts, one a row")
    }
    if references.isNone {
      guard let numbers = try LossCall.labels(in: labels, machine) else {
        throw refused("'y' takes labels", labels)
      }
      self.labels = numbers
      self.references = nil
      return
    }
    guard let parts = references.listObject?.items, parts.count == 2,
      let others = try machine.tensor(from: parts[0])
    else { throw refused("'ref' takes rows and their labels, [zg, yg]", references) }
    // Texts are numbered together, so that a name is one class on both sides.
    if let own = machine.textList(labels), let known = machine.textList(parts[1]) {
      let numbers = ClassNumbers(own + known).numbers
      self.labels = Array(numbers.prefix(own.count))
      self.references = (others, Array(numbers.dropFirst(own.count)))
      return
    }
    guard let own = try LossCall.labels(in: labels, machine) else {
      throw refused("'y' takes labels", labels)
    }
    guard let known = try LossCall.labels(in: parts[1], machine) else {
      throw refused("'ref' takes labels beside its rows", parts[1])
    }
    self.labels = own
    self.references = (others, known)
  }

  func answer(_ question: Retrieval.Question) throws -> Double {
    let retrieval = try Retrieval(
      rows, labels: labels, references: references, measure: measure, question, function: name)
    guard !retrieval.values.isEmpty else {
      throw RuntimeError(
        .value, "\(name): no row has another of its label, so there is no query",
        hint: "labels must come at least twice, or stand in ref=")
    }
    return isByClass ? retrieval.meanOfLabels : retrieval.mean
  }
}

extension MeasureOption: ValueParameter {
  /// Decodes an argument.
  public func read(value: Value?, in machine: VirtualMachine) throws -> Measure? {
    try read(value.map(machine.argument))
  }
}
