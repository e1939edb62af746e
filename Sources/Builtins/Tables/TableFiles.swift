import Machine
import Tensors

/// Tables as text of other programs.
extension Table {
  /// The table of a file; empty fields are none.
  init(_ file: CSVTable) {
    self.init(
      columns: file.columns.map(\.name), cells: file.columns.map { CellColumn($0.values) })
  }

  /// Comma-separated values: a header, then a line a row; fields are quoted where they must be.
  /// Throws `interrupt`.
  var csv: String {
    get throws {
      var text = columns.map(Self.csvField).joined(separator: ",") + "\n"
      for row in 0..<count {
        if row & 0xFFF == 0xFFF { try LongLoop.look() }
        text += self.row(row).map { Self.csvField($0.plain) }.joined(separator: ",") + "\n"
      }
      return text
    }
  }

  private static func csvField(_ field: String) -> String {
    guard
      field.unicodeScalars.contains(where: { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" })
    else { return field }
    return "\""
      + field.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  /// A table of GitHub's Markdown; numbers as `TableLayout` writes them.
  var markdown: String {
    let entries = formattedRows { text in
      text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
    var lines = ["| " + entries.header.joined(separator: " | ") + " |"]
    lines.append("| " + numeric.map { $0 ? "---:" : "---" }.joined(separator: " | ") + " |")
    for row in entries.rows { lines.append("| " + row.joined(separator: " | ") + " |") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A LaTeX `tabular` in the style of booktabs.
  var latex: String {
    let entries = formattedRows(Self.latexText)
    var lines = ["\\begin{tabular}{\(numeric.map { $0 ? "r" : "l" }.joined())}", "\\toprule"]
    lines.append(entries.header.joined(separator: " & ") + " \\\\")
    lines.append("\\midrule")
    for row in entries.rows { lines.append(row.joined(separator: " & ") + " \\\\") }
    lines += ["\\bottomrule", "\\end{tabular}"]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func latexText(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&", "%", "$", "#", "_", "{", "}": result += "\\\(character)"
      case "~": result += "\\textasciitilde{}"
      case "^": result += "\\textasciicircum{}"
      case "\\": result += "\\textbackslash{}"
      case "±": result += "$\\pm$"
      default: result.append(character)
      }
    }
    return result
  }

  /// Which columns hold numbers alone.
  private var numeric: [Bool] {
    cells.map { column in
      column.contains { $0.isNumber } && !column.contains { !$0.isNumber && $0 != .none }
    }
  }

  private func formattedRows(
    _ escape: (String) -> String
  ) -> (header: [String], rows: [[String]]) {
    let formats = cells.map(NumberFormat.init(column:))
    let rows = (0..<count).map { row in
      columns.indices.map { column in
        let cell = cells[column][row]
        return escape(cell == .none ? "" : formats[column].text(cell))
      }
    }
    return (columns.map(escape), rows)
  }
}
