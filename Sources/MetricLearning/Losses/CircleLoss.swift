import Catalog
import Glibc
import Tensors

/// Circle loss.
///
///     ℓ_i = log(1 + Σ_n e^{γ [s_n + m]₊ (s_n − m)} · Σ_p e^{−γ [1 + m − s_p]₊ (s_p − 1 + m)})
public struct CircleLoss: Loss {
  /// Entry and data.
  public static let maker = LossMaker(entry, takes: .labels, "embeddings and labels (z, y)")

  private static let entry = Entry<any Loss>(
    "circle_loss", Number("margin", .any, unit: "cosine", default: 0.4, passing: .named),
    Number("scale", .above(0), default: 80, passing: .named), Flag("detach", default: true),
    Reduction.parameter,
    summary: "Pulls and pushes each pair by how far it is from its optimum.",
    details: """
      log(1 + Σ over negatives of e^(scale [s + m]₊ (s − m)) · Σ over positives of
      e^(−scale [1 + m − s]₊ (s − 1 + m))), s the cosine, m the margin; a unit is a row that has a
      positive and a negative. The weights [·]₊ carry no gradient, as in the paper, unless
      detach=false. scale is the paper's γ. Nothing of size rows² is held.
      """,
    example: Example(
      "circle_loss([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0], [-1.0, 0.0]], [0, 0, 1, 1], scale=4)",
      prints: "3.1334558"),
    source: Citation("Sun et al.", 2020, "Circle Loss", "arxiv.org/abs/2002.10857"),
    related: ["multi_similarity", "triplet", "sup_con"]
  ) { margin, scale, isDetached, reduction in
    CircleLoss(margin: margin, scale: scale, isDetached: isDetached, reduction: reduction)
  }

  /// m.
  public let margin: Double
  /// γ.
  public let scale: Double
  /// Whether the weights of pairs carry no gradient.
  public let isDetached: Bool
  /// How the terms, one an anchor, become one value.
  public let reduction: Reduction

  /// The loss with these options.
  public init(
    margin: Double = 0.4, scale: Double = 80, isDetached: Bool = true,
    reduction: Reduction = .mean
  ) {
    self.margin = margin
    self.scale = scale
    self.isDetached = isDetached
    self.reduction = reduction
  }

  private var arguments: [String] {
    changed(("margin", margin, 0.4), ("scale", scale, 80)) + (isDetached ? [] : ["detach=false"])
      + reduction.changed()
  }

  /// How tables and legends name it.
  public var name: String { (["Circle"] + arguments).joined(separator: " ") }
  /// The maker's call as it would be typed.
  public var call: String { "circle_loss(\(arguments.joined(separator: ", ")))" }

  /// The value for embeddings and labels.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    guard case .labeled(let embeddings, let labels) = data else { throw maker.wrongForm() }
    let terms = CircleTerms(margin: margin, scale: scale, isDetached: isDetached)
    return try TupleOptions(measure: .cosine, reduction: reduction)
      .value(embeddings, labels: labels, terms, loss: "circle_loss")
  }
}

private struct CircleTerms: AnchorTerms {
  let margin: Double
  let scale: Double
  let isDetached: Bool

  /// The exponent of a positive, and its derivative by the cosine.
  private func positive(_ cosine: Double) -> (exponent: Double, slope: Double) {
    let weight = max(1 + margin - cosine, 0)
    let distance = cosine - 1 + margin
    let more = isDetached || weight == 0 ? 0 : scale * distance
    return (-scale * weight * distance, -scale * weight + more)
  }

  /// Exponents of the negatives over their cosines, and log Σ exp of each kind of pair.
  private func sums<Element: ContrastElement>(
    _ row: AnchorRow<Element>
  ) -> (positives: Double, negatives: Double) {
    let (m, scale) = (Element(margin), Element(self.scale))
    for column in 0..<row.count where row.negatives[column] > -.infinity {
      let cosine = row.negatives[column]
      row.negatives[column] = scale * max(cosine + m, 0) * (cosine - m)
    }
    let exponents = row.positiveCloseness.map { positive(Double($0)).exponent }
    let top = exponents.max() ?? 0
    let positives = log(exponents.reduce(0) { $0 + exp($1 - top) }) + top
    return (positives, row.negativeLogSum(scale: 1))
  }

  private func isUnit<Element: ContrastElement>(_ row: AnchorRow<Element>) -> Bool {
    !row.positives.isEmpty && row.negativeCount > 0
  }

  func add<Element: ContrastElement>(_ row: AnchorRow<Element>, to sum: inout TermSum) {
    guard isUnit(row) else { return }
    let sums = sums(row)
    sum.add(softplus(sums.positives + sums.negatives))
  }

  func writeGradient<Element: ContrastElement>(
    _ row: AnchorRow<Element>, weights: TermWeights
  ) throws {
    guard isUnit(row) else { return row.negatives.update(repeating: 0, count: row.count) }
    let slopes = try Workspace<Element>(count: row.count)
    let (m, scale) = (Element(margin), Element(self.scale))
    for column in 0..<row.count {
      let cosine = row.negatives[column]
      let weight = max(cosine + m, 0)
      let more = isDetached || weight == 0 ? 0 : cosine - m
      slopes[column] = cosine > -.infinity ? scale * (weight + more) : 0
    }
    let sums = sums(row)
    let share = weights(0) * sigmoid(sums.positives + sums.negatives)
    row.replaceNegatives(scale: 1, factor: share, log: sums.negatives)
    for column in 0..<row.count { row.negatives[column] *= slopes[column] }
    for (column, closeness) in zip(row.positives, row.positiveCloseness) {
      let pair = positive(Double(closeness))
      row.negatives[column] = Element(share * exp(pair.exponent - sums.positives) * pair.slope)
    }
  }
}
