/// Which columns are positives of which rows: those of the same group.
struct PairGroups {
  /// The group of each row.
  private let rowGroups: [Int32]
  /// Where the columns of each group begin in `members`; one more entry at the end.
  private let starts: [Int32]
  /// Columns by group, ascending within each.
  private let members: [Int32]
  /// Whether rows are columns: then a row is no positive of itself.
  private let isSymmetric: Bool

  /// Rows and columns are the same items, `labels` their groups.
  init(labels: [Int]) {
    self.init(rows: labels, columns: labels, isSymmetric: true)
  }

  /// Rows and columns are different items.
  init(rows: [Int], columns: [Int]) {
    self.init(rows: rows, columns: columns, isSymmetric: false)
  }

  private init(rows: [Int], columns: [Int], isSymmetric: Bool) {
    var numbers: [Int: Int32] = [:]
    func number(_ label: Int) -> Int32 {
      if let known = numbers[label] { return known }
      let new = Int32(numbers.count)
      numbers[label] = new
      return new
    }
    rowGroups = rows.map(number)
    let columnGroups = columns.map(number)
    var starts = [Int32](repeating: 0, count: numbers.count + 1)
    for group in columnGroups { starts[Int(group) + 1] += 1 }
    for group in 0..<numbers.count { starts[group + 1] += starts[group] }
    var next = starts
    var members = [Int32](repeating: 0, count: columns.count)
    for (column, group) in columnGroups.enumerated() {
      members[Int(next[Int(group)])] = Int32(column)
      next[Int(group)] += 1
    }
    self.starts = starts
    self.members = members
    self.isSymmetric = isSymmetric
  }

  /// The number of positives of a row.
  func positiveCount(of row: Int) -> Int {
    let group = Int(rowGroups[row])
    return Int(starts[group + 1] - starts[group]) - (isSymmetric ? 1 : 0)
  }

  /// The positives of a row, ascending.
  func positives(of row: Int) -> [Int] {
    let group = Int(rowGroups[row])
    return members[Int(starts[group])..<Int(starts[group + 1])].map(Int.init)
      .filter { !isSymmetric || $0 != row }
  }

  /// The place of `column` among the positives of `row`, which it must be one of.
  func rank(of column: Int, for row: Int) -> Int {
    let first = Int(starts[Int(rowGroups[row])])
    let place = firstMember(atLeast: column, group: Int(rowGroups[row])) - first
    return isSymmetric && column > row ? place - 1 : place
  }

  /// Visits the positive pairs within a tile, row by row.
  @inline(__always)
  func forEachPositive(
    rows: Range<Int>, columns: Range<Int>, _ visit: (_ row: Int, _ column: Int) -> Void
  ) {
    for row in rows {
      let group = Int(rowGroups[row])
      let end = Int(starts[group + 1])
      var place = firstMember(atLeast: columns.lowerBound, group: group)
      while place < end {
        let column = Int(members[place])
        if column >= columns.upperBound { break }
        if !isSymmetric || column != row { visit(row, column) }
        place += 1
      }
    }
  }

  private func firstMember(atLeast column: Int, group: Int) -> Int {
    var low = Int(starts[group])
    var high = Int(starts[group + 1])
    while low < high {
      let middle = (low + high) / 2
      if Int(members[middle]) < column { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
