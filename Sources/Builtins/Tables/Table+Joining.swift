extension Table {
  /// One row a value of `rows`, one column a value of `across`, filled with `values`; where
  /// several rows meet in one place, their mean ± sd.
  func pivoted(rows: String, across: String, values: String) throws(TableError) -> Table {
    let across = try place(of: across)
    let measured = try place(of: values)
    var heads: [TableCell] = []
    for cell in cells[across] where !heads.contains(where: { $0.matches(cell) }) {
      heads.append(cell)
    }
    var titles = [rows]
    for head in heads {
      guard !titles.contains(head.plain) else { throw .repeatedColumn(head.plain) }
      titles.append(head.plain)
    }
    var result = Table(columns: titles)
    for group in try groups(by: [rows]) {
      result.add(
        group.key
          + heads.map { head in
            Self.joined(
              group.rows.filter { cells[across][$0].matches(head) }.map { cells[measured][$0] })
          })
    }
    return result
  }

  private static func joined(_ cells: [TableCell]) -> TableCell {
    guard cells.count > 1 else { return cells.first ?? .none }
    let numbers = cells.compactMap(\.number)
    guard numbers.count == cells.count, let spread = Spread(numbers) else { return cells[0] }
    return .spread(mean: spread.mean, deviation: spread.deviation)
  }

  /// Rows of both tables that agree in the columns `names`; columns of `other` that are here too
  /// get `_2` behind their name.
  func joining(_ other: Table, on names: [String]) throws(TableError) -> Table {
    var mine: [Int] = []
    var theirs: [Int] = []
    for name in names {
      mine.append(try place(of: name))
      theirs.append(try other.place(of: name))
    }
    let added = other.columns.indices.filter { !theirs.contains($0) }
    var result = Table(
      columns: columns
        + added.map { place in
          let name = other.columns[place]
          return columns.contains(name) ? name + "_2" : name
        })
    for row in 0..<count {
      for match in 0..<other.count
      where zip(mine, theirs).allSatisfy({ cells[$0][row].matches(other.cells[$1][match]) }) {
        result.add(self.row(row) + added.map { other.cells[$0][match] })
      }
    }
    return result
  }
}
