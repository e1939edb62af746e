import Catalog
import Diagnostics
import Machine
import Syntax

/// What can be said of a script that parses without running it: names, calls, shapes, statements
/// that never run, and spellings that mean something else than they look like.
///
/// An error is reported only where every run that comes to the place would fail there.
public struct ScriptChecker {
  private let source: SourceText
  private let builtins: [String: Builtin]
  private let rules: [String: OutlineRule]
  private let predefined: Set<String>
  private let read: (String) -> String?

  /// A checker of the cells of a text.
  ///
  /// - Parameters:
  ///   - builtins: what scripts can call, by name.
  ///   - rules: what some of them give, by name.
  ///   - predefined: names of the values that are always there.
  ///   - read: gives the text of a file that is imported; nil where it cannot be read.
  public init(
    _ source: SourceText, builtins: [String: Builtin], rules: [String: OutlineRule],
    predefined: Set<String>, read: @escaping (String) -> String? = { _ in nil }
  ) {
    self.read = read
    self.source = source
    self.builtins = builtins
    self.rules = rules
    self.predefined = predefined
  }

  /// The messages about some cells, in the order of the text.
  ///
  /// - Parameter failing: numbers of the cells that are recorded to fail; what would fail there is
  ///   not reported.
  public func check(_ cells: [[Statement]], failing: Set<Int> = []) -> [Diagnostic] {
    var found = compilerErrors(cells, failing)
    if found.isEmpty {
      let names = NameCheck(
        cells, source: source, builtins: predefined.union(builtins.keys))
      let flow = FlowCheck(cells, source: source)
      let outlines = OutlineCheck(
        cells, source: source, builtins: builtins, rules: rules, read: imported)
      outlines.run(failing: failing)
      let isExpected = failing.flatMap { cells[$0] }.map(\.range)
      found = (names.diagnostics + flow.diagnostics).filter { diagnostic in
        !isExpected.contains { $0.contains(diagnostic.range?.start ?? -1) }
      }
      found += outlines.diagnostics
    }
    return found.enumerated().sorted { a, b in
      let (x, y) = (a.element.range?.start ?? 0, b.element.range?.start ?? 0)
      return (x, a.offset) < (y, b.offset)
    }.map(\.element)
  }

  /// The text that an import means, where it can be read.
  private func imported(_ path: String) -> SourceText? {
    let beside = Importer.resolve(path, beside: source.name)
    for file in beside == path ? [path] : [beside, path] {
      if let text = read(file) { return SourceText(name: file, text: text) }
    }
    return nil
  }

  private func compilerErrors(_ cells: [[Statement]], _ failing: Set<Int>) -> [Diagnostic] {
    let globals = Globals()
    var found: [Diagnostic] = []
    for (index, statements) in cells.enumerated() where !failing.contains(index) {
      do throws(Diagnostic) {
        _ = try Emitter.compile(cell: statements, source: source, globals: globals)
      } catch {
        found.append(error)
      }
    }
    return found
  }
}
