/// How the crossing of the two error rates is read off a curve that has steps.
public enum EqualErrorConvention: String, Sendable, CaseIterable {
  /// Where the line between the two points around the crossing meets P_miss = P_fa.
  case interpolated
  /// The larger rate at the point where they are closest, the highest threshold of several.
  case closestMax = "closest_max"
  /// The mean of the rates at that point.
  case closestMean = "closest_mean"
  /// Where the convex hull of the curve meets P_miss = P_fa.
  case convexHull = "convex_hull"
}

/// The equal error rate and the operating point that it was read from.
public struct EqualErrorRate: Sendable, Equatable {
  /// The rate, a fraction of 1.
  public let rate: Double
  /// How the rate was read off the curve.
  public let convention: EqualErrorConvention
  /// Score at or above which a trial is accepted, at the point where the rates are closest.
  public let threshold: Double
  /// Counts at that threshold.
  public let point: ErrorPoint
  /// Rates at that threshold.
  public let missRate: Double
  /// Share of the non-targets accepted.
  public let falseAlarmRate: Double
  /// Number of target trials.
  public let targetCount: Int
  /// Number of non-target trials.
  public let nonTargetCount: Int
}

extension ErrorCurve {
  /// The equal error rate by `convention`.
  public func equalErrorRate(
    convention: EqualErrorConvention = .interpolated
  ) -> EqualErrorRate {
    // P_miss falls from 1, P_fa rises from 0 as the threshold falls: counts are compared across, so
    // that ties are exact, and the crossing is found by halving among the scores of each kind.
    let thresholds = [targets, nonTargets].compactMap { scores -> Double? in
      let place = Self.count(scores) { score in
        let point = point(at: score)
        return point.missed * nonTargetCount > point.falselyAccepted * targetCount
      }
      return place < scores.count ? scores[place] : nil
    }
    let crossing = thresholds.max() ?? -.infinity
    let after = point(at: crossing)
    let before = point(above: crossing)
    func gap(_ point: ErrorPoint) -> Int {
      abs(point.missed * nonTargetCount - point.falselyAccepted * targetCount)
    }
    let closest = gap(after) < gap(before) ? after : before
    let missRate = self.missRate(at: closest)
    let falseAlarmRate = self.falseAlarmRate(at: closest)
    let rate =
      switch convention {
      case .interpolated:
        self.crossing(
          (self.falseAlarmRate(at: before), self.missRate(at: before)),
          (self.falseAlarmRate(at: after), self.missRate(at: after)))
      case .closestMax: Swift.max(missRate, falseAlarmRate)
      case .closestMean: (missRate + falseAlarmRate) / 2
      case .convexHull: convexHullCrossing()
      }
    return EqualErrorRate(
      rate: rate, convention: convention, threshold: closest.threshold, point: closest,
      missRate: missRate, falseAlarmRate: falseAlarmRate, targetCount: targetCount,
      nonTargetCount: nonTargetCount)
  }

  private typealias Rates = (falseAlarm: Double, miss: Double)

  /// Where the line from `a` (miss ≥ false alarm) to `b` (miss ≤ false alarm) has equal rates.
  private func crossing(_ a: Rates, _ b: Rates) -> Double {
    let above = a.miss - a.falseAlarm
    let below = b.falseAlarm - b.miss
    guard above + below > 0 else { return b.miss }
    return a.miss + above / (above + below) * (b.miss - a.miss)
  }

  /// The lower left hull, point by point: a point that lies on or above the line of its neighbors
  /// is dropped.
  private func convexHullCrossing() -> Double {
    var hull: [Rates] = []
    for point in self {
      let next = (falseAlarm: falseAlarmRate(at: point), miss: missRate(at: point))
      while hull.count >= 2 {
        let a = hull[hull.count - 2]
        let b = hull[hull.count - 1]
        let turn =
          (b.falseAlarm - a.falseAlarm) * (next.miss - a.miss)
          - (b.miss - a.miss) * (next.falseAlarm - a.falseAlarm)
        if turn > 0 { break }
        hull.removeLast()
      }
      hull.append(next)
    }
    for (a, b) in zip(hull, hull.dropFirst()) where b.miss <= b.falseAlarm {
      return crossing(a, b)
    }
    return 0
  }
}
