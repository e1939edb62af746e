/// Lays a diagnostic out as text: message, place, the line with a caret under the range, hint,
/// notes, and the trace, innermost last.
///
/// ```
/// name error: no variable or function `margn`
///   at fit.mscript:3:5
///     x = margn + 1
///         ^~~~~
///   hint: did you mean `margin`?
/// ```
public struct DiagnosticRenderer: Sendable {
  /// Frames shown before the middle of a longer trace is left out.
  public var frameLimit: Int
  /// Columns for a source line before it is cut around the caret.
  public var width: Int

  /// A renderer; `width` is in columns of the terminal.
  public init(width: Int = 80, frameLimit: Int = 12) {
    self.width = max(width, 40)
    self.frameLimit = max(frameLimit, 2)
  }

  /// The message as text, lines joined by newlines, without one at the end.
  public func render(_ diagnostic: Diagnostic, color: Bool = false) -> String {
    let paint = Paint(isOn: color)
    let head = paint.head(diagnostic.severity, heading(diagnostic))
    var lines = [head + paint.bold(diagnostic.message)]
    lines += details(diagnostic, paint)
    return lines.joined(separator: "\n")
  }

  /// The lines below the first, without color: what a record of a session may keep.
  public func details(_ diagnostic: Diagnostic) -> [String] {
    details(diagnostic, Paint(isOn: false))
  }

  /// `name error: `, `warning: ` or `note: `
  private func heading(_ diagnostic: Diagnostic) -> String {
    switch diagnostic.severity {
    case .error where diagnostic.kind == .interrupt: "interrupt: "
    case .error where diagnostic.kind == .user: "error: "
    case .error: "\(diagnostic.kind.rawValue) error: "
    case .warning, .note: "\(diagnostic.severity.rawValue): "
    }
  }

  private func details(_ diagnostic: Diagnostic, _ paint: Paint) -> [String] {
    var lines = trace(diagnostic.trace, paint)
    if let source = diagnostic.source, let range = diagnostic.range {
      lines += place(source, range, paint)
    }
    if let hint = diagnostic.hint {
      lines += indented(hint, under: "  \(paint.green("hint:")) ")
    }
    for note in diagnostic.notes {
      lines += indented(note.message, under: "  \(paint.cyan("note:")) ")
      if let source = note.source ?? diagnostic.source, let range = note.range {
        lines += place(source, range, paint)
      }
    }
    return lines
  }

  /// A text of several lines behind a label; the later lines stand under its first letter.
  private func indented(_ text: String, under label: String) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().map { $0.offset == 0 ? label + $0.element : "    " + $0.element }
  }

  /// The calls that led here, outermost first, the middle of a long list left out.
  private func trace(_ frames: [Diagnostic.Frame], _ paint: Paint) -> [String] {
    guard frames.count > 1 else { return [] }
    var lines = ["  trace, innermost last:"]
    let kept = frameLimit / 2
    let isCut = frames.count > frameLimit
    for (index, frame) in frames.enumerated() {
      if isCut, index >= kept, index < frames.count - kept {
        if index == kept { lines.append("    … \(frames.count - 2 * kept) more calls") }
        continue
      }
      let function = frame.function.map { " in `\($0)`" } ?? ""
      guard let source = frame.source, let range = frame.range else {
        lines.append("    builtin\(function)")
        continue
      }
      lines.append("    \(paint.dim(location(source, range)))\(function)")
      lines.append("      \(trimmed(source.lineText(source.line(at: range.start))))")
    }
    return lines
  }

  private func location(_ source: SourceText, _ range: SourceRange) -> String {
    "\(source.name):\(source.line(at: range.start)):\(source.column(at: range.start))"
  }

  private func trimmed(_ line: String) -> Substring {
    line.drop { $0 == " " || $0 == "\t" }
  }

  /// `at name:line:column`, the line, and the caret line.
  private func place(_ source: SourceText, _ range: SourceRange, _ paint: Paint) -> [String] {
    let number = source.line(at: range.start)
    let lineRange = source.lineRange(number)
    let start = min(max(range.start, lineRange.start), lineRange.end)
    let end = min(max(range.end, start), lineRange.end)
    let before = source.text(in: SourceRange(start: lineRange.start, end: start))
    let marked = source.text(in: SourceRange(start: start, end: end))
    let after = source.text(in: SourceRange(start: end, end: lineRange.end))
    let window = Window(before: before, marked: marked, after: after, width: width - 4)
    let tail = String(repeating: "~", count: max(window.markedWidth, 1) - 1)
    return [
      "  \(paint.dim("at \(location(source, range))"))",
      "    " + window.line,
      "    " + window.padding + paint.red("^" + tail),
    ]
  }

  /// A source line cut to a width around what is marked, and the white space below it up to there.
  private struct Window {
    var line: String
    var padding: String
    var markedWidth: Int

    init(before: String, marked: String, after: String, width: Int) {
      var head = Window.shown(before)
      var body = Window.shown(marked)
      var tail = Window.shown(after)
      if DisplayWidth.of(head) + DisplayWidth.of(body) > width {
        head = Window.lastColumns(of: head, width / 3)
        body = Window.firstColumns(of: body, width - width / 3)
      }
      tail = Window.firstColumns(of: tail, width - DisplayWidth.of(head) - DisplayWidth.of(body))
      line = head + body + tail
      while line.last == " " { line.removeLast() }
      padding = String(repeating: " ", count: DisplayWidth.of(head))
      markedWidth = DisplayWidth.of(body)
    }

    /// Tabs as two spaces, other control characters as `·`, so that columns can be counted.
    static func shown(_ text: String) -> String {
      var shown = ""
      for scalar in text.unicodeScalars {
        if scalar == "\t" {
          shown += "  "
        } else if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
          shown += "·"
        } else {
          shown.unicodeScalars.append(scalar)
        }
      }
      return shown
    }

    static func firstColumns(of text: String, _ columns: Int) -> String {
      if DisplayWidth.of(text) <= columns { return text }
      var kept = String.UnicodeScalarView()
      var used = 1
      for scalar in text.unicodeScalars {
        used += DisplayWidth.of(scalar)
        if used > columns { break }
        kept.append(scalar)
      }
      return String(kept) + "…"
    }

    static func lastColumns(of text: String, _ columns: Int) -> String {
      if DisplayWidth.of(text) <= columns { return text }
      var kept: [Unicode.Scalar] = []
      var used = 1
      for scalar in text.unicodeScalars.reversed() {
        used += DisplayWidth.of(scalar)
        if used > columns { break }
        kept.append(scalar)
      }
      var cut = String.UnicodeScalarView()
      cut.append(contentsOf: kept.reversed())
      return "…" + String(cut)
    }
  }

  /// Terminal colors, or none.
  private struct Paint {
    var isOn: Bool

    func head(_ severity: Diagnostic.Severity, _ text: String) -> String {
      switch severity {
      case .error: code("1;31", text)
      case .warning: code("1;33", text)
      case .note: code("1;36", text)
      }
    }
    func bold(_ text: String) -> String { code("1", text) }
    func dim(_ text: String) -> String { code("2", text) }
    func red(_ text: String) -> String { code("31", text) }
    func green(_ text: String) -> String { code("32", text) }
    func cyan(_ text: String) -> String { code("36", text) }

    private func code(_ number: String, _ text: String) -> String {
      isOn ? "\u{1B}[\(number)m\(text)\u{1B}[0m" : text
    }
  }
}
