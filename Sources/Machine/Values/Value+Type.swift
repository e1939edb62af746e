extension Value {
  /// The type as scripts name it: `type(x)`.
  public var typeName: String {
    switch tag {
    case Tag.none: return "none"
    case Tag.bool: return "bool"
    case Tag.int: return "int"
    case Tag.float: return "float"
    default: break
    }
    guard let object = heapObject else { return "none" }
    switch object.kind {
    case .text: return "str"
    case .list: return "list"
    case .dict: return "dict"
    case .range: return "range"
    case .tensor: return "tensor"
    case .closure, .builtin, .boundMethod: return "fn"
    case .error: return "error"
    case .instance: return instanceObject?.object.typeName ?? "object"
    case .module: return "module"
    case .cell, .iterator: return "cell"
    }
  }
}

extension VirtualMachine {
  /// The type of a value as scripts name it.
  public func typeName(_ v: Value) -> String { v.typeName }
}
