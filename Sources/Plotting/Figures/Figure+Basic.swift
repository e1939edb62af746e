/// A line of a figure: its points and its name.
public struct Curve: Sendable, Equatable {
  /// Its places along x.
  public var x: [Double]
  /// Its heights.
  public var y: [Double]
  /// Its name in the legend; empty for none.
  public var label: String

  /// A line through points.
  public init(x: [Double], y: [Double], label: String = "") {
    self.x = x
    self.y = y
    self.label = label
  }

  /// A line through values at 0, 1, 2, …
  public init(_ y: [Double], label: String = "") {
    self.init(x: y.indices.map(Double.init), y: y, label: label)
  }
}

/// A line and how far it may be off.
public struct SpreadCurve: Sendable, Equatable {
  /// Its places along x.
  public var x: [Double]
  /// Its heights.
  public var middle: [Double]
  /// The lower end of the spread at each place.
  public var low: [Double]
  /// The upper end of the spread at each place.
  public var high: [Double]
  /// Its name in the legend; empty for none.
  public var label: String

  /// A line with its spread.
  public init(
    x: [Double], middle: [Double], low: [Double], high: [Double], label: String = ""
  ) {
    self.x = x
    self.middle = middle
    self.low = low
    self.high = high
    self.label = label
  }

  /// The mean of several runs of equal length with their standard deviation, dividing by
  /// n - 1, at `first`, `first` + 1, …; one run has no spread. Runs are cut to the shortest.
  public init(meanOf runs: [[Double]], from first: Int = 0, label: String = "") {
    let length = runs.map(\.count).min() ?? 0
    var curve = SpreadCurve(x: [], middle: [], low: [], high: [], label: label)
    for step in 0..<length {
      let values = runs.map { $0[step] }
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let spread = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : 0
      curve.x.append(Double(first + step))
      curve.middle.append(mean)
      curve.low.append(mean - spread)
      curve.high.append(mean + spread)
    }
    self = curve
  }
}

extension Figure {
  /// Lines through points.
  public static func line(_ curves: [Curve]) -> Figure {
    Figure(Axes(series: curves.map { Series(.line(x: $0.x, y: $0.y), label: $0.label) }))
  }

  /// Clouds of points, a color each.
  public static func scatter(_ clouds: [Curve], marker: Series.Marker = .disc) -> Figure {
    let most = clouds.map(\.x.count).reduce(0, +)
    let size = most > 5000 ? 0.35 : most > 500 ? 0.6 : 0.9
    return Figure(
      Axes(
        series: clouds.map {
          Series(
            .scatter(x: $0.x, y: $0.y, marker: marker, size: size), label: $0.label, opacity: 0.7)
        }))
  }

  /// A histogram of values; nil bins follow Freedman and Diaconis.
  public static func hist(_ values: [Double], bins: Int? = nil, isDensity: Bool = false) -> Figure {
    let finite = values.filter(\.isFinite)
    let histogram = Histogram(
      finite, bins: bins ?? Histogram.binCount(finite), low: finite.min() ?? 0,
      high: finite.max() ?? 1)
    let heights = isDensity ? histogram.densities : histogram.counts
    return Figure(
      Axes(
        y: Axis(isDensity ? "Density" : "Count"),
        series: finite.isEmpty
          ? []
          : [
            Series(
              .filledSteps(edges: histogram.edges, heights: heights), color: .index(0),
              opacity: 0.55),
            Series(
              .steps(edges: histogram.edges, heights: heights), color: .index(0), lineWidth: 1.2),
          ]))
  }

  /// Bars with a name under each.
  public static func bar(_ heights: [Double], names: [String]) -> Figure {
    let places = heights.indices.map(Double.init)
    let ticks = zip(places, names).map { Axis.Tick($0, $1) }
    let limits = Axis.Limits(-0.7, Double(heights.count) - 0.3)
    return Figure(
      Axes(
        x: Axis(limits: limits, ticks: ticks),
        series: [Series(.bars(x: places, heights: heights, width: 0.7))]))
  }

  /// Numbers by color, row 0 at the top as a matrix is written.
  public static func heatmap(
    _ values: [Double], rows: Int, columns: Int, map: ColorMap = .linear,
    range: Axis.Limits = Axis.Limits()
  ) -> Figure {
    let grid = Grid(values, rows: rows, columns: columns)
    return Figure(
      Axes(
        x: Axis(limits: Axis.Limits(grid.x.start, grid.x.end)),
        y: Axis(limits: Axis.Limits(grid.y.end, grid.y.start)),
        series: [Series(.image(grid, map: map, range: range))]))
  }

  /// Numbers by color and height over the plane.
  public static func surface(_ grid: Grid, map: ColorMap = .linear) -> Figure {
    Figure(Axes(series: [Series(.surface(grid, map: map))]))
  }

  /// Lines with the band of their spread behind them.
  public static func band(_ curves: [SpreadCurve]) -> Figure {
    var series: [Series] = []
    for (index, curve) in curves.enumerated() {
      series.append(
        Series(
          .band(x: curve.x, low: curve.low, high: curve.high), color: .index(index), opacity: 0.2))
    }
    for (index, curve) in curves.enumerated() {
      series.append(
        Series(.line(x: curve.x, y: curve.middle), label: curve.label, color: .index(index)))
    }
    return Figure(Axes(series: series))
  }

  /// Points with the bars of their spread.
  public static func errorbar(_ curves: [SpreadCurve]) -> Figure {
    Figure(
      Axes(
        series: curves.map {
          Series(.errorBars(x: $0.x, y: $0.middle, low: $0.low, high: $0.high), label: $0.label)
        }))
  }
}
