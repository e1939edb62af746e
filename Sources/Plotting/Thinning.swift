/// Fewer points for the same picture.
public enum Thinning {
  /// Above so many points a line is thinned, and a cloud becomes an image of its density.
  public static let cloudLimit = 100_000
  /// The most points of a tangle, a line that goes back and forth, that are drawn.
  static let tangleLimit = 20_000

  /// The points of a line that matter on `columns` pixel columns between `low` and `high`: of
  /// each run inside one column the first, the least, the greatest and the last, in their order.
  /// Points that are not finite stay, one in a row. A line that is still longer than 20,000
  /// points and four a column is a tangle, of which evenly spread points are kept.
  public static func line(
    x: [Double], y: [Double], columns: Int, low: Double, high: Double
  ) -> (x: [Double], y: [Double]) {
    guard x.count > 4 * columns, columns > 0, low != high else { return (x, y) }
    var kept: [Int] = []
    forEachRun(x, y, columns: columns, low: low, high: high) { run in
      var least = run.lowerBound
      var most = run.lowerBound
      for index in run {
        if y[index] < y[least] { least = index }
        if y[index] > y[most] { most = index }
      }
      var previous = -1
      for index in [run.lowerBound, min(least, most), max(least, most), run.upperBound - 1]
      where index > previous {
        kept.append(index)
        previous = index
      }
    }
    let limit = max(tangleLimit, 4 * columns)
    if kept.count > limit {
      let step = (kept.count + limit - 1) / limit
      kept = stride(from: 0, to: kept.count, by: step).map { kept[$0] }
    }
    return (kept.map { x[$0] }, kept.map { y[$0] })
  }

  /// A band thinned like a line: in each pixel column its lowest and its highest.
  public static func band(
    x: [Double], low: [Double], high: [Double], columns: Int, from: Double, to: Double
  ) -> (x: [Double], low: [Double], high: [Double]) {
    guard x.count > 2 * columns, columns > 0, from != to else { return (x, low, high) }
    var thin: (x: [Double], low: [Double], high: [Double]) = ([], [], [])
    forEachRun(x, high, columns: columns, low: from, high: to) { run in
      thin.x.append(x[run.lowerBound])
      thin.low.append(low[run].reduce(low[run.lowerBound], min))
      thin.high.append(high[run].reduce(high[run.lowerBound], max))
    }
    return thin
  }

  // Calls `body` with each run of neighbors in one pixel column; points that are not finite make
  // runs of their own.
  private static func forEachRun(
    _ x: [Double], _ y: [Double], columns: Int, low: Double, high: Double,
    body: (Range<Int>) -> Void
  ) {
    let scale = Double(columns) / (high - low)
    let column = { (index: Int) -> Int in
      let place = (x[index] - low) * scale
      guard place.isFinite, !y[index].isNaN else { return Int.min }
      return Int(min(max(place, -1), Double(columns)).rounded(.down))
    }
    var start = 0
    while start < x.count {
      let current = column(start)
      var end = start + 1
      while end < x.count, column(end) == current { end += 1 }
      body(current == Int.min ? start..<(start + 1) : start..<end)
      start = end
    }
  }

  /// How densely a cloud fills a grid of cells, 0…1 by the square root of the count so that thin
  /// regions show; empty cells are NaN.
  static func density(
    x: [Double], y: [Double], columns: Int, rows: Int, xSpan: Grid.Span, ySpan: Grid.Span
  ) -> Grid {
    var counts = [Double](repeating: 0, count: rows * columns)
    let across = Double(columns) / (xSpan.end - xSpan.start)
    let up = Double(rows) / (ySpan.end - ySpan.start)
    for (x, y) in zip(x, y) {
      let column = (x - xSpan.start) * across
      let row = (y - ySpan.start) * up
      guard column >= 0, row >= 0, column < Double(columns), row < Double(rows) else { continue }
      counts[Int(row) * columns + Int(column)] += 1
    }
    let most = max(1, counts.max() ?? 1)
    let values = counts.map { $0 == 0 ? .nan : ($0 / most).squareRoot() }
    return Grid(values, rows: rows, columns: columns, x: xSpan, y: ySpan)
  }
}
