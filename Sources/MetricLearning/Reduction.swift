import Catalog

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
