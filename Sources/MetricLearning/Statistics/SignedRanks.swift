import Glibc

/// Two-sided probability of Wilcoxon's signed-rank statistic; differences of 0 are left out, tied
/// sizes share their mean rank.
func signedRankProbability(_ differences: [Double]) -> Double {
  let nonzero = differences.filter { $0 != 0 }
  guard !nonzero.isEmpty else { return 1 }
  // Twice the rank is a whole number, ties included: the exact distribution stays countable.
  let (doubledRanks, tieCorrection) = doubledRanksOfSizes(nonzero)
  let total = doubledRanks.reduce(0, +)
  var positive = 0
  for (rank, difference) in zip(doubledRanks, nonzero) where difference > 0 { positive += rank }
  let smaller = min(positive, total - positive)
  if nonzero.count <= 50 {
    var ways = [Double](repeating: 0, count: total + 1)
    ways[0] = 1
    var reached = 0
    for rank in doubledRanks {
      reached += rank
      for sum in stride(from: reached, through: rank, by: -1) { ways[sum] += ways[sum - rank] }
    }
    let tail = ways[0...smaller].reduce(0, +)
    return min(1, 2 * tail / pow(2, Double(nonzero.count)))
  }
  let n = Double(nonzero.count)
  let variance = n * (n + 1) * (2 * n + 1) / 24 - tieCorrection / 48
  let z = (Double(smaller) / 2 - n * (n + 1) / 4) / variance.squareRoot()
  return min(1, erfc(-z / 2.0.squareRoot()))
}

/// Twice the rank of each size, and Σ (t³ − t) over groups of t tied ones.
private func doubledRanksOfSizes(_ values: [Double]) -> (ranks: [Int], ties: Double) {
  let order = values.indices.sorted { abs(values[$0]) < abs(values[$1]) }
  var ranks = [Int](repeating: 0, count: values.count)
  var ties = 0.0
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count, abs(values[order[end]]) == abs(values[order[start]]) { end += 1 }
    // Ranks start + 1 … end, whose mean is (start + 1 + end) / 2.
    for place in start..<end { ranks[order[place]] = start + 1 + end }
    let size = Double(end - start)
    ties += size * size * size - size
    start = end
  }
  return (ranks, ties)
}
