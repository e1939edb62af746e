import Tensors

/// A comparison of two settings on the same seeds.
public struct PairedTest: Sendable, Equatable {
  /// How likely differences as large as these are if the two settings do not differ.
  public enum Method: String, Sendable, CaseIterable {
    /// Signs of the differences are exchanged: all 2ⁿ ways up to 20 pairs, else 100,000 random ones.
    case permutation
    /// Student's t.
    case t
    /// Wilcoxon's signed ranks: exact up to 50 pairs, else the normal approximation.
    case wilcoxon
  }

  /// Mean of a − b.
  public let difference: Double
  /// Ends of Student's interval around `difference`, which holds the true difference with the
  /// chance `confidence`; the same for every method.
  public let low: Double
  /// The upper end.
  public let high: Double
  /// The chance that the interval holds the true difference.
  public let confidence: Double
  /// Two-sided.
  public let probability: Double
  /// Number of pairs.
  public let count: Int
  /// Where `probability` comes from.
  public let method: Method

  /// Compares `first` with `second`, pair by pair.
  /// - Throws: `ComparisonError` for different lengths, less than two pairs, or numbers that are
  ///   not finite; `TensorError.interrupted`, which it looks for while it draws signs.
  public init(
    _ first: [Double], _ second: [Double], method: Method = .permutation,
    confidence: Double = 0.95
  ) throws {
    let function = "paired_test"
    guard first.count == second.count else {
      throw ComparisonError(.counts(first: first.count, second: second.count), function: function)
    }
    guard first.count >= 2 else {
      throw ComparisonError(
        .tooFew(accepts: "at least two pairs", got: first.count), function: function)
    }
    let differences = zip(first, second).map { $0 - $1 }
    if let index = differences.firstIndex(where: { !$0.isFinite }) {
      throw ComparisonError(.notFinite(index: index), function: function)
    }
    let n = differences.count
    let mean = differences.reduce(0, +) / Double(n)
    let error = sampleDeviation(differences, mean: mean) / Double(n).squareRoot()
    let student = StudentDistribution(degrees: Double(n - 1))
    let reach = student.twoSidedQuantile(1 - confidence) * error
    difference = mean
    low = mean - reach
    high = mean + reach
    self.confidence = confidence
    count = n
    self.method = method
    probability =
      switch method {
      case .permutation: try signFlipProbability(differences)
      case .t: error > 0 ? student.twoSidedProbability(mean / error) : (mean == 0 ? 1 : 0)
      case .wilcoxon: signedRankProbability(differences)
      }
  }
}

/// Share of the sign patterns whose sum is at least as far from 0 as the observed one.
private func signFlipProbability(_ differences: [Double]) throws(TensorError) -> Double {
  let observed = abs(differences.reduce(0, +))
  // Sums of the same numbers in another order differ in their last bits.
  let limit = observed - 1e-12 * differences.reduce(0) { $0 + abs($1) }
  let n = differences.count
  if n <= 20 {
    // Gray code: each pattern differs from the one before in one sign. A pattern and its mirror
    // image are alike, so the last sign stays.
    var signs = [Double](repeating: 1, count: n)
    var sum = differences.reduce(0, +)
    var extreme = abs(sum) >= limit ? 1 : 0
    let patterns = 1 << (n - 1)
    for pattern in 1..<max(patterns, 1) {
      let flipped = pattern.trailingZeroBitCount
      sum -= 2 * signs[flipped] * differences[flipped]
      signs[flipped] = -signs[flipped]
      if abs(sum) >= limit { extreme += 1 }
    }
    return Double(extreme) / Double(patterns)
  }
  let rounds = 100_000
  var generator = SplitMix(state: 0)
  var extreme = 0
  for _ in 0..<rounds {
    try Interrupt.check()
    var sum = 0.0
    var bits: UInt64 = 0
    for (index, difference) in differences.enumerated() {
      if index & 63 == 0 { bits = generator.next() }
      if index % Interrupt.piece == Interrupt.piece - 1 { try Interrupt.check() }
      sum += bits & 1 == 0 ? difference : -difference
      bits >>= 1
    }
    if abs(sum) >= limit { extreme += 1 }
  }
  return Double(extreme + 1) / Double(rounds + 1)
}

/// Sign patterns that are the same in every run and leave the session's generator alone.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
