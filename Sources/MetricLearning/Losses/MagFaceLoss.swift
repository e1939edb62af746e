import Catalog
import Glibc
import Tensors

/// Softmax over class weights whose angular margin grows with the norm of the embedding.
///
///     m(a) = m₁ + (m₂ − m₁) (a − l) / (u − l),   a = ‖x‖ clipped to l…u
///     ℓ_i = −log softmax of s cos θ, at the own class s cos(θ + m(a)),   + λ (a / u² + 1 / a)
public struct MagFaceLoss: ProxyLoss {
  /// Entry and data.
  public static let maker = LossMaker(entry, takes: .labels, "embeddings and labels (z, y)")

  private static let entry = Entry<any Loss>(
    "mag_face", ClassProxies.classesParameter, ClassProxies.dimensionParameter,
    RangeOption("norms", "norms", default: (10, 110)),
    RangeOption("margins", "margins in radians", default: (0.45, 0.8)),
    Number("scale", .above(0), default: 64, passing: .named),
    Number("weight", .atLeast(0), default: 20, passing: .named), Flag("easy"),
    ClassProxies.weightsParameter, Reduction.parameter,
    summary: "ArcFace with a margin that grows with a row's norm, which becomes its quality.",
    details: """
      The own class counts as cos(θ + m), m from the first of margins at the first of norms to the
      second at the second, ‖z‖ clipped to norms; beyond θ = π − m as cos θ − m sin m; easy=true
      applies it only where cos θ > 0. Each row adds weight · (a / u² + 1 / a), a the clipped norm
      and u its upper bound. Norms are read as given: rows that are normalized already all have the
      same margin. A unit is a row.
      \(ClassProxies.text("weights"))
      """,
    example: Example(
      "mag_face([[10.0, 0.0]], [0], weights=[[1.0, 0.0], [0.0, 1.0]], scale=1, weight=0)",
      prints: "0.34102464"),
    source: Citation("Meng et al.", 2021, "MagFace", "arxiv.org/abs/2103.06627"),
    related: ["arc_face", "aam", "margin_softmax"]
  ) { classes, dimension, norms, margins, scale, weight, isEasy, weights, reduction in
    MagFaceLoss(
      proxies: ClassProxies(classes: classes, dimension: dimension, weights: weights),
      norms: norms, margins: margins, scale: scale, weight: weight, isEasy: isEasy,
      reduction: reduction)
  }

  /// The class weights, or their sizes.
  public var proxies: ClassProxies
  /// l and u.
  public let norms: (Double, Double)
  /// m₁ and m₂, in radians.
  public let margins: (Double, Double)
  /// s.
  public let scale: Double
  /// λ.
  public let weight: Double
  /// Whether the margin applies only where cos θ > 0.
  public let isEasy: Bool
  /// How the terms, one a row, become one value.
  public let reduction: Reduction

  /// The loss with these options.
  public init(
    proxies: ClassProxies, norms: (Double, Double) = (10, 110),
    margins: (Double, Double) = (0.45, 0.8), scale: Double = 64, weight: Double = 20,
    isEasy: Bool = false, reduction: Reduction = .mean
  ) {
    self.proxies = proxies
    self.norms = norms
    self.margins = margins
    self.scale = scale
    self.weight = weight
    self.isEasy = isEasy
    self.reduction = reduction
  }

  private var options: [String] {
    var result: [String] = []
    if norms != (10, 110) { result.append("norms=\(RangeOption.text(norms))") }
    if margins != (0.45, 0.8) { result.append("margins=\(RangeOption.text(margins))") }
    if scale != 64 { result.append("scale=\(shortest(scale))") }
    if weight != 20 { result.append("weight=\(shortest(weight))") }
    return result + (isEasy ? ["easy=true"] : [])
  }

  /// How tables and legends name it.
  public var name: String { (["MagFace"] + options).joined(separator: " ") }
  /// The maker's call as it would be typed.
  public var call: String {
    let arguments =
      proxies.arguments(centers: 1) + options
      + reduction.changed()
    return "mag_face(\(arguments.joined(separator: ", ")))"
  }

  /// The value for embeddings and labels.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    guard case .labeled(let embeddings, let labels) = data else { throw maker.wrongForm() }
    let cosines = try proxies.cosines(with: embeddings, labels: labels, loss: entryName)
    let sizes = try embeddings.astype(cosines.dtype).norm(axes: [1])
      .clip(.float(norms.0), .float(norms.1))
    let slope = (margins.1 - margins.0) / (norms.1 - norms.0)
    let margin = try (sizes - norms.0) * slope + margins.0
    let own = try cosines.gather(labels.column(), axis: 1).squeeze(axes: [1])
    let target = try harder(own, by: margin)
    let isOwn = try ClassProxies.ownPlaces(labels, classes: cosines.shape[1])
    let logits = try Tensor.where_(isOwn, target.unsqueeze(1), cosines) * scale
    let terms = try logits.logSumExp(axes: [1]) - target * scale
    let pull = try sizes / (norms.1 * norms.1) + sizes.reciprocal()
    return try reduction.applied(to: terms + pull * weight)
  }

  /// cos(θ + m), and beyond θ = π − m the line cos θ − m sin m.
  private func harder(_ cosines: Tensor, by margin: Tensor) throws -> Tensor {
    let turned = try TurnedCosine.plain(cosines, by: margin)
    if isEasy { return try .where_(cosines.greater(0), turned, cosines) }
    return try TurnedCosine.beyondPi(turned, cosines, by: margin)
  }
}

/// A lower and an upper number: `norms=[10, 110]`.
struct RangeOption: Parameter {
  let description: ParameterDescription
  private let fallback: (Double, Double)

  init(_ name: String, _ what: String, default fallback: (Double, Double)) {
    self.fallback = fallback
    description = ParameterDescription(
      name, accepts: "a list of two \(what) > 0, the smaller first",
      defaultText: Self.text(fallback), passing: .named)
  }

  static func text(_ range: (Double, Double)) -> String {
    "[\(shortest(range.0)), \(shortest(range.1))]"
  }

  func read(_ argument: Argument?) throws(ArgumentError) -> (Double, Double) {
    guard let argument else { return fallback }
    guard case .list(let items) = argument, items.count == 2 else { throw wrongType(argument) }
    var numbers: [Double] = []
    for item in items {
      switch item {
      case .integer(let whole): numbers.append(Double(whole))
      case .number(let number): numbers.append(number)
      case .none, .bool, .text, .list, .object: throw wrongType(argument)
      }
    }
    guard numbers[0] > 0, numbers[1] > numbers[0], numbers[1].isFinite else {
      throw wrongValue(argument)
    }
    return (numbers[0], numbers[1])
  }
}
