import Diagnostics
import Syntax
import Testing

/// The outlines of a text's statements, joined by spaces; the first error instead if there is one.
func tree(_ text: String) -> String {
  let (program, errors) = Parser.parse(SourceText(name: "t", text: text))
  if let first = errors.first { return "error: \(first.message)" }
  let outlines = program.cells.map { cell in
    let alone = Program(source: program.source, cells: [cell], comments: [])
    return alone.outline.dropFirst("(cell \"\" ".count + cell.title.utf8.count).dropLast()
  }
  return outlines.joined(separator: " ")
}

/// The outline of a text that is one expression.
func value(_ text: String) -> String {
  let outline = tree("x = " + text)
  let head = "(assign (to x) "
  return outline.hasPrefix(head) ? String(outline.dropFirst(head.count).dropLast()) : outline
}
