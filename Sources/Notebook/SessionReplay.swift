import Diagnostics
import Machine

/// Runs a saved session again and compares each result with the recorded one.
public final class SessionReplay {
  /// What a replay says of a cell.
  public struct Row: Sendable {
    /// The row as shown.
    public let text: String
    /// Whether something differs from the records.
    public let isDifferent: Bool
  }

  /// What a replay found.
  public struct Report: Sendable {
    /// Whether all that was compared is the same.
    public var isSame = true
    /// Whether ctrl-c ended it.
    public var isInterrupted = false
    /// Whether every cell ran.
    public var isComplete = true
    /// One line about the whole.
    public var summary = ""
    /// Errors of cells that were not recorded to fail, and those of the parser.
    public var diagnostics: [Diagnostic] = []
    /// The document with the new records and receipt.
    public var updated = Document()

    /// The messages, laid out.
    public func messages(color: Bool) -> [String] {
      let renderer = DiagnosticRenderer()
      return diagnostics.map { renderer.render($0, color: color) }
    }
  }

  private let script: Script
  private let session: Session
  private let stopsAtDifference: Bool

  /// Prepares a replay. With `check` it stops at the first difference and writes nothing: files
  /// that the script writes stay in memory and are compared there.
  public init(_ script: Script, _ options: SessionOptions, check: Bool) {
    self.script = script
    stopsAtDifference = check
    session = Session(options, screen: NoScreen()) { world -> any Outside in
      check ? Overlay(over: world) as any Outside : world
    }
  }

  /// Says that the file was edited since it was saved; nil if it was not, or does not say.
  public var receiptNote: String? {
    guard Transcript.isUnedited(script.document) == false else { return nil }
    return "\(script.source.name): edited since it was saved: the receipt does not match"
  }

  /// Runs the cells; `show` gets a row for each as it ends.
  public func run(_ show: (Row) -> Void) -> Report {
    var report = Report()
    report.diagnostics = script.diagnostics
    report.updated = script.document
    guard script.errors.isEmpty else { return broken(report) }
    var different = 0
    var compared = 0
    for (index, cell) in script.document.cells.enumerated() where !cell.isProse {
      let outcome = session.run(
        cell, script.statements[index], script.source, given: cell.records)
      // The line with the seed at the top stays as it is.
      if !Self.isSeedLine(cell) {
        report.updated.cells[index].records = updatedRecords(of: cell, outcome)
      }
      if outcome.isRecordCut
        || outcome.error?.kind == .interrupt && cell.expectedError?.kind != "interrupt"
      {
        report.isInterrupted = true
        report.isComplete = false
        break
      }
      let difference = RecordComparison.first(cell, outcome, in: script.source)
      if difference == nil, Self.isSeedLine(cell) { continue }
      compared += 1
      if difference != nil { different += 1 }
      if let error = outcome.error, cell.expectedError == nil { report.diagnostics.append(error) }
      show(row(compared, cell, difference))
      if difference != nil && stopsAtDifference {
        report.isComplete = index == script.document.cells.count - 1
        break
      }
    }
    report.isSame = different == 0 && !report.isInterrupted
    report.summary = summary(compared: compared, different: different, report)
    if report.updated.header != nil {
      report.updated.header?["machine"] = session.header()["machine"]
      report.updated.header?["version"] = Version.number
      let cells = report.updated.cells
      report.updated.header?["receipt"] = cells.isEmpty ? nil : Transcript.receipt(of: cells)
    }
    return report
  }

  /// The report of a text that does not parse. It is as recorded if its `#!` lines say so: the
  /// errors in their order, each with all of its lines.
  private func broken(_ report: Report) -> Report {
    var report = report
    let now = script.diagnostics.flatMap {
      $0.recordLines(of: script.source)
    }
    let recorded = script.source.text.lines.compactMap { line -> String? in
      guard case .error(let text)? = Record(line: line) else { return nil }
      return text
    }
    report.isSame = recorded == now
    report.isComplete = false
    if report.isSame { report.diagnostics = [] }
    report.summary =
      "\(script.source.name) does not parse" + (report.isSame ? ", as recorded" : "")
    return report
  }

  /// What `--update` writes below a cell: an error keeps its further lines where it had some, and
  /// a script without any digests gets none.
  private func updatedRecords(of cell: Cell, _ outcome: CellOutcome) -> [Record] {
    var records = outcome.cell.records
    let errorLines = cell.records.count { if case .error = $0 { true } else { false } }
    if errorLines > 1, let error = outcome.error,
      let place = records.firstIndex(where: { if case .error = $0 { true } else { false } })
    {
      let details = error.recordLines(of: script.source).dropFirst()
      records.insert(contentsOf: details.map(Record.error), at: place + 1)
    }
    if hasDigests { return records }
    return records.filter { record in
      switch record {
      case .output, .error, .outside, .figure, .journal: true
      case .binding, .fileRead, .fileWritten, .seed: false
      }
    }
  }

  /// Whether the script records more than what it shows.
  private var hasDigests: Bool {
    if script.document.header != nil { return true }
    let records = script.document.cells.flatMap(\.records)
    return records.isEmpty
      || records.contains { record in
        switch record {
        case .binding, .fileRead, .fileWritten, .seed: true
        case .output, .error, .outside, .figure, .journal: false
        }
      }
  }

  /// Whether a cell is the seed that stands before the first marker.
  private static func isSeedLine(_ cell: Cell) -> Bool {
    !cell.hasMarker && cell.records.isEmpty && cell.code.hasPrefix("seed(")
      && !cell.code.contains("\n")
  }

  private func row(_ number: Int, _ cell: Cell, _ difference: String?) -> Row {
    let title = cell.title.isEmpty ? cell.code.lines.first ?? "" : cell.title
    let short = title.count > 44 ? String(title.prefix(43)) + "…" : title
    let padding = String(repeating: " ", count: max(0, 44 - short.count))
    let place = number < 10 ? " \(number)" : "\(number)"
    return Row(
      text: "\(place)  \(short)\(padding)  \(difference.map { "differs: \($0)" } ?? "same")",
      isDifferent: difference != nil)
  }

  private func summary(compared: Int, different: Int, _ report: Report) -> String {
    if report.isInterrupted { return "interrupted after \(compared) cells" }
    let cells = "\(compared) cell\(compared == 1 ? "" : "s")"
    guard different == 0 else {
      return report.isComplete
        ? "\(different) of \(cells) differ" + machineNote
        : "stopped at the first difference, after \(cells)" + machineNote
    }
    return "\(cells), all the same, bit for bit" + machineNote
  }

  /// Which of the two promises was looked at.
  private var machineNote: String {
    guard let recorded = script.document.header?["machine"], let here = session.header()["machine"],
      !MachineLine.isSameClass(recorded, here)
    else { return "" }
    return " (recorded on another machine class: \(recorded))"
  }
}
