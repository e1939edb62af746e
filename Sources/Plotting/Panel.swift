/// A panel made ready to be written: its series as shapes, its ranges, ticks and legend settled.
struct Panel {
  /// A shape with its color settled.
  struct Item {
    var shape: Shape
    var series: Series
    var color: RGB
  }

  var axes: Axes
  var items: [Item]
  var x: Axis.Range
  var y: Axis.Range
  var legend: Axes.Legend
  var showsGrid: Bool
  /// About the size of the rectangle between the axes, in 1/96 inch.
  var inside: Figure.Size
  /// What was left out, a sentence each.
  var notes: [String]

  /// Panels narrower than this have small legends.
  static let narrow = 400.0

  var isSurface: Bool {
    items.contains {
      if case .surface = $0.shape { true } else { false }
    }
  }

  /// Settles a panel of `size`, drawn on `pixels` columns and rows.
  ///
  /// Throws what `PlotError` says of lists, limits and panels with nothing in them; `number`
  /// counts panels from 1.
  init(
    _ axes: Axes, number: Int, size: Figure.Size, pixels: (columns: Int, rows: Int),
    images: PlotFormat.Images
  ) throws(PlotError) {
    try axes.x.check(name: "x")
    try axes.y.check(name: "y")
    for series in axes.series { try series.geometry.check(label: series.label) }
    self.axes = axes
    items = Self.items(of: axes)
    notes = items.compactMap(Self.note)
    let flags = try Self.flags(of: items, axes: axes)
    let outlines = items.map(\.shape.outline)
    guard
      let x = axes.x.range(
        for: outlines.lazy.flatMap(\.x), isTight: flags.hasGrid, keepsZero: false),
      let y = axes.y.range(
        for: outlines.lazy.flatMap(\.y), isTight: flags.hasGrid, keepsZero: flags.standsOnZero)
    else { throw .nothingToDraw(panel: number) }
    self.x = x
    self.y = y
    showsGrid = axes.grid ?? !flags.hasGrid
    legend = axes.legend
    inside = Self.inside(of: size, axes: axes, hasColorBar: flags.hasGrid, x: x, y: y)
    for index in items.indices {
      items[index].shape = items[index].shape.thinned(
        x: x, y: y, columns: pixels.columns, rows: pixels.rows, images: images)
    }
    if legend == .automatic { legend = bestLegend() }
  }

  private static func inside(
    of size: Figure.Size, axes: Axes, hasColorBar: Bool, x: Axis.Range, y: Axis.Range
  ) -> Figure.Size {
    let width = max(20, size.width - (hasColorBar ? 150 : 85))
    let height = max(20, size.height - (axes.title.isEmpty ? 70 : 100))
    let ratio: Double
    switch axes.aspect {
    case .automatic: return Figure.Size(width: width, height: height)
    case .equal: ratio = abs(y.span / x.span)
    case .ratio(let own): ratio = own.isFinite && own > 0 ? own : 1
    }
    return Figure.Size(width: min(width, height / ratio), height: min(height, width * ratio))
  }

  private static func items(of axes: Axes) -> [Item] {
    var next = 0
    return axes.series.map { series in
      let color: RGB
      switch series.color {
      case .automatic:
        color = Palette.color(next)
        if series.geometry.takesColor { next += 1 }
      case .index(let index): color = Palette.color(index)
      case .rgb(let own): color = own
      }
      let shape = Shape(series.geometry, x: axes.x.scale, y: axes.y.scale)
      return Item(shape: shape, series: series, color: color)
    }
  }

