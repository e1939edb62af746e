import Catalog
import Machine
import Tensors

extension VirtualMachine {
  /// A dict with these texts as keys.
  func dict(_ entries: [(String, Value)]) throws -> Value {
    var table = DictTable(capacity: entries.count)
    for (key, value) in entries { try table.set(value, for: heap.text(key)) }
    return heap.dict(table)
  }

  /// A list of texts.
  func texts(_ texts: [String]) -> Value { heap.list(texts.map { heap.text($0) }) }

  /// The library's object in a value, nil where it holds none of that type.
  func object<Object>(_ value: Value, as _: Object.Type) -> Object? {
    value.instanceObject?.object as? Object
  }

  /// A list of texts: one text, or a list of them; nil for anything else.
  func textList(_ value: Value) -> [String]? {
    if let text = value.string { return [text] }
    guard let items = value.listObject?.items else { return nil }
    let texts = items.compactMap(\.string)
    return texts.count == items.count ? texts : nil
  }
}

/// One text or a list of texts.
struct TextsArgument: ValueParameter {
  let description: ParameterDescription
  private let isOptional: Bool

  /// Names by position or by name; an optional one gives none where it is left out.
  init(
    _ name: String, accepts: String, optional isOptional: Bool = false,
    passing: Passing = .positional
  ) {
    self.isOptional = isOptional
    description = ParameterDescription(
      name, accepts: accepts, defaultText: isOptional ? "none" : nil, passing: passing)
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> [String] {
    guard let value, !(isOptional && value.isNone) else {
      if isOptional { return [] }
      throw absent
    }
    guard let texts = machine.textList(value) else { throw wrongType(value, machine) }
    return texts
  }
}

/// An object of a library.
struct ObjectArgument<Object>: ValueParameter {
  let description: ParameterDescription

  /// `ObjectArgument<TableObject>("t", accepts: "a table")`.
  init(_ name: String, accepts: String, passing: Passing = .positional) {
    description = ParameterDescription(name, accepts: accepts, passing: passing)
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> Object {
    guard let value else { throw absent }
    guard let object = machine.object(value, as: Object.self) else {
      throw wrongType(value, machine)
    }
    return object
  }
}
