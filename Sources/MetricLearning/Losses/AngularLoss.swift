import Catalog
import Glibc
import Tensors

/// Angles at the negatives of triangles with a positive pair as their base.
///
///     ℓ_(a, p) = log(1 + Σ_n e^{4 tan²α (z_a + z_p)·z_n − 2 (1 + tan²α) z_a·z_p})
public struct AngularLoss: Loss {
  /// Entry and data.
  public static let maker = LossMaker(entry, takes: .labels, "embeddings and labels (z, y)")

  private static let entry = Entry<any Loss>(
    "angular_loss",
    Number("angle", .between(0, .pi / 2), unit: "radians", default: .pi / 4, passing: .named),
    Reduction.parameter,
    summary: "Keeps the angle at which a negative sees a positive pair below a bound.",
    details: """
      log(1 + Σ over negatives n of e^(4 t (a + p)·n − 2 (1 + t) a·p)), t = tan²(angle), rows
      normalized; a unit is an ordered pair (a, p) of one label. The sums are streamed: memory grows
      with pairs · dim and one byte a pair and row.
      """,
    example: Example(
      "angular_loss([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]], [0, 0, 1, 1])",
      prints: "0.035976302"),
    source: Citation(
      "Wang et al.", 2017, "Deep Metric Learning with Angular Loss", "arxiv.org/abs/1708.01682"),
    related: ["n_pairs", "triplet", "tuplet_margin"]
  ) { angle, reduction in AngularLoss(angle: angle, reduction: reduction) }

  /// α, in radians.
  public let angle: Double
  /// How the terms, one an ordered positive pair, become one value.
  public let reduction: Reduction

  /// The loss with these options.
  public init(angle: Double = .pi / 4, reduction: Reduction = .mean) {
    self.angle = angle
    self.reduction = reduction
  }

  private var arguments: [String] {
    changed(("angle", angle, .pi / 4))
      + reduction.changed()
  }

  /// How tables and legends name it.
  public var name: String { (["Angular"] + arguments).joined(separator: " ") }
  /// The maker's call as it would be typed.
  public var call: String { "angular_loss(\(arguments.joined(separator: ", ")))" }

  /// The value for embeddings and labels.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    guard case .labeled(let embeddings, let labels) = data else { throw maker.wrongForm() }
    try LossData.checkLabels(labels, for: embeddings, loss: entryName)
    let rows = try normalizedRows(embeddings)
    let groups = PairGroups(labels: labels)
    let pairs = labels.indices.flatMap { a in groups.positives(of: a).map { (a, $0) } }
    let anchors = try rows.take(Tensor(ints: pairs.map(\.0), shape: [pairs.count]))
    let positives = try rows.take(Tensor(ints: pairs.map(\.1), shape: [pairs.count]))
    let t = tan(angle) * tan(angle)
    let isNegative = pairs.flatMap { pair in labels.map { $0 != labels[pair.0] } }
    let sums = try Contrast(
      anchors: [anchors + positives], candidates: [rows], groups: nil, denominator: .everything,
      options: ContrastOptions(
        loss: entryName, scale: max(4 * t, .leastNormalMagnitude), reduction: .none,
        normalizes: false), loss: entryName,
      weights: NegativeWeights(
        mask: Tensor(bools: isNegative, shape: [pairs.count, labels.count]))
    ).value()
    let base = try (anchors * positives).sum(axes: [1]) * (2 * (1 + t))
    return try reduction.applied(to: (sums - base).softplus())
  }
}
