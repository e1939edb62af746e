import Builtins
import Compiler
import Diagnostics

/// What can be said of a script without running it.
public struct ScriptCheck: Sendable {
  private let diagnostics: [Diagnostic]

  /// Parses, and looks at names, calls, shapes and statements that never run. A cell that is
  /// recorded to fail, or tagged `raises`, may.
  public static func check(_ script: Script) -> ScriptCheck {
    guard script.errors.isEmpty else { return ScriptCheck(diagnostics: script.diagnostics) }
    let checker = ScriptChecker(
      script.source, builtins: BuiltinCatalog.byName, rules: OutlineRules.byName,
      predefined: ["args", "builtin", "inf", "nan", "pi"],
      read: { try? FileSystem.readText($0) })
    let failing = script.document.cells.enumerated().filter { _, cell in
      cell.tags.contains("raises")
        || cell.records.contains { if case .error = $0 { true } else { false } }
    }
    return ScriptCheck(
      diagnostics: script.diagnostics
        + checker.check(script.statements, failing: Set(failing.map(\.offset))))
  }

  /// Whether there is an error among the messages.
  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Each message as lines, as a transcript records it.
  func recordLines(of script: Script) -> [String] {
    diagnostics.flatMap { $0.recordLines(of: script.source) }
  }

  /// The messages, laid out.
  public func messages(color: Bool) -> [String] {
    let renderer = DiagnosticRenderer()
    return diagnostics.map { renderer.render($0, color: color) }
  }
}
