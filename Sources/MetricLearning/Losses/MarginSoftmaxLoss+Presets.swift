import Catalog

/// The margin forms of the literature: a kind of margin with its usual amounts.
public struct MarginSoftmaxPreset: Sendable {
  /// The script name: `arc_face`.
  public let name: String
  /// How tables name it: `ArcFace`.
  let title: String
  let kind: Kind
  let scale: Double
  let centers: Int
  let norms: ProxyNorms
  let prints: String
  let source: Citation

  /// Which margin `margin=` is the amount of.
  enum Kind: Sendable {
    /// It is a margin itself.
    case any
    case none
    case additive(Double)
    case angular(Double)
    case multiplicative(Double)
  }

  init(
    _ name: String, title: String, _ kind: Kind, scale: Double, centers: Int = 1,
    norms: ProxyNorms = .none, prints: String, _ source: Citation
  ) {
    self.name = name
    self.title = title
    self.kind = kind
    self.scale = scale
    self.centers = centers
    self.norms = norms
    self.prints = prints
    self.source = source
  }

  private static let deng = Citation("Deng et al.", 2019, "ArcFace", "arxiv.org/abs/1801.07698")

  /// Any margin, any norms.
  public static let general = MarginSoftmaxPreset(
    "margin_softmax", title: "margin softmax", .any, scale: 30, prints: "0.5130153", deng)
  /// ArcFace: cos(θ + m).
  public static let arcFace = MarginSoftmaxPreset(
    "arc_face", title: "ArcFace", .angular(0.5), scale: 64, prints: "0.89586014", deng)

  /// All of them, in the order of the reference page.
  static let all = [
    general,
    MarginSoftmaxPreset(
      "am_softmax", title: "AM-softmax", .additive(0.2), scale: 30, prints: "0.6931472",
      Citation(
        "Wang et al.", 2018, "Additive Margin Softmax for Face Verification",
        "arxiv.org/abs/1801.05599")),
    MarginSoftmaxPreset(
      "aam_softmax", title: "AAM-softmax", .angular(0.2), scale: 30, prints: "0.6303969",
      Citation("Xiang et al.", 2019, "Margin Matters", "arxiv.org/abs/1906.07317")),
    MarginSoftmaxPreset(
      "cos_face", title: "CosFace", .additive(0.35), scale: 64, prints: "0.8543553",
      Citation("Wang et al.", 2018, "CosFace", "arxiv.org/abs/1801.09414")),
    arcFace,
    MarginSoftmaxPreset(
      "sub_center_arc_face", title: "Sub-center ArcFace", .angular(0.5), scale: 64, centers: 3,
      prints: "0.89586014",
      Citation(
        "Deng et al.", 2020, "Sub-center ArcFace", "doi.org/10.1007/978-3-030-58621-8_43")),
    MarginSoftmaxPreset(
      "sphere_face", title: "SphereFace", .multiplicative(4), scale: 1, norms: .x,
      prints: "2.9406765",
      Citation("Liu et al.", 2017, "SphereFace", "arxiv.org/abs/1704.08063")),
    MarginSoftmaxPreset(
      "large_margin_softmax", title: "L-softmax", .multiplicative(4), scale: 1, norms: .xw,
      prints: "2.9406765",
      Citation("Liu et al.", 2016, "Large-Margin Softmax", "arxiv.org/abs/1612.02295")),
    MarginSoftmaxPreset(
      "normalized_softmax", title: "normalized softmax", .none, scale: 20, prints: "0.5130153",
      Citation(
        "Zhai and Wu", 2019, "Classification is a Strong Baseline for Deep Metric Learning",
        "arxiv.org/abs/1811.12649")),
  ]

  /// The margin where none is given.
  var margin: (any Margin)? {
    switch kind {
    case .any, .none: nil
    case .additive(let amount): AdditiveMargin(amount)
    case .angular(let amount): AdditiveAngularMargin(amount)
    case .multiplicative(let amount): SphereMargin(amount)
    }
  }
}

extension MarginSoftmaxPreset {
  /// Entry and data.
  var maker: LossMaker {
    LossMaker(entry, takes: .labels, "embeddings and labels (z, y)")
  }

