import Catalog
import Tensors

/// What losses over pairs and triplets of embeddings share.
public struct TupleOptions: Sendable {
  /// How two embeddings are compared.
  public let measure: Measure
  /// Whether rows are divided by their norm first.
  public let normalizes: Bool
  /// How the terms become one value.
  public let reduction: Reduction

  /// Options of a loss.
  public init(
    measure: Measure = .euclidean, normalizes: Bool = true, reduction: Reduction = .mean
  ) {
    self.measure = measure
    self.normalizes = normalizes
    self.reduction = reduction
  }

  /// The options as typed, those that `usual` has too left out.
  func arguments(usual: TupleOptions) -> [String] {
    var result: [String] = []
    if measure != usual.measure { result.append(measure.argument) }
    if normalizes != usual.normalizes { result.append("normalize=\(normalizes)") }
    return result + reduction.changed(from: usual.reduction)
  }

  /// The reduced terms of all anchors, recorded for gradients. First order only: the gradient
  /// compares rows again and is itself not recorded.
  func value(
    _ embeddings: Tensor, labels: [Int], _ terms: some AnchorTerms, loss: String
  ) throws -> Tensor {
    try LossData.checkLabels(labels, for: embeddings, loss: loss)
    return embeddings.dtype == .f64
      ? try value(of: Double.self, embeddings, labels, terms, loss)
      : try value(of: Float.self, embeddings.astype(.f32), labels, terms, loss)
  }

  private func value<Element: ContrastElement, Terms: AnchorTerms>(
    of type: Element.Type, _ embeddings: Tensor, _ labels: [Int], _ terms: Terms, _ loss: String
  ) throws -> Tensor {
    let engine = try AnchorContrast<Element, Terms>(
      embeddings, labels: labels, measure: measure, normalize: normalizes, terms: terms)
    let sum = try engine.sum(listing: reduction == .none)
    let weights = sum.parts.indices.compactMap { sum.weight(reduction, part: $0) }
    let output: Tensor
    if let list = sum.list {
      output = try Tensor(list, shape: [list.count], dtype: Element.dtype)
    } else {
      let total = zip(sum.parts, weights).reduce(0) { $0 + $1.0.sum * $1.1 }
      output = .scalar(total, dtype: Element.dtype)
    }
    let shape = embeddings.shape
    return CustomOperation(name: loss, inputs: [embeddings], output: output) { gradient in
      let incoming = gradient.doubles()
      let isListed = sum.list != nil
      return [
        try engine.gradient(
          shape: shape, uniform: weights.map { $0 * (incoming.first ?? 0) },
          list: isListed ? incoming : nil)
      ]
    }.tensor
  }
}

extension Reduction {
  /// The terms as one value by tensor operations.
  func applied(to terms: Tensor) throws -> Tensor {
    switch self {
    case .none: return terms
    case .sum: return try terms.sum()
    case .mean: return try terms.mean()
    case .meanOfNonzero:
      let count = terms.doubles().reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
      return try terms.sum().dividing(.float(Double(max(count, 1))))
    }
  }
}

/// A reduction that may be left out, with the words of what then holds.
struct OptionalReduction: Parameter {
  let description: ParameterDescription
  private let option = ReductionOption(.mean)

  init(defaultText: String) {
    description = ParameterDescription(
      "reduction", accepts: option.description.accepts, defaultText: defaultText,
      passing: .named)
  }

  func read(_ argument: Argument?) throws(ArgumentError) -> Reduction? {
    guard let argument else { return nil }
    return try option.read(argument)
  }
}
