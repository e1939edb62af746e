extension Series.Geometry {
  /// A list of numbers and the name that messages give it.
  struct NamedList {
    var name: String
    var values: [Double]
  }

  /// The lists it is drawn from, in the order of its declaration; a grid is not among them.
  var lists: [NamedList] {
    switch self {
    case .line(let x, let y), .area(let x, let y, _), .scatter(let x, let y, _, _),
      .polygon(let x, let y):
      [NamedList(name: "x", values: x), NamedList(name: "y", values: y)]
    case .steps(let edges, let heights), .filledSteps(let edges, let heights):
      [NamedList(name: "edges", values: edges), NamedList(name: "heights", values: heights)]
    case .band(let x, let low, let high):
      [
        NamedList(name: "x", values: x), NamedList(name: "low", values: low),
        NamedList(name: "high", values: high),
      ]
    case .bars(let x, let heights, _):
      [NamedList(name: "x", values: x), NamedList(name: "heights", values: heights)]
    case .errorBars(let x, let y, let low, let high):
      [
        NamedList(name: "x", values: x), NamedList(name: "y", values: y),
        NamedList(name: "low", values: low), NamedList(name: "high", values: high),
      ]
    case .image, .surface, .verticalLine, .horizontalLine, .text: []
    }
  }

  /// What messages and digests call it.
  var name: String {
    switch self {
    case .line: "line"
    case .steps: "steps"
    case .area: "area"
    case .filledSteps: "filled steps"
    case .band: "band"
    case .scatter: "scatter"
    case .bars: "bars"
    case .errorBars: "error bars"
    case .polygon: "polygon"
    case .image: "image"
    case .surface: "surface"
    case .verticalLine: "vertical line"
    case .horizontalLine: "horizontal line"
    case .text: "text"
    }
  }

  /// Throws if lists that go together differ in length, or a grid does not hold its cells.
  func check(label: String) throws(PlotError) {
    let name = label.isEmpty ? self.name : "\(self.name) \"\(label)\""
    switch self {
    case .steps(let edges, let heights), .filledSteps(let edges, let heights):
      if edges.count != heights.count + 1 {
        throw .invalid(
          what: "\(name): edges", accepts: "\(heights.count + 1) values, one more than heights",
          found: "\(edges.count)")
      }
    case .image(let grid, _, _), .surface(let grid, _):
      if grid.rows < 1 || grid.columns < 1 || grid.values.count != grid.rows * grid.columns {
        throw .invalid(
          what: "\(name): the grid",
          accepts: "rows × columns values, at least one",
          found: "\(grid.values.count) for \(grid.rows) × \(grid.columns)")
      }
      try grid.check(name: name)
      if case .surface = self, grid.rows < 2 || grid.columns < 2 {
        throw .invalid(
          what: "\(name): the grid", accepts: "at least 2 × 2 values",
          found: "\(grid.rows) × \(grid.columns)")
      }
    case .line, .area, .band, .scatter, .bars, .errorBars, .polygon, .verticalLine,
      .horizontalLine, .text:
      guard let first = lists.first else { return }
      for other in lists.dropFirst() where other.values.count != first.values.count {
        throw .unequalLengths(
          series: name, first: first.name, count: first.values.count, second: other.name,
          found: other.values.count)
      }
    }
  }
}

extension Grid {
  /// Throws if it covers no rectangle.
  fileprivate func check(name: String) throws(PlotError) {
    for (axis, span) in [("x", x), ("y", y)]
    where !(abs(span.start) <= Axis.farthest && abs(span.end) <= Axis.farthest)
      || abs(span.end - span.start) <= max(abs(span.start), abs(span.end)) * 1e-10
    {
      throw .invalid(
        what: "\(name): the \(axis) span", accepts: "two different finite numbers",
        found: "\(Decimal.shortest(span.start)) to \(Decimal.shortest(span.end))")
    }
  }
}
