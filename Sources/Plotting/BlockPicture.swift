/// A panel in character cells: what is around the pixels, and where they go.
struct BlockPanel {
  let panel: Panel
  private let width: Int
  private let left: Int
  private let top: Int
  private let xTicks: [Axis.PlacedTick]
  private let yTicks: [Axis.PlacedTick]
  private let legend: [[(words: String, color: RGB)]]
  /// Cells between the axes, across and up.
  let inside: (columns: Int, rows: Int)

  /// Lays `panel` out in a rectangle of cells.
  init(_ panel: Panel, columns: Int, rows: Int) {
    self.panel = panel
    width = columns
    legend = Self.legend(panel, width: columns)
    let axes = panel.axes
    top = (axes.title.isEmpty ? 0 : 1) + (axes.y.label.isEmpty ? 0 : 1)
    let below = 2 + (axes.x.label.isEmpty ? 0 : 1) + (panel.colored == nil ? 0 : 1) + legend.count
    let high = max(4, rows - top - below)
    let showsTicks = !panel.isSurface
    yTicks = axes.y.placedTicks(in: panel.y, length: Double(high * 16), isUpright: true)
      .filter { !$0.isMinor && showsTicks }
    let longest = min(yTicks.map(\.label.count).max() ?? 0, columns / 3)
    left = longest + 1
    inside = Self.inside(panel, columns: max(8, columns - left - 1), rows: high)
    xTicks = axes.x.placedTicks(
      in: panel.x, length: Double(inside.columns * 8), isUpright: false
    ).filter { !$0.isMinor && showsTicks }
  }

  // A cell is twice as high as wide.
  private static func inside(
    _ panel: Panel, columns: Int, rows: Int
  ) -> (columns: Int, rows: Int) {
    let ratio: Double
    switch panel.axes.aspect {
    case .automatic: return (columns, rows)
    case .equal: ratio = abs(panel.y.span / panel.x.span)
    case .ratio(let own): ratio = own
    }
    guard ratio > 0.01, ratio < 100 else { return (columns, rows) }
    let fitting = Double(rows) * 2 / ratio
    if fitting <= Double(columns) { return (max(8, Int(fitting)), rows) }
    return (columns, max(4, Int(Double(columns) * ratio / 2)))
  }

  private static func legend(
    _ panel: Panel, width: Int
  ) -> [[(words: String, color: RGB)]] {
    guard panel.axes.legend != .hidden else { return [] }
    var lines: [[(words: String, color: RGB)]] = []
    var room = 0
    for item in panel.items where !item.series.label.isEmpty {
      let need = item.series.label.count + 5
      if need > room {
        lines.append([])
        room = width - 2
      }
      lines[lines.count - 1].append((item.series.label, item.color))
      room -= need
    }
    return lines
  }

  /// The whole panel around `pixels`, which fill its inside.
  func filled(with pixels: Pixels, rows: Int) -> CellGrid {
    var grid = CellGrid(width: width, height: rows)
    let axes = panel.axes
    let middle = left + 1 + inside.columns / 2
    if !axes.title.isEmpty {
      grid.write(axes.title, column: max(0, middle - axes.title.count / 2), row: 0)
    }
    if !axes.y.label.isEmpty { grid.write(axes.y.labelWithUnit, column: 0, row: top - 1) }
    grid.put(pixels, column: left + 1, row: top)
    writeAxes(to: &grid)
    writeWords(to: &grid)
    var row = top + inside.rows + 2
    if !axes.x.label.isEmpty {
      let label = axes.x.labelWithUnit
      grid.write(label, column: max(0, middle - label.count / 2), row: row)
      row += 1
    }
    if let colored = panel.colored {
      writeColors(colored, row: row, to: &grid)
      row += 1
    }
    for line in legend {
      var column = 2
      for entry in line {
        grid.write("━━", column: column, row: row, ink: entry.color)
        grid.write(entry.words, column: column + 3, row: row)
        column += entry.words.count + 5
      }
      row += 1
    }
    return grid
  }

  private func writeAxes(to grid: inout CellGrid) {
    if panel.isSurface { return }
    for row in 0..<inside.rows { grid.write("│", column: left, row: top + row) }
    let floor = top + inside.rows
    grid.write("└" + String(repeating: "─", count: inside.columns), column: left, row: floor)
    for tick in yTicks {
      let row = top + place(1 - panel.y.part(tick.place), of: inside.rows)
      grid.write("┤", column: left, row: row)
      let label = String(tick.label.suffix(left))
      grid.write(label, column: left - label.count, row: row)
    }
    for tick in xTicks {
      let column = left + 1 + place(panel.x.part(tick.place), of: inside.columns)
      grid.write("┬", column: column, row: floor)
      grid.write(tick.label, column: max(0, column - tick.label.count / 2), row: floor + 1)
    }
  }

