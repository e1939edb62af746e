import Builtins
import Compiler
import Diagnostics
import Machine
import Syntax

/// What can be said of a script without running it.
public struct ScriptCheck: Sendable {
  private let diagnostics: [Diagnostic]

  /// Parses, compiles, and looks up every name that is read: a variable that some cell binds, or a
  /// builtin.
  public static func check(_ script: Script) -> ScriptCheck {
    var diagnostics = script.diagnostics
    guard script.errors.isEmpty else { return ScriptCheck(diagnostics: diagnostics) }
    let globals = Globals()
    var bound: Set<String> = ["builtin"]
    for statements in script.statements { bound.formUnion(CellNames.of(statements).bound) }
    let builtins = Set(BuiltinCatalog.all.map(\.name)).union(["args"])
    for statements in script.statements {
      do throws(Diagnostic) {
        _ = try Emitter.compile(cell: statements, source: script.source, globals: globals)
      } catch {
        diagnostics.append(error)
      }
      for name in CellNames.of(statements).read
      where !bound.contains(name) && !builtins.contains(name) {
        diagnostics.append(unknown(name, among: bound.union(builtins), script.source))
      }
    }
    return ScriptCheck(diagnostics: diagnostics)
  }

  private static func unknown(
    _ name: String, among names: Set<String>, _ source: SourceText
  ) -> Diagnostic {
    Diagnostic(
      kind: .name, message: "no variable or function `\(name)`", source: source,
      hint: Suggestion.nearest(name, in: names.sorted()).map { "did you mean `\($0)`?" })
  }

  /// Whether there is an error among the messages.
  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// The messages, laid out.
  public func messages(color: Bool) -> [String] {
    let renderer = DiagnosticRenderer()
    return diagnostics.map { renderer.render($0, color: color) }
  }
}
