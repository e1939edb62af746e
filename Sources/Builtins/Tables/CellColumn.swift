import Tensors

/// The cells of a column of a table.
///
/// A column of numbers that a file holds stays the tensor that was read, with NaN for empty fields,
/// until a cell is added: it is made in no time and takes eight bytes a row.
struct CellColumn: RandomAccessCollection {
  private enum Content {
    case cells([TableCell])
    /// i64 or f64, of one axis.
    case numbers(Tensor)
  }

  private var content: Content

  /// Cells as they are.
  init(_ cells: [TableCell]) { content = .cells(cells) }

  /// A column of a file; empty fields are none.
  init(_ values: CSVTable.Values) {
    switch values {
    case .texts(let texts): content = .cells(texts.map { $0.isEmpty ? .none : .text($0) })
    case .numbers(let numbers): content = .numbers(numbers)
    }
  }

  var startIndex: Int { 0 }

  var endIndex: Int {
    switch content {
    case .cells(let cells): cells.count
    case .numbers(let numbers): numbers.count
    }
  }

  subscript(place: Int) -> TableCell {
    switch content {
    case .cells(let cells): cells[place]
    case .numbers(let numbers):
      switch numbers.scalar(at: place) {
      case .int(let value): .int(value)
      case .float(let value): value.isNaN ? .none : .number(value)
      case .bool(let value): .bool(value)
      }
    }
  }

  /// Adds a cell at the end.
  mutating func append(_ cell: TableCell) {
    var cells: [TableCell]
    if case .cells(let present) = content {
      content = .cells([])
      cells = present
    } else {
      cells = Array(self)
    }
    cells.append(cell)
    content = .cells(cells)
  }

  /// i64 where all are ints, bool where all are bools, f64 where all are numbers; else nil.
  var tensor: Tensor? {
    if isEmpty { return nil }
    if case .numbers(let numbers) = content {
      if numbers.dtype == .i64 { return numbers }
      let hasGaps = try? numbers.isnan().any().itemBool()
      return hasGaps == false ? numbers : nil
    }
    var ints: [Int] = []
    var bools: [Bool] = []
    var numbers: [Double] = []
    for cell in self {
      switch cell {
      case .bool(let value): bools.append(value)
      case .int(let value):
        ints.append(value)
        numbers.append(Double(value))
      case .number(let value), .spread(let value, _): numbers.append(value)
      case .none, .text: return nil
      }
    }
    if ints.count == count { return try? Tensor(ints: ints, shape: [ints.count]) }
    if bools.count == count { return try? Tensor(bools: bools, shape: [bools.count]) }
    guard numbers.count == count else { return nil }
    return try? Tensor(numbers, shape: [numbers.count], dtype: .f64)
  }
}

extension CellColumn: Equatable {
  static func == (a: CellColumn, b: CellColumn) -> Bool { a.elementsEqual(b) }
}
