import Diagnostics
import Machine
import Syntax

/// Imports files: each runs once, in variables of its own, and shows nothing.
public final class Importer {
  private unowned let machine: VirtualMachine
  /// What each file gave, with the bytes that it was read as.
  private var modules: [String: (bytes: [UInt8], module: Value)] = [:]
  /// Files that are being imported, outermost first.
  private var chain: [String] = []

  /// Gives a machine its imports.
  public init(_ machine: VirtualMachine) {
    self.machine = machine
    machine.importer = { [unowned self] path, importing in
      try self.module(path, importedBy: importing)
    }
  }

  /// The module of a path, which is relative to the importing file. What the first script does not
  /// find there, and what the prompt imports, is looked for in the working folder.
  ///
  /// A file whose bytes have not changed since it ran does not run again.
  /// - Throws: `io` for a file that cannot be read, `syntax` for one that does not parse or for a
  ///   cycle, and what running it throws.
  private func module(_ path: String, importedBy importing: String) throws -> Value {
    let beside = Self.resolve(path, beside: importing)
    let file = chain.isEmpty && !machine.outside.exists(beside) ? path : beside
    guard !chain.contains(file) else {
      throw RuntimeError(
        .syntax, "import cycle: \((chain + [file]).joined(separator: " → "))",
        hint: "move what both need into a third file")
    }
    let bytes = try machine.outside.read(file)
    if let known = modules[file], known.bytes == bytes { return known.module }
    chain.append(file)
    defer { chain.removeLast() }
    let module = try run(file, bytes)
    // Held for good: a repeated import gives the same module.
    machine.predefine("module \(file)", module)
    modules[file] = (bytes, module)
    return module
  }

  private func run(_ file: String, _ bytes: [UInt8]) throws -> Value {
    let source = SourceText(name: file, text: String(decoding: bytes, as: UTF8.self))
    let globals = machine.makeGlobals()
    let (program, diagnostics) = Parser.parse(source)
    do {
      if let first = diagnostics.first(where: { $0.severity == .error }) { throw first }
      for cell in program.cells {
        let chunk = try Emitter.compile(
          cell: cell.statements, source: source, globals: globals, showsValues: false)
        try machine.run(chunk)
      }
    } catch let diagnostic as Diagnostic {
      let line = source.line(at: diagnostic.range?.start ?? 0)
      throw RuntimeError(
        .syntax, "\(file), line \(line): \(diagnostic.message)", hint: diagnostic.hint)
    }
    return machine.module(named: Self.name(of: file), of: globals)
  }

  /// A path beside another file.
  static func resolve(_ path: String, beside other: String?) -> String {
    guard !path.hasPrefix("/"), let other, let slash = other.lastIndex(of: "/") else { return path }
    return other[...slash] + path
  }

  /// `lib` of `tools/lib.mscript`.
  static func name(of file: String) -> String {
    let last = file.split(separator: "/").last.map(String.init) ?? file
    return last.hasSuffix(".mscript") ? String(last.dropLast(8)) : last
  }
}
