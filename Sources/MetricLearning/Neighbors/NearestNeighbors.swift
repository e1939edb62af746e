import Tensors

/// The nearest rows of each row, exactly: tiles of closenesses by matrix products, of which only
/// the best of each row are kept. Memory is that of the rows, the result and a tile a thread.
public struct NearestNeighbors: Sendable {
  /// i64 `[row, k]`, nearest first; of equally near ones the first row first.
  public let indices: Tensor
  /// `[row, k]`, similarities or distances, f64 where the rows are, else f32.
  public let values: Tensor

  /// - Parameters:
  ///   - rows: `[n, dimension]`.
  ///   - references: `[m, dimension]`; nil for the rows themselves, each without itself.
  ///   - count: k, from 1 to the number of rows to choose from.
  ///   - function: the script name of the call, for errors.
  /// - Throws: `LossError` for other shapes or counts.
  public init(
    _ rows: Tensor, references: Tensor? = nil, count: Int, measure: Measure = .cosine,
    function: String = "knn"
  ) throws {
    try LossData.checkRows(rows, "the rows", loss: function)
    if let references {
      try LossData.checkRows(references, "'ref'", loss: function)
      guard references.shape[1] == rows.shape[1] else {
        throw LossError(
          "shape",
          "\(function): 'ref' must be [m, \(rows.shape[1])] for rows \(rows.shape), "
            + "got \(references.shape)")
      }
    }
    let choices = references?.shape[0] ?? rows.shape[0] - 1
    guard count >= 1, count <= choices else {
      throw LossError(
        "value", "\(function): 'k' is 1…\(choices), the rows to choose from, got \(count)")
    }
    (indices, values) =
      rows.dtype == .f64 || references?.dtype == .f64
      ? try Self.search(
        rows.astype(.f64), references?.astype(.f64), count, measure, of: Double.self)
      : try Self.search(
        rows.astype(.f32), references?.astype(.f32), count, measure, of: Float.self)
  }

  private static func search<Element: NeighborElement>(
    _ rows: Tensor, _ references: Tensor?, _ count: Int, _ measure: Measure,
    of type: Element.Type
  ) throws -> (Tensor, Tensor) {
    let own = try UnitRows<Element>([rows], normalize: measure == .cosine)
    let others = try references.map {
      try UnitRows<Element>([$0], normalize: measure == .cosine)
    }
    let search = try NeighborSearch(own, others, count: count, measure: measure)
    try search.run()
    return try search.result()
  }
}

/// A search over all tiles.
private final class NeighborSearch<Element: NeighborElement> {
  private let rows: UnitRows<Element>
  private let others: UnitRows<Element>
  private let isSymmetric: Bool
  private let count: Int
  private let measure: Measure
  /// Rows whose products are closenesses (half of them for distances): for distances two columns
  /// more, (x, 1, −½‖x‖²) · (y, −½‖y‖², 1) = −½‖x − y‖².
  private let left: Workspace<Element>
  private let right: Workspace<Element>
  private let width: Int
  /// By row, the nearest so far, nearest first.
  private let closeness: Workspace<Element>
  private let indices: Workspace<Int32>
  private let found: Workspace<Int32>
  /// By row, the closeness to reach: that of the last of `count`, else −∞.
  private let limits: Workspace<Element>

  init(
    _ rows: UnitRows<Element>, _ others: UnitRows<Element>?, count: Int, measure: Measure
  ) throws {
    self.rows = rows
    self.others = others ?? rows
    isSymmetric = others == nil
    self.count = count
    self.measure = measure
    width = rows.dimension + (measure.isDistance ? 2 : 0)
    left = try Self.extended(rows, isDistance: measure.isDistance, squareLast: true)
    right = try Self.extended(self.others, isDistance: measure.isDistance, squareLast: false)
    closeness = try Workspace(repeating: -.infinity, count: rows.count * count)
    indices = try Workspace(repeating: 0, count: rows.count * count)
    found = try Workspace(repeating: 0, count: rows.count)
    limits = try Workspace(repeating: -.infinity, count: rows.count)
  }

  private static func extended(
    _ rows: UnitRows<Element>, isDistance: Bool, squareLast: Bool
  ) throws -> Workspace<Element> {
    guard isDistance else { return rows.values }
    let dimension = rows.dimension
    let out = try Workspace<Element>(count: rows.count * (dimension + 2))
    for row in 0..<rows.count {
      let start = out.start + row * (dimension + 2)
      start.update(from: rows[row], count: dimension)
      start[dimension + (squareLast ? 0 : 1)] = 1
      start[dimension + (squareLast ? 1 : 0)] = -rows.product(row, row) / 2
    }
    return out
  }

