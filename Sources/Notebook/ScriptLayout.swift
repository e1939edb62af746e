import Diagnostics
import Syntax

/// A script in the one canonical layout: what `mscript fmt` writes.
public struct ScriptLayout: Sendable {
  /// The text; nil if the script does not parse.
  public let text: String?
  private let diagnostics: [Diagnostic]

  /// Lays out a script; records stay as they are.
  public static func format(_ script: Script) -> ScriptLayout {
    guard script.errors.isEmpty else {
      return ScriptLayout(text: nil, diagnostics: script.errors)
    }
    let (program, _) = Parser.parse(script.source)
    return ScriptLayout(text: SourcePrinter.print(program), diagnostics: [])
  }

  /// The errors, laid out.
  public func messages(color: Bool) -> [String] {
    let renderer = DiagnosticRenderer()
    return diagnostics.map { renderer.render($0, color: color) }
  }
}
