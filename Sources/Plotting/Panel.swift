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
  /// About the width of a character of its words, in the same unit.
  let characterWidth: Double
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
  /// counts panels from 1. `characterWidth` is about that of its words, in 1/96 inch.
  init(
    _ axes: Axes, number: Int, size: Figure.Size, pixels: (columns: Int, rows: Int),
    images: PlotFormat.Images, characterWidth: Double
  ) throws(PlotError) {
    try axes.x.check(name: "x")
    try axes.y.check(name: "y")
    for series in axes.series { try series.geometry.check(label: series.label) }
    self.axes = axes
    self.characterWidth = characterWidth
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
    keepWordsInside()
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
