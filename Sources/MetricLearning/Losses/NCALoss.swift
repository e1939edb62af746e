import Catalog
import Glibc
import Tensors

/// Neighborhood components: how likely a row's softly nearest other row is of its label.
///
///     ℓ_i = −log( Σ_{p of its label} e^{−s d²(i, p)} / Σ_{j ≠ i} e^{−s d²(i, j)} )
public struct NCALoss: Loss {
  /// Entry and data.
  public static let maker = LossMaker(entry, takes: .labels, "embeddings and labels (z, y)")

  private static let entry = Entry<any Loss>(
    "nca", Number("scale", .above(0), default: 1, passing: .named),
    Flag("normalize", default: true), Reduction.parameter,
    summary: "Makes a row's softly nearest neighbor one of its label.",
    details: """
      −log of the share that rows of the same label have in Σ over other rows of e^(−scale d²), d²
      the squared Euclidean distance. A unit is a row that has a positive. Nothing of size rows²
      is held.
      """,
    example: Example(
      "nca([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]], [0, 1, 0, 1])",
      prints: "0.23954476"),
    source: Citation(
      "Goldberger et al.", 2004, "Neighbourhood Components Analysis",
      "papers.nips.cc/paper/2566"),
    related: ["proxy_nca", "sup_con", "knn"]
  ) { scale, normalizes, reduction in
    NCALoss(
      scale: scale,
      options: TupleOptions(
        measure: .squaredEuclidean, normalizes: normalizes, reduction: reduction))
  }

  /// Multiplies the squared distances.
  public let scale: Double
  /// Normalization and reduction.
  public let options: TupleOptions

  /// The loss with these options, whose measure is the squared distance.
  public init(
    scale: Double = 1, options: TupleOptions = TupleOptions(measure: .squaredEuclidean)
  ) {
    self.scale = scale
    self.options = options
  }

  private var arguments: [String] {
    changed(("scale", scale, 1))
      + options.arguments(usual: TupleOptions(measure: .squaredEuclidean))
  }

  /// How tables and legends name it.
  public var name: String { (["NCA"] + arguments).joined(separator: " ") }
  /// The maker's call as it would be typed.
  public var call: String { "nca(\(arguments.joined(separator: ", ")))" }

  /// The value for embeddings and labels.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    guard case .labeled(let embeddings, let labels) = data else { throw maker.wrongForm() }
    return try options.value(embeddings, labels: labels, NCATerms(scale: scale), loss: "nca")
  }
}

private struct NCATerms: AnchorTerms {
  let scale: Double

  /// log Σ e^(scale c) of both kinds of rows.
  private func logs<Element: ContrastElement>(
    _ row: AnchorRow<Element>
  ) -> (positives: Double, negatives: Double) {
    let exponents = row.positiveCloseness.map { scale * Double($0) }
    let top = exponents.max() ?? 0
    let positives = top + log(exponents.reduce(0) { $0 + exp($1 - top) })
    return (positives, row.negativeLogSum(scale: scale))
  }

  func add<Element: ContrastElement>(_ row: AnchorRow<Element>, to sum: inout TermSum) {
    guard !row.positives.isEmpty else { return }
    let logs = logs(row)
    sum.add(softplus(logs.negatives - logs.positives))
  }

  func writeGradient<Element: ContrastElement>(
    _ row: AnchorRow<Element>, weights: TermWeights
  ) throws {
    guard !row.positives.isEmpty else {
      return row.negatives.update(repeating: 0, count: row.count)
    }
    let logs = logs(row)
    let whole = logs.positives + softplus(logs.negatives - logs.positives)
    let weight = weights(0)
    row.replaceNegatives(scale: scale, factor: weight, log: whole)
    for (column, closeness) in zip(row.positives, row.positiveCloseness) {
      let exponent = scale * Double(closeness)
      row.negatives[column] = Element(
        weight * scale * (exp(exponent - whole) - exp(exponent - logs.positives)))
    }
  }
}
