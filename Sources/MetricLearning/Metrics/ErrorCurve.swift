/// One operating point: what happens when trials with a score ≥ `threshold` are accepted.
public struct ErrorPoint: Sendable, Equatable {
  /// Infinite where everything is rejected.
  public let threshold: Double
  /// Number of target trials rejected.
  public let missed: Int
  /// Number of non-target trials accepted.
  public let falselyAccepted: Int
}

/// The two error counts as the threshold falls: first "reject all", then one point for each
/// distinct score, highest first. Tied trials enter together. Inside the library a curve may hold
/// the points of a range of scores alone: then it knows how many trials score higher.
public struct ErrorCurve: Sendable, Sequence {
  /// Scores of target trials, highest first.
  let targets: [Double]
  /// Scores of non-target trials, highest first.
  let nonTargets: [Double]
  /// Number of target trials that score higher than those listed.
  let targetsAbove: Int
  /// Number of non-target trials that score higher than those listed.
  let nonTargetsAbove: Int
  /// Number of target trials.
  public let targetCount: Int
  /// Number of non-target trials.
  public let nonTargetCount: Int

  /// Sorts the trials.
  public init(_ trials: Trials) throws {
    targets = try sortedDescending(trials.targetScores)
    nonTargets = try sortedDescending(trials.nonTargetScores)
    targetsAbove = 0
    nonTargetsAbove = 0
    targetCount = targets.count
    nonTargetCount = nonTargets.count
  }

  /// A range of the curve of `counts` trials: the scores in it, highest first, and how many of
  /// each kind are higher.
  init(
    targets: [Double], nonTargets: [Double], above: (targets: Int, nonTargets: Int),
    counts: (targets: Int, nonTargets: Int)
  ) {
    self.targets = targets
    self.nonTargets = nonTargets
    targetsAbove = above.targets
    nonTargetsAbove = above.nonTargets
    targetCount = counts.targets
    nonTargetCount = counts.nonTargets
  }

  /// Share of the targets that are rejected, 0…1.
  public func missRate(at point: ErrorPoint) -> Double {
    Double(point.missed) / Double(targetCount)
  }

  /// Share of the non-targets that are accepted, 0…1.
  public func falseAlarmRate(at point: ErrorPoint) -> Double {
    Double(point.falselyAccepted) / Double(nonTargetCount)
  }

  /// The point "reject all".
  var rejectingAll: ErrorPoint {
    ErrorPoint(threshold: .infinity, missed: targetCount, falselyAccepted: 0)
  }

  /// What happens when trials with a score ≥ `threshold` are accepted; on a part of the curve, for
  /// a threshold within it.
  func point(at threshold: Double) -> ErrorPoint {
    ErrorPoint(
      threshold: threshold,
      missed: targetCount - targetsAbove - Self.count(targets) { $0 >= threshold },
      falselyAccepted: nonTargetsAbove + Self.count(nonTargets) { $0 >= threshold })
  }

  /// The point just above a threshold: that of the next higher score, or "reject all".
  func point(above threshold: Double) -> ErrorPoint {
    let next = [targets, nonTargets].compactMap { scores -> Double? in
      let higher = Self.count(scores) { $0 > threshold }
      return higher > 0 ? scores[higher - 1] : nil
    }.min()
    return next.map(point(at:)) ?? rejectingAll
  }

  /// How many of scores, sorted so that those which satisfy `condition` come first, do.
  static func count(_ scores: [Double], where condition: (Double) -> Bool) -> Int {
    var low = 0
    var high = scores.count
    while low < high {
      let middle = (low + high) / 2
      if condition(scores[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Walks the operating points.
  public struct Iterator: IteratorProtocol {
    private let targets: [Double]
    private let nonTargets: [Double]
    private var accepted = 0
    private var falselyAccepted = 0
    private var isFirst = true

    init(_ curve: ErrorCurve) {
      targets = curve.targets
      nonTargets = curve.nonTargets
    }

    /// The next operating point, nil past the last.
    public mutating func next() -> ErrorPoint? {
      if isFirst {
        isFirst = false
        return ErrorPoint(threshold: .infinity, missed: targets.count, falselyAccepted: 0)
      }
      let target = accepted < targets.count ? targets[accepted] : -.infinity
      let nonTarget =
        falselyAccepted < nonTargets.count ? nonTargets[falselyAccepted] : -.infinity
      guard accepted < targets.count || falselyAccepted < nonTargets.count else { return nil }
      let threshold = Swift.max(target, nonTarget)
      while accepted < targets.count, targets[accepted] == threshold { accepted += 1 }
      while falselyAccepted < nonTargets.count, nonTargets[falselyAccepted] == threshold {
        falselyAccepted += 1
      }
      return ErrorPoint(
        threshold: threshold, missed: targets.count - accepted,
        falselyAccepted: falselyAccepted)
    }
  }

  /// Begins at "reject all".
  public func makeIterator() -> Iterator { Iterator(self) }
}
