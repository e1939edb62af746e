import Diagnostics
import Machine

/// What came of a cell that ran.
public struct CellOutcome: Sendable {
  /// Number of the cell in the session, from 1.
  public let number: Int
  /// The cell with its records.
  public let cell: Cell
  /// The error that ended it.
  public let error: Diagnostic?
  /// How long it took.
  public let duration: Duration
  /// Whether it left anything behind: a binding, an object, a file, a random draw.
  public let hasChanges: Bool
  /// Whether ctrl-c cut off the digests of what it bound and changed.
  public let isRecordCut: Bool
  /// Text that it put out.
  public let output: String
}

/// What came of a text that was submitted: its cells, up to the first that failed.
public struct Submission: Sendable {
  /// How it ended.
  public enum Ending: Sendable {
    case finished
    /// An error, or an expected one that did not come.
    case failed
    /// Ctrl-c.
    case interrupted
  }

  /// The cells that ran, in order.
  public var outcomes: [CellOutcome] = []
  /// How it ended.
  public var ending = Ending.finished
  /// Errors and warnings to show, in order.
  public var diagnostics: [Diagnostic] = []

  /// The messages, laid out.
  public func messages(color: Bool) -> [String] {
    let renderer = DiagnosticRenderer()
    return diagnostics.map { renderer.render($0, color: color) }
  }

  /// How long its cells ran, in words.
  public var durationText: String {
    let seconds = outcomes.reduce(0.0) { $0 + $1.duration.seconds }
    if seconds < 1e-3 { return "\(rounded(seconds * 1e6)) µs" }
    if seconds < 1 { return "\(rounded(seconds * 1e3)) ms" }
    return "\(rounded(seconds)) s"
  }

  /// Three digits.
  private func rounded(_ value: Double) -> String {
    if value >= 100 { return "\(Int(value.rounded()))" }
    let scale = value >= 10 ? 10.0 : 100.0
    return NumberText.shortest((value * scale).rounded() / scale)
  }
}

extension Duration {
  /// Seconds as a float.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}

extension Diagnostic {
  /// The message of an error of a running script.
  package init(_ error: RuntimeError) {
    let place = error.trace.first
    self.init(
      kind: error.kind, message: error.message, source: place?.source, range: place?.range,
      hint: error.hint,
      trace: error.trace.count < 2
        ? []
        : error.trace.reversed().map {
          Frame(function: $0.function, source: $0.source, range: $0.range)
        })
  }

  /// The text behind `#!`: kind and first line of the message.
  var recordLine: String {
    "\(kind.rawValue): \(message.lines.first?.trimmedAtEnd ?? "")"
  }

  /// What stands behind `#!` where all of an error is recorded: kind and message, place, hint,
  /// notes and trace. The script itself goes by the last part of its path, so that the file can
  /// move.
  func recordLines(of script: SourceText) -> [String] {
    let short = script.name.split(separator: "/").last.map(String.init) ?? script.name
    let head = severity == .error ? kind.rawValue : severity.rawValue
    let lines = "\(head): \(message)".lines + DiagnosticRenderer().details(self)
    return lines.map { $0.replacing(script.name, with: short).trimmedAtEnd }
  }
}
