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
    let builtins = Set(BuiltinCatalog.all.map(\.name)).union(["args", "inf", "nan", "pi"])
    for statements in script.statements {
      do throws(Diagnostic) {
        _ = try Emitter.compile(cell: statements, source: script.source, globals: globals)
      } catch {
        diagnostics.append(error)
      }
      for name in CellNames.of(statements).read
      where !bound.contains(name) && !builtins.contains(name) {
        guard let range = place(of: name, in: script) else { continue }
        diagnostics.append(
          Diagnostic(
            kind: .name, message: "no variable or function `\(name)`", source: script.source,
            range: range,
            hint: Suggestion.nearest(name, in: bound.union(builtins).sorted())
              .map { "did you mean `\($0)`?" }))
      }
    }
    return ScriptCheck(diagnostics: diagnostics)
  }

  /// The first place where a name stands outside comments and not behind a dot; nil if there is
  /// none: then it only is a method, which the type of a value decides.
  private static func place(of name: String, in script: Script) -> SourceRange? {
    let bytes = script.source.utf8
    let word = Array(name.utf8)
    let comments = Parser.parse(script.source).0.comments.map(\.range)
    func isWordByte(_ index: Int) -> Bool {
      guard bytes.indices.contains(index) else { return false }
      let byte = bytes[index]
      return byte >= 0x80 || byte == UInt8(ascii: "_")
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
    }
    var start = 0
    while start + word.count <= bytes.count {
      defer { start += 1 }
      let range = SourceRange(start: start, end: start + word.count)
      guard bytes[start] == word[0], bytes[start..<range.end].elementsEqual(word),
        !isWordByte(start - 1), !isWordByte(range.end),
        !comments.contains(where: { $0.contains(start) })
      else { continue }
      let isField =
        start > 0 && bytes[start - 1] == UInt8(ascii: ".")
        && !(start > 1 && bytes[start - 2] == UInt8(ascii: "."))
      if !isField { return range }
    }
    return nil
  }

  /// Whether there is an error among the messages.
  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// The messages, laid out.
  public func messages(color: Bool) -> [String] {
    let renderer = DiagnosticRenderer()
    return diagnostics.map { renderer.render($0, color: color) }
  }
}
