import Glibc

/// The application that errors are paid in: how often targets come and what each error costs.
public struct DetectionCost: Sendable, Equatable {
  /// Share of targets among the trials to come, 0…1.
  public let targetPrior: Double
  /// What a rejected target costs.
  public let missCost: Double
  /// What an accepted non-target costs.
  public let falseAlarmCost: Double
  /// Whether costs are divided by that of the better of "accept all" and "reject all".
  public let isNormalized: Bool

  /// - Parameter metric: the script name of the call, for errors.
  /// - Throws: `TrialError` for a prior outside 0…1 (both excluded) or a cost ≤ 0.
  public init(
    targetPrior: Double = 0.01, missCost: Double = 1, falseAlarmCost: Double = 1,
    isNormalized: Bool = true, metric: String = "min_dcf"
  ) throws(TrialError) {
    guard targetPrior > 0, targetPrior < 1 else {
      throw TrialError(
        .option(name: "p_target", accepts: "a number between 0 and 1", got: targetPrior),
        metric: metric)
    }
    for (name, cost) in [("c_miss", missCost), ("c_fa", falseAlarmCost)]
    where !(cost > 0 && cost.isFinite) {
      throw TrialError(.option(name: name, accepts: "a number > 0", got: cost), metric: metric)
    }
    self.targetPrior = targetPrior
    self.missCost = missCost
    self.falseAlarmCost = falseAlarmCost
    self.isNormalized = isNormalized
  }

  /// Expected cost of a trial at the two error rates.
  public func cost(missRate: Double, falseAlarmRate: Double) -> Double {
    let ofMisses = missCost * targetPrior
    let ofFalseAlarms = falseAlarmCost * (1 - targetPrior)
    let cost = ofMisses * missRate + ofFalseAlarms * falseAlarmRate
    return isNormalized ? cost / min(ofMisses, ofFalseAlarms) : cost
  }

  /// The threshold that is best for natural log-likelihood ratios:
  /// ln(c_fa (1 − p_target) / (c_miss p_target)).
  public var bayesThreshold: Double {
    log(falseAlarmCost * (1 - targetPrior) / (missCost * targetPrior))
  }
}

/// A detection cost and where it is reached.
public struct MinimumDetectionCost: Sendable, Equatable {
  /// The least cost.
  public let cost: Double
  /// Score at or above which a trial is accepted; the highest of several equally good ones.
  public let threshold: Double
  /// Share of the targets rejected.
  public let missRate: Double
  /// Share of the non-targets accepted.
  public let falseAlarmRate: Double
}

extension ErrorCurve {
  /// The least cost over all thresholds.
  public func minimumDetectionCost(_ cost: DetectionCost) -> MinimumDetectionCost {
    leastCost(cost, among: [self])
  }

  /// The least cost of rejecting all and of the thresholds in some parts of this curve, those of
  /// higher scores first.
  func leastCost(_ cost: DetectionCost, among parts: [ErrorCurve]) -> MinimumDetectionCost {
    var best = rejectingAll
    var least = cost.cost(missRate: 1, falseAlarmRate: 0)
    for part in parts {
      // A threshold that lets in non-targets alone is never better than the one above it.
      let (targets, nonTargets) = (part.targets, part.nonTargets)
      var (accepted, alarms) = (0, 0)
      while accepted < targets.count {
        let threshold = targets[accepted]
        while accepted < targets.count, targets[accepted] == threshold { accepted += 1 }
        while alarms < nonTargets.count, nonTargets[alarms] >= threshold { alarms += 1 }
        let point = ErrorPoint(
          threshold: threshold, missed: targetCount - part.targetsAbove - accepted,
          falselyAccepted: part.nonTargetsAbove + alarms)
        let value = cost.cost(
          missRate: missRate(at: point), falseAlarmRate: falseAlarmRate(at: point))
        if value < least {
          least = value
          best = point
        }
      }
    }
    return MinimumDetectionCost(
      cost: least, threshold: best.threshold, missRate: missRate(at: best),
      falseAlarmRate: falseAlarmRate(at: best))
  }
}

extension Trials {
  /// The cost at the Bayes threshold: scores must be natural log-likelihood ratios.
  public func actualDetectionCost(_ cost: DetectionCost) -> Double {
    let threshold = cost.bayesThreshold
    let missed = targetScores.reduce(0) { $0 + ($1 < threshold ? 1 : 0) }
    let falselyAccepted = nonTargetScores.reduce(0) { $0 + ($1 >= threshold ? 1 : 0) }
    return cost.cost(
      missRate: Double(missed) / Double(targetScores.count),
      falseAlarmRate: Double(falselyAccepted) / Double(nonTargetScores.count))
  }
}
