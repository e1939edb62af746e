import Catalog

extension TableError: SubjectError {
  var kindName: String {
    switch self {
    case .noColumn: "key"
    case .noNumbers, .repeatedColumn, .rowCount, .unequalColumns, .unknownName: "value"
    }
  }

  var message: String {
    switch self {
    case .noColumn(let name, let columns):
      "there is no column \"\(name)\"; " + Self.listed(columns)
    case .noNumbers(let by, let columns):
      "no column of numbers is left beside \(by.joined(separator: ", ")); "
        + Self.listed(columns)
    case .repeatedColumn(let name): "two columns are called \"\(name)\""
    case .rowCount(let given, let columns):
      "a row of this table has \(columns.count) value\(columns.count == 1 ? "" : "s") "
        + "(\(columns.joined(separator: ", "))), got \(given)"
    case .unequalColumns(let name, let count, let other, let otherCount):
      "columns differ in length: \"\(name)\" has \(count) values, \"\(other)\" \(otherCount)"
    case .unknownName(let name, let columns):
      "there is no column \"\(name)\"; " + Self.listed(columns)
    }
  }

  var hint: String? {
    switch self {
    case .noColumn(let name, let columns), .unknownName(let name, let columns):
      Spelling.nearest(to: name, among: columns).map { "did you mean \"\($0)\"?" }
    case .noNumbers, .repeatedColumn, .rowCount, .unequalColumns: nil
    }
  }

  private static func listed(_ columns: [String]) -> String {
    columns.isEmpty
      ? "the table has none" : "columns: " + columns.prefix(20).joined(separator: ", ")
  }
}

/// The nearest of some names to a misspelt one.
enum Spelling {
  /// The name nearest to `name`: letter case aside, at most a third of its letters different, or
  /// one that contains it.
  static func nearest(to name: String, among names: [String]) -> String? {
    guard name.count > 1 else { return nil }
    let wanted = Array(name.lowercased())
    let ranked = names.map { ($0, distance(wanted, Array($0.lowercased()))) }
    if let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= max(1, wanted.count / 3) {
      return best.0
    }
    return names.first { candidate in
      let candidate = candidate.lowercased()
      return candidate.hasPrefix(name.lowercased())
    }
  }

  /// Insertions, deletions and replacements between two words.
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, mine) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, theirs) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(diagonal + (mine == theirs ? 0 : 1), above + 1, row[j] + 1)
        diagonal = above
      }
    }
    return row[b.count]
  }
}
