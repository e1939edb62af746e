import Catalog
import Glibc
import Tensors

/// Softmax over class weights whose margin adapts to the quality of a row, read from its norm.
///
///     ẑ = h (‖x‖ − mean) / (sd + ε) clipped to ±1;  target cos(θ − m ẑ) − (m + m ẑ)
public struct AdaFaceLoss: ProxyLoss, RunningLoss {
  /// Entry and data.
  public static let maker = LossMaker(entry, takes: .labels, "embeddings and labels (z, y)")

  private static let entry = Entry<any Loss>(
    "ada_face", ClassProxies.classesParameter, ClassProxies.dimensionParameter,
    Number("margin", .between(0, .pi), unit: "radians", default: 0.4, passing: .named),
    Number("scale", .above(0), default: 64, passing: .named),
    Number("h", .above(0), default: 0.333, passing: .named),
    Number("mean", .any, default: 20, passing: .named),
    Number("sd", .above(0), default: 100, passing: .named),
    Number("momentum", .between(0, 1), default: 0.01, passing: .named),
    ClassProxies.weightsParameter, Reduction.parameter,
    summary: "A margin that presses hard rows of good quality and spares those of poor quality.",
    details: """
      The own class counts as cos(θ − margin ẑ) − (margin + margin ẑ), ẑ = h (‖z‖ − mean) /
      (sd + 0.001) clipped to ±1, without a gradient. Before each use mean and sd move by momentum
      towards the batch's, sd over rows − 1; momentum=0 keeps them. loss.figures shows them. Cosines
      are clipped to ±0.999, angles to 0.001…π − 0.001, as in the authors' code. Norms are read as
      given. A unit is a row.
      \(ClassProxies.text("weights"))
      """,
    example: Example(
      "ada_face([[16.0, 12.0]], [0], weights=[[1.0, 0.0], [0.0, 1.0]], scale=1, momentum=0)",
      prints: "0.798139"),
    source: Citation("Kim et al.", 2022, "AdaFace", "arxiv.org/abs/2204.00964"),
    related: ["mag_face", "arc_face", "curricular_face"]
  ) { classes, dimension, margin, scale, h, mean, deviation, momentum, weights, reduction in
    AdaFaceLoss(
      proxies: ClassProxies(classes: classes, dimension: dimension, weights: weights),
      margin: margin, scale: scale, h: h, mean: mean, deviation: deviation, momentum: momentum,
      reduction: reduction)
  }

  /// The class weights, or their sizes.
  public var proxies: ClassProxies
  /// m, in radians.
  public let margin: Double
  /// Multiplies the logits.
  public let scale: Double
  /// How much of the deviation ẑ spans.
  public let h: Double
  /// How far the figures move at each use.
  public let momentum: Double
  /// How the terms, one a row, become one value.
  public let reduction: Reduction
  /// Mean and deviation of norms as they are.
  public let figures: RunningFigures
  /// Those at the start.
  private let start: (mean: Double, deviation: Double)

  /// The loss with these options.
  public init(
    proxies: ClassProxies, margin: Double = 0.4, scale: Double = 64, h: Double = 0.333,
    mean: Double = 20, deviation: Double = 100, momentum: Double = 0.01,
    reduction: Reduction = .mean
  ) {
    self.proxies = proxies
    self.margin = margin
    self.scale = scale
    self.h = h
    self.momentum = momentum
    self.reduction = reduction
    start = (mean, deviation)
    figures = RunningFigures([("mean", mean), ("sd", deviation)])
  }

  private var options: [String] {
    changed(
      ("margin", margin, 0.4), ("scale", scale, 64), ("h", h, 0.333), ("mean", start.mean, 20),
      ("sd", start.deviation, 100), ("momentum", momentum, 0.01))
  }

  /// How tables and legends name it.
  public var name: String { (["AdaFace"] + options).joined(separator: " ") }
  /// The maker's call as it would be typed.
  public var call: String {
    let arguments =
      proxies.arguments(centers: 1) + options
      + reduction.changed()
    return "ada_face(\(arguments.joined(separator: ", ")))"
  }

  /// The value for embeddings and labels.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    guard case .labeled(let embeddings, let labels) = data else { throw maker.wrongForm() }
    let cosines = try proxies.cosines(with: embeddings, labels: labels, loss: entryName)
      .clip(.float(-0.999), .float(0.999))
    let quality = try quality(of: embeddings.detached().astype(cosines.dtype))
    let own = try cosines.gather(labels.column(), axis: 1).squeeze(axes: [1])
    let angles = try (own.acos() - quality * margin).clip(.float(1e-3), .float(.pi - 1e-3))
    let target = try angles.cos() - (quality * margin + margin)
    let isOwn = try ClassProxies.ownPlaces(labels, classes: cosines.shape[1])
    let logits = try Tensor.where_(isOwn, target.unsqueeze(1), cosines) * scale
    return try reduction.applied(to: logits.logSumExp(axes: [1]) - target * scale)
  }

  /// ẑ of each row.
  private func quality(of rows: Tensor) throws -> Tensor {
    let norms = try rows.norm(axes: [1]).clip(.float(1e-3), .float(100))
    let count = norms.count
    var batch = ["mean": try norms.mean().item()]
    // One row has no deviation.
    if count > 1 { batch["sd"] = try norms.std(ddof: 1).item() }
    let now = figures.moved(batch, by: momentum)
    let (mean, deviation) = (now["mean"] ?? start.mean, now["sd"] ?? start.deviation)
    return try ((norms - mean) * (h / (deviation + 1e-3))).clip(-1, 1)
  }
}
