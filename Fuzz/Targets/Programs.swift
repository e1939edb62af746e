import Builtins
import Compiler
import Diagnostics
import Machine
import Syntax
import Tensors

extension FuzzTarget {
  /// Whole programs under limits of time and memory, with files that exist in memory only. No
  /// program may end the process, and the machine must go on afterwards.
  static let programs = FuzzTarget("programs", seeds: ScriptSeeds.examples) { bytes in
    let source = SourceText(name: "fuzz", text: String(decoding: bytes, as: UTF8.self))
    let (program, errors) = Parser.parse(source)
    guard errors.isEmpty else { return }
    let saved = Memory.limit
    defer { Memory.limit = saved }
    Memory.limit = 256 << 20
    let sink = TextSink()
    let machine = VirtualMachine(
      builtins: BuiltinCatalog.areas, output: sink, outside: FilesInMemory())
    machine.limits.memory = 64 << 20
    for cell in program.cells {
      machine.limits.deadline = .now + .milliseconds(300)
      machine.beginCell()
      do {
        let chunk = try Emitter.compile(
          cell: cell.statements, source: source, globals: machine.globals)
        try machine.run(chunk)
      } catch let error as RuntimeError {
        _ = DiagnosticRenderer().render(Diagnostic(error), color: false)
      } catch is Diagnostic {}
    }
    try goOn(machine, sink)
  }

  /// Whether the machine still computes.
  private static func goOn(_ machine: VirtualMachine, _ sink: TextSink) throws {
    let source = SourceText(
      name: "after", text: "builtin.print(builtin.len([i * i for i in 0..10 if i > 3]))")
    machine.limits.deadline = nil
    machine.limits.memory = nil
    machine.beginCell()
    let chunk = try Emitter.compile(
      cell: Parser.parse(source).program.cells[0].statements, source: source,
      globals: machine.globals)
    try machine.run(chunk)
    guard sink.text.hasSuffix("6\n") else {
      throw FuzzFinding("the machine does not go on: \(sink.text.suffix(80))")
    }
  }
}

/// A world without a disk: what a program writes it can read again, up to a mebibyte.
private final class FilesInMemory: Outside {
  private var files: [String: [UInt8]] = [:]
  private var size = 0

  func value(_ source: String, fresh: () throws -> Value) throws -> Value {
    source == "input" ? .none : try fresh()
  }

  func read(_ path: String) throws -> [UInt8] {
    guard let bytes = files[path] else { throw RuntimeError(.io, "no file \(path)") }
    return bytes
  }

  func write(_ path: String, _ bytes: [UInt8], append: Bool) throws {
    size += bytes.count
    guard size < 1 << 20 else { throw RuntimeError(.io, "the disk is full") }
    files[path] = (append ? files[path] ?? [] : []) + bytes
  }

  func list(_ folder: String) throws -> [String] { files.keys.sorted() }
  func exists(_ path: String) -> Bool { files[path] != nil }
  func destination(_ path: String) throws -> String { throw RuntimeError(.io, "no disk") }
}
