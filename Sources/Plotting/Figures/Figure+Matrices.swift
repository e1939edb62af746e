extension Figure {
  /// Counts of true classes (rows) given predicted ones (columns), colored by the share of the
  /// row and with the counts written in; `names` are the classes'.
  public static func confusion(_ counts: [Double], names: [String]) -> Figure {
    let size = names.count
    let shares = (0..<size).flatMap { row -> [Double] in
      let cells = counts.dropFirst(row * size).prefix(size)
      let total = cells.reduce(0, +)
      return cells.map { total > 0 ? $0 / total : 0 }
    }
    var figure = heatmap(
      shares, rows: size, columns: size, map: .sequentialBlue, range: Axis.Limits(0, 1))
    let ticks = names.enumerated().map { Axis.Tick(Double($0), $1) }
    figure.axes[0].x.label = "Predicted"
    figure.axes[0].x.ticks = ticks
    figure.axes[0].y.label = "True"
    figure.axes[0].y.ticks = ticks
    figure.axes[0].colorLabel = "Share of the true class"
    figure.axes[0].aspect = .ratio(1)
    guard size <= 20 else { return figure }
    for (index, count) in counts.prefix(shares.count).enumerated() {
      figure.axes[0].series.append(
        Series(
          .text(
            Decimal.shortest(count), x: Double(index % size), y: Double(index / size),
            anchor: .center), color: .rgb(RGB(shares[index] > 0.5 ? 0xFFFFFF : 0x222222))))
    }
    return figure
  }

  /// Lines of equal height over the plane, at `levels` heights between the least and the
  /// greatest; the image of the heights lies behind them where `isFilled`.
  public static func contour(
    _ grid: Grid, levels: Int = 9, map: ColorMap = .linear, isFilled: Bool = true
  ) -> Figure {
    let finite = grid.values.filter(\.isFinite)
    guard let least = finite.min(), let most = finite.max(), least < most else {
      return Figure(Axes(series: [Series(.image(grid, map: map, range: Axis.Limits()))]))
    }
    var series: [Series] =
      isFilled ? [Series(.image(grid, map: map, range: Axis.Limits(least, most)))] : []
    for level in 1...max(1, levels) {
      let part = Double(level) / Double(max(1, levels) + 1)
      let line = Contour.line(of: grid, at: least + (most - least) * part)
      let color = isFilled ? RGB(part > 0.5 ? 0x333333 : 0xFFFFFF) : map.color(at: part)
      series.append(
        Series(
          .line(x: line.x, y: line.y), color: .rgb(color), lineWidth: isFilled ? 0.8 : 1.6))
    }
    return Figure(Axes(series: series))
  }
}

extension ColorMap {
  /// White to dark blue in even steps of lightness, for shares that are written over.
  static let sequentialBlue = ColorMap(
    "blue", kind: .linear,
    stops: sampled { place in
      LabColor(98 - 63 * place, chroma: 46 * place, hueDegrees: 272 + 8 * place)
    })
}

/// Lines of equal height by marching squares.
enum Contour {
  /// The pieces of the line at `level`, NaN between two of them. Heights are those of the cells'
  /// centers, linear between neighbors.
  static func line(of grid: Grid, at level: Double) -> (x: [Double], y: [Double]) {
    var line: (x: [Double], y: [Double]) = ([], [])
    let width = (grid.x.end - grid.x.start) / Double(grid.columns)
    let height = (grid.y.end - grid.y.start) / Double(grid.rows)
    guard grid.rows > 1, grid.columns > 1 else { return line }
    for row in 0..<(grid.rows - 1) {
      for column in 0..<(grid.columns - 1) {
        let start = row * grid.columns + column
        let corners = [
          grid.values[start], grid.values[start + 1], grid.values[start + grid.columns + 1],
          grid.values[start + grid.columns],
        ]
        for piece in pieces(corners, level) {
          for point in [piece.0, piece.1] {
            line.x.append(grid.x.start + width * (Double(column) + 0.5 + point.x))
            line.y.append(grid.y.start + height * (Double(row) + 0.5 + point.y))
          }
          line.x.append(.nan)
          line.y.append(.nan)
        }
      }
    }
    return line
  }

  private typealias Point = (x: Double, y: Double)

  // Crossings of the four sides of a square, joined in pairs; corners run around from (0, 0). A
  // saddle is joined so that its middle is on the side of the mean.
  private static func pieces(_ corners: [Double], _ level: Double) -> [(Point, Point)] {
    let places: [Point] = [(0, 0), (1, 0), (1, 1), (0, 1)]
    var crossings: [Point] = []
    for side in 0..<4 {
      let (one, two) = (corners[side], corners[(side + 1) % 4])
      guard one.isFinite, two.isFinite else { return [] }
      guard (one < level) != (two < level) else { continue }
      let part = (level - one) / (two - one)
      let (from, to) = (places[side], places[(side + 1) % 4])
      crossings.append((from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part))
    }
    switch crossings.count {
    case 2: return [(crossings[0], crossings[1])]
    case 4:
      let mean = corners.reduce(0, +) / 4
      return (mean < level) == (corners[0] < level)
        ? [(crossings[0], crossings[1]), (crossings[2], crossings[3])]
        : [(crossings[3], crossings[0]), (crossings[1], crossings[2])]
    default: return []
    }
  }
}
