import Catalog
import Tensors

/// Neighborhood components with a proxy a class: squared distances of normalized rows and proxies
/// as logits, d² = 2 − 2 cos.
///
///     ℓ_i = −log( e^{−s d²(i, y)} / Σ_c e^{−s d²(i, c)} )
///
/// The 2017 paper leaves the own proxy out of the sum; ProxyNCA++ keeps it.
public struct ProxyNCALoss: ProxyLoss {
  /// Entry and data of the paper's.
  public static let maker = makers[0]
  /// Those of `proxy_nca` and `proxy_nca_pp`.
  public static let makers = [
    LossMaker(plain, takes: .labels, "embeddings and labels (z, y)"),
    LossMaker(plusPlus, takes: .labels, "embeddings and labels (z, y)"),
  ]

  private static let plain = entry(
    "proxy_nca", scale: 1, keepsOwn: false, "Pulls rows to their class's proxy, away from others.",
    """
    −log(e^(−scale d²(z, own)) / Σ over the other proxies of e^(−scale d²)), d² the squared \
    distance of normalized row and proxy: the 2017 paper's, which may fall below 0.
    """, prints: "-2.0",
    Citation(
      "Movshovitz-Attias et al.", 2017,
      "No Fuss Distance Metric Learning using Proxies", "arxiv.org/abs/1703.07464"))

  private static let plusPlus = entry(
    "proxy_nca_pp", scale: 9, keepsOwn: true,
    "Picks each row's class by its distances to a proxy a class.",
    """
    −log softmax of −scale d²(z, proxy) at the own class, d² the squared distance of normalized \
    row and proxy.
    """, prints: "0.12692805",
    Citation(
      "Teh et al.", 2020, "ProxyNCA++", "arxiv.org/abs/2004.01113"))

  private static func entry(
    _ name: String, scale: Double, keepsOwn: Bool, _ summary: String, _ details: String,
    prints: String, _ source: Citation
  ) -> Entry<any Loss> {
    Entry<any Loss>(
      name, ClassProxies.classesParameter, ClassProxies.dimensionParameter,
      Number("scale", .above(0), default: scale, passing: .named),
      ClassProxies.proxiesParameter, Reduction.parameter, summary: summary,
      details: details + "\n" + ClassProxies.text("proxies"),
      example: Example(
        "\(name)([[1.0, 0.0]], [0], proxies=[[1.0, 0.0], [0.0, 1.0]], scale=1)", prints: prints),
      source: source, related: ["proxy_anchor", "soft_triple", "normalized_softmax"]
    ) { classes, dimension, scale, proxies, reduction in
      ProxyNCALoss(
        proxies: ClassProxies(
          classes: classes, dimension: dimension, weights: proxies, option: "proxies"),
        scale: scale, keepsOwn: keepsOwn, reduction: reduction)
    }
  }

  /// The proxies, or their sizes.
  public var proxies: ClassProxies
  /// Multiplies the logits.
  public let scale: Double
  /// Whether the denominator holds the own proxy.
  public let keepsOwn: Bool
  /// How the terms, one a row, become one value.
  public let reduction: Reduction

  /// The loss with these options.
  public init(
    proxies: ClassProxies, scale: Double, keepsOwn: Bool, reduction: Reduction = .mean
  ) {
    self.proxies = proxies
    self.scale = scale
    self.keepsOwn = keepsOwn
    self.reduction = reduction
  }

  /// Entry and data of this loss.
  public var maker: LossMaker { Self.makers[keepsOwn ? 1 : 0] }

  private var options: [String] {
    changed(("scale", scale, keepsOwn ? 9 : 1))
  }

  /// How tables and legends name it.
  public var name: String {
    ([keepsOwn ? "ProxyNCA++" : "ProxyNCA"] + options).joined(separator: " ")
  }
  /// The maker's call as it would be typed.
  public var call: String {
    let arguments =
      proxies.arguments(centers: 1) + options
      + reduction.changed()
    return "\(entryName)(\(arguments.joined(separator: ", ")))"
  }

  /// The value for embeddings and labels.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    guard case .labeled(let embeddings, let labels) = data else { throw maker.wrongForm() }
    let cosines = try proxies.cosines(with: embeddings, labels: labels, loss: entryName)
    let logits = try (cosines - 1) * (2 * scale)
    let isOwn = try ClassProxies.ownPlaces(labels, classes: cosines.shape[1])
    guard keepsOwn || cosines.shape[1] > 1 else {
      throw LossError("value", "\(entryName): takes at least two classes, got one")
    }
    let own = try logits.gather(labels.column(), axis: 1).squeeze(axes: [1])
    let others =
      keepsOwn
      ? logits : try .where_(isOwn, .scalar(-.infinity, dtype: logits.dtype), logits)
    return try reduction.applied(to: others.logSumExp(axes: [1]) - own)
  }
}
