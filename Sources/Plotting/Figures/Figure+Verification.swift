import Glibc

/// The two error rates of a verification system over all thresholds, and its marked points.
public struct DETCurve: Sendable, Equatable {
  /// P(accept given non-target), fractions.
  public var falseAlarmRate: [Double]
  /// P(reject given target), fractions.
  public var missRate: [Double]
  /// Its name in the legend.
  public var label: String
  /// The equal error rate, a fraction, marked on the diagonal; nil for no mark.
  public var equalErrorRate: Double?
  /// The rates at the minimum detection cost, marked; nil for no mark.
  public var minimumCostPoint: Rates?

  /// A point of the curve.
  public struct Rates: Sendable, Equatable {
    /// P(accept given non-target).
    public var falseAlarm: Double
    /// P(reject given target).
    public var miss: Double

    /// A point of the curve.
    public init(falseAlarm: Double, miss: Double) {
      self.falseAlarm = falseAlarm
      self.miss = miss
    }
  }

  /// A curve with its name and the points to mark on it.
  public init(
    falseAlarmRate: [Double], missRate: [Double], label: String = "",
    equalErrorRate: Double? = nil, minimumCostPoint: Rates? = nil
  ) {
    self.falseAlarmRate = falseAlarmRate
    self.missRate = missRate
    self.label = label
    self.equalErrorRate = equalErrorRate
    self.minimumCostPoint = minimumCostPoint
  }
}

extension Figure {
  /// Detection error trade-off: miss rate against false alarm rate, both by the normal deviate,
  /// 0.1 % … 50 % unless `limits` (fractions) say otherwise. Rings mark equal error rates, diamonds
  /// the minimum detection cost.
  public static func det(
    _ curves: [DETCurve], limits: Axis.Limits = Axis.Limits(0.001, 0.5)
  ) -> Figure {
    var series: [Series] = []
    if curves.contains(where: { $0.equalErrorRate != nil }) {
      let ends = [1e-6, 0.5, 1 - 1e-6]
      series.append(
        Series(.line(x: ends, y: ends), color: .rgb(RGB(0x999999)), dash: .dotted, lineWidth: 1))
    }
    for (index, curve) in curves.enumerated() {
      series.append(
        Series(
          .line(x: curve.falseAlarmRate, y: curve.missRate), label: curve.label,
          color: .index(index), dash: index < Palette.categorical.count ? .solid : .dashed))
    }
    for (index, curve) in curves.enumerated() {
      if let rate = curve.equalErrorRate {
        series.append(
          Series(
            .scatter(x: [rate], y: [rate], marker: .ring, size: 1.2), color: .index(index)))
      }
      if let point = curve.minimumCostPoint {
        series.append(
          Series(
            .scatter(x: [point.falseAlarm], y: [point.miss], marker: .diamond, size: 1.3),
            color: .index(index)))
      }
    }
    return Figure(
      Axes(
        x: Axis("False alarm rate", limits: limits, scale: .probit),
        y: Axis("Miss rate", limits: limits, scale: .probit), aspect: .ratio(1), series: series))
  }

  /// Receiver operating characteristic: the rate of accepted targets against the false alarm
  /// rate, with the line of chance; `scale` is that of the false alarm axis.
  public static func roc(_ curves: [DETCurve], scale: Axis.Scale = .linear) -> Figure {
    let isLog = scale == .log
    let chance = isLog ? (0...60).map { pow(10, Double($0) / 12 - 5) } : [0, 1]
    var series = [
      Series(.line(x: chance, y: chance), color: .rgb(RGB(0x999999)), dash: .dashed, lineWidth: 1)
    ]
    for (index, curve) in curves.enumerated() {
      series.append(
        Series(
          .line(x: curve.falseAlarmRate, y: curve.missRate.map { 1 - $0 }), label: curve.label,
          color: .index(index)))
    }
    let least = curves.flatMap(\.falseAlarmRate).filter { $0 > 0 }.min() ?? 1e-3
    return Figure(
      Axes(
        x: Axis(
          "False alarm rate", limits: Axis.Limits(isLog ? max(1e-5, least) : 0, 1), scale: scale),
        y: Axis("Target acceptance rate", limits: Axis.Limits(0, 1)), aspect: .ratio(1),
        series: series))
  }

  /// Precision against recall, both fractions; `x` of a curve is its recall.
  public static func precisionRecall(_ curves: [Curve]) -> Figure {
    var figure = line(curves)
    figure.axes[0].x = Axis("Recall", limits: Axis.Limits(0, 1))
    figure.axes[0].y = Axis("Precision", limits: Axis.Limits(0, 1))
    figure.axes[0].aspect = .ratio(1)
    return figure
  }

  /// The densities of target and non-target scores with the threshold of the equal error rate
  /// (a fraction, printed in %).
  public static func scoreHistogram(
    target: [Double], nonTarget: [Double], threshold: Double? = nil, equalErrorRate: Double? = nil
  ) -> Figure {
    let scores = (target + nonTarget).filter(\.isFinite)
    let low = scores.min() ?? 0
    let high = scores.max() ?? 1
    let bins = min(80, max(Histogram.binCount(target), Histogram.binCount(nonTarget), 10))
    var series: [Series] = []
    var most = 0.0
    for (index, part) in [("Non-target", nonTarget), ("Target", target)].enumerated()
    where part.1.contains(where: \.isFinite) {
      let histogram = Histogram(part.1, bins: bins, low: low, high: high)
      let heights = histogram.densities
      most = max(most, heights.max() ?? 0)
      let color = Color.index(index == 0 ? 1 : 0)
      series.append(
        Series(
          .filledSteps(edges: histogram.edges, heights: heights), label: part.0, color: color,
          opacity: 0.35))
      series.append(
        Series(.steps(edges: histogram.edges, heights: heights), color: color, lineWidth: 1.4))
    }
    let top = most > 0 ? most * 1.28 : 1
    if let threshold {
      series.append(
        Series(.verticalLine(threshold), color: .rgb(RGB(0x222222)), dash: .dashed, lineWidth: 1.5))
      let words =
        equalErrorRate.map {
          "EER \(Decimal.fixed($0 * 100, 2)) % at \(Decimal.fixed(threshold, 3))"
        }
        ?? "threshold \(Decimal.fixed(threshold, 3))"
      let isRight = threshold > low + (high - low) / 2
      series.append(
        Series(
          .text(words, x: threshold, y: top * 0.95, anchor: isRight ? .right : .left),
          color: .rgb(RGB(0x222222))))
    }
    return Figure(
      Axes(
        x: Axis("Score"), y: Axis("Density", limits: Axis.Limits(0, top)), series: series))
  }
}
