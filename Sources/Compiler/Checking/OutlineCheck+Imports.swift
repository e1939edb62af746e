import Catalog
import Diagnostics
import Machine
import Syntax

/// What an imported file binds, without running it.
private struct ImportedFile {
  /// The names of its top level.
  let names: Set<String>
  /// Functions that keep their names for good.
  let functions: [String: Function]
  /// Why it does not parse.
  let failure: Diagnostic?

  init(_ source: SourceText) {
    let (program, diagnostics) = Parser.parse(source)
    failure = diagnostics.first { $0.severity == .error }
    let statements = program.cells.flatMap(\.statements)
    let counts = Bindings.counts { $0.visit(statements) }
    let outer = Bindings.outerNames { $0.visit(statements) }
    names = outer.union(counts.keys)
    var functions: [String: Function] = [:]
    for statement in statements {
      guard case .definition(let definition) = statement.kind else { continue }
      let name = definition.name.name
      if counts[name] == 1, !outer.contains(name) { functions[name] = definition.function }
    }
    self.functions = functions
  }
}

extension OutlineCheck {
  /// Binds what an import gives, and reports names that the file does not have.
  func importing(_ importing: Import) {
    let module = self.module(importing)
    switch importing.bound {
    case .module(let name): bind(name.name, to: module.map(Outline.object) ?? .unknown)
    case .names(let names):
      for name in names {
        bind(name.name, to: module.map { member(name.name, of: $0, at: name.range) } ?? .unknown)
      }
    }
  }

  private func module(_ importing: Import) -> OutlineObject? {
    guard let source = read(importing.path) else { return nil }
    let file = ImportedFile(source)
    if let failure = file.failure {
      let line = source.line(at: failure.range?.start ?? 0)
      report(
        .syntax, "\(source.name), line \(line): \(failure.message)", at: importing.pathRange,
        hint: failure.hint)
      return nil
    }
    var members: [String: Outline] = [:]
    for name in file.names { members[name] = .unknown }
    for (name, function) in file.functions {
      members[name] = .function(closures.count)
      closures.append(
        OutlineClosure(
          function: function, name: name, frame: frame, comprehensions: [], source: source,
          isImported: true))
    }
    return OutlineObject(module: Importer.name(of: source.name), members: members)
  }

  /// A member of a module, which must have it.
  func member(_ name: String, of module: OutlineObject, at range: SourceRange) -> Outline {
    if let value = module.members[name] { return value }
    report(
      .name, "the module \(module.module ?? "") has no `\(name)`", at: range,
      hint: Suggestion.question(name, in: module.members.keys.sorted()))
    return .unknown
  }
}
