import Diagnostics
import Syntax

/// A text with its cells and their trees.
public struct Script: Sendable {
  /// The text.
  public let source: SourceText
  /// Header and cells.
  public let document: Document
  /// The statements of each cell of `document`.
  public let statements: [[Statement]]
  /// What the parser has to say, errors and warnings.
  public let diagnostics: [Diagnostic]

  /// The errors among the diagnostics: a script with one does not run.
  public var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
}

/// The one reader and writer of session files: saved session, journal, example, test, notebook.
public enum Transcript {
  static let firstLine = "# mscript session "

  /// Reads a text. A text that does not parse has its cells all the same, and its errors.
  ///
  /// Without `keepsRecords` the text is a user's: a comment that looks like a record stays a
  /// comment, with a space put into it.
  public static func read(_ text: String, name: String, keepsRecords: Bool = true) -> Script {
    let source = SourceText(name: name, text: text)
    let (program, diagnostics) = Parser.parse(source)
    let recordLines = Set(
      program.comments.filter { $0.kind == .record }.map { source.line(at: $0.range.start) })
    var header: Document.Header?
    var headerLines = 0..<0
    var cells: [Cell] = []
    var statements: [[Statement]] = []
    for (index, tree) in program.cells.enumerated() {
      let last = tree.range.isEmpty ? tree.range.start : tree.range.end - 1
      var lines = LineSpan(first: source.line(at: tree.range.start), last: source.line(at: last))
      if index == 0 {
        lines.last = program.cells.count > 1 ? max(lines.last, 1) : source.lineCount
        (header, headerLines) = readHeader(source, lines, recordLines)
      }
      let cell = readCell(
        tree.marker, source, lines, recordLines, headerLines, keepsRecords: keepsRecords)
      // The text before the first marker is a cell only if something stands there.
      if tree.marker == nil, cell.code.isEmpty, cell.records.isEmpty { continue }
      cells.append(cell)
      statements.append(tree.statements)
    }
    return Script(
      source: source, document: Document(header: header, cells: cells), statements: statements,
      diagnostics: diagnostics)
  }

  /// Lines of a text, from 1, both ends included.
  private struct LineSpan {
    var first: Int
    var last: Int
  }

  /// The header and its lines: the first that are neither blank nor records, since those stand behind
  /// it when it is written.
  private static func readHeader(
    _ source: SourceText, _ lines: LineSpan, _ recordLines: Set<Int>
  ) -> (header: Document.Header?, lines: Range<Int>) {
    var start = 1
    while start < lines.last,
      recordLines.contains(start) || source.lineText(start).trimmedAtEnd.isEmpty
    { start += 1 }
    let first = source.lineText(start)
    guard first.hasPrefix(firstLine), let format = Int(first.dropFirst(firstLine.count).trimmed)
    else { return (nil, 0..<0) }
    var header = Document.Header(format: format)
    var end = start + 1
    while end <= lines.last, let entry = headerEntry(source.lineText(end)) {
      header[entry.key] = entry.value
      end += 1
    }
    return (header, start..<end)
  }

  /// What a line `# key: value` says behind the header's first line.
  private static func headerEntry(_ line: String) -> (key: String, value: String)? {
    guard line.hasPrefix("# "), let colon = line.firstIndex(of: ":") else { return nil }
    let key = line[line.index(line.startIndex, offsetBy: 2)..<colon].trimmed
    // Written, it would begin a cell.
    if key.hasPrefix("%%") { return nil }
    return (key, line[line.index(after: colon)...].trimmed)
  }

  private static func readCell(
    _ marker: Syntax.Cell.Marker?, _ source: SourceText, _ lines: LineSpan, _ recordLines: Set<Int>,
    _ headerLines: Range<Int>, keepsRecords: Bool
  ) -> Cell {
    var code: [String] = []
    var records: [Record] = []
    var first = lines.first
    if let marker { first = source.line(at: marker.range.start) + 1 }
    for line in stride(from: first, through: lines.last, by: 1) where !headerLines.contains(line) {
      let text = source.lineText(line)
      if recordLines.contains(line), !keepsRecords {
        code.append("# " + text.dropFirst())
      } else if recordLines.contains(line), let record = Record(line: text) {
        records.append(record)
      } else {
        code.append(text)
      }
    }
    while code.last?.trimmedAtEnd == "" { code.removeLast() }
    let blanks = code.prefix { $0.trimmedAtEnd.isEmpty }.count
    return Cell(
      tags: marker?.tags ?? [], title: marker?.title ?? "", hasMarker: marker != nil,
      code: code.dropFirst(blanks).joined(separator: "\n"), records: records,
      line: marker == nil ? max(first, headerLines.upperBound) : first - 1)
  }

  /// The text of a document.
  public static func write(_ document: Document) -> String {
    var text = document.header.map(write) ?? ""
    for (index, cell) in document.cells.enumerated() {
      if cell.hasMarker && !(index == 0 && document.header == nil) { text += "\n" }
      // A comment of the code must not be read as one more line of the header.
      if !cell.hasMarker, document.header != nil, let line = cell.code.lines.first,
        headerEntry(String(line)) != nil
      {
        text += "\n"
      }
      text += write(cell)
    }
    return text
  }

  /// The header's lines.
  static func write(_ header: Document.Header) -> String {
    header.entries.reduce("\(firstLine)\(header.format)\n") { text, entry in
      "\(text)# \(entry.key): \(entry.value)\n"
    }
  }

  /// A cell's lines: marker, code, records.
  static func write(_ cell: Cell) -> String {
    var text = cell.hasMarker ? cell.markerLine + "\n" : ""
    if !cell.code.isEmpty { text += escapingMarkers(cell.code) + "\n" }
    return text + write(cell.records)
  }

  /// A line `# %%` in a cell's code stands inside a text; other editors would see a new cell there.
  private static func escapingMarkers(_ code: String) -> String {
    // In a raw text the escape would be text.
    guard code.contains("# %%"), !code.contains("r\"\"\"") else { return code }
    return code.lines.map {
      let isMarker = Syntax.Cell.Marker.begins(Array($0.trimmedAtEnd.utf8)[...])
      return isMarker ? "\\x23" + $0.dropFirst() : $0
    }
    .joined(separator: "\n")
  }

  /// Records, a line each.
  static func write(_ records: [Record]) -> String {
    records.reduce("") { "\($0)\($1.text)\n" }
  }

  /// The last link of the hash chain over the cells: each link is the SHA-256 (hex) of the one
  /// before, a line end, and the cell's lines. The first link follows an empty one.
  public static func receipt(of cells: [Cell]) -> String {
    var link = ""
    for cell in cells {
      let lines = write(cell).lines.map(\.trimmedAtEnd).joined(separator: "\n")
      link = Hashing.sha256("\(link)\n\(lines)")
    }
    return link
  }

  /// Whether the file is as it was saved; nil if its header holds no receipt.
  public static func isUnedited(_ document: Document) -> Bool? {
    document.header?["receipt"].map { $0 == receipt(of: document.cells) }
  }
}
