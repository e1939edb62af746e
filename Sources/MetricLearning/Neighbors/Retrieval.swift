import Tensors

/// How well the nearest rows of each row share its label. Rows without another row of their label
/// are no queries and are counted.
public struct Retrieval: Sendable {
  /// What is asked of a query's ranking.
  public enum Question: Sendable, Equatable {
    /// Whether a relevant row is among the first k.
    case recall(at: Int)
    /// The share of relevant rows among the first k.
    case precision(at: Int)
    /// The share of relevant rows among the first R, R the number of relevant rows.
    case rPrecision
    /// (1/R) Σ over i ≤ R of precision at i where row i is relevant.
    case meanAveragePrecisionAtR
  }

  /// One value a query, a fraction.
  public let values: [Double]
  /// The label of each query.
  public let labels: [Int]
  /// Rows that have no relevant row.
  public let skipped: Int

  /// The answer: the mean over queries, nan where there is none.
  public var mean: Double { values.reduce(0, +) / Double(values.count) }

  /// The mean over labels of the mean over their queries.
  public var meanOfLabels: Double {
    var sums: [Int: (sum: Double, count: Double)] = [:]
    for (label, value) in zip(labels, values) {
      let known = sums[label] ?? (0, 0)
      sums[label] = (known.sum + value, known.count + 1)
    }
    let means = sums.keys.sorted().compactMap { sums[$0].map { $0.sum / $0.count } }
    return means.reduce(0, +) / Double(means.count)
  }

  /// Ranks for each row the others, or references with labels of their own.
  /// - Parameter function: the script name of the call, for errors.
  /// - Throws: `LossError` for shapes, labels or k that do not fit.
  public init(
    _ rows: Tensor, labels: [Int], references: (rows: Tensor, labels: [Int])? = nil,
    measure: Measure = .cosine, _ question: Question, function: String
  ) throws {
    for (tensor, labels) in [(rows, labels)] + (references.map { [($0.rows, $0.labels)] } ?? []) {
      try LossData.checkRows(tensor, "the rows", loss: function)
      guard labels.count == tensor.shape[0] else {
        throw LossError(
          "shape",
          "\(function): takes one label a row, got \(tensor.shape[0]) rows and "
            + "\(labels.count) labels")
      }
    }
    let known = references?.labels ?? labels
    var sizes: [Int: Int] = [:]
    for label in known { sizes[label, default: 0] += 1 }
    let relevant = labels.map { (sizes[$0] ?? 0) - (references == nil ? 1 : 0) }
    let depth: Int
    switch question {
    case .recall(let k), .precision(let k): depth = k
    case .rPrecision, .meanAveragePrecisionAtR: depth = max(relevant.max() ?? 0, 1)
    }
    let nearest = try NearestNeighbors(
      rows, references: references?.rows, count: depth, measure: measure, function: function)
    let indices = nearest.indices.ints()
    var values: [Double] = []
    var queries: [Int] = []
    for (row, label) in labels.enumerated() where relevant[row] > 0 {
      let hits = indices[row * depth..<(row + 1) * depth].map { known[$0] == label }
      values.append(question.answer(hits, relevant: relevant[row]))
      queries.append(label)
    }
    self.values = values
    self.labels = queries
    skipped = labels.count - queries.count
  }
}

extension Retrieval.Question {
  /// The value of a query, of whose ranking `hits` says what is relevant.
  fileprivate func answer(_ hits: [Bool], relevant: Int) -> Double {
    func share(_ count: Int) -> Double {
      Double(hits.prefix(count).reduce(0) { $0 + ($1 ? 1 : 0) }) / Double(count)
    }
    switch self {
    case .recall: return hits.contains(true) ? 1 : 0
    case .precision(let k): return share(k)
    case .rPrecision: return share(relevant)
    case .meanAveragePrecisionAtR:
      var (seen, sum) = (0.0, 0.0)
      for (place, isHit) in hits.prefix(relevant).enumerated() where isHit {
        seen += 1
        sum += seen / Double(place + 1)
      }
      return sum / Double(relevant)
    }
  }
}
