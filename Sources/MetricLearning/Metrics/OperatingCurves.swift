/// Error rates against each other: what a DET plot shows on probit axes.
public struct DetectionErrorCurve: Sendable, Equatable {
  /// Fractions, rising.
  public let falseAlarmRates: [Double]
  /// Fractions, falling.
  public let missRates: [Double]
  /// Falling; the first is infinite ("reject all").
  public let thresholds: [Double]
}

extension ErrorCurve {
  /// All operating points as rates; `1 − missRates` against `falseAlarmRates` is the ROC.
  public var detectionErrors: DetectionErrorCurve {
    var falseAlarmRates: [Double] = []
    var missRates: [Double] = []
    var thresholds: [Double] = []
    for point in self {
      falseAlarmRates.append(falseAlarmRate(at: point))
      missRates.append(missRate(at: point))
      thresholds.append(point.threshold)
    }
    return DetectionErrorCurve(
      falseAlarmRates: falseAlarmRates, missRates: missRates, thresholds: thresholds)
  }

  /// The lowest operating point whose false-alarm rate is at most `falseAlarmRate`.
  /// - Throws: `TrialError` for a rate outside 0…1.
  public func point(
    falseAlarmRate limit: Double, metric: String = "tar_at_far"
  ) throws(TrialError) -> ErrorPoint {
    guard limit >= 0, limit <= 1 else {
      throw TrialError(
        .option(name: "far", accepts: "a fraction in 0…1", got: limit), metric: metric)
    }
    var last = ErrorPoint(threshold: .infinity, missed: targetCount, falselyAccepted: 0)
    for point in self {
      if falseAlarmRate(at: point) > limit { break }
      last = point
    }
    return last
  }

  /// Share of the targets accepted where at most the share `falseAlarmRate` of the non-targets is.
  /// - Throws: `TrialError` for a rate outside 0…1.
  public func trueAcceptRate(
    atFalseAlarmRate limit: Double, metric: String = "tar_at_far"
  ) throws(TrialError) -> Double {
    1 - missRate(at: try point(falseAlarmRate: limit, metric: metric))
  }

  /// Area under the ROC: the chance that a target scores above a non-target, ties one half.
  public var areaUnderROC: Double {
    var twice = 0.0
    var previous = ErrorPoint(threshold: .infinity, missed: targetCount, falselyAccepted: 0)
    for point in self {
      let alarms = Double(point.falselyAccepted - previous.falselyAccepted)
      twice += alarms * Double(2 * targetCount - point.missed - previous.missed)
      previous = point
    }
    return twice / (2 * Double(targetCount) * Double(nonTargetCount))
  }

  /// Average precision: Σ (recall_k − recall_{k−1}) · precision_k over the distinct scores.
  public var averagePrecision: Double {
    var sum = 0.0
    var accepted = 0
    for point in self {
      let now = targetCount - point.missed
      if now > accepted {
        sum += Double(now - accepted) * Double(now) / Double(now + point.falselyAccepted)
      }
      accepted = now
    }
    return sum / Double(targetCount)
  }
}
