/// What a summary says of the numbers of one group.
struct Spread: Equatable {
  let mean: Double
  /// With n − 1 in the denominator; nil for fewer than two numbers.
  let deviation: Double?
  let smallest: Double
  let largest: Double
  let count: Int

  /// - Parameter values: at least one number.
  init?(_ values: [Double]) {
    guard let smallest = values.min(), let largest = values.max() else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    deviation =
      values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
    self.smallest = smallest
    self.largest = largest
    count = values.count
  }
}

extension Table {
  /// One row a group: the group's key, mean ± sd of each number column, and the number of rows.
  ///
  /// - Parameters:
  ///   - by: columns whose values make a group; none gives one row over all.
  ///   - of: the columns summarized; empty takes every column of numbers.
  ///   - details: separate columns for mean, sd, min and max instead of one.
  func summarized(by names: [String], of: [String], details: Bool) throws(TableError) -> Table {
    for name in names { _ = try place(of: name) }
    let measured = of.isEmpty ? numberColumns(beside: names) : of
    guard !measured.isEmpty else { throw .noNumbers(by: names, columns: columns) }
    var places: [Int] = []
    for name in measured { places.append(try place(of: name)) }
    var titles = names
    for name in measured {
      titles += details ? ["mean", "sd", "min", "max"].map { "\(name) \($0)" } : [name]
    }
    titles.append(titles.contains("n") ? "rows" : "n")
    var result = Table(columns: titles)
    for group in try groups(by: names) {
      var row = group.key
      for place in places {
        let values = group.rows.compactMap { cells[place][$0].number }
        row += Self.cells(of: Spread(values), details: details)
      }
      result.add(row + [.int(group.rows.count)])
    }
    return result
  }

  private func numberColumns(beside names: [String]) -> [String] {
    columns.indices.filter { place in
      !names.contains(columns[place]) && columns[place] != "seed"
        && cells[place].contains { $0.number != nil }
        && cells[place].allSatisfy { $0.number != nil || $0 == .none }
    }.map { columns[$0] }
  }

  private static func cells(of spread: Spread?, details: Bool) -> [TableCell] {
    guard let spread else { return Array(repeating: .none, count: details ? 4 : 1) }
    guard details else { return [.spread(mean: spread.mean, deviation: spread.deviation)] }
    return [
      .number(spread.mean), spread.deviation.map(TableCell.number) ?? .none,
      .number(spread.smallest), .number(spread.largest),
    ]
  }
}
