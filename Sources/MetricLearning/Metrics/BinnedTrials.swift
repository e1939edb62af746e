import Tensors

/// Many trials of which only the scores that decide are sorted: those in the bins where the error
/// rates cross, or where a threshold could cost least. The results are those of the whole curve.
struct BinnedTrials {
  /// Fewer trials are sorted as quickly.
  static let leastCount = 1 << 16

  private let bins: ScoreBins
  private let counts: (targets: Int, nonTargets: Int)

  /// Nil for trials that are few, invalid, of another type than f32 and f64, or of one kind only.
  init?(scores: Tensor, targets: Tensor) throws {
    guard scores.count >= Self.leastCount,
      let bins = try ScoreBins(scores: scores, targets: targets)
    else { return nil }
    self.bins = bins
    counts = (0..<ScoreBins.count).reduce(into: (targets: 0, nonTargets: 0)) {
      $0.targets += bins.targetCount(in: $1)
      $0.nonTargets += bins.otherCount(in: $1)
    }
    guard counts.targets > 0, counts.nonTargets > 0 else { return nil }
  }

  /// The equal error rate by a convention that looks at the crossing alone, `convexHull` not.
  func equalErrorRate(convention: EqualErrorConvention) throws -> EqualErrorRate {
    var (targets, nonTargets) = (0, 0)
    var crossing = (bins: [Int](), above: (targets: 0, nonTargets: 0))
    var last = crossing
    for bin in 0..<ScoreBins.count {
      let (inTargets, inOthers) = (bins.targetCount(in: bin), bins.otherCount(in: bin))
      if inTargets + inOthers == 0 { continue }
      // The point above the crossing may be that of the last score before its bin.
      crossing = (last.bins + [bin], last.bins.isEmpty ? (0, 0) : last.above)
      last = ([bin], (targets, nonTargets))
      targets += inTargets
      nonTargets += inOthers
      if (counts.targets - targets) * counts.nonTargets <= nonTargets * counts.targets { break }
    }
    let picked = try bins.pick(crossing.bins)
    return part(
      targets: try sortedDescending(picked.targets),
      nonTargets: try sortedDescending(picked.others), above: crossing.above
    ).equalErrorRate(convention: convention)
  }

  /// The least cost over all thresholds.
  func minimumDetectionCost(_ cost: DetectionCost) throws -> MinimumDetectionCost {
    let whole = part(targets: [], nonTargets: [], above: (0, 0))
    // Rounding keeps the order of rates, so a bin whose misses at its end and false alarms at its
    // start cost more than the end of some bin has no threshold that costs least.
    var bounds: [(bin: Int, above: (targets: Int, nonTargets: Int), cost: Double)] = []
    var least = cost.cost(missRate: 1, falseAlarmRate: 0)
    var above = (targets: 0, nonTargets: 0)
    func value(targets: Int, nonTargets: Int) -> Double {
      let point = ErrorPoint(
        threshold: 0, missed: counts.targets - targets, falselyAccepted: nonTargets)
      return cost.cost(
        missRate: whole.missRate(at: point), falseAlarmRate: whole.falseAlarmRate(at: point))
    }
    for bin in 0..<ScoreBins.count {
      let (inTargets, inOthers) = (bins.targetCount(in: bin), bins.otherCount(in: bin))
      if inTargets > 0 {
        let bound = value(targets: above.targets + inTargets, nonTargets: above.nonTargets)
        bounds.append((bin, above, bound))
      }
      above.targets += inTargets
      above.nonTargets += inOthers
      if inTargets > 0 {
        least = min(least, value(targets: above.targets, nonTargets: above.nonTargets))
      }
    }
    let kept = bounds.filter { $0.cost <= least }
    let picked = try bins.pick(kept.map(\.bin))
    let targets = try sortedDescending(picked.targets)
    let nonTargets = try sortedDescending(picked.others)
    var (nextTarget, nextOther) = (0, 0)
    let parts = kept.map { bound in
      let ofTargets = nextTarget..<nextTarget + bins.targetCount(in: bound.bin)
      let ofOthers = nextOther..<nextOther + bins.otherCount(in: bound.bin)
      (nextTarget, nextOther) = (ofTargets.upperBound, ofOthers.upperBound)
      return part(
        targets: Array(targets[ofTargets]), nonTargets: Array(nonTargets[ofOthers]),
        above: bound.above)
    }
    return whole.leastCost(cost, among: parts)
  }

  private func part(
    targets: [Double], nonTargets: [Double], above: (targets: Int, nonTargets: Int)
  ) -> ErrorCurve {
    ErrorCurve(targets: targets, nonTargets: nonTargets, above: above, counts: counts)
  }
}

extension EqualErrorRate {
  /// The equal error rate of trials given as tensors of one length.
  /// - Throws: `TrialError` as for `Trials`.
  public init(
    scores: Tensor, targets: Tensor, convention: EqualErrorConvention = .interpolated,
    metric: String = "eer"
  ) throws {
    if convention != .convexHull,
      let trials = try BinnedTrials(scores: scores, targets: targets)
    {
      self = try trials.equalErrorRate(convention: convention)
    } else {
      self = try Trials(scores: scores, targets: targets, metric: metric).errorCurve
        .equalErrorRate(convention: convention)
    }
  }
}

extension MinimumDetectionCost {
  /// The least cost of trials given as tensors of one length.
  /// - Throws: `TrialError` as for `Trials`.
  public init(
    scores: Tensor, targets: Tensor, cost: DetectionCost, metric: String = "min_dcf"
  ) throws {
    if let trials = try BinnedTrials(scores: scores, targets: targets) {
      self = try trials.minimumDetectionCost(cost)
    } else {
      self = try Trials(scores: scores, targets: targets, metric: metric).errorCurve
        .minimumDetectionCost(cost)
    }
  }
}
