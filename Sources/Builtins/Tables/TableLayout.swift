/// How a table shows: columns aligned, numbers on their decimal point, at most 80 wide.
struct TableLayout {
  /// Rows that show before some are left out, and how many then stand at either end.
  static let wholeRows = 40
  static let headRows = 20
  static let tailRows = 5

  let table: Table
  var columns = 80

  /// The text, without a newline at its end.
  var text: String {
    guard !table.columns.isEmpty else { return "empty table" }
    let shownRows = visibleRows
    var laid = table.columns.indices.map { column in
      LaidColumn(
        name: table.columns[column],
        cells: shownRows.map { $0.map { table.cells[column][$0] } },
        all: table.cells[column])
    }
    let isCut = cut(&laid)
    var lines = [line(laid.map(\.header))]
    lines.append(laid.map { String(repeating: "─", count: $0.width) }.joined(separator: "  "))
    for row in shownRows.indices { lines.append(line(laid.map { $0.texts[row] })) }
    if table.count == 0 { lines.append("no rows") }
    if isCut || shownRows.count < table.count {
      lines.append("\(table.count) rows × \(table.columns.count) columns")
    }
    return lines.joined(separator: "\n")
  }

  /// Places of the rows that show; nil stands for those left out.
  private var visibleRows: [Int?] {
    guard table.count > Self.wholeRows else { return Array(0..<table.count) }
    return Array(0..<Self.headRows) + [nil]
      + Array((table.count - Self.tailRows)..<table.count)
  }

  private func line(_ texts: [String]) -> String {
    var line = texts.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line
  }

  /// Leaves out columns from the middle until the rest fits; says whether it did.
  private func cut(_ laid: inout [LaidColumn]) -> Bool {
    func width(_ laid: [LaidColumn]) -> Int { laid.map { $0.width + 2 }.reduce(-2, +) }
    guard width(laid) > columns, laid.count > 2 else { return false }
    let rows = laid[0].texts.count
    var left = Array(laid.prefix((laid.count + 1) / 2))
    var right = Array(laid.suffix(laid.count / 2))
    let gap = LaidColumn.ellipsis(rows: rows)
    while left.count + right.count > 2, width(left + [gap] + right) > columns {
      if left.count > right.count { left.removeLast() } else { right.removeFirst() }
    }
    laid = left + [gap] + right
    return true
  }
}

/// One column as text: every entry padded to the width.
private struct LaidColumn {
  let header: String
  let texts: [String]
  let width: Int

  static func ellipsis(rows: Int) -> LaidColumn {
    LaidColumn(header: "…", texts: Array(repeating: "…", count: rows), width: 1)
  }

  private init(header: String, texts: [String], width: Int) {
    self.header = header
    self.texts = texts
    self.width = width
  }

  /// - Parameters:
  ///   - cells: what shows; nil for rows left out.
  ///   - all: the whole column, which decides the decimals.
  init(name: String, cells: [TableCell?], all: CellColumn) {
    let format = NumberFormat(column: all)
    let title = TableCell.oneLine(name)
    let isNumeric = all.contains { $0.isNumber } && !all.contains { !$0.isNumber && $0 != .none }
    let bare = cells.map { $0.map(format.text) ?? "⋮" }
    let width = max(title.count, bare.map(\.count).max() ?? 0)
    func padded(_ text: String) -> String {
      let space = String(repeating: " ", count: width - text.count)
      return isNumeric ? space + text : text + space
    }
    header = padded(title)
    texts = bare.map(padded)
    self.width = width
  }
}

extension TableCell {
  /// A text on one line, cut at 40 characters.
  static func oneLine(_ text: String) -> String {
    var line = ""
    for (index, character) in text.enumerated() {
      if index == 40 { return String(line.dropLast()) + "…" }
      line.append(character.isNewline || character == "\t" ? " " : character)
    }
    return line
  }
}
