import Tensors

/// The values of a tensor, aligned, cut to the columns of a window.
struct TensorWindow {
  /// Whether every value is there.
  private(set) var isWhole = true
  private(set) var lines: [String] = []

  private let tensor: Tensor
  private let columns: Int
  private static let rowsShownWhole = 10
  private static let edgeRows = 3

  init(_ tensor: Tensor, columns: Int) {
    self.tensor = tensor.detached()
    self.columns = max(columns, 20)
    switch tensor.rank {
    case 1: vector()
    case 2: lines = matrix(at: [])
    default: blocks()
    }
  }

  /// A vector on up to three lines, else its two ends on one.
  private mutating func vector() {
    let count = tensor.count
    let fits = count <= 3 * (columns / 3)
    if fits {
      let cells = aligned((0..<count).map { value(at: [$0]) })
      let perLine = max((columns - 2) / ((cells.first?.count ?? 1) + 2), 1)
      if count <= 3 * perLine {
        lines = stride(from: 0, to: count, by: perLine).map { start in
          "  " + cells[start..<min(start + perLine, count)].joined(separator: "  ")
        }
        return
      }
    }
    isWhole = false
    lines = [row(at: [], visible: visibleColumns(at: [], rows: [nil]))]
  }

  /// Rows and columns of the last two axes below `place`.
  private mutating func matrix(at place: [Int]) -> [String] {
    let count = tensor.shape[tensor.rank - 2]
    let edge = Self.edgeRows
    let isCut = count > Self.rowsShownWhole
    let rows = isCut ? Array(0..<edge) + Array(count - edge..<count) : Array(0..<count)
    if isCut { isWhole = false }
    let visible = visibleColumns(at: place, rows: rows.map { $0 })
    if visible.count < tensor.shape[tensor.rank - 1] { isWhole = false }
    var cells: [Value] = []
    for row in rows { cells += visible.map { value(at: place + [row, $0]) } }
    let texts = aligned(cells)
    var lines: [String] = []
    for (position, _) in rows.enumerated() {
      if isCut && position == edge { lines.append("  …") }
      let start = position * visible.count
      lines.append(joined(Array(texts[start..<start + visible.count]), visible))
    }
    return lines
  }

  /// The first and last matrix of more than two axes, each below its index.
  private mutating func blocks() {
    let leading = Array(tensor.shape.dropLast(2))
    let count = leading.reduce(1, *)
    let rows = tensor.shape[tensor.rank - 2]
    let isCut = count * (min(rows, 7) + 1) > 20
    if isCut { isWhole = false }
    for position in 0..<count where !isCut || position == 0 || position == count - 1 {
      if isCut && position == count - 1 && count > 2 { lines.append("…") }
      var place: [Int] = []
      var rest = position
      for size in leading.reversed() {
        place.insert(rest % size, at: 0)
        rest /= size
      }
      lines.append("\(place)")
      lines += matrix(at: place)
    }
  }

  // MARK: columns

  /// The columns to show: all if they fit, else as many from both ends as do.
  private func visibleColumns(at place: [Int], rows: [Int?]) -> [Int] {
    let count = tensor.shape[tensor.rank - 1]
    var shown = min(count, (columns - 2) / 3)
    while shown > 2 {
      let visible = ends(shown, of: count)
      var cells: [Value] = []
      for row in rows {
        cells += visible.map { value(at: place + (row.map { [$0] } ?? []) + [$0]) }
      }
      let width = aligned(cells).first?.count ?? 1
      let needed = 2 + shown * (width + 2) - 2 + (shown < count ? 3 : 0)
      if needed <= columns { return visible }
      let fitting = (columns - (shown < count ? 3 : 0)) / (width + 2)
      shown = max(min(shown - 1, fitting), 2)
    }
    return ends(min(shown, count), of: count)
  }

  private func ends(_ shown: Int, of count: Int) -> [Int] {
    guard shown < count else { return Array(0..<count) }
    let front = (shown + 1) / 2
    return Array(0..<front) + Array(count - (shown - front)..<count)
  }

  private func row(at place: [Int], visible: [Int]) -> String {
    joined(aligned(visible.map { value(at: place + [$0]) }), visible)
  }

  private func joined(_ cells: [String], _ visible: [Int]) -> String {
    var parts: [String] = []
    for (position, cell) in cells.enumerated() {
      if position > 0 && visible[position] != visible[position - 1] + 1 { parts.append("…") }
      parts.append(cell)
    }
    return "  " + parts.joined(separator: "  ")
  }

  // MARK: values

  private func value(at place: [Int]) -> Value {
    (try? tensor.indexed(place.map { .at($0) })).flatMap(\.scalarValue) ?? .float(.nan)
  }

  /// Texts of one width, the points below each other.
  private func aligned(_ values: [Value]) -> [String] {
    let texts: [String]
    switch tensor.dtype {
    case .bool, .i64: texts = values.map(NumberText.of)
    case .f32, .f64: texts = floats(values.map(\.float))
    }
    let width = texts.map(\.count).max() ?? 0
    return texts.map { String(repeating: " ", count: width - $0.count) + $0 }
  }

  private func floats(_ values: [Double]) -> [String] {
    let sizes = values.filter { $0.isFinite && $0 != 0 }.map(\.magnitude)
    let largest = sizes.max() ?? 0
    let isScientific = largest >= 1e6 || largest > 0 && largest < 1e-3
    let places = values.map { isScientific ? 4 : decimals($0) }.max() ?? 1
    return values.map { value in
      if value.isNaN { return "nan" }
      if value.isInfinite { return value < 0 ? "-inf" : "inf" }
      return CFormat.number(value, isScientific ? "e" : "f", precision: min(places, 4))
    }
  }

  /// Places behind the point of the shortest text, from 1 to 4.
  private func decimals(_ value: Double) -> Int {
    guard value.isFinite else { return 1 }
    let text = tensor.dtype == .f32 ? Float(value).description : value.description
    guard !text.contains("e"), let point = text.firstIndex(of: ".") else { return 4 }
    return min(text.distance(from: point, to: text.endIndex) - 1, 4)
  }
}
