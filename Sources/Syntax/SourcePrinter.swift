import Diagnostics

/// Tree → text, in one canonical layout.
///
/// With the source at hand (`mscript fmt`) the line breaks that a person chose inside brackets,
/// behind operators and before `|>` and `.` stay, and so do comments, blank lines between
/// statements (one at most) and the spelling of literals; spaces and indentation are ours. Printing
/// twice changes nothing. Without it all of a statement stands on one line.
public struct SourcePrinter {
  /// Columns of one step of indentation.
  static let step = 4

  /// The text that the tree came from; nil for a layout on one line.
  let source: SourceText?
  private let comments: [Comment]
  /// Position of the first comment that is not printed yet.
  private var nextComment = 0
  var output = ""
  /// Columns before a line that a break begins.
  var indent = 0
  /// Columns before the line at hand.
  private(set) var lineIndent = 0
  /// Columns of the statement that a block belongs to; nil inside brackets, where the line counts.
  var blockBase: Int? = 0
  /// Line of the source on which what was printed last ends; 0 at the start.
  private var lastLine = 0
  private var lineHasComment = false

  private init(source: SourceText?, comments: [Comment]) {
    self.source = source
    self.comments = comments
  }

  // MARK: Entries

  /// A program in canonical layout: parsed again it is the same tree, printed again the same text.
  public static func print(_ program: Program) -> String {
    var printer = SourcePrinter(source: program.source, comments: program.comments)
    for cell in program.cells { printer.cell(cell) }
    let end = program.source.utf8.count
    if printer.hasComment(before: end + 1) { printer.breakLine(to: nil, before: end + 1) }
    return printer.output.isEmpty ? "" : printer.output + "\n"
  }

  /// A statement on one line, without comments: equal for two statements that differ in layout
  /// alone, hence what digests of functions are made of.
  public static func print(_ statement: Statement) -> String {
    var printer = SourcePrinter(source: nil, comments: [])
    printer.statement(statement)
    return printer.output
  }

  /// An expression on one line, without comments.
  public static func print(_ expression: Expression) -> String {
    var printer = SourcePrinter(source: nil, comments: [])
    printer.expression(expression)
    return printer.output
  }

  /// A function on one line, without comments: `fn(a, b=1) { … }`.
  public static func print(_ function: Function) -> String {
    var printer = SourcePrinter(source: nil, comments: [])
    printer.write("fn")
    printer.signature(function)
    printer.body(function)
    return printer.output
  }

  // MARK: Cells

  private mutating func cell(_ cell: Cell) {
    if let marker = cell.marker {
      if !output.isEmpty || hasComment(before: marker.range.start) {
        indent = 0
        breakLine(to: nil, before: marker.range.start)
        output += "\n"
      }
      let tags = marker.tags.map { "[\($0)]" }
      let parts = ["# %%"] + tags + (marker.title.isEmpty ? [] : [marker.title])
      write(parts.joined(separator: " "), endingAt: marker.range.end)
      lineHasComment = true
    }
    statements(cell.statements, isFirst: output.isEmpty)
  }

  /// Statements on lines of their own at the present indentation.
  mutating func statements(_ statements: [Statement], isFirst: Bool) {
    var isFirst = isFirst
    let saved = (indent, blockBase)
    for statement in statements {
      indent = saved.0
      if !(isFirst && output.isEmpty && !hasComment(before: statement.range.start)) {
        let isBlockStart = output.utf8.last == UInt8(ascii: "{")
        breakLine(to: statement.range.start, keepsBlank: !isBlockStart)
      }
      isFirst = false
      blockBase = indent
      indent += SourcePrinter.step
      self.statement(statement)
    }
    (indent, blockBase) = saved
  }

  // MARK: Text

  /// Adds text, the end of which stands at an offset of the source.
  mutating func write(_ text: String, endingAt offset: Int? = nil) {
    output += text
    if let source, let offset { lastLine = source.line(at: max(offset - 1, 0)) }
  }

  /// Adds a space, or a line break where the source has one, or a comment, before `offset`.
  mutating func gap(to offset: Int, or text: String = " ") {
    if breaks(before: offset) { breakLine(to: offset) } else { output += text }
  }

  /// Whether the source has a line break or a comment between what was printed last and `offset`.
  func breaks(before offset: Int) -> Bool {
    guard let source else { return false }
    return source.line(at: offset) > lastLine || hasComment(before: offset)
  }

