import Catalog
import Glibc
import Tensors

/// Multi-similarity loss.
///
///     ℓ_i = 1/α log(1 + Σ_p e^{−α (s_ip − λ)}) + 1/β log(1 + Σ_n e^{β (s_in − λ)})
public struct MultiSimilarityLoss: Loss {
  /// Entry and data.
  public static let maker = LossMaker(entry, takes: .labels, "embeddings and labels (z, y)")

  private static let entry = Entry<any Loss>(
    "multi_similarity", Number("alpha", .above(0), default: 2, passing: .named),
    Number("beta", .above(0), default: 50, passing: .named),
    Number("base", .any, default: 0.5, passing: .named), OptionalNumber("epsilon", .atLeast(0)),
    Measure.distanceParameter, Measure.similarityParameter, ContrastOptions.normalizeParameter,
    Reduction.parameter,
    summary: "Weighs each pair of a row by how it compares with the row's other pairs.",
    details: """
      1/alpha · log(1 + Σ over positives of e^(−alpha (s − base))) + 1/beta · log(1 + Σ over
      negatives of e^(beta (s − base))), s the cosine unless similarity= or distance= (as −d) says
      otherwise; a unit is a row. epsilon=e mines first: kept are positives with s − e < the
      largest s of a negative, and negatives with s + e > the smallest s of a positive. base is
      the paper's λ; 0.5 is the authors' code, 1 the paper's text. Nothing of size rows² is held.
      """,
    example: Example(
      "multi_similarity([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0], [-1.0, 0.0]], [0, 0, 1, 1])",
      prints: "0.6278501"),
    source: Citation(
      "Wang et al.", 2019, "Multi-Similarity Loss with General Pair Weighting",
      "arxiv.org/abs/1904.06627"),
    related: ["circle_loss", "triplet", "contrastive"]
  ) { alpha, beta, base, epsilon, distance, similarity, normalizes, reduction in
    MultiSimilarityLoss(
      alpha: alpha, beta: beta, base: base, epsilon: epsilon,
      options: TupleOptions(
        measure: try Measure.given(
          distance: distance, similarity: similarity, default: .cosine, function: "multi_similarity"
        ),
        normalizes: normalizes, reduction: reduction))
  }

  /// α, the factor of positives.
  public let alpha: Double
  /// β, the factor of negatives.
  public let beta: Double
  /// λ, the similarity where a pair begins to count.
  public let base: Double
  /// How much easier than the hardest pair of the other kind a pair may be; nil for all pairs.
  public let epsilon: Double?
  /// Measure, normalization, reduction.
  public let options: TupleOptions

  /// The loss with these options.
  public init(
    alpha: Double = 2, beta: Double = 50, base: Double = 0.5, epsilon: Double? = nil,
    options: TupleOptions = TupleOptions(measure: .cosine)
  ) {
    self.alpha = alpha
    self.beta = beta
    self.base = base
    self.epsilon = epsilon
    self.options = options
  }

  private var arguments: [String] {
    changed(("alpha", alpha, 2), ("beta", beta, 50), ("base", base, 0.5))
      + (epsilon.map { ["epsilon=\(shortest($0))"] } ?? [])
      + options.arguments(usual: TupleOptions(measure: .cosine))
  }

  /// How tables and legends name it.
  public var name: String { (["Multi-similarity"] + arguments).joined(separator: " ") }
  /// The maker's call as it would be typed.
  public var call: String { "multi_similarity(\(arguments.joined(separator: ", ")))" }

  /// The value for embeddings and labels.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    guard case .labeled(let embeddings, let labels) = data else { throw maker.wrongForm() }
    let terms = MultiSimilarityTerms(alpha: alpha, beta: beta, base: base, epsilon: epsilon)
    return try options.value(embeddings, labels: labels, terms, loss: "multi_similarity")
  }
}

private struct MultiSimilarityTerms: AnchorTerms {
  let alpha: Double
  let beta: Double
  let base: Double
  let epsilon: Double?

  /// What an anchor's term is made of: the two sums' logarithms without the 1.
  private struct Parts {
    var positives: Double
    var negatives: Double
    /// The smallest positive and largest negative closeness that are left out.
    var isKept: (Double) -> Bool
  }

  private func parts<Element: ContrastElement>(_ row: AnchorRow<Element>) -> Parts {
    var isKept: (Double) -> Bool = { _ in true }
    if let epsilon {
      let nearest = Double(row.nearestNegative)
      let farthest = Double(row.farthestPositive)
      isKept = { $0 - epsilon < nearest }
      for column in 0..<row.count
      where !(Double(row.negatives[column]) + epsilon > farthest) {
        row.negatives[column] = -.infinity
      }
    }
    var sum = 0.0
    for closeness in row.positiveCloseness where isKept(Double(closeness)) {
      sum += exp(-alpha * (Double(closeness) - base))
    }
    return Parts(
      positives: log(sum), negatives: row.negativeLogSum(scale: beta) - beta * base,
      isKept: isKept)
  }

  func add<Element: ContrastElement>(_ row: AnchorRow<Element>, to sum: inout TermSum) {
    let parts = parts(row)
    sum.add(softplus(parts.positives) / alpha + softplus(parts.negatives) / beta)
  }

  func writeGradient<Element: ContrastElement>(
    _ row: AnchorRow<Element>, weights: TermWeights
  ) throws {
    let parts = parts(row)
    let weight = weights(0)
    row.replaceNegatives(
      scale: beta, factor: weight / beta, log: softplus(parts.negatives) + beta * base)
    let whole = softplus(parts.positives)
    for (column, closeness) in zip(row.positives, row.positiveCloseness)
    where parts.isKept(Double(closeness)) {
      row.negatives[column] = Element(
        -weight * exp(-alpha * (Double(closeness) - base) - whole))
    }
  }
}
