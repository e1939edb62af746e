import Catalog
import Tensors

/// Proxies as anchors, each against all rows of the batch.
///
///     ℓ = mean over classes present of log(1 + Σ_{i of c} e^{−α (cos − δ)})
///       + mean over all classes of log(1 + Σ_{i not of c} e^{α (cos + δ)})
public struct ProxyAnchorLoss: ProxyLoss {
  /// Entry and data.
  public static let maker = LossMaker(entry, takes: .labels, "embeddings and labels (z, y)")

  private static let entry = Entry<any Loss>(
    "proxy_anchor", ClassProxies.classesParameter, ClassProxies.dimensionParameter,
    Number("margin", .any, unit: "cosine", default: 0.1, passing: .named),
    Number("scale", .above(0), default: 32, passing: .named), ClassProxies.proxiesParameter,
    summary: "Pulls the rows of a class to its proxy and pushes all others, the hardest most.",
    details: """
      The mean over the classes present of log(1 + Σ over their rows of e^(−scale (cos − margin)))
      plus the mean over all classes of log(1 + Σ over the other rows of e^(scale (cos + margin))).
      margin is the paper's δ, scale its α.
      \(ClassProxies.text("proxies"))
      """,
    example: Example(
      "proxy_anchor([[1.0, 0.0]], [0], proxies=[[1.0, 0.0], [0.0, 1.0]], scale=1)",
      prints: "0.71335226"),
    source: Citation(
      "Kim et al.", 2020, "Proxy Anchor Loss for Deep Metric Learning",
      "arxiv.org/abs/2003.13911"),
    related: ["proxy_nca", "soft_triple", "multi_similarity"]
  ) { classes, dimension, margin, scale, proxies in
    ProxyAnchorLoss(
      proxies: ClassProxies(
        classes: classes, dimension: dimension, weights: proxies, option: "proxies"),
      margin: margin, scale: scale)
  }

  /// The proxies, or their sizes.
  public var proxies: ClassProxies
  /// δ.
  public let margin: Double
  /// α.
  public let scale: Double

  /// The loss with these options.
  public init(proxies: ClassProxies, margin: Double = 0.1, scale: Double = 32) {
    self.proxies = proxies
    self.margin = margin
    self.scale = scale
  }

  private var options: [String] {
    changed(("margin", margin, 0.1), ("scale", scale, 32))
  }

  /// How tables and legends name it.
  public var name: String { (["Proxy anchor"] + options).joined(separator: " ") }
  /// The maker's call as it would be typed.
  public var call: String {
    "proxy_anchor(\((proxies.arguments(centers: 1) + options).joined(separator: ", ")))"
  }

  /// The value for embeddings and labels.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    guard case .labeled(let embeddings, let labels) = data else { throw maker.wrongForm() }
    let cosines = try proxies.cosines(with: embeddings, labels: labels, loss: entryName)
    let classes = cosines.shape[1]
    let isOwn = try ClassProxies.ownPlaces(labels, classes: classes)
    let none = Tensor.scalar(-.infinity, dtype: cosines.dtype)
    // A class without rows adds log(1 + 0).
    let pulls = try Tensor.where_(isOwn, (cosines - margin) * -scale, none)
      .logSumExp(axes: [0]).softplus().sum()
    let pushes = try Tensor.where_(isOwn, none, (cosines + margin) * scale)
      .logSumExp(axes: [0]).softplus().sum()
    return try pulls / Double(Set(labels).count) + pushes / Double(classes)
  }
}
