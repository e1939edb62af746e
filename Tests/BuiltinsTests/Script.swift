import Builtins
import Catalog
import Compiler
import Diagnostics
import Machine
import Syntax

/// Files in memory.
final class MemoryFiles: Outside {
  private var files: [String: [UInt8]] = [:]

  func value(_ source: String, fresh: () throws -> Value) throws -> Value { try fresh() }

  func read(_ path: String) throws -> [UInt8] {
    guard let bytes = files[path] else { throw RuntimeError(.io, "no file \(path)") }
    return bytes
  }

  func write(_ path: String, _ bytes: [UInt8], append: Bool) throws {
    files[path] = (append ? files[path] ?? [] : []) + bytes
  }

  func list(_ folder: String) throws -> [String] { files.keys.sorted() }
  func exists(_ path: String) -> Bool { files[path] != nil }
}

/// A machine with all builtins.
final class Script {
  let sink = TextSink()
  let machine: VirtualMachine

  init() {
    machine = VirtualMachine(
      builtins: BuiltinCatalog.areas, output: sink, outside: MemoryFiles())
  }

  /// Runs a script.
  /// - Throws: a `Diagnostic` or a `RuntimeError`.
  func run(_ text: String) throws {
    let source = SourceText(name: "cell", text: text)
    let (program, diagnostics) = Parser.parse(source)
    if let first = diagnostics.first { throw first }
    machine.beginCell()
    for cell in program.cells {
      let chunk = try Emitter.compile(
        cell: cell.statements, source: source, globals: machine.globals)
      try machine.run(chunk)
    }
  }
}

/// Runs a script in a fresh machine; gives what it wrote without the last line end, and the error
/// that ended it as `kind error: message` and `hint: …`.
func run(_ text: String) -> String {
  let script = Script()
  var lines: [String] = []
  do {
    try script.run(text)
  } catch let error as RuntimeError {
    lines.append("\(error.kind.rawValue) error: \(error.message)")
    if let hint = error.hint { lines.append("hint: \(hint)") }
  } catch let error as Diagnostic {
    lines.append("\(error.kind.rawValue) error: \(error.message)")
  } catch {
    lines.append("\(error)")
  }
  var shown = script.sink.text
  if shown.hasSuffix("\n") { shown.removeLast() }
  return ((shown.isEmpty ? [] : [shown]) + lines).joined(separator: "\n")
}
