import Catalog
import Tensors

/// Softmax cross-entropy over class weights, with a margin at the class of the row.
///
///     ℓ_i = −log( e^{s ψ(cos θ_iy)} / (e^{s ψ(cos θ_iy)} + Σ_{c ≠ y} e^{s cos θ_ic}) )
///
/// θ_ic is the angle between embedding i and the weight of class c, ψ the margin. See
/// `ProxySoftmax` for the norms and for several centers a class.
public struct MarginSoftmaxLoss: ProxyLoss {
  /// Entry and data of `margin_softmax`, which takes any margin.
  public static let maker = makers[0]
  /// Those of it and of its presets, in the order of the reference page.
  public static let makers = MarginSoftmaxPreset.all.map { $0.maker }

  /// What it was made as.
  public let preset: MarginSoftmaxPreset
  /// The class weights, or their sizes.
  public var proxies: ClassProxies
  /// ψ; nil for the cosine itself.
  public let margin: (any Margin)?
  /// Multiplies the logits.
  public let scale: Double
  /// Which norms the logits keep.
  public let norms: ProxyNorms
  /// How the terms, one a row, become one value.
  public let reduction: Reduction

  /// The loss with these options; what is left out is the preset's.
  public init(
    _ preset: MarginSoftmaxPreset = .general, proxies: ClassProxies,
    margin: (any Margin)?, scale: Double? = nil, norms: ProxyNorms? = nil,
    reduction: Reduction = .mean
  ) {
    self.preset = preset
    self.proxies = proxies
    self.margin = margin
    self.scale = scale ?? preset.scale
    self.norms = norms ?? preset.norms
    self.reduction = reduction
  }

  /// Entry and data of this loss.
  public var maker: LossMaker { Self.makers.first { $0.name == preset.name } ?? Self.maker }

  /// `AAM-softmax m=0.3 scale=32`: the loss and what is not at its default.
  public var name: String {
    ([preset.title] + options.filter { !$0.hasPrefix("reduction") }).joined(separator: " ")
  }

  /// The maker's call as it would be typed.
  public var call: String {
    let arguments = proxies.arguments(centers: preset.centers) + options
    return "\(entryName)(\(arguments.joined(separator: ", ")))"
  }

  private var options: [String] {
    var result: [String] = []
    if let margin, margin.call != preset.margin?.call {
      result.append("margin=\(preset.margin == nil ? margin.call : Self.amount(of: margin))")
    }
    if scale != preset.scale { result.append("scale=\(shortest(scale))") }
    if norms != preset.norms { result.append("norms=\"\(norms.rawValue)\"") }
    result += reduction.changed()
    return result
  }

  /// What stands between the parentheses of the margin's call.
  private static func amount(of margin: any Margin) -> String {
    String(margin.call.drop { $0 != "(" }.dropFirst().dropLast())
  }

  /// The value for embeddings and labels.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    guard case .labeled(let embeddings, let labels) = data else { throw maker.wrongForm() }
    let weights = try proxies.rows(for: embeddings, labels: labels, loss: entryName)
    return embeddings.dtype == .f64 || weights.dtype == .f64
      ? try value(of: Double.self, embeddings.astype(.f64), weights.astype(.f64), labels)
      : try value(of: Float.self, embeddings.astype(.f32), weights.astype(.f32), labels)
  }

  private func value<Element: ContrastElement>(
    of type: Element.Type, _ embeddings: Tensor, _ weights: Tensor, _ labels: [Int]
  ) throws -> Tensor {
    let engine = try ProxySoftmax<Element>(
      embeddings, weights: weights, labels: labels, centers: proxies.centers, scale: scale,
      margin: margin, norms: norms)
    let terms = try engine.terms()
    let (shape, needsWeights) = (weights.shape, weights.tracksGradient)
    return try reduction.value(
      of: terms, dtype: Element.dtype, loss: entryName, inputs: [embeddings, weights]
    ) { termWeights in
      try engine.gradients(
        termWeights, rowShape: embeddings.shape, weightShape: needsWeights ? shape : nil)
    }
  }
}