  private var entry: Entry<any Loss> {
    switch kind {
    case .any: generalEntry
    case .none: plainEntry
    case .additive(let amount):
      entry(
        Number("margin", .between(0, 2), unit: "cosine", default: amount, passing: .named),
        "The own class counts as cos θ − margin.", related: ["am", "arc_face"]
      ) { AdditiveMargin($0) }
    case .angular(let amount):
      entry(
        Number("margin", .between(0, .pi), unit: "radians", default: amount, passing: .named),
        "The own class counts as cos(θ + margin), see aam.", related: ["aam", "cos_face"]
      ) { AdditiveAngularMargin($0) }
    case .multiplicative(let amount):
      entry(
        Number("margin", .between(1, 100), default: amount, passing: .named),
        "The own class counts as cos(margin · θ), see sphere_margin; logits are "
          + (norms == .x ? "‖x‖ cos θ." : "‖x‖ ‖w‖ cos θ."),
        related: ["sphere_margin", "arc_face"]
      ) { SphereMargin($0) }
    }
  }

  private static let ownership = """
    Made with classes= and dim= it owns the class weights, loss.params, and an optimizer of
    [model, loss] trains both; or give weights=w [class, dim] with the data. A unit is a row.
    Memory grows with batch × classes.
    """
  private func scaleParameter(_ fallback: Double) -> Number {
    Number("scale", .above(0), default: fallback, passing: .named)
  }

  /// Two classes, the row nearer to its own.
  private var example: Example {
    let weights = centers == 1 ? "" : ", sub_centers=1"
    return Example(
      "z = [[0.8, 0.6]]\n\(name)(z, [0], weights=[[1.0, 0.0], [0.0, 1.0]]\(weights), scale=2)",
      prints: prints)
  }

  private func entry(
    _ amount: Number, _ what: String, related: [String],
    margin: @escaping @Sendable (Double) -> any Margin
  ) -> Entry<any Loss> {
    Entry(
      name, ClassProxies.classesParameter, ClassProxies.dimensionParameter, amount,
      scaleParameter(scale), ClassProxies.centersParameter(centers),
      ClassProxies.weightsParameter, Reduction.parameter,
      summary: "\(title): classifies rows by angles to class weights, with a margin at the own.",
      details: """
        Softmax cross-entropy of scale · cos θ over the classes. \(what) With sub_centers=k the
        weights are [class, k, dim] and a class counts by its nearest center.
        \(Self.ownership)
        """,
      example: example, source: source, related: ["margin_softmax"] + related
    ) { classes, dimension, amount, scale, centers, weights, reduction in
      MarginSoftmaxLoss(
        self,
        proxies: ClassProxies(
          classes: classes, dimension: dimension, centers: centers, weights: weights),
        margin: margin(amount), scale: scale, reduction: reduction)
    }
  }

  private var generalEntry: Entry<any Loss> {
    Entry(
      name, ClassProxies.classesParameter, ClassProxies.dimensionParameter,
      ContrastOptions.marginParameter, scaleParameter(scale),
      ClassProxies.centersParameter(centers),
      Choice("norms", ProxyNorms.allCases.map(\.rawValue), default: norms.rawValue),
      ClassProxies.weightsParameter, Reduction.parameter,
      summary: "Classifies rows by angles to class weights, with any margin at the own class.",
      details: """
        Softmax cross-entropy of scale · cos θ over the classes, the own class under the margin.
        norms="x" keeps the embedding's norm, ‖x‖ cos θ, "xw" both. With sub_centers=k the
        weights are [class, k, dim] and a class counts by its nearest center.
        \(Self.ownership)
        """,
      example: example, source: source, related: ["arc_face", "cos_face", "aam_softmax", "am"]
    ) { classes, dimension, margin, scale, centers, norms, weights, reduction in
      MarginSoftmaxLoss(
        self,
        proxies: ClassProxies(
          classes: classes, dimension: dimension, centers: centers, weights: weights),
        margin: margin, scale: scale, norms: ProxyNorms(rawValue: norms), reduction: reduction)
    }
  }

  private var plainEntry: Entry<any Loss> {
    Entry(
      name, ClassProxies.classesParameter, ClassProxies.dimensionParameter,
      scaleParameter(scale), ClassProxies.weightsParameter, Reduction.parameter,
      summary: "Classifies rows by cosines to class weights, without a margin.",
      details: "Softmax cross-entropy of scale · cos θ over the classes. \(Self.ownership)",
      example: example, source: source, related: ["margin_softmax", "arc_face"]
    ) { classes, dimension, scale, weights, reduction in
      MarginSoftmaxLoss(
        self, proxies: ClassProxies(classes: classes, dimension: dimension, weights: weights),
        margin: nil, scale: scale, reduction: reduction)
    }
  }
}
