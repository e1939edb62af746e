/// Rows under named columns.
struct Table: Equatable {
  /// Column names, each once.
  var columns: [String]
  /// Cells column by column, all of one length.
  var cells: [CellColumn]

  /// A table without rows.
  init(columns: [String]) {
    self.columns = columns
    cells = Array(repeating: CellColumn([]), count: columns.count)
  }

  /// A table of whole columns.
  init(columns: [String], cells: [CellColumn]) {
    self.columns = columns
    self.cells = cells
  }

  /// Number of rows.
  var count: Int { cells.first?.count ?? 0 }

  /// The cells of row `index`.
  func row(_ index: Int) -> [TableCell] { cells.map { $0[index] } }

  /// Adds a row of as many cells as there are columns.
  mutating func add(_ row: [TableCell]) {
    for (column, cell) in row.enumerated() { cells[column].append(cell) }
  }

  /// The place of a column.
  /// - Throws: `TableError.noColumn` with the nearest name.
  func place(of column: String) throws(TableError) -> Int {
    guard let place = columns.firstIndex(of: column) else {
      throw .noColumn(column, columns: columns)
    }
    return place
  }

  /// The named columns alone, in the order given.
  func selecting(_ names: [String]) throws(TableError) -> Table {
    var chosen = Table(columns: [])
    for name in names {
      let place = try place(of: name)
      chosen.columns.append(name)
      chosen.cells.append(cells[place])
    }
    return chosen
  }

  /// The rows at `places`.
  func rows(at places: [Int]) -> Table {
    Table(columns: columns, cells: cells.map { column in CellColumn(places.map { column[$0] }) })
  }

  /// The rows in the order of `names`, the first weighing most; equal rows keep their order.
  func sorted(by names: [String], descending: Bool) throws(TableError) -> Table {
    var keys: [Int] = []
    for name in names { keys.append(try place(of: name)) }
    let order = (0..<count).sorted { left, right in
      for key in keys {
        let mine = cells[key][left]
        let theirs = cells[key][right]
        if mine.precedes(theirs) { return !descending }
        if theirs.precedes(mine) { return descending }
      }
      return left < right
    }
    return rows(at: order)
  }

  /// The rows that agree in the columns `names`, in order of appearance.
  func groups(by names: [String]) throws(TableError) -> [(key: [TableCell], rows: [Int])] {
    var places: [Int] = []
    for name in names { places.append(try place(of: name)) }
    var groups: [(key: [TableCell], rows: [Int])] = []
    var known: [String: [Int]] = [:]
    for row in 0..<count {
      let key = places.map { cells[$0][row] }
      let spelling = key.map(\.groupKey).joined(separator: "\u{1f}")
      if let group = known[spelling, default: []].first(where: { index in
        zip(groups[index].key, key).allSatisfy { $0.matches($1) }
      }) {
        groups[group].rows.append(row)
      } else {
        known[spelling, default: []].append(groups.count)
        groups.append((key, [row]))
      }
    }
    return groups
  }
}

extension TableCell {
  /// Equal for cells of one group; cells of other groups may share it.
  fileprivate var groupKey: String { number.map { "\($0)" } ?? plain }
}

/// What a table refuses, as facts.
enum TableError: Error, Equatable {
  case noColumn(String, columns: [String])
  case rowCount(given: Int, columns: [String])
  case unknownName(String, columns: [String])
  case repeatedColumn(String)
  case unequalColumns(String, count: Int, other: String, otherCount: Int)
  case noNumbers(by: [String], columns: [String])
}