  private func writeWords(to grid: inout CellGrid) {
    for item in panel.items {
      guard case .words(let words, let x, let y, let anchor) = item.shape, x.isFinite, y.isFinite
      else { continue }
      let start =
        switch anchor {
        case .left: 1
        case .center: -words.count / 2
        case .right: -words.count
        }
      let column = left + 1 + place(panel.x.part(x), of: inside.columns) + start
      let row = top + place(1 - panel.y.part(y), of: inside.rows)
      guard row >= top, row < top + inside.rows else { continue }
      // The words have one paper, that of the cell's upper half.
      for offset in 0..<words.count where (left + 1..<width).contains(column + offset) {
        grid[column + offset, row].paper = grid[column + offset, row].ink
      }
      grid.write(words, column: column, row: row, ink: item.color)
    }
  }

  private func writeColors(
    _ colored: (grid: Grid, map: ColorMap, range: Axis.Limits), row: Int, to grid: inout CellGrid
  ) {
    let range = colored.map.range(of: colored.grid, limits: colored.range)
    let low = Decimal.short(range.low) + " "
    let label = panel.axes.colorLabel.isEmpty ? "" : "  " + panel.axes.colorLabel
    let high = " " + Decimal.short(range.high) + label
    let length = max(4, min(24, inside.columns - low.count - high.count))
    grid.write(low, column: left + 1, row: row)
    let colors = colored.map.colors(length)
    for (offset, color) in colors.enumerated() {
      grid.write("█", column: left + 1 + low.count + offset, row: row, ink: color)
    }
    grid.write(high, column: left + 1 + low.count + length, row: row)
  }

  private func place(_ part: Double, of count: Int) -> Int {
    guard part.isFinite else { return -1 }
    return Int((min(max(part, -2), 2) * Double(count)).rounded(.down)) - (part == 1 ? 1 : 0)
  }
}

extension Plotter {
  /// Draws `figure` in half blocks and words; where its panels would be narrower than 36 cells,
  /// they stand under one another.
  func blocks(
    _ figure: Figure, columns: Int, isInterrupted: @escaping () -> Bool
  ) throws(PlotError) -> String {
    try figure.check()
    let size = figure.drawnSize
    let across = min(figure.columns, max(1, columns / 36))
    let down = (figure.axes.count + across - 1) / across
    let width = columns / across
    let share = size.height / Double(figure.rows) / (size.width / Double(figure.columns))
    let height = min(max(Int(Double(width) * share / 2), 14), 36)
    let start = figure.title.isEmpty ? 0 : 1
    var whole = CellGrid(width: width * across, height: start + height * down)
    if start == 1 {
      whole.write(figure.title, column: max(0, (whole.width - figure.title.count) / 2), row: 0)
    }
    for (index, axes) in figure.axes.enumerated() {
      let panel = try blockPanel(
        axes, number: index + 1, columns: width, rows: height, isInterrupted: isInterrupted)
      whole.put(
        panel, column: index % across * width, row: start + index / across * height)
    }
    return whole.text
  }

  private func blockPanel(
    _ axes: Axes, number: Int, columns: Int, rows: Int, isInterrupted: @escaping () -> Bool
  ) throws(PlotError) -> CellGrid {
    var panel = try Panel(
      axes, number: number,
      size: Figure.Size(width: Double(columns * 8), height: Double(rows * 16)),
      pixels: (columns: columns * 8, rows: rows * 16), images: .sharp, characterWidth: 8)
    // A cell is as wide as a thick line.
    for index in panel.items.indices {
      panel.items[index].series.lineWidth *= 2.5
      if case .points(let x, let y, let marker, let size) = panel.items[index].shape {
        panel.items[index].shape = .points(x: x, y: y, marker: marker, size: size * 2)
      }
    }
    let layout = BlockPanel(panel, columns: columns, rows: rows)
    let script = GnuplotScript(
      inside: panel, columns: layout.inside.columns, rows: layout.inside.rows)
    let picture = try draw(script, isInterrupted: isInterrupted)
    guard let pixels = Pixels(sixel: picture.bytes) else {
      throw .refused(reason: "its sixel picture cannot be read")
    }
    let small = pixels.scaled(width: layout.inside.columns, height: layout.inside.rows * 2)
    return layout.filled(with: small, rows: rows)
  }
}
