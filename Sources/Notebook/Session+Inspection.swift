import Builtins
import Catalog
import Diagnostics
import Machine

extension Session {
  /// The variables, a line each: name, type, and the first line of what they show.
  public var variableTable: String {
    let rows = machine.globals.boundNames.compactMap { name in
      machine.globals[name].map { value in
        (name, machine.typeName(value), summary(of: value))
      }
    }
    guard !rows.isEmpty else { return "no variables yet\n" }
    let nameWidth = rows.map(\.0.count).max() ?? 0
    let typeWidth = rows.map(\.1.count).max() ?? 0
    return rows.map { name, type, summary in
      "  \(padded(name, nameWidth))  \(padded(type, typeWidth))  \(summary)\n"
    }.joined()
  }

  /// The cells so far, a line each.
  public var cellList: String {
    outcomes.map { outcome in
      let first = outcome.cell.code.lines.first { !$0.trimmed.isEmpty } ?? ""
      let title = outcome.cell.title.isEmpty ? first : outcome.cell.title
      let end =
        outcome.error.map {
          "  \($0.kind == .interrupt ? "interrupted" : "\($0.kind.rawValue) error")"
        }
        ?? ""
      return "  \(outcome.number)  \(title.prefix(64))\(end)\n"
    }.joined()
  }

  /// The help of a name or topic: a function of the user's, a builtin, else entries that speak of
  /// the word; nil if nothing is known.
  public func help(_ name: String) -> String? {
    if let value = machine.globals[name], !value.isBuiltin {
      return HelpPage.text(of: value, in: machine)
    }
    return HelpPage.search(name, in: Reference.entries)
  }

  /// The source of a function of the user's; nil if the name is none.
  public func sourceText(of name: String) -> String? {
    (machine.globals[name]?.heapObject as? ClosureObject)?.prototype.text
  }

  /// What could stand at a byte offset of a line.
  public func completions(_ line: String, cursor: Int) -> [Completion.Candidate] {
    Completion.candidates(text: line, cursor: cursor, scope: scope)
  }

  private var scope: Completion.Scope {
    let machine = machine
    let variables = machine.globals.boundNames.compactMap { name in
      machine.globals[name].map {
        Completion.Candidate(name, help: machine.typeName($0))
      }
    }
    return Completion.Scope(
      variables: variables, builtins: Reference.entries,
      members: { chain in
        guard let value = Self.value(of: chain, machine) else { return [] }
        return Self.members(of: value, machine)
      },
      parameters: { chain in Self.parameters(of: chain, machine) })
  }

  /// The value of a chain of fields; reads fields alone, and runs nothing.
  private static func value(of chain: [String], _ machine: VirtualMachine) -> Value? {
    guard let first = chain.first, var value = machine.globals[first] else { return nil }
    for name in chain.dropFirst() {
      guard let field = try? machine.field(value, name) else { return nil }
      value = field
    }
    return value
  }

  private static func members(
    of value: Value, _ machine: VirtualMachine
  ) -> [Completion.Candidate] {
    if let instance = value.instanceObject?.object {
      return instance.memberNames.map { name in
        Completion.Candidate(name, help: instance.method(name)?.documentation.summary ?? "")
      }
    }
    let fields = machine.fieldNames(of: value).map { Completion.Candidate($0) }
    return fields
      + Reference.entries.filter { !$0.parameters.isEmpty }
      .map { Completion.Candidate($0.name, help: $0.summary) }
  }

  private static func parameters(
    of chain: [String], _ machine: VirtualMachine
  ) -> [ParameterDescription]? {
    guard let name = chain.last else { return nil }
    if chain.count > 1, let owner = value(of: Array(chain.dropLast()), machine) {
      return owner.instanceObject?.object.method(name)?.documentation.parameters
    }
    guard let closure = machine.globals[name]?.heapObject as? ClosureObject else { return nil }
    return closure.prototype.description.parameters.map {
      ParameterDescription($0.name, accepts: "", defaultText: $0.defaultText)
    }
  }

  private func summary(of value: Value) -> String {
    let first = machine.shown(value).lines.first ?? ""
    return first.count > 60 ? String(first.prefix(59)) + "…" : first
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}

extension Value {
  /// Whether it is a builtin function.
  var isBuiltin: Bool { builtinObject != nil }
}
