extension Panel {
  /// Where the legend covers least.
  func bestLegend() -> Axes.Legend {
    let labels = items.map(\.series.label).filter { !$0.isEmpty }
    guard !labels.isEmpty else { return .hidden }
    if isSurface { return .topRight }
    var placement = LegendPlacement(labels: labels, inside: inside)
    let placed = { (xs: [Double], ys: [Double]) -> [(x: Double, y: Double)] in
      zip(xs, ys).map { (x.part($0), y.part(max(min($1, 1e300), -1e300))) }
    }
    // Thin lines without a name are for reference: a legend may cover them.
    for item in items where !(item.series.label.isEmpty && item.series.lineWidth <= 1) {
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
    let length = Double(words.count) * characterWidth / inside.width
    let start = x.part(place)
    let level = y.part(height)
    return switch anchor {
    case .left: [(start, level), (start + length, level)]
    case .center: [(start - length / 2, level), (start + length / 2, level)]
    case .right: [(start - length, level), (start, level)]
    }
  }
}

extension [Panel] {
  /// Gives panels of one kind in a row of `columns` the same room between their axes: where the
  /// automatic legend of one stands below or beside it, those of the others do too.
  mutating func alignLegends(columns: Int) {
    for start in Swift.stride(from: 0, to: count, by: columns) {
      let row = (start..<Swift.min(start + columns, count)).filter {
        self[$0].axes.legend == .automatic && self[$0].legend != .hidden
      }
      for index in row {
        let alike = row.filter { self[$0].kind == self[index].kind }
        let places = alike.map { self[$0].legend }
        guard let place = [.below, .outside].first(where: places.contains) else { continue }
        for other in alike { self[other].legend = place }
      }
    }
  }
}

extension Panel {
  /// What panels have in common whose legends name the same kinds of series on like axes.
  fileprivate struct Kind: Equatable {
    var x: Axis.Scale
    var y: Axis.Scale
    var geometries: Set<String>
  }

  fileprivate var kind: Kind {
    Kind(
      x: axes.x.scale, y: axes.y.scale,
      geometries: Set(axes.series.filter { !$0.label.isEmpty }.map(\.geometry.name)))
  }
}
