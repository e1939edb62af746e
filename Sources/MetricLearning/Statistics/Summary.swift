/// What a list of numbers is like: the runs of one setting over several seeds.
public struct Summary: Sendable, Equatable {
  /// The arithmetic mean.
  public let mean: Double
  /// Standard deviation with divisor n − 1 (`ddof=1`); `nan` for a single number.
  public let standardDeviation: Double
  /// The smallest.
  public let minimum: Double
  /// The largest.
  public let maximum: Double
  /// How many there are.
  public let count: Int

  /// Summarizes `values`.
  /// - Throws: `ComparisonError` for an empty list or numbers that are not finite.
  public init(_ values: [Double]) throws(ComparisonError) {
    guard let first = values.first else {
      throw ComparisonError(.tooFew(accepts: "at least one number", got: 0), function: "summarize")
    }
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw ComparisonError(.notFinite(index: index), function: "summarize")
    }
    count = values.count
    let mean = values.reduce(0, +) / Double(values.count)
    self.mean = mean
    standardDeviation = sampleDeviation(values, mean: mean)
    minimum = values.reduce(first, Swift.min)
    maximum = values.reduce(first, Swift.max)
  }
}

/// Standard deviation with divisor n − 1; `nan` for a single number.
func sampleDeviation(_ values: [Double], mean: Double) -> Double {
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : .nan
}