  private static func flags(
    of items: [Item], axes: Axes
  ) throws(PlotError) -> (hasGrid: Bool, standsOnZero: Bool) {
    var flags = (hasGrid: false, standsOnZero: false)
    var hasSurface = false
    for item in items {
      switch item.series.geometry {
      case .image: flags.hasGrid = true
      case .surface: hasSurface = true
      case .bars, .filledSteps, .steps: flags.standsOnZero = true
      case .area(_, _, let base): if base == 0 { flags.standsOnZero = true }
      case .line, .band, .scatter, .errorBars, .polygon, .verticalLine, .horizontalLine, .text:
        break
      }
    }
    flags.hasGrid = flags.hasGrid || hasSurface
    if flags.hasGrid, axes.x.scale != .linear || axes.y.scale != .linear {
      throw .invalid(
        what: "the scale of a panel with an image or surface", accepts: "linear",
        found: axes.x.scale == .linear ? axes.y.scale.rawValue : axes.x.scale.rawValue)
    }
    if hasSurface, items.count > 1 {
      throw .invalid(
        what: "a panel with a surface", accepts: "that surface alone",
        found: "\(items.count) series")
    }
    return flags
  }

  private static func note(_ item: Item) -> String? {
    let count = item.shape.hiddenCount
    guard count > 0 else { return nil }
    let name = item.series.label.isEmpty ? item.series.geometry.name : item.series.label
    return "\(name): \(count) \(count == 1 ? "value" : "values") without a place on the axes "
      + "\(count == 1 ? "is" : "are") left out"
  }

  private func bestLegend() -> Axes.Legend {
    let labels = items.map(\.series.label).filter { !$0.isEmpty }
    guard !labels.isEmpty else { return .hidden }
    if isSurface { return .topRight }
    var placement = LegendPlacement(labels: labels, inside: inside)
    let placed = { (xs: [Double], ys: [Double]) -> [(x: Double, y: Double)] in
      zip(xs, ys).map { (x.part($0), y.part(max(min($1, 1e300), -1e300))) }
    }
    for item in items {
      switch item.shape {
      case .path(let xs, let ys), .polygon(let xs, let ys):
        placement.add(path: placed(xs, ys))
      case .fill(let xs, let low, let high):
        for part in [0.05, 0.5, 1] {
          placement.add(
            path: placed(xs, zip(low, high).map { max($0, y.low) * (1 - part) + $1 * part }))
        }
      case .boxes(let xs, _, _, let low, let high):
        for (index, place) in xs.enumerated() {
          placement.add(path: placed([place, place], [max(low[index], y.low), high[index]]))
        }
      case .points(let xs, let ys, _, _): placement.add(cloud: placed(xs, ys))
      case .errorBars(let xs, let ys, let low, let high):
        placement.add(cloud: placed(xs, ys) + placed(xs, low) + placed(xs, high))
      case .cells, .surface: return .outside
      case .density(let grid):
        let filled = grid.values.indices.filter { !grid.values[$0].isNaN }
        placement.add(
          cloud: filled.map {
            let (row, column) = ($0 / grid.columns, $0 % grid.columns)
            return (
              (Double(column) + 0.5) / Double(grid.columns), (Double(row) + 0.5) / Double(grid.rows)
            )
          })
      case .vertical(let place): placement.add(path: placed([place, place], [y.low, y.high]))
      case .horizontal(let place): placement.add(path: placed([x.low, x.high], [place, place]))
      case .words(let words, let xs, let ys, let anchor):
        placement.add(words: wordsPath(words, xs, ys, anchor))
      }
    }
    return placement.best
  }

  // A line along the middle of words, about as long as they are.
  private func wordsPath(
    _ words: String, _ place: Double, _ height: Double, _ anchor: Series.Anchor
  ) -> [(x: Double, y: Double)] {
    let length = Double(words.count) * 7.5 / inside.width
    let start = x.part(place)
    let level = y.part(height)
    return switch anchor {
    case .left: [(start, level), (start + length, level)]
    case .center: [(start - length / 2, level), (start + length / 2, level)]
    case .right: [(start - length, level), (start, level)]
    }
  }
}

