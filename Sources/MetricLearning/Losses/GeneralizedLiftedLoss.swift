import Catalog
import Glibc
import Tensors

/// Lifted structure over all positives and negatives of an anchor.
///
///     ℓ_i = max(0, log Σ_p e^{d_p − m_p} + log Σ_n e^{m_n − d_n})
public struct GeneralizedLiftedLoss: Loss {
  /// Entry and data.
  public static let maker = LossMaker(entry, takes: .labels, "embeddings and labels (z, y)")

  private static let entry = Entry<any Loss>(
    "generalized_lifted",
    Number("pos_margin", .any, unit: "distance", default: 0, passing: .named),
    Number("neg_margin", .any, unit: "distance", default: 1, passing: .named),
    Measure.distanceParameter, Flag("normalize", default: true), Reduction.parameter,
    summary: "Keeps an anchor's soft farthest positive nearer than its soft nearest negative.",
    details: """
      max(0, log Σ over positives of e^(d − pos_margin) + log Σ over negatives of
      e^(neg_margin − d)), d the Euclidean distance unless distance= says otherwise. A unit is a
      row that has a positive and a negative. Nothing of size rows² is held.
      """,
    example: Example(
      "generalized_lifted([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]], [0, 0, 1, 1])",
      prints: "0.27893364"),
    source: Citation(
      "Hermans et al.", 2017, "In Defense of the Triplet Loss, eq. 6", "arxiv.org/abs/1703.07737"),
    related: ["lifted_structure", "triplet", "multi_similarity"]
  ) { positiveMargin, negativeMargin, distance, normalizes, reduction in
    GeneralizedLiftedLoss(
      positiveMargin: positiveMargin, negativeMargin: negativeMargin,
      options: TupleOptions(
        measure: distance ?? .euclidean, normalizes: normalizes, reduction: reduction))
  }

  /// m_p.
  public let positiveMargin: Double
  /// m_n.
  public let negativeMargin: Double
  /// Distance, normalization and reduction.
  public let options: TupleOptions

  /// The loss with these options.
  public init(
    positiveMargin: Double = 0, negativeMargin: Double = 1, options: TupleOptions = TupleOptions()
  ) {
    self.positiveMargin = positiveMargin
    self.negativeMargin = negativeMargin
    self.options = options
  }

  private var arguments: [String] {
    changed(("pos_margin", positiveMargin, 0), ("neg_margin", negativeMargin, 1))
      + options.arguments(usual: TupleOptions())
  }

  /// How tables and legends name it.
  public var name: String { (["Generalized lifted"] + arguments).joined(separator: " ") }
  /// The maker's call as it would be typed.
  public var call: String { "generalized_lifted(\(arguments.joined(separator: ", ")))" }

  /// The value for embeddings and labels.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    guard case .labeled(let embeddings, let labels) = data else { throw maker.wrongForm() }
    let terms = LiftedTerms(positiveMargin: positiveMargin, negativeMargin: negativeMargin)
    return try options.value(embeddings, labels: labels, terms, loss: "generalized_lifted")
  }
}

private struct LiftedTerms: AnchorTerms {
  let positiveMargin: Double
  let negativeMargin: Double

  /// Both logarithms; closeness is minus the distance.
  private func logs<Element: ContrastElement>(
    _ row: AnchorRow<Element>
  ) -> (positives: Double, negatives: Double) {
    let exponents = row.positiveCloseness.map { -Double($0) - positiveMargin }
    let top = exponents.max() ?? 0
    let positives = top + log(exponents.reduce(0) { $0 + exp($1 - top) })
    return (positives, row.negativeLogSum(scale: 1) + negativeMargin)
  }

  private func isUnit<Element: ContrastElement>(_ row: AnchorRow<Element>) -> Bool {
    !row.positives.isEmpty && row.negativeCount > 0
  }

  func add<Element: ContrastElement>(_ row: AnchorRow<Element>, to sum: inout TermSum) {
    guard isUnit(row) else { return }
    let logs = logs(row)
    sum.add(max(0, logs.positives + logs.negatives))
  }

  func writeGradient<Element: ContrastElement>(
    _ row: AnchorRow<Element>, weights: TermWeights
  ) throws {
    guard isUnit(row) else { return row.negatives.update(repeating: 0, count: row.count) }
    let logs = logs(row)
    guard logs.positives + logs.negatives > 0 else {
      return row.negatives.update(repeating: 0, count: row.count)
    }
    let weight = weights(0)
    row.replaceNegatives(scale: 1, factor: weight, log: logs.negatives - negativeMargin)
    for (column, closeness) in zip(row.positives, row.positiveCloseness) {
      row.negatives[column] = Element(
        -weight * exp(-Double(closeness) - positiveMargin - logs.positives))
    }
  }
}
