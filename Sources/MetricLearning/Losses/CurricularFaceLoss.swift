import Catalog
import Glibc
import Tensors

/// ArcFace that gives hard negatives more weight as training goes on.
///
///     target cos(θ_y + m);  a negative above it counts as cos θ (t + cos θ)
///
/// t follows the mean cosine of the targets.
public struct CurricularFaceLoss: ProxyLoss, RunningLoss {
  /// Entry and data.
  public static let maker = LossMaker(entry, takes: .labels, "embeddings and labels (z, y)")

  private static let entry = Entry<any Loss>(
    "curricular_face", ClassProxies.classesParameter, ClassProxies.dimensionParameter,
    Number("margin", .between(0, .pi), unit: "radians", default: 0.5, passing: .named),
    Number("scale", .above(0), default: 64, passing: .named),
    Number("t", .between(-1, 1), default: 0, passing: .named),
    Number("momentum", .between(0, 1), default: 0.01, passing: .named),
    ClassProxies.weightsParameter, Reduction.parameter,
    summary: "ArcFace whose hard negatives count more the better the targets are.",
    details: """
      The own class counts as cos(θ + margin), beyond θ = π − margin as cos θ − margin sin margin; a
      negative above cos(θ + margin) as cos θ (t + cos θ). Before each use t moves by momentum
      towards the batch's mean target cosine, without a gradient; momentum=0 keeps it. loss.figures
      shows it. A unit is a row.
      \(ClassProxies.text("weights"))
      """,
    example: Example(
      "curricular_face([[0.8, 0.6]], [0], weights=[[1.0, 0.0], [0.0, 1.0]], scale=1, momentum=0)",
      prints: "0.66631186"),
    source: Citation("Huang et al.", 2020, "CurricularFace", "arxiv.org/abs/2004.00288"),
    related: ["arc_face", "mag_face", "ada_face"]
  ) { classes, dimension, margin, scale, t, momentum, weights, reduction in
    CurricularFaceLoss(
      proxies: ClassProxies(classes: classes, dimension: dimension, weights: weights),
      margin: margin, scale: scale, start: t, momentum: momentum, reduction: reduction)
  }

  /// The class weights, or their sizes.
  public var proxies: ClassProxies
  /// m, in radians.
  public let margin: Double
  /// Multiplies the logits.
  public let scale: Double
  /// t at the start.
  public let start: Double
  /// How far t moves at each use.
  public let momentum: Double
  /// How the terms, one a row, become one value.
  public let reduction: Reduction
  /// t as it is.
  public let figures: RunningFigures

  /// The loss with these options.
  public init(
    proxies: ClassProxies, margin: Double = 0.5, scale: Double = 64, start: Double = 0,
    momentum: Double = 0.01, reduction: Reduction = .mean
  ) {
    self.proxies = proxies
    self.margin = margin
    self.scale = scale
    self.start = start
    self.momentum = momentum
    self.reduction = reduction
    figures = RunningFigures([("t", start)])
  }

  private var options: [String] {
    changed(
      ("margin", margin, 0.5), ("scale", scale, 64), ("t", start, 0), ("momentum", momentum, 0.01))
  }

  /// How tables and legends name it.
  public var name: String { (["CurricularFace"] + options).joined(separator: " ") }
  /// The maker's call as it would be typed.
  public var call: String {
    let arguments =
      proxies.arguments(centers: 1) + options
      + reduction.changed()
    return "curricular_face(\(arguments.joined(separator: ", ")))"
  }

  /// The value for embeddings and labels.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    guard case .labeled(let embeddings, let labels) = data else { throw maker.wrongForm() }
    let cosines = try proxies.cosines(with: embeddings, labels: labels, loss: entryName)
    let own = try cosines.gather(labels.column(), axis: 1).squeeze(axes: [1])
    let t = figures.moved(["t": try own.detached().mean().item()], by: momentum)["t"] ?? start
    let sizes = try Tensor.full(own.shape, .float(margin), dtype: own.dtype)
    let turned = try TurnedCosine.plain(own, by: sizes)
    let target = try TurnedCosine.beyondPi(turned, own, by: sizes)
    let isOwn = try ClassProxies.ownPlaces(labels, classes: cosines.shape[1])
    let isHard = try cosines.greater(turned.unsqueeze(1))
    let others = try Tensor.where_(isHard, cosines * (cosines + t), cosines)
    let logits = try Tensor.where_(isOwn, target.unsqueeze(1), others) * scale
    return try reduction.applied(to: logits.logSumExp(axes: [1]) - target * scale)
  }
}
