import Machine
import Tensors

/// A value of a script as a Swift program holds it.
public indirect enum ScriptValue {
  case none
  case bool(Bool)
  case int(Int)
  case float(Double)
  case text(String)
  case list([ScriptValue])
  /// Keys that are texts, in order.
  case dict([(key: String, value: ScriptValue)])
  case tensor(Tensor)
  /// A function, an object, a range, a dict with other keys: what the prompt shows of it.
  case other(typeName: String, shown: String)
}

extension ScriptValue {
  /// Copies a value out of a machine.
  init(_ value: Value, in machine: VirtualMachine) {
    switch value.tag {
    case Tag.none: self = .none
    case Tag.bool: self = .bool(value.bool)
    case Tag.int: self = .int(value.int)
    case Tag.float: self = .float(value.float)
    default: self = Self.object(value, machine)
    }
  }

  private static func object(_ value: Value, _ machine: VirtualMachine) -> ScriptValue {
    if let text = value.string { return .text(text) }
    if let tensor = value.tensorObject { return .tensor(tensor.tensor) }
    if let list = value.listObject {
      return .list(list.items.map { ScriptValue($0, in: machine) })
    }
    if let dict = value.dictObject, dict.table.keys.allSatisfy({ $0.string != nil }) {
      return .dict(
        dict.table.live.map { ($0.key.string ?? "", ScriptValue($0.value, in: machine)) })
    }
    return .other(typeName: machine.typeName(value), shown: machine.shown(value))
  }

  /// Copies the value into a machine; what a machine alone can make becomes `none`.
  func value(in machine: VirtualMachine) -> Value {
    switch self {
    case .none, .other: return .none
    case .bool(let value): return .bool(value)
    case .int(let value): return .int(value)
    case .float(let value): return .float(value)
    case .text(let text): return machine.heap.text(text)
    case .tensor(let tensor): return machine.heap.tensor(tensor)
    case .list(let items): return machine.heap.list(items.map { $0.value(in: machine) })
    case .dict(let entries):
      var table = DictTable()
      for entry in entries {
        // A text is always a key.
        try? table.set(entry.value.value(in: machine), for: machine.heap.text(entry.key))
      }
      return machine.heap.dict(table)
    }
  }
}
