import Catalog
import Glibc
import Tensors

/// Each positive pair against all negatives of its anchor, with slack for the positive.
///
///     ℓ_(i, p) = log(1 + Σ_n e^{s (cos θ_n − cos(θ_p − m))})
public struct TupletMarginLoss: Loss {
  /// Entry and data.
  public static let maker = LossMaker(entry, takes: .labels, "embeddings and labels (z, y)")

  private static let entry = Entry<any Loss>(
    "tuplet_margin",
    Number(
      "margin", .between(0, .pi), unit: "radians", default: 0.1,
      passing: .named),
    Number("scale", .above(0), default: 64, passing: .named), Reduction.parameter,
    summary: "Puts a positive's angle, less some slack, below those of all negatives.",
    details: """
      log(1 + Σ over negatives of e^(scale (cos θn − cos(θp − margin)))); the slack keeps pairs
      that are near already from being pulled further. A unit is an ordered pair of one label.
      Nothing of size rows² is held.
      """,
    example: Example(
      "tuplet_margin([[1.0, 0.0], [0.8, 0.6], [0.0, 1.0], [-1.0, 0.0]], [0, 0, 1, 1], scale=2)",
      prints: "0.60875934"),
    source: Citation(
      "Yu and Tao", 2019, "Deep Metric Learning with Tuplet Margin Loss",
      "doi.org/10.1109/ICCV.2019.00659"),
    related: ["nt_xent", "circle_loss", "multi_similarity"]
  ) { margin, scale, reduction in
    TupletMarginLoss(margin: margin, scale: scale, reduction: reduction)
  }

  /// m, in radians.
  public let margin: Double
  /// s.
  public let scale: Double
  /// How the terms, one an ordered positive pair, become one value.
  public let reduction: Reduction

  /// The loss with these options.
  public init(margin: Double = 0.1, scale: Double = 64, reduction: Reduction = .mean) {
    self.margin = margin
    self.scale = scale
    self.reduction = reduction
  }

  private var arguments: [String] {
    changed(("margin", margin, 0.1), ("scale", scale, 64))
      + reduction.changed()
  }

  /// How tables and legends name it.
  public var name: String { (["Tuplet margin"] + arguments).joined(separator: " ") }
  /// The maker's call as it would be typed.
  public var call: String { "tuplet_margin(\(arguments.joined(separator: ", ")))" }

  /// The value for embeddings and labels.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    guard case .labeled(let embeddings, let labels) = data else { throw maker.wrongForm() }
    return try TupleOptions(measure: .cosine, reduction: reduction)
      .value(
        embeddings, labels: labels, TupletTerms(margin: margin, scale: scale),
        loss: "tuplet_margin")
  }
}

private struct TupletTerms: AnchorTerms {
  let margin: Double
  let scale: Double

  /// cos(θ − m) for c = cos θ, and its derivative; at ±1, where that is infinite, cos m.
  private func eased(_ cosine: Double) -> (value: Double, slope: Double) {
    let c = min(max(cosine, -1), 1)
    let sine = (1 - c * c).squareRoot()
    let slope = sine > 1e-6 ? cos(margin) - c / sine * sin(margin) : cos(margin)
    return (c * cos(margin) + sine * sin(margin), slope)
  }

  func add<Element: ContrastElement>(_ row: AnchorRow<Element>, to sum: inout TermSum) {
    guard !row.positives.isEmpty else { return }
    let negatives = row.negativeLogSum(scale: scale)
    for closeness in row.positiveCloseness {
      sum.add(softplus(negatives - scale * eased(Double(closeness)).value))
    }
  }

  func writeGradient<Element: ContrastElement>(
    _ row: AnchorRow<Element>, weights: TermWeights
  ) throws {
    guard !row.positives.isEmpty, row.negativeCount > 0 else {
      return row.negatives.update(repeating: 0, count: row.count)
    }
    let negatives = row.negativeLogSum(scale: scale)
    var pulls: [Double] = []
    var whole = 0.0
    for (place, closeness) in row.positiveCloseness.enumerated() {
      let pair = eased(Double(closeness))
      let share = weights(place) * sigmoid(negatives - scale * pair.value)
      whole += share
      pulls.append(-share * scale * pair.slope)
    }
    row.replaceNegatives(scale: scale, factor: whole, log: negatives)
    for (column, pull) in zip(row.positives, pulls) { row.negatives[column] = Element(pull) }
  }
}
