import Glibc

/// Scored comparisons, split by what they should be. A larger score means more alike.
public struct Trials: Sendable, Equatable {
  /// Scores of the trials of the same class.
  public let targetScores: [Double]
  /// Scores of the trials of different classes.
  public let nonTargetScores: [Double]

  /// Checks and splits trials.
  /// - Parameters:
  ///   - scores: one number a trial, infinite ones allowed.
  ///   - targets: 1 for the same class, 0 for different.
  ///   - metric: the script name of the call, for errors.
  /// - Throws: `TrialError` for different lengths, `nan`, targets other than 0 and 1, exchanged
  ///   arguments, or trials of one kind only.
  public init(
    scores: [Double], targets: [Double], metric: String = "trials"
  ) throws(TrialError) {
    guard scores.count == targets.count else {
      throw TrialError(.counts(scores: scores.count, targets: targets.count), metric: metric)
    }
    if let wrong = targets.firstIndex(where: { $0 != 0 && $0 != 1 }) {
      if scores.allSatisfy({ $0 == 0 || $0 == 1 }) { throw TrialError(.swapped, metric: metric) }
      if targets.allSatisfy({ $0 == -1 || $0 == 1 }) {
        throw TrialError(.signedTargets, metric: metric)
      }
      throw TrialError(.targetValue(index: wrong, value: targets[wrong]), metric: metric)
    }
    let targetCount = Int(targets.reduce(0, +))
    try self.init(scores, targetCount: targetCount, metric: metric) { targets[$0] == 1 }
  }

  /// Checks and splits trials whose targets are truth values.
  /// - Throws: `TrialError` as above.
  public init(
    scores: [Double], targets: [Bool], metric: String = "trials"
  ) throws(TrialError) {
    guard scores.count == targets.count else {
      throw TrialError(.counts(scores: scores.count, targets: targets.count), metric: metric)
    }
    let targetCount = targets.reduce(0) { $0 + ($1 ? 1 : 0) }
    try self.init(scores, targetCount: targetCount, metric: metric) { targets[$0] }
  }

  private init(
    _ scores: [Double], targetCount: Int, metric: String, isTarget: (Int) -> Bool
  ) throws(TrialError) {
    if let index = scores.firstIndex(where: \.isNaN) {
      throw TrialError(.notANumber(index: index), metric: metric)
    }
    guard targetCount > 0 else {
      throw TrialError(.noTargets(count: scores.count), metric: metric)
    }
    guard targetCount < scores.count else {
      throw TrialError(.noNonTargets(count: scores.count), metric: metric)
    }
    var targetScores: [Double] = []
    var nonTargetScores: [Double] = []
    targetScores.reserveCapacity(targetCount)
    nonTargetScores.reserveCapacity(scores.count - targetCount)
    for (index, score) in scores.enumerated() {
      if isTarget(index) { targetScores.append(score) } else { nonTargetScores.append(score) }
    }
    self.targetScores = targetScores
    self.nonTargetScores = nonTargetScores
  }

  /// Trials that were checked.
  init(targetScores: [Double], nonTargetScores: [Double]) {
    self.targetScores = targetScores
    self.nonTargetScores = nonTargetScores
  }

  /// The error rates at every threshold.
  /// - Throws: `TensorError.interrupted`, which it looks for while it sorts.
  public var errorCurve: ErrorCurve { get throws { try ErrorCurve(self) } }

  /// Cost of log-likelihood ratios, in bits: ½ (mean over targets of log₂(1 + e^−s) + mean over
  /// non-targets of log₂(1 + e^s)). Scores are natural log-likelihood ratios.
  public var costOfLogLikelihoodRatios: Double {
    func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }
    let misses = targetScores.reduce(0) { $0 + softplus(-$1) } / Double(targetScores.count)
    let alarms = nonTargetScores.reduce(0) { $0 + softplus($1) } / Double(nonTargetScores.count)
    return (misses + alarms) / (2 * log(2))
  }
}
