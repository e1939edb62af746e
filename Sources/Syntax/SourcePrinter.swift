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
  /// Brackets and blocks that are open in what is printed: in there a record is a plain comment.
  var openBrackets = 0

  private init(source: SourceText?, comments: [Comment]) {
    self.source = source
    self.comments = comments
  }

  // MARK: Entries

  /// A program in canonical layout: parsed again it is the same tree, printed again the same text.
  public static func print(_ program: Program) -> String {
    var printer = SourcePrinter(source: program.source, comments: program.comments)
    for cell in program.cells { printer.cell(cell) }
    printer.comments(before: program.source.utf8.count + 1, .all)
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

  // MARK: Cells and statements

  private mutating func cell(_ cell: Cell) {
    indent = 0
    if let marker = cell.marker {
      comments(before: marker.range.start, .all)
      startLine(0, isBlank: true)
      let tags = marker.tags.map { "[\($0)]" }
      let parts = ["# %%"] + tags + (marker.title.isEmpty ? [] : [marker.title])
      write(parts.joined(separator: " "), endingAt: marker.range.end)
      lineHasComment = true
    }
    statements(cell.statements, isBlock: false)
  }

  /// Statements on lines of their own at the present indentation.
  mutating func statements(_ statements: [Statement], isBlock: Bool) {
    let saved = (indent, blockBase)
    for (position, statement) in statements.enumerated() {
      indent = saved.0
      if position > 0, !breaks(before: statement.range.start), source != nil {
        // They stand on one line.
        write(output.utf8.last == UInt8(ascii: ";") ? " " : "; ")
        indent += SourcePrinter.step
        self.statement(statement)
        continue
      }
      breakLine(to: statement.range.start, isBlock && position == 0 ? .behindFirst : .all)
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

  /// Begins the line of what stands at `offset`, behind the comments before it.
  mutating func breakLine(to offset: Int, _ blanks: Blanks = .none) {
    guard let source else { return }
    let rest = comments(before: offset, blanks)
    let line = source.line(at: offset)
    startLine(indent, isBlank: rest == .all && line > lastLine + 1)
    lastLine = line
  }

  /// Prints the comments before a closing bracket as deep as what it closes, and begins the line of
  /// the bracket.
  mutating func breakClosingLine(to offset: Int, _ base: Int, _ blanks: Blanks) {
    comments(before: offset, blanks)
    startLine(base, isBlank: false)
  }

  private mutating func startLine(_ column: Int, isBlank: Bool) {
    if !output.isEmpty { output += isBlank ? "\n\n" : "\n" }
    output += String(repeating: " ", count: column)
    lineIndent = column
    lineHasComment = false
  }

  // MARK: Comments

  /// Where blank lines of the source stay.
  enum Blanks {
    /// Nowhere: inside a statement.
    case none
    /// Behind the first line: what a block begins with.
    case behindFirst
    /// Everywhere.
    case all
  }

  func hasComment(before offset: Int) -> Bool {
    nextComment < comments.count && comments[nextComment].range.start < offset
  }

  /// Prints the comments before an offset: behind what was printed last if that stands on the same
  /// line or further down, else on lines of their own.
  @discardableResult
  private mutating func comments(before offset: Int, _ blanks: Blanks) -> Blanks {
    guard let source else { return blanks }
    var blanks = blanks
    while hasComment(before: offset) {
      let comment = comments[nextComment]
      nextComment += 1
      let line = source.line(at: comment.range.start)
      let isRecord = comment.kind == .record && openBrackets == 0
      if line <= lastLine, !lineHasComment, !output.isEmpty, !isRecord {
        output += "  " + source.text(in: comment.range)
      } else {
        let column = isRecord ? 0 : indent
        startLine(column, isBlank: blanks == .all && line > lastLine + 1)
        output += spelling(comment, column, isMoved: line <= lastLine, source)
      }
      lineHasComment = true
      lastLine = max(lastLine, line)
      if blanks == .behindFirst { blanks = .all }
    }
    return blanks
  }

  /// A comment as it stands on a line of its own, unless it would turn into something else there: a
  /// record or a marker in column 1, or documentation of a `fn` below.
  private func spelling(
    _ comment: Comment, _ column: Int, isMoved: Bool, _ source: SourceText
  ) -> String {
    let text = source.text(in: comment.range)
    let rest = text.dropFirst()
    switch comment.kind {
    case .record:
      return text
    case .documentation:
      let line = source.lineRange(source.line(at: comment.range.start)).start
      let before = source.utf8[line..<comment.range.start]
      let isAlone = before.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      return isAlone && !isMoved ? text : String(rest)
    case .plain:
      guard column == 0, comment.range.start > 0, let second = rest.first else { return text }
      return ">=!<.".contains(second) || text.hasPrefix("# %%") ? "# " + rest : text
    }
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
    openBrackets += 1
    content(&self)
    if breaks(before: end - 1) { breakClosingLine(to: end - 1, outer, .none) }
    openBrackets -= 1
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
    if lastComma, !parts.isEmpty, breaks(before: end - 1) { write(",") }
  }

  /// Whether a block of the source stands on one line and has no comment.
  func isOneLine(_ range: SourceRange) -> Bool {
    guard let source else { return true }
    let isOneLine = source.line(at: range.start) == source.line(at: max(range.end - 1, range.start))
    return isOneLine && !hasComment(before: range.end)
  }
}
