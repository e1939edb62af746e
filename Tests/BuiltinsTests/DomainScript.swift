import Builtins
import Compiler
import Diagnostics
import Machine
import Syntax

/// Reads files where they are; keeps what scripts write in memory.
final class MemoryWrites: Outside {
  private(set) var written: [String: [UInt8]] = [:]
  private let files = FileAccess()

  func value(_ source: String, fresh: () throws -> Value) throws -> Value { try fresh() }
  func read(_ path: String) throws -> [UInt8] { try written[path] ?? files.read(path) }
  func write(_ path: String, _ bytes: [UInt8], append: Bool) throws {
    written[path] = append ? written[path, default: []] + bytes : bytes
  }
  func list(_ folder: String) throws -> [String] { try files.list(folder) }
  func exists(_ path: String) -> Bool { written[path] != nil || files.exists(path) }
}

/// Collects text, figures and progress.
final class RecordingSink: OutputSink {
  private(set) var text = ""
  private(set) var figures: [any ScriptObject] = []
  private(set) var progress: [String] = []

  func write(_ text: String) { self.text += text }
  func show(figure: any ScriptObject) { figures.append(figure) }
  func progress(label: String, done: Int, total: Int?, note: String) {
    progress.append(
      "\(label) \(done)/\(total.map(String.init) ?? "?")\(note.isEmpty ? "" : " " + note)")
  }
}

/// Scripts with all builtins, cell by cell, as a session runs them.
final class DomainScript {
  let sink = RecordingSink()
  let outside = MemoryWrites()
  let machine: VirtualMachine

  init() {
    machine = VirtualMachine(builtins: BuiltinCatalog.areas, output: sink, outside: outside)
  }

  /// Runs one cell; gives what it showed, and an error as `kind: message` with its hint below.
  @discardableResult
  func run(_ code: String) -> String {
    let before = sink.text.utf8.count
    do {
      try runCell(code)
    } catch let error as RuntimeError {
      sink.write("\(error.kind.rawValue): \(error.message)\n")
      if let hint = error.hint { sink.write("hint: \(hint)\n") }
    } catch let error as Diagnostic {
      sink.write("\(error.kind.rawValue): \(error.message)\n")
    } catch {
      sink.write("\(error)\n")
    }
    return String(decoding: sink.text.utf8.dropFirst(before), as: UTF8.self)
  }

  /// The library's object in a variable.
  func object<Object>(_ name: String, as type: Object.Type) -> Object? {
    machine.globals[name]?.instanceObject?.object as? Object
  }

  private func runCell(_ code: String) throws {
    let source = SourceText(name: "cell", text: code)
    let (program, diagnostics) = Parser.parse(source)
    if let first = diagnostics.first { throw first }
    machine.beginCell()
    for cell in program.cells {
      let chunk = try Emitter.compile(
        cell: cell.statements, source: source, globals: machine.globals)
      try machine.run(chunk)
    }
    CellFigures.finish(in: machine)
  }
}

/// What a script shows in a fresh machine, without the last newline.
func shown(_ code: String) -> String {
  let text = DomainScript().run(code)
  return text.hasSuffix("\n") ? String(text.dropLast()) : text
}
