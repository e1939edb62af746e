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
