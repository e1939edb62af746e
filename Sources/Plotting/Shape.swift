/// What a series comes down to, in the places of the two axes (after logarithm or probit).
enum Shape {
  /// A line through points; a point that is not finite breaks it.
  case path(x: [Double], y: [Double])
  /// The area between two lines; infinite heights reach the panel's edge.
  case fill(x: [Double], low: [Double], high: [Double])
  case polygon(x: [Double], y: [Double])
  case points(x: [Double], y: [Double], marker: Series.Marker, size: Double)
  case boxes(x: [Double], left: [Double], right: [Double], low: [Double], high: [Double])
  case errorBars(x: [Double], y: [Double], low: [Double], high: [Double])
  case cells(Grid, map: ColorMap, range: Axis.Limits)
  /// Cells of one color, the deeper the more of the cloud lies in them: 0…1.
  case density(Grid)
  case surface(Grid, map: ColorMap)
  /// A line from edge to edge at this x, or at this y.
  case vertical(Double)
  case horizontal(Double)
  case words(String, x: Double, y: Double, anchor: Series.Anchor)
}

extension Shape {
  /// The shape of `geometry` on axes of these scales.
  init(_ geometry: Series.Geometry, x xScale: Axis.Scale, y yScale: Axis.Scale) {
    let xs = { (values: [Double]) in values.map(xScale.place) }
    let ys = { (values: [Double]) in values.map(yScale.place) }
    switch geometry {
    case .line(let x, let y): self = .path(x: xs(x), y: ys(y))
    case .steps(let edges, let heights):
      let corners = Self.corners(edges: edges, heights: heights, closed: true)
      self = .path(x: xs(corners.x), y: corners.y.map { yScale.height($0) })
    case .filledSteps(let edges, let heights):
      let corners = Self.corners(edges: edges, heights: heights, closed: false)
      self = .fill(
        x: xs(corners.x), low: corners.x.map { _ in yScale.height(0) },
        high: corners.y.map { yScale.height($0) })
    case .area(let x, let y, let base):
      self = .fill(x: xs(x), low: x.map { _ in yScale.height(base) }, high: ys(y))
    case .band(let x, let low, let high):
      self = .fill(x: xs(x), low: low.map { yScale.height($0) }, high: ys(high))
    case .scatter(let x, let y, let marker, let size):
      self = .points(x: xs(x), y: ys(y), marker: marker, size: size)
    case .bars(let x, let heights, let width):
      self = .boxes(
        x: xs(x), left: xs(x.map { $0 - width / 2 }), right: xs(x.map { $0 + width / 2 }),
        low: heights.map { yScale.height(min($0, 0)) },
        high: heights.map { yScale.height(max($0, 0)) })
    case .errorBars(let x, let y, let low, let high):
      self = .errorBars(
        x: xs(x), y: ys(y), low: low.map { yScale.height($0) }, high: ys(high))
    case .polygon(let x, let y): self = .polygon(x: xs(x), y: ys(y))
    case .image(let grid, let map, let range): self = .cells(grid, map: map, range: range)
    case .surface(let grid, let map): self = .surface(grid, map: map)
    case .verticalLine(let place): self = .vertical(xScale.place(place))
    case .horizontalLine(let place): self = .horizontal(yScale.place(place))
    case .text(let words, let x, let y, let anchor):
      self = .words(words, x: xScale.place(x), y: yScale.place(y), anchor: anchor)
    }
  }

  // The stairs over the edges; `closed` begins and ends them at height 0.
  private static func corners(
    edges: [Double], heights: [Double], closed: Bool
  ) -> (x: [Double], y: [Double]) {
    var x: [Double] = []
    var y: [Double] = []
    if closed, let first = edges.first {
      x.append(first)
      y.append(0)
    }
    for (index, height) in heights.enumerated() {
      x += [edges[index], edges[index + 1]]
      y += [height, height]
    }
    if closed, let last = edges.last {
      x.append(last)
      y.append(0)
    }
    return (x, y)
  }

  /// The points whose extremes the axes must hold.
  var outline: (x: [Double], y: [Double]) {
    switch self {
    case .path(let x, let y), .points(let x, let y, _, _), .polygon(let x, let y): (x, y)
    case .fill(let x, let low, let high): (x + x, low + high)
    case .boxes(_, let left, let right, let low, let high): (left + right, low + high)
    case .errorBars(let x, let y, let low, let high): (x + x + x, y + low + high)
    case .cells(let grid, _, _), .surface(let grid, _), .density(let grid):
      ([grid.x.start, grid.x.end], [grid.y.start, grid.y.end])
    case .vertical(let place): ([place], [.nan])
    case .horizontal(let place): ([.nan], [place])
    case .words: ([], [])
    }
  }

  /// How many points are not finite and so not shown; a point without both coordinates is a
  /// break in a line, made on purpose.
  var hiddenCount: Int {
    switch self {
    case .path(let x, let y), .points(let x, let y, _, _), .polygon(let x, let y):
      zip(x, y).count { (!$0.isFinite || !$1.isFinite) && !($0.isNaN && $1.isNaN) }
    case .fill(let x, let low, let high):
      x.indices.count { !x[$0].isFinite || low[$0].isNaN || high[$0].isNaN }
    case .boxes(let x, _, _, let low, let high):
      x.indices.count { !x[$0].isFinite || low[$0].isNaN || high[$0].isNaN }
    case .errorBars(let x, let y, _, _): zip(x, y).count { !$0.isFinite || !$1.isFinite }
    case .cells(let grid, _, _), .surface(let grid, _): grid.values.count { !$0.isFinite }
    case .density, .vertical, .horizontal, .words: 0
    }
  }
}

extension Axis.Scale {
  /// The place of a value on the axis; NaN where there is none. A probit axis ends at ±8.3, where
  /// Φ leaves 0 and 1 in double precision.
  func place(_ value: Double) -> Double {
    switch self {
    case .linear: value
    case .log: value > 0 ? Self.log10(value) : .nan
    case .probit:
      value >= 0 && value <= 1 ? min(max(Probit.deviate(value), -8.3), 8.3) : .nan
    }
  }

  /// The place of a height that stands for "from the bottom" when it has none of its own.
  func height(_ value: Double) -> Double {
    let place = place(value)
    return place.isNaN && value <= 0 ? -.infinity : place
  }
}