  func run() throws {
    let (rowSize, columnSize) = (
      TileRounds.blockSize(count: rows.count), TileRounds.blockSize(count: others.count)
    )
    let rowBlocks = (rows.count + rowSize - 1) / rowSize
    let columnBlocks = (others.count + columnSize - 1) / columnSize
    let rounds =
      isSymmetric
      ? TileRounds.symmetric(blocks: rowBlocks)
      : TileRounds.rectangular(rowBlocks: rowBlocks, columnBlocks: columnBlocks)
    let lanes = max(1, min(Threads.count, rounds.map(\.count).max() ?? 1))
    let memory = try (0..<lanes).map { _ in
      try Workspace<Element>(count: rowSize * columnSize)
    }
    for pairs in rounds where !pairs.isEmpty {
      let lanes = min(lanes, pairs.count)
      try Kernels.parallel(lanes) { lane in
        for index in stride(from: lane, to: pairs.count, by: lanes) {
          try Interrupt.check()
          let (row, column) = (pairs[index].row * rowSize, pairs[index].column * columnSize)
          search(
            row..<min(row + rowSize, rows.count),
            column..<min(column + columnSize, others.count), memory[lane].start)
        }
      }
    }
  }

  private func search(
    _ rowRange: Range<Int>, _ columnRange: Range<Int>, _ tile: UnsafeMutablePointer<Element>
  ) {
    let columns = columnRange.count
    Element.product(
      transposeA: false, transposeB: true, m: rowRange.count, n: columns, k: width,
      a: left.start + rowRange.lowerBound * width, lda: width,
      b: right.start + columnRange.lowerBound * width, ldb: width, beta: 0, c: tile, ldc: columns)
    let isDiagonal = isSymmetric && rowRange == columnRange
    let servesColumns = isSymmetric && !isDiagonal
    for row in rowRange {
      let line = tile + (row - rowRange.lowerBound) * columns
      if isDiagonal { line[row - columnRange.lowerBound] = -.infinity }
      var place = 0
      while true {
        place = Element.nextNear(
          line, from: place, count: columns, limit: limits[row],
          limits: servesColumns ? limits.start + columnRange.lowerBound : nil)
        if place == columns { break }
        let column = columnRange.lowerBound + place
        if !(isDiagonal && column == row) {
          insert(line[place], column, at: row)
          if servesColumns { insert(line[place], row, at: column) }
        }
        place += 1
      }
    }
  }

  /// Puts a row among the nearest of another if it belongs there.
  private func insert(_ value: Element, _ index: Int, at row: Int) {
    guard value >= limits[row] else { return }
    let values = closeness.start + row * count
    let places = indices.start + row * count
    let index = Int32(truncatingIfNeeded: index)
    var place = Int(found[row])
    if place == count {
      let last = count - 1
      if value == values[last], index > places[last] { return }
      place = last
    } else {
      found[row] += 1
    }
    while place > 0,
      values[place - 1] < value || (values[place - 1] == value && places[place - 1] > index)
    {
      values[place] = values[place - 1]
      places[place] = places[place - 1]
      place -= 1
    }
    values[place] = value
    places[place] = index
    if Int(found[row]) == count { limits[row] = values[count - 1] }
  }

  /// Measures the found pairs again entry by entry, and orders them by that.
  func result() throws -> (Tensor, Tensor) {
    let measured = try Workspace<Double>(count: rows.count * count)
    try Kernels.parallel(rows.count, chunk: 256) { range in
      for row in range {
        let first = row * count
        var order = (0..<count).map { place -> (closeness: Double, index: Int32) in
          let index = indices[first + place]
          return (measure.closeness(rows[row], others[Int(index)], rows.dimension), index)
        }
        order.sort { ($0.closeness, $1.index) > ($1.closeness, $0.index) }
        for (place, neighbor) in order.enumerated() {
          measured[first + place] =
            measure.isDistance ? -neighbor.closeness : neighbor.closeness
          indices[first + place] = neighbor.index
        }
      }
    }
    let shape = [rows.count, count]
    let places = try Tensor.makeI64(shape) { out in
      for place in 0..<out.count { out[place] = Int(indices[place]) }
    }
    let values = try Element.tensor(shape: shape) { out in
      for place in 0..<out.count { out[place] = Element(measured[place]) }
    }
    return (places, values)
  }
}

extension Measure {
  /// The closeness of two rows as used, in f64.
  fileprivate func closeness<Element: BinaryFloatingPoint>(
    _ a: UnsafePointer<Element>, _ b: UnsafePointer<Element>, _ dimension: Int
  ) -> Double {
    var sum = 0.0
    if isDistance {
      for column in 0..<dimension {
        let difference = Double(a[column]) - Double(b[column])
        sum += difference * difference
      }
      return self == .euclidean ? -sum.squareRoot() : -sum
    }
    for column in 0..<dimension { sum += Double(a[column]) * Double(b[column]) }
    return sum
  }
}