extension Series.Geometry {
  /// Whether it uses up a color of the palette; notes and images do not.
  fileprivate var takesColor: Bool {
    switch self {
    case .image, .surface, .text: false
    case .line, .steps, .area, .filledSteps, .band, .scatter, .bars, .errorBars, .polygon,
      .verticalLine, .horizontalLine:
      true
    }
  }
}

extension Shape {
  /// The same picture from fewer points, on a panel of so many pixels.
  func thinned(
    x range: Axis.Range, y yRange: Axis.Range, columns: Int, rows: Int, images: PlotFormat.Images
  ) -> Shape {
    let (low, high) = (min(range.low, range.high), max(range.low, range.high))
    switch self {
    case .path(let x, let y):
      let thin = Thinning.line(x: x, y: y, columns: columns, low: low, high: high)
      return .path(x: thin.x, y: thin.y)
    case .fill(let x, let bottom, let top):
      let thin = Thinning.band(
        x: x, low: bottom, high: top, columns: columns, from: low, to: high)
      return .fill(x: thin.x, low: thin.low, high: thin.high)
    case .points(let x, let y, _, _) where x.count > Thinning.cloudLimit && images != .none:
      return .density(
        Thinning.density(
          x: x, y: y, columns: max(1, columns / 3), rows: max(1, rows / 3),
          xSpan: Grid.Span(low, high),
          ySpan: Grid.Span(min(yRange.low, yRange.high), max(yRange.low, yRange.high))))
    case .points(let x, let y, let marker, let size) where x.count > Thinning.cloudLimit:
      let step = (x.count + Thinning.tangleLimit - 1) / Thinning.tangleLimit
      let kept = stride(from: 0, to: x.count, by: step)
      return .points(x: kept.map { x[$0] }, y: kept.map { y[$0] }, marker: marker, size: size)
    case .cells(let grid, let map, let range):
      return .cells(
        grid.shrunk(columns: 4 * columns, rows: 4 * rows)
          .enlarged(to: images == .smoothed ? 400 : 2), map: map, range: range)
    case .surface(let grid, let map):
      return .surface(grid.shrunk(columns: 200, rows: 200), map: map)
    case .points, .polygon, .boxes, .errorBars, .density, .vertical, .horizontal, .words:
      return self
    }
  }
}

extension Grid {
  /// The grid by means over blocks, at most so many cells along each side.
  func shrunk(columns most: Int, rows mostRows: Int) -> Grid {
    let across = max(1, (columns + max(1, most) - 1) / max(1, most))
    let up = max(1, (rows + max(1, mostRows) - 1) / max(1, mostRows))
    guard across > 1 || up > 1, columns >= across, rows >= up else { return self }
    let (newColumns, newRows) = (columns / across, rows / up)
    var means: [Double] = []
    means.reserveCapacity(newColumns * newRows)
    for row in 0..<newRows {
      for column in 0..<newColumns {
        var sum = 0.0
        for y in 0..<up {
          let start = (row * up + y) * columns + column * across
          for index in start..<(start + across) { sum += values[index] }
        }
        means.append(sum / Double(across * up))
      }
    }
    let xEnd = x.start + (x.end - x.start) * Double(newColumns * across) / Double(columns)
    let yEnd = y.start + (y.end - y.start) * Double(newRows * up) / Double(rows)
    return Grid(
      means, rows: newRows, columns: newColumns, x: Span(x.start, xEnd), y: Span(y.start, yEnd))
  }

  /// The same picture of at least `least` cells along each side: every cell several times.
  func enlarged(to least: Int) -> Grid {
    let across = (least + columns - 1) / columns
    let up = (least + rows - 1) / rows
    guard across > 1 || up > 1 else { return self }
    var copies: [Double] = []
    copies.reserveCapacity(values.count * across * up)
    for row in 0..<rows {
      let line = values[row * columns..<(row + 1) * columns].flatMap {
        repeatElement($0, count: across)
      }
      for _ in 0..<up { copies += line }
    }
    return Grid(copies, rows: rows * up, columns: columns * across, x: x, y: y)
  }
}
