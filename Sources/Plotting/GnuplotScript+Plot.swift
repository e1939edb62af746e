extension GnuplotScript {
  /// Writes the plot command: one part a series that has a point to show.
  mutating func plot(_ panel: Panel) {
    var isFirst = true
    for item in panel.items {
      guard let drawing = Drawing(item, in: panel, of: self) else { continue }
      append(isFirst ? (panel.isSurface ? "splot " : "plot ") : ", \\\n  ")
      isFirst = false
      appendRecords(drawing.columns, shape: drawing.shape)
      let title = item.series.label.isEmpty ? "notitle" : "title \(quoted(item.series.label))"
      if case .density = item.shape {
        // An image has no sample in the legend: a point off the panel lends it one.
        append("\(drawing.words) notitle, \\\n  ")
        appendRecords([[panel.x.low - panel.x.span], [panel.y.low - panel.y.span]])
        append(
          "using 1:2 with points pointtype 7 pointsize \(pointSize(0.9)) "
            + "linecolor rgb '\(item.color.hex)' "
            + title)
      } else {
        append("\(drawing.words) \(title)")
      }
    }
    if isFirst {
      // Nothing but words: a point off the panel still draws its axes.
      append("plot ")
      appendRecords([[panel.x.low - panel.x.span], [panel.y.low - panel.y.span]])
      append("using 1:2 with dots notitle")
    }
    line("")
  }
}

/// The columns of a shape and the words that draw them.
private struct Drawing {
  var columns: [[Double]]
  var words: String
  var shape: String?

  /// Nil for words, and for a shape without a point.
  init?(_ item: Panel.Item, in panel: Panel, of script: GnuplotScript) {
    let color = item.color.hex
    let series = item.series
    let width = Decimal.shortest(series.stroke)
    let line = "linecolor rgb '\(color)' linewidth \(width) dashtype \(series.dash.words)"
    switch item.shape {
    case .path(let x, let y):
      columns = [x, y]
      words = "using 1:2 with lines \(line)"
    case .vertical(let place):
      columns = [[place, place], [panel.y.low, panel.y.high]]
      words = "using 1:2 with lines \(line)"
    case .horizontal(let place):
      columns = [[panel.x.low, panel.x.high], [place, place]]
      words = "using 1:2 with lines \(line)"
    case .fill(let x, let low, let high):
      columns = [x, low.map(panel.clamped), high.map(panel.clamped)]
      words = "using 1:2:3 with filledcurves \(series.fill(color))"
    case .polygon(let x, let y):
      columns = [x, y]
      words = "using 1:2 with filledcurves closed \(series.fill(color))"
    case .points(let x, let y, let marker, let size):
      columns = [x, y]
      words =
        "using 1:2 with points pointtype \(marker.number) "
        + "pointsize \(script.pointSize(size)) "
        + "linecolor rgb '\(series.transparent(item.color))' linewidth \(marker.stroke)"
    case .boxes(let x, let left, let right, let low, let high):
      columns = [
        x, high.map(panel.clamped), left, right, low.map(panel.clamped), high.map(panel.clamped),
      ]
      words = "using 1:2:3:4:5:6 with boxxyerror \(series.fill(color))"
    case .errorBars(let x, let y, let low, let high):
      columns = [x, y, low.map(panel.clamped), high.map(panel.clamped)]
      words =
        "using 1:2:3:4 with yerrorbars pointtype 7 pointsize \(script.pointSize(0.6)) "
        + "linecolor rgb '\(color)' "
        + "linewidth \(Decimal.shortest(max(0.5, series.stroke * 0.75)))"
    case .cells(let grid, _, _):
      columns = grid.points
      words = "using 1:2:3 with image"
    case .density(let grid):
      columns = Self.tinted(grid, item.color)
      words = "using 1:2:3:4:5:6 with rgbalpha"
    case .surface(let grid, _):
      columns = grid.points
      shape = "\(grid.columns),\(grid.rows)"
      words = "using 1:2:3 with pm3d"
    case .words: return nil
    }
    let (first, second) = (columns[0], columns[1])
    guard zip(first, second).contains(where: { $0.isFinite && $1.isFinite }) else { return nil }
  }

  // Red, green and blue of one color and how much of it each cell has, 0…255.
  private static func tinted(_ grid: Grid, _ color: RGB) -> [[Double]] {
    let points = grid.points
    let count = points[2].count
    let constant = { (part: UInt8) in [Double](repeating: Double(part), count: count) }
    let alpha = points[2].map { $0.isNaN ? 0 : (55 + 200 * $0).rounded() }
    return [
      points[0], points[1], constant(color.red), constant(color.green), constant(color.blue),
      alpha,
    ]
  }
}

extension Panel {
  /// A height with an infinite one moved to just outside the panel.
  fileprivate func clamped(_ place: Double) -> Double {
    if place == -.infinity { return min(y.low, y.high) - abs(y.span) }
    if place == .infinity { return max(y.low, y.high) + abs(y.span) }
    return place
  }
}

extension Grid {
  /// The centers of its cells and their values, row by row.
  fileprivate var points: [[Double]] {
    var xs: [Double] = []
    var ys: [Double] = []
    let width = (x.end - x.start) / Double(columns)
    let height = (y.end - y.start) / Double(rows)
    for row in 0..<rows {
      for column in 0..<columns {
        xs.append(x.start + width * (Double(column) + 0.5))
        ys.append(y.start + height * (Double(row) + 0.5))
      }
    }
    return [xs, ys, values]
  }
}

extension Series {
  fileprivate var stroke: Double { lineWidth.isFinite ? min(max(lineWidth, 0), 100) : 2 }

  private var solidity: Double { opacity.isFinite ? min(max(opacity, 0), 1) : 1 }

  fileprivate func fill(_ color: String) -> String {
    let style =
      solidity < 1 ? "transparent solid \(Decimal.fixed(solidity, 3))" : "solid 1.0"
    return "fillcolor rgb '\(color)' fillstyle \(style) noborder"
  }

  // gnuplot's `#AARRGGBB`, where AA is what shines through.
  fileprivate func transparent(_ color: RGB) -> String {
    guard solidity < 1 else { return color.hex }
    let clear = UInt8((255 * (1 - solidity)).rounded())
    return "#" + (clear < 16 ? "0" : "") + String(clear, radix: 16) + color.hex.dropFirst()
  }
}

extension Series.Dash {
  fileprivate var words: String {
    switch self {
    case .solid: "1"
    case .dashed: "2"
    case .dotted: "3"
    case .dashDotted: "4"
    }
  }
}

extension Series.Marker {
  // Open marks need a stroke that shows; it makes filled ones larger.
  fileprivate var stroke: String {
    switch self {
    case .ring, .plus, .cross: "1.6"
    case .disc, .square, .triangle, .diamond, .dot: "1"
    }
  }

  fileprivate var number: Int {
    switch self {
    case .disc: 7
    case .ring: 6
    case .square: 5
    case .triangle: 9
    case .diamond: 13
    case .plus: 1
    case .cross: 2
    case .dot: 0
    }
  }
}
