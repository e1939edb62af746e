import Catalog
import Diagnostics
import Machine
import Syntax
import Testing

@testable import Compiler

/// An outside with files of its own.
final class TestFiles: Outside {
  var contents: [String: String] = [:]

  func value(_ source: String, fresh: () throws -> Value) throws -> Value { try fresh() }
  func read(_ path: String) throws -> [UInt8] {
    guard let text = contents[path] else { throw RuntimeError(.io, "there is no file \(path)") }
    return Array(text.utf8)
  }
  func write(_ path: String, _ bytes: [UInt8], append: Bool) throws {}
  func list(_ folder: String) throws -> [String] { [] }
  func exists(_ path: String) -> Bool { contents[path] != nil }
}

/// A machine with a handful of builtins, enough to test the language.
final class Script {
  let sink = TextSink()
  let files = TestFiles()
  let machine: VirtualMachine

  init() {
    machine = VirtualMachine(builtins: [BuiltinArea(Self.builtins)], output: sink, outside: files)
  }

  /// Runs a cell; gives what it wrote.
  /// - Throws: a `Diagnostic` or a `RuntimeError`.
  @discardableResult
  func run(_ text: String) throws -> String {
    let before = sink.text.utf8.count
    let source = SourceText(name: "cell", text: text)
    let (program, diagnostics) = Parser.parse(source)
    if let first = diagnostics.first { throw first }
    machine.beginCell()
    for cell in program.cells {
      let chunk = try Emitter.compile(
        cell: cell.statements, source: source, globals: machine.globals)
      try machine.run(chunk)
    }
    return String(decoding: sink.text.utf8.dropFirst(before), as: UTF8.self)
  }

  /// The error of a cell, nil if it runs.
  func failure(of text: String) -> RuntimeError? {
    do {
      try run(text)
      return nil
    } catch {
      return error as? RuntimeError
    }
  }

  private static func builtin(
    _ name: String, _ body: @escaping @Sendable (VirtualMachine, Arguments) throws -> Value
  ) -> Builtin {
    Builtin(
      Documentation(
        name: name, parameters: [], summary: "For tests.", example: Example("")),
      body: body)
  }

  private static let builtins: [Builtin] = [
    builtin("print") { machine, arguments in
      let texts = try arguments.positional.map { try machine.printed($0) }
      machine.output.write(texts.joined(separator: " ") + "\n")
      return .none
    },
    builtin("len") { machine, arguments in .int(try machine.length(of: arguments.positional[0])) },
    builtin("map") { machine, arguments in
      var items: [Value] = []
      for item in try machine.items(of: arguments.positional[1]) {
        items.append(try machine.call(arguments.positional[0], Arguments([item])))
      }
      return machine.heap.list(items)
    },
    builtin("error") { machine, arguments in
      let kind = arguments.named.first?.value.string ?? "user"
      return machine.heap.error(
        RuntimeError(
          ErrorKind(rawValue: kind) ?? .user, arguments.positional[0].string ?? ""))
    },
    builtin("type") { machine, arguments in
      machine.heap.text(machine.typeName(arguments.positional[0]))
    },
    builtin("list") { machine, arguments in
      machine.list(sharing: try machine.items(of: arguments.positional[0]))
    },
  ]
}

/// Runs a script in a fresh machine; gives what it wrote, or the error as `kind: message`.
func run(_ text: String) -> String {
  let script = Script()
  do {
    return try script.run(text)
  } catch let error as RuntimeError {
    return script.sink.text + "\(error.kind.rawValue): \(error.message)\n"
  } catch let error as Diagnostic {
    return "\(error.kind.rawValue): \(error.message)\n"
  } catch {
    return "\(error)\n"
  }
}
