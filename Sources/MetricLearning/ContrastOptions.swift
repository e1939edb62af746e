import Catalog
import Tensors

/// The options that all softmax losses over similarities share.
public struct ContrastOptions: Sendable {
  /// Multiplies the logits; 1 / temperature.
  public let scale: Double
  /// How the scale was given: as its inverse, or not at all.
  public let temperature: Double?
  /// The margin at positive pairs.
  public let margin: (any Margin)?
  /// How the terms become one value.
  public let reduction: Reduction
  /// Whether rows are divided by their norm first, so that similarities are cosines.
  public let normalizes: Bool
  /// What each negative counts in denominators, ≥ 0; 1 where it is nil. No gradient.
  public var weights: Tensor?
  /// bool, false where a pair that is no positive takes no part in denominators.
  public var mask: Tensor?

  /// - Parameters:
  ///   - loss: the script name, for errors.
  ///   - fallback: the scale where neither `scale` nor `temperature` is given.
  /// - Throws: `LossError` for both a scale and a temperature, a number that is not positive, or a
  ///   margin on rows that are not normalized.
  public init(
    loss: String, scale: Double? = nil, temperature: Double? = nil, margin: (any Margin)? = nil,
    reduction: Reduction = .mean, normalizes: Bool = true, default fallback: Double = 5
  ) throws(LossError) {
    if let scale, let temperature {
      throw LossError(
        "value",
        "\(loss): takes 'scale' or 'temperature', not both, got scale \(shortest(scale)) and "
          + "temperature \(shortest(temperature))",
        hint: "scale is 1 / temperature")
    }
    for (name, value) in [("scale", scale), ("temperature", temperature)] {
      if let value, !(value > 0 && value.isFinite) {
        throw LossError("value", "\(loss): '\(name)' must be a number > 0, got \(shortest(value))")
      }
    }
    if let margin, !normalizes {
      throw LossError(
        "value", "\(loss): a margin works on cosines, got \(margin.call) with normalize=false")
    }
    self.scale = scale ?? temperature.map { 1 / $0 } ?? fallback
    self.temperature = temperature
    self.margin = margin
    self.reduction = reduction
    self.normalizes = normalizes
  }

  /// The options as typed, those at their default left out.
  func arguments(default fallback: Double) -> [String] {
    var result: [String] = []
    if let temperature {
      result.append("temperature=\(shortest(temperature))")
    } else if scale != fallback {
      result.append("scale=\(shortest(scale))")
    }
    if let margin { result.append("margin=\(margin.call)") }
    result += reduction.changed()
    if !normalizes { result.append("normalize=false") }
    if let weights { result.append("weights=\(weights.dtype.name)\(weights.shape)") }
    if let mask { result.append("mask=\(mask.dtype.name)\(mask.shape)") }
    return result
  }

  /// `SNT-Xent-AM(0.1) scale=30`: the loss, its margin, and the scale where it is not the default.
  func name(_ base: String, default fallback: Double) -> String {
    var name = base
    if let margin { name += "-" + margin.shortName }
    if let temperature {
      if 1 / temperature != fallback { name += " temperature=\(shortest(temperature))" }
    } else if scale != fallback {
      name += " scale=\(shortest(scale))"
    }
    return name
  }

  /// What negatives count where candidates have one weight each; nil where the call says nothing.
  /// - Throws: `LossError` for weights that are no vector.
  func negatives(loss: String) throws(LossError) -> NegativeWeights? {
    guard weights != nil || mask != nil else { return nil }
    if let weights, weights.rank != 1 {
      throw LossError(
        "shape", "\(loss): 'weights' takes one number a candidate, got \(weights.shape)")
    }
    return NegativeWeights(candidates: weights?.doubles(), mask: mask)
  }

  /// The parameter of `normalize=`.
  static let normalizeParameter = Flag("normalize", default: true)

  /// The parameter of `weights=`.
  static let weightsParameter = TensorOption(
    "weights", accepts: "a tensor [candidate] of numbers ≥ 0, or none")

  /// The parameter of `mask=`.
  static let maskParameter = TensorOption(
    "mask", accepts: "a bool tensor [anchor, candidate], or none")

  /// The words on `weights=` and `mask=`.
  static let negativesText = """
    mask= says which pairs may be negatives, weights= how often each candidate counts in
    denominators; positives count in full whatever both say, and neither has a gradient.
    """

  /// The parameter of `margin=`.
  static let marginParameter = Instance<(any Margin)?>(
    "margin", accepts: "a margin such as am(0.1), or none", defaultText: "none", passing: .named,
    default: { .some(nil) },
    convert: { argument in
      switch argument {
      case .none: .some(nil)
      case .object(let object, _): (object as? any Margin).map { .some($0) }
      case .bool, .integer, .number, .text, .list: nil
      }
    })
}

/// A softmax loss over similarities.
public protocol ContrastLoss: Loss {
  /// The name without margin and scale: `NT-Xent`.
  static var title: String { get }
  /// The scale where neither `scale=` nor `temperature=` is given.
  static var defaultScale: Double { get }
  /// Scale, margin and what else these losses share.
  var options: ContrastOptions { get }
}

extension ContrastLoss {
  /// How tables and legends name it.
  public var name: String { options.name(Self.title, default: Self.defaultScale) }
  /// The maker's call as it would be typed.
  public var call: String {
    "\(entryName)(\(options.arguments(default: Self.defaultScale).joined(separator: ", ")))"
  }
}

extension Entry<any Loss> {
  /// The entry of a loss whose options are those that softmax losses over similarities share.
  static func contrast(
    _ name: String, scale: Double, summary: String, details: String, example: Example,
    source: Citation, related: [String], make: @escaping @Sendable (ContrastOptions) -> any Loss
  ) -> Entry {
    Entry(
      name, PositiveOption("scale", defaultText: shortest(scale)),
      PositiveOption("temperature", defaultText: shortest(1 / scale)),
      ContrastOptions.marginParameter, Reduction.parameter, ContrastOptions.normalizeParameter,
      ContrastOptions.weightsParameter, ContrastOptions.maskParameter,
      summary: summary, details: details + "\n" + ContrastOptions.negativesText,
      example: example, source: source, related: related
    ) { given, temperature, margin, reduction, normalizes, weights, mask in
      var options = try ContrastOptions(
        loss: name, scale: given, temperature: temperature, margin: margin,
        reduction: reduction, normalizes: normalizes, default: scale)
      options.weights = weights
      options.mask = mask
      return make(options)
    }
  }
}

/// A positive number that may be left out, with the text of what then holds.
struct PositiveOption: Parameter {
  let description: ParameterDescription
  private let number: Number

  init(_ name: String, defaultText: String) {
    number = Number(name, .above(0))
    description = ParameterDescription(
      name, accepts: number.description.accepts, defaultText: defaultText, passing: .named)
  }

  func read(_ argument: Argument?) throws(ArgumentError) -> Double? {
    guard let argument else { return nil }
    if case .none = argument { return nil }
    return try number.read(argument)
  }
}
