import Catalog
import Tensors

/// N-pair loss: each anchor's dot product with its positive against those with all positives.
///
///     ℓ_i = −log( e^{a_i·p_i} / Σ_j e^{a_i·p_j} ) + l2/4 · mean(‖a‖² + ‖p‖²)
public struct NPairsLoss: Loss {
  /// Entry and data.
  public static let maker = LossMaker(
    entry, takes: [.views, .labels], "anchors and positives (a, p), or embeddings and labels (z, y)"
  )

  private static let entry = Entry<any Loss>(
    "n_pairs", Number("l2", .atLeast(0), default: 0, passing: .named),
    Flag("normalize", default: false), Reduction.parameter,
    summary: "Picks each anchor's positive out of the positives of all classes.",
    details: """
      −log softmax over j of a_i · p_j at j = i, rows as they are; l2 adds l2/4 of the mean of
      ‖a‖² + ‖p‖². With labels the first two rows of each class are its pair. A unit is a pair; the
      sums are streamed.
      """,
    example: Example(
      "n_pairs([[1.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 1.0]])",
      prints: "0.31326166"),
    source: Citation(
      "Sohn", 2016, "Improved Deep Metric Learning with Multi-class N-pair Loss Objective",
      "papers.nips.cc/paper/6200"),
    related: ["nt_xent", "angular_loss", "lifted_structure"]
  ) { l2, normalizes, reduction in
    NPairsLoss(l2: l2, options: TupleOptions(normalizes: normalizes, reduction: reduction))
  }

  /// The weight of the rows' squared norms.
  public let l2: Double
  /// Normalization and reduction.
  public let options: TupleOptions

  private static let usual = TupleOptions(normalizes: false)

  /// The loss with these options.
  public init(l2: Double = 0, options: TupleOptions = TupleOptions(normalizes: false)) {
    self.l2 = l2
    self.options = options
  }

  private var arguments: [String] {
    changed(("l2", l2, 0)) + options.arguments(usual: Self.usual)
  }

  /// How tables and legends name it.
  public var name: String { (["N-pairs"] + arguments).joined(separator: " ") }
  /// The maker's call as it would be typed.
  public var call: String { "n_pairs(\(arguments.joined(separator: ", ")))" }

  /// The value for data of the forms that the entry names.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    let (anchors, positives) = try pairs(in: data)
    let contrast = try ContrastOptions(
      loss: entryName, scale: 1, reduction: options.reduction, normalizes: options.normalizes)
    let value = try oneSided(anchors, positives, contrast, loss: entryName)
    guard l2 > 0 else { return value }
    let norms = try (anchors.square() + positives.square()).sum(axes: [1]).mean()
    return try value + norms.astype(value.dtype) * (l2 / 4)
  }

  private func pairs(in data: LossData) throws -> (Tensor, Tensor) {
    switch data {
    case .views(let views):
      let views = try LossData.checkedViews(views, loss: entryName)
      guard views.count == 2 else {
        throw LossError("value", "n_pairs: takes anchors and positives, got \(views.count) views")
      }
      return (views[0], views[1])
    case .labeled(let embeddings, let labels):
      try LossData.checkLabels(labels, for: embeddings, loss: entryName)
      var firsts: [Int: Int] = [:]
      var pairs: [(Int, Int)] = []
      var isDone: Set<Int> = []
      for (row, label) in labels.enumerated() where !isDone.contains(label) {
        guard let first = firsts[label] else {
          firsts[label] = row
          continue
        }
        pairs.append((first, row))
        isDone.insert(label)
      }
      let anchors = try Tensor(ints: pairs.map(\.0), shape: [pairs.count])
      let positives = try Tensor(ints: pairs.map(\.1), shape: [pairs.count])
      return (try embeddings.take(anchors), try embeddings.take(positives))
    case .negatives, .triplets, .pairs: throw maker.wrongForm()
    }
  }
}
