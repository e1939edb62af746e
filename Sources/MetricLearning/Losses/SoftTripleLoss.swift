import Catalog
import Tensors

/// Softmax over classes with several centers each, of which a row takes the softly nearest.
///
///     S_c = Σ_k softmax_k(cos_ck / γ) cos_ck,   ℓ_i = −log softmax_c(s (S_c − m [c = y]))
public struct SoftTripleLoss: ProxyLoss {
  /// Entry and data.
  public static let maker = LossMaker(entry, takes: .labels, "embeddings and labels (z, y)")

  private static let entry = Entry<any Loss>(
    "soft_triple", ClassProxies.classesParameter, ClassProxies.dimensionParameter,
    Number("margin", .any, unit: "cosine", default: 0.01, passing: .named),
    Number("scale", .above(0), default: 20, passing: .named),
    Number("gamma", .above(0), default: 0.1, passing: .named),
    Number("regularizer", .atLeast(0), default: 0, passing: .named),
    ClassProxies.centersParameter(10),
    TensorOption("centers", accepts: "a tensor [class, center, dim], or none"),
    Reduction.parameter,
    summary: "Picks each row's class, a class counting by its centers' weighted cosines.",
    details: """
      A class counts as Σ softmax(cos / gamma) cos over its sub_centers, the own class with margin
      less; then −log softmax of scale times these. scale is the paper's λ, margin its δ.
      regularizer weighs the mean distance √(2 − 2 cos) between centers of one class, which merges
      those that are not needed. A unit is a row.
      \(ClassProxies.text("centers"))
      """,
    example: Example(
      "soft_triple([[1.0, 0.0]], [0], centers=[[[1.0, 0.0]], [[0.0, 1.0]]], sub_centers=1, "
        + "scale=1)", prints: "0.31596094"),
    source: Citation("Qian et al.", 2019, "SoftTriple Loss", "arxiv.org/abs/1909.05235"),
    related: ["proxy_nca", "proxy_anchor", "sub_center_arc_face"]
  ) { classes, dimension, margin, scale, gamma, regularizer, count, centers, reduction in
    SoftTripleLoss(
      proxies: ClassProxies(
        classes: classes, dimension: dimension, centers: count, weights: centers,
        option: "centers", keepsCenterAxis: true),
      margin: margin, scale: scale, gamma: gamma, regularizer: regularizer, reduction: reduction)
  }

  /// The centers, or their sizes.
  public var proxies: ClassProxies
  /// δ.
  public let margin: Double
  /// λ.
  public let scale: Double
  /// γ.
  public let gamma: Double
  /// The weight of the mean distance between centers of one class.
  public let regularizer: Double
  /// How the terms, one a row, become one value.
  public let reduction: Reduction

  /// The loss with these options.
  public init(
    proxies: ClassProxies, margin: Double = 0.01, scale: Double = 20, gamma: Double = 0.1,
    regularizer: Double = 0, reduction: Reduction = .mean
  ) {
    self.proxies = proxies
    self.margin = margin
    self.scale = scale
    self.gamma = gamma
    self.regularizer = regularizer
    self.reduction = reduction
  }

  private var options: [String] {
    changed(
      ("margin", margin, 0.01), ("scale", scale, 20), ("gamma", gamma, 0.1),
      ("regularizer", regularizer, 0))
  }

  /// How tables and legends name it.
  public var name: String { (["SoftTriple"] + options).joined(separator: " ") }
  /// The maker's call as it would be typed.
  public var call: String {
    let arguments =
      proxies.arguments(centers: 10) + options
      + reduction.changed()
    return "soft_triple(\(arguments.joined(separator: ", ")))"
  }

  /// The value for embeddings and labels.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    guard case .labeled(let embeddings, let labels) = data else { throw maker.wrongForm() }
    let rows = try proxies.rows(for: embeddings, labels: labels, loss: entryName)
    let count = proxies.centers
    let classes = rows.shape[0] / count
    let centers = try normalizedRows(rows)
    let cosines = try normalizedRows(embeddings).matmul(centers.swapAxes(0, 1))
      .reshape([labels.count, classes, count])
    let shares = try (cosines / gamma).softmax(axis: 2)
    let likeness = try (shares * cosines).sum(axes: [2])
    let isOwn = try ClassProxies.ownPlaces(labels, classes: classes).astype(likeness.dtype)
    let logs = try ((likeness - isOwn * margin) * scale).logSoftmax(axis: 1)
    let own = try logs.gather(labels.column(), axis: 1).squeeze(axes: [1])
    let value = try reduction.applied(to: own.neg())
    guard regularizer > 0, count > 1 else { return value }
    return try value + spread(of: centers.reshape([classes, count, -1])) * regularizer
  }

  /// The mean of √(2 − 2 cos) over the pairs of centers of a class.
  private func spread(of centers: Tensor) throws -> Tensor {
    let (classes, count) = (centers.shape[0], centers.shape[1])
    let cosines = try centers.matmul(centers.swapAxes(1, 2))
    // As in the authors' code, 1e-5 keeps the root of equal centers differentiable.
    let distances = try (cosines * -2 + (2 + 1e-5)).maximum(0).sqrt()
    let pairs = try Tensor.ones([count, count], dtype: distances.dtype).triu(1)
    return try (distances * pairs).sum() * (2 / Double(classes * count * (count - 1)))
  }
}
