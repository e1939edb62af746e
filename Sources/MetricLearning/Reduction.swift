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
