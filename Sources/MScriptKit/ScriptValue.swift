import Machine
import Tensors

/// A value of a script as a Swift program holds it.
public indirect enum ScriptValue: Sendable {
  case none
  case bool(Bool)
  case int(Int)
  case float(Double)
  case text(String)
  case list([ScriptValue])
  /// Keys that are texts, in order.
  case dict([(key: String, value: ScriptValue)])
  case tensor(Tensor)
  /// A function, an object, a range, a dict with other keys, what is nested over 1,000 deep: what
  /// the prompt shows of it.
  case other(typeName: String, shown: String)

  /// The type as scripts name it.
  public var typeName: String {
    switch self {
    case .none: "none"
    case .bool: "bool"
    case .int: "int"
    case .float: "float"
    case .text: "str"
    case .list: "list"
    case .dict: "dict"
    case .tensor: "tensor"
    case .other(let typeName, _): typeName
    }
  }
}

extension ScriptValue {
  /// Copies a value out of a machine.
  init(_ value: Value, in machine: VirtualMachine, depth: Int = 0) {
    switch value.tag {
    case Tag.none: self = .none
    case Tag.bool: self = .bool(value.bool)
    case Tag.int: self = .int(value.int)
    case Tag.float: self = .float(value.float)
    default: self = Self.object(value, machine, depth)
    }
  }

  private static func object(
    _ value: Value, _ machine: VirtualMachine, _ depth: Int
  ) -> ScriptValue {
    if let text = value.string { return .text(text) }
    if let tensor = value.tensorObject { return .tensor(tensor.tensor) }
    if let list = value.listObject, depth < 1000 {
      return .list(list.items.map { ScriptValue($0, in: machine, depth: depth + 1) })
    }
    if let dict = value.dictObject, depth < 1000,
      dict.table.keys.allSatisfy({ $0.string != nil })
    {
      return .dict(
        dict.table.live.map {
          ($0.key.string ?? "", ScriptValue($0.value, in: machine, depth: depth + 1))
        })
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
