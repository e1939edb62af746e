import Glibc

/// Counts of values in equal intervals.
public struct Histogram: Sendable, Equatable {
  /// The ends of the intervals, one more than there are intervals.
  public var edges: [Double]
  /// How many values are in each; the last interval holds its right end.
  public var counts: [Double]

  /// Counts the finite values of `values` between `low` and `high` in `bins` intervals.
  public init(_ values: [Double], bins: Int, low: Double, high: Double) {
    let bins = max(1, bins)
    let high = high > low ? high : low + 1
    let width = (high - low) / Double(bins)
    edges = (0...bins).map { low + width * Double($0) }
    counts = [Double](repeating: 0, count: bins)
    for value in values where value >= low && value <= high {
      let place = (value - low) / width
      if place.isFinite { counts[min(bins - 1, Int(place))] += 1 }
    }
  }

  /// The counts over their sum and the interval's width: areas sum to 1.
  public var densities: [Double] {
    let total = counts.reduce(0, +) * (edges[1] - edges[0])
    return total > 0 ? counts.map { $0 / total } : counts
  }

  /// The number of intervals that Freedman and Diaconis's rule gives, `2·IQR·n^(-1/3)` wide, 1 to
  /// 200 of them; Sturges's where half of the values are alike.
  public static func binCount(_ values: [Double]) -> Int {
    let sorted = values.filter(\.isFinite).sorted()
    guard let low = sorted.first, let high = sorted.last, high > low else { return 1 }
    let spread = Quantile.of(sorted, 0.75) - Quantile.of(sorted, 0.25)
    let count = Double(sorted.count)
    let bins = spread > 0 ? (high - low) / (2 * spread / cbrt(count)) : log2(count) + 1
    return bins.isNaN ? 1 : Int(min(max(bins.rounded(.up), 1), 200))
  }
}

/// Quantiles of sorted values.
enum Quantile {
  /// The value below which the part `fraction` of them lies, between neighbors in proportion
  /// (type 7 of Hyndman and Fan); NaN for no values.
  static func of(_ sorted: [Double], _ fraction: Double) -> Double {
    guard !sorted.isEmpty else { return .nan }
    let place = fraction * Double(sorted.count - 1)
    let index = min(Int(place), max(0, sorted.count - 2))
    let next = min(index + 1, sorted.count - 1)
    return sorted[index] + (sorted[next] - sorted[index]) * (place - Double(index))
  }
}
