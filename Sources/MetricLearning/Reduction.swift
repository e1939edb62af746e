import Catalog
import Tensors

/// How the terms of a loss, one a unit (an anchor, a pair), become its value.
public enum Reduction: String, Sendable, CaseIterable {
  /// Sum of the terms divided by their number; 0 where there is none.
  case mean
  case sum
  /// One value a unit.
  case none
  /// Mean of the terms > 0; 0 where there is none.
  case meanOfNonzero = "mean_nonzero"

  /// What each term is multiplied with in the sum; nil for the terms themselves.
  func weights(of terms: [Double]) -> [Double]? {
    switch self {
    case .none: return nil
    case .sum: return [Double](repeating: 1, count: terms.count)
    case .mean:
      return [Double](repeating: 1 / Double(max(terms.count, 1)), count: terms.count)
    case .meanOfNonzero:
      let count = terms.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
      return terms.map { $0 > 0 ? 1 / Double(max(count, 1)) : 0 }
    }
  }

  /// The terms as a value with a gradient, first order only.
  /// - Parameter gradients: those by the inputs, for a weight on each term.
  func value(
    of terms: [Double], dtype: DType, loss: String, inputs: [Tensor],
    gradients: @escaping ([Double]) throws -> [Tensor?]
  ) throws -> Tensor {
    let weights = weights(of: terms)
    let output: Tensor
    if let weights {
      var sum = 0.0
      for (term, weight) in zip(terms, weights) where weight != 0 { sum += term * weight }
      output = Tensor.scalar(sum, dtype: dtype)
    } else {
      output = try Tensor(terms, shape: [terms.count], dtype: dtype)
    }
    return CustomOperation(name: loss, inputs: inputs, output: output) { gradient in
      let incoming = gradient.doubles()
      return try gradients(weights.map { $0.map { $0 * incoming[0] } } ?? incoming)
    }.tensor
  }
}

extension Reduction {
  /// The parameter of `reduction=`.
  static let parameter = ReductionOption(.mean)
}

/// How terms become one value: a word of the call.
struct ReductionOption: Parameter {
  let description: ParameterDescription
  private let choice: Choice
  private let fallback: Reduction

  init(_ fallback: Reduction) {
    self.fallback = fallback
    choice = Choice(
      "reduction", Reduction.allCases.map(\.rawValue), default: fallback.rawValue)
    description = choice.description
  }

  func read(_ argument: Argument?) throws(ArgumentError) -> Reduction {
    Reduction(rawValue: try choice.read(argument)) ?? fallback
  }
}