  /// Prints the comments before an offset, and ends the line; then what stands at `offset` begins
  /// a new one. Without an offset nothing follows but a cell or the end.
  mutating func breakLine(
    to offset: Int?, before limit: Int? = nil, keepsBlank: Bool = false
  ) {
    guard let source else { return }
    var keepsBlank = keepsBlank || offset == nil
    while hasComment(before: offset ?? limit ?? 0) {
      let comment = comments[nextComment]
      nextComment += 1
      let line = source.line(at: comment.range.start)
      if line <= lastLine, !lineHasComment, !output.isEmpty, comment.kind != .record {
        output += "  " + source.text(in: comment.range)
      } else {
        if !output.isEmpty { endLine(isBlank: keepsBlank && line > lastLine + 1) }
        let column = comment.kind == .record ? 0 : indent
        beginLine(column)
        output += spelling(comment, column)
      }
      lineHasComment = true
      keepsBlank = keepsBlank || offset == nil
      lastLine = max(lastLine, line)
    }
    guard let offset else {
      output += limit.map { $0 > source.utf8.count } == true ? "" : "\n"
      return
    }
    let line = source.line(at: offset)
    if !output.isEmpty { endLine(isBlank: keepsBlank && line > lastLine + 1) }
    beginLine(indent)
    lastLine = line
  }

  /// Prints the comments before a block's closing brace at the present indentation, and begins
  /// the line of the brace.
  mutating func closeBlock(at offset: Int, _ base: Int) {
    if hasComment(before: offset) { breakLine(to: nil, before: offset) } else { output += "\n" }
    lineHasComment = false
    indent = base
    beginLine(base)
  }

  private mutating func endLine(isBlank: Bool) {
    output += isBlank ? "\n\n" : "\n"
    lineHasComment = false
  }

  private mutating func beginLine(_ column: Int) {
    lineIndent = column
    output += String(repeating: " ", count: column)
  }

  // MARK: Comments

  func hasComment(before offset: Int) -> Bool {
    nextComment < comments.count && comments[nextComment].range.start < offset
  }

  /// A comment as it stands, but one that would turn into a record or a marker in column 1 gets
  /// another space.
  private func spelling(_ comment: Comment, _ column: Int) -> String {
    guard let source else { return "" }
    let text = source.text(in: comment.range)
    guard column == 0, comment.kind != .record, comment.range.start > 0 else { return text }
    let rest = text.dropFirst()
    if let second = rest.first, ">=!<.".contains(second) { return "# " + rest }
    return text.hasPrefix("# %%") ? "# " + rest : text
  }

  // MARK: Brackets

  /// Brackets and what is inside, whose lines are indented from the line of the opening one.
  mutating func bracketed(
    _ opener: String, _ closer: String, endingAt end: Int,
    _ content: (inout SourcePrinter) -> Void
  ) {
    let saved = (indent, blockBase)
    let outer = lineIndent
    indent = outer + SourcePrinter.step
    blockBase = nil
    write(opener)
    content(&self)
    indent = outer
    gap(to: end - 1, or: "")
    write(closer, endingAt: end)
    (indent, blockBase) = saved
  }

  /// Parts with commas between; one more behind the last if the closing bracket, which ends at
  /// `end`, begins a line.
  mutating func commaSeparated<Part>(
    _ parts: [Part], start: (Part) -> Int, end: Int, lastComma: Bool = true,
    _ print: (inout SourcePrinter, Part) -> Void
  ) {
    for (position, part) in parts.enumerated() {
      if position > 0 { write(",") }
      gap(to: start(part), or: position > 0 ? " " : "")
      print(&self, part)
    }
    if lastComma, !parts.isEmpty, isOnNewLine(end - 1) { write(",") }
  }

  /// Whether the source has a line break between what was printed last and `offset`.
  func isOnNewLine(_ offset: Int) -> Bool {
    guard let source else { return false }
    return source.line(at: offset) > lastLine
  }

  /// Whether a block of the source stands on one line and has no comment.
  func isOneLine(_ range: SourceRange) -> Bool {
    guard let source else { return true }
    let isOneLine = source.line(at: range.start) == source.line(at: max(range.end - 1, range.start))
    return isOneLine && !hasComment(before: range.end)
  }
}
