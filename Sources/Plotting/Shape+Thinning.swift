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
