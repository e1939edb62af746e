import Glibc

/// A smooth density of values: the mean of a normal density at each.
enum KernelDensity {
  /// The density at `places`, with Silverman's width `0.9·min(s, IQR/1.34)·n^(-1/5)`.
  static func of(_ sorted: [Double], at places: [Double]) -> [Double] {
    let count = Double(sorted.count)
    let width = width(sorted)
    guard width > 0 else { return places.map { _ in 0 } }
    return places.map { place in
      sorted.reduce(0) {
        let distance = (place - $1) / width
        return $0 + exp(-distance * distance / 2)
      } / (count * width * (2 * Double.pi).squareRoot())
    }
  }

  static func width(_ sorted: [Double]) -> Double {
    let count = Double(sorted.count)
    guard count > 1 else { return 0 }
    let mean = sorted.reduce(0, +) / count
    let variance = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    let range = (Quantile.of(sorted, 0.75) - Quantile.of(sorted, 0.25)) / 1.34
    let deviation = variance.squareRoot()
    return 0.9 * (range > 0 ? min(deviation, range) : deviation) * pow(count, -0.2)
  }
}

extension Figure {
  /// Boxes from the lower to the upper quartile with the median; whiskers to the farthest values
  /// within 1.5 box lengths, points beyond.
  public static func box(_ groups: [[Double]], names: [String]) -> Figure {
    var series: [Series] = []
    for (index, group) in groups.enumerated() {
      let sorted = group.filter(\.isFinite).sorted()
      guard !sorted.isEmpty else { continue }
      series += box(sorted, at: Double(index), color: .index(index))
    }
    return Figure(Axes(x: groupAxis(groups.count, names), series: series))
  }

  private static func box(_ sorted: [Double], at place: Double, color: Color) -> [Series] {
    let low = Quantile.of(sorted, 0.25)
    let high = Quantile.of(sorted, 0.75)
    let middle = Quantile.of(sorted, 0.5)
    let reach = 1.5 * (high - low)
    let bottom = sorted.first { $0 >= low - reach } ?? low
    let top = sorted.last { $0 <= high + reach } ?? high
    let (left, right) = (place - 0.28, place + 0.28)
    let edge = { (x: [Double], y: [Double], width: Double) in
      Series(.line(x: x, y: y), color: color, lineWidth: width)
    }
    let outside = sorted.filter { $0 < bottom || $0 > top }
    var series = [
      Series(
        .polygon(x: [left, right, right, left], y: [low, low, high, high]), color: color,
        opacity: 0.3),
      edge([left, right, right, left, left], [low, low, high, high, low], 1.3),
      edge([left, right], [middle, middle], 2.4),
      edge([place, place, .nan, place, place], [low, bottom, .nan, high, top], 1.3),
      edge(
        [place - 0.12, place + 0.12, .nan, place - 0.12, place + 0.12],
        [bottom, bottom, .nan, top, top], 1.3),
    ]
    if !outside.isEmpty {
      series.append(
        Series(
          .scatter(x: outside.map { _ in place }, y: outside, marker: .ring, size: 0.6),
          color: color))
    }
    return series
  }

  /// The density of each group to both sides of its place, with its quartiles and median.
  public static func violin(_ groups: [[Double]], names: [String]) -> Figure {
    var series: [Series] = []
    for (index, group) in groups.enumerated() {
      let sorted = group.filter(\.isFinite).sorted()
      guard let least = sorted.first, let most = sorted.last else { continue }
      let place = Double(index)
      let room = 2 * KernelDensity.width(sorted)
      let heights = (0...100).map { least - room + (most - least + 2 * room) * Double($0) / 100 }
      let density = KernelDensity.of(sorted, at: heights)
      let scale = 0.38 / max(density.max() ?? 1, .leastNormalMagnitude)
      let x = density.map { place + $0 * scale } + density.reversed().map { place - $0 * scale }
      let y = heights + heights.reversed()
      series.append(Series(.polygon(x: x, y: y), color: .index(index), opacity: 0.35))
      series.append(
        Series(.line(x: x + [x[0]], y: y + [y[0]]), color: .index(index), lineWidth: 1.2))
      let quartiles = [0.25, 0.75].map { Quantile.of(sorted, $0) }
      series.append(
        Series(.line(x: [place, place], y: quartiles), color: .neutral, lineWidth: 4))
      series.append(
        Series(
          .scatter(x: [place], y: [Quantile.of(sorted, 0.5)], marker: .disc, size: 0.5),
          color: .rgb(RGB(0xFFFFFF))))
    }
    return Figure(Axes(x: groupAxis(groups.count, names), series: series))
  }

  private static func groupAxis(_ count: Int, _ names: [String]) -> Axis {
    Axis(
      limits: Axis.Limits(-0.6, Double(count) - 0.4),
      ticks: (0..<count).map { Axis.Tick(Double($0), $0 < names.count ? names[$0] : "\($0 + 1)") })
  }

  /// Accuracy against confidence in intervals, the line of perfect calibration, and the expected
  /// calibration error; an interval without examples has the count 0.
  public static func reliability(
    confidence: [Double], accuracy: [Double], counts: [Double]
  ) -> Figure {
    let total = counts.reduce(0, +)
    let gaps = zip(zip(confidence, accuracy), counts).map { abs($0.0 - $0.1) * $1 }
    let error = total > 0 ? gaps.reduce(0, +) / total : 0
    let filled = confidence.indices.filter { $0 < counts.count && counts[$0] > 0 }
    let width = 0.92 / Double(max(1, confidence.count))
    return Figure(
      Axes(
        x: Axis("Confidence", limits: Axis.Limits(0, 1)),
        y: Axis("Accuracy", limits: Axis.Limits(0, 1)), aspect: .ratio(1),
        series: [
          Series(
            .bars(
              x: filled.map { confidence[$0] },
              heights: filled.map { $0 < accuracy.count ? accuracy[$0] : .nan }, width: width),
            opacity: 0.8),
          Series(.line(x: [0, 1], y: [0, 1]), color: .neutral, dash: .dashed, lineWidth: 1.4),
          Series(
            .text("ECE \(Decimal.fixed(error, 3))", x: 0.03, y: 0.94, anchor: .left),
            color: .rgb(RGB(0x222222))),
        ]))
  }

  /// Points of two-dimensional embeddings, a color a class, with the unit circle where they are
  /// normalized.
  public static func embedding(_ classes: [Curve], showsUnitCircle: Bool = false) -> Figure {
    var figure = scatter(classes)
    figure.axes[0].aspect = .equal
    if showsUnitCircle {
      let angles = (0...180).map { Double($0) / 90 * .pi }
      figure.axes[0].series.insert(
        Series(
          .line(x: angles.map(cos), y: angles.map(sin)), color: .rgb(RGB(0xBBBBBB)),
          lineWidth: 1), at: 0)
      let ends = Axis.Limits(-1.15, 1.15)
      figure.axes[0].x.limits = ends
      figure.axes[0].y.limits = ends
    }
    return figure
  }
}
