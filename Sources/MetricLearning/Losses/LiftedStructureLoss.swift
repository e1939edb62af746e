import Catalog
import Tensors

/// Lifted structure: each positive pair against the negatives of both its rows.
///
///     ℓ_(i, j) = ½ max(0, log(Σ_n e^{m_n − d(i, n)} + Σ_n e^{m_n − d(j, n)}) + d(i, j) − m_p)²
public struct LiftedStructureLoss: Loss {
  /// Entry and data.
  public static let maker = LossMaker(entry, takes: .labels, "embeddings and labels (z, y)")

  private static let entry = Entry<any Loss>(
    "lifted_structure",
    Number("pos_margin", .any, unit: "distance", default: 0, passing: .named),
    Number("neg_margin", .any, unit: "distance", default: 1, passing: .named),
    Flag("normalize", default: true), Reduction.parameter,
    summary: "Pulls positive pairs together beyond all negatives of both rows.",
    details: """
      ½ max(0, log(Σ over negatives of either row of e^(neg_margin − d)) + d(i, j) − pos_margin)², d
      the Euclidean distance; a unit is an unordered pair of one label whose rows have a negative.
      Memory grows with rows².
      """,
    example: Example(
      "lifted_structure([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]], [0, 0, 1, 1])",
      prints: "0.47247058"),
    source: Citation(
      "Oh Song et al.", 2016, "Deep Metric Learning via Lifted Structured Feature Embedding",
      "arxiv.org/abs/1511.06452"),
    related: ["generalized_lifted", "contrastive", "n_pairs"]
  ) { positiveMargin, negativeMargin, normalizes, reduction in
    LiftedStructureLoss(
      positiveMargin: positiveMargin, negativeMargin: negativeMargin,
      options: TupleOptions(normalizes: normalizes, reduction: reduction))
  }

  /// m_p.
  public let positiveMargin: Double
  /// m_n.
  public let negativeMargin: Double
  /// Normalization and reduction.
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
  public var name: String { (["Lifted structure"] + arguments).joined(separator: " ") }
  /// The maker's call as it would be typed.
  public var call: String { "lifted_structure(\(arguments.joined(separator: ", ")))" }

  /// The value for embeddings and labels.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    guard case .labeled(let embeddings, let labels) = data else { throw maker.wrongForm() }
    try LossData.checkLabels(labels, for: embeddings, loss: entryName)
    let floats = embeddings.dtype == .f64 ? embeddings : try embeddings.astype(.f32)
    let rows = options.normalizes ? try normalizedRows(floats) : floats
    let squares = try rows.squaredDistances(to: rows)
    // The root of 0 has no slope: equal rows take that of 1, times 0.
    let isApart = try squares.greater(0)
    let one = Tensor.scalar(1, dtype: squares.dtype)
    let distances =
      try Tensor.where_(isApart, squares, one).sqrt() * isApart.astype(squares.dtype)
    let same = try labels.column().equal(Tensor(ints: labels, shape: [1, labels.count]))
    let none = Tensor.scalar(-.infinity, dtype: squares.dtype)
    let logs = try Tensor.where_(same, none, negativeMargin - distances).logSumExp(axes: [1])
    let pairs = labels.indices.flatMap { i in
      labels.indices.filter { i < $0 && labels[i] == labels[$0] }.map { (i, $0) }
    }
    guard Set(labels).count > 1 else { return try rows.sum() * 0 }
    let first = try Tensor(ints: pairs.map(\.0), shape: [pairs.count])
    let second = try Tensor(ints: pairs.map(\.1), shape: [pairs.count])
    let own = try distances.indexed([.gather(first), .gather(second)])
    let (a, b) = (try logs.take(first), try logs.take(second))
    let both = try a.maximum(b) + (a - b).abs().neg().softplus()
    let hinge = try (both + own - positiveMargin).relu()
    return try options.reduction.applied(to: hinge.square() * 0.5)
  }
}
