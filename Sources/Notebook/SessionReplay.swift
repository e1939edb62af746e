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
    guard script.errors.isEmpty else {
      report.isSame = false
      report.isComplete = false
      report.summary = "\(script.source.name) does not parse"
      return report
    }
    var different = 0
    var compared = 0
    for (index, cell) in script.document.cells.enumerated() where !cell.isProse {
      let outcome = session.run(
        cell, script.statements[index], script.source, given: cell.records)
      // The line with the seed at the top stays as it is.
      if !Self.isSeedLine(cell) { report.updated.cells[index].records = outcome.cell.records }
      if outcome.error?.kind == .interrupt, cell.expectedError?.kind != "interrupt" {
        report.isInterrupted = true
        report.isComplete = false
        break
      }
      let difference = RecordComparison.first(cell, outcome)
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
      report.updated.header?["receipt"] = Transcript.receipt(of: report.updated.cells)
    }
    return report
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

/// Compares a cell's records with what came of it.
enum RecordComparison {
  /// The first difference, in words; nil if what is recorded came again.
  static func first(_ cell: Cell, _ outcome: CellOutcome) -> String? {
    let expected = cell.records
    let actual = outcome.cell.records
    return inputs(expected, actual) ?? text(expected, actual)
      ?? error(cell, outcome) ?? outcomes(expected, actual)
  }

  private static func inputs(_ expected: [Record], _ actual: [Record]) -> String? {
    for case .fileRead(let path, let hash) in expected {
      for case .fileRead(path, let now) in actual where now != hash {
        return "the file \(path) that it reads has changed"
      }
    }
    return nil
  }

  private static func text(_ expected: [Record], _ actual: [Record]) -> String? {
    let before = lines(expected)
    let now = lines(actual)
    // A script without any record of the cell's results promises nothing.
    guard !before.isEmpty || expected.contains(where: { $0.isResult }) else { return nil }
    for index in 0..<max(before.count, now.count) {
      let old = index < before.count ? before[index].trimmedAtEnd : nil
      let new = index < now.count ? now[index].trimmedAtEnd : nil
      guard old != new else { continue }
      switch (old, new) {
      case (let old?, let new?): return "line \(index + 1) of its text was `\(old)`, is `\(new)`"
      case (let old?, nil): return "line \(index + 1) of its text, `\(old)`, is missing"
      case (nil, let new?): return "line \(index + 1) of its text, `\(new)`, is new"
      case (nil, nil): return nil
      }
    }
    return nil
  }

  private static func lines(_ records: [Record]) -> [String] {
    records.compactMap { if case .output(let line) = $0 { line } else { nil } }
  }

  private static func error(_ cell: Cell, _ outcome: CellOutcome) -> String? {
    let recorded = cell.records.compactMap { if case .error(let line) = $0 { line } else { nil } }
    let now = outcome.cell.records.compactMap {
      if case .error(let line) = $0 { line } else { nil }
    }.first
    guard let first = recorded.first else {
      return now.map { "it ends in an error that is new: \($0)" }
    }
    guard let error = outcome.error, let now else { return "the error `\(first)` did not come" }
    if now.trimmedAtEnd != first.trimmedAtEnd {
      return "its error was `\(first)`, is `\(now)`"
    }
    let details = DiagnosticRenderer().details(error).map(\.trimmedAtEnd)
    for (index, line) in recorded.dropFirst().enumerated() {
      let actual = index < details.count ? details[index].trimmed : nil
      if actual != line.trimmed {
        return "line \(index + 2) of its error was `\(line.trimmed)`, is `\(actual ?? "missing")`"
      }
    }
    return nil
  }

  private static func outcomes(_ expected: [Record], _ actual: [Record]) -> String? {
    for record in expected {
      switch record {
      case .binding(let name, let digest):
        guard let now = digestOf(name, actual) else { return "variable \(name) is not bound" }
        if now != digest { return "variable \(name) has another value" }
      case .figure(let index, let digest):
        let now = actual.first { if case .figure(index, _) = $0 { true } else { false } }
        guard let now else { return "figure \(index) is missing" }
        if now != .figure(index: index, digest: digest) { return "figure \(index) has other data" }
      case .fileWritten(let path, let hash):
        let now = actual.first { if case .fileWritten(path, _) = $0 { true } else { false } }
        guard let now else { return "the file \(path) is not written" }
        if now != .fileWritten(path: path, hash: hash) {
          return "the file \(path) has other contents"
        }
      case .seed(let seed, let position):
        if !actual.contains(record) {
          return "the generator does not stand at block \(position) of seed \(seed)"
        }
      case .outside, .fileRead, .output, .error, .journal: break
      }
    }
    return surplus(expected, actual)
  }

  private static func digestOf(_ name: String, _ records: [Record]) -> String? {
    for case .binding(name, let digest) in records { return digest }
    return nil
  }

  /// What is new, where results of that kind are recorded at all.
  private static func surplus(_ expected: [Record], _ actual: [Record]) -> String? {
    let hasBindings = expected.contains { if case .binding = $0 { true } else { false } }
    guard hasBindings else { return nil }
    for case .binding(let name, _) in actual where digestOf(name, expected) == nil {
      return "variable \(name) is bound or changed, and was not"
    }
    return nil
  }
}

extension Record {
  /// Whether it says what a cell gave, rather than what it took.
  var isResult: Bool {
    switch self {
    case .output, .error, .binding, .figure, .fileWritten, .seed: true
    case .outside, .fileRead, .journal: false
    }
  }
}
