/// A value as a call hands it to an entry, in terms that need no layer above.
///
/// Whatever only a higher layer knows (a tensor, a loss, a function) travels as `object`.
public enum Argument {
  case none
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case list([Argument])
  /// Something of a layer above; `typeName` is what scripts call it.
  case object(Any, typeName: String)

  /// The type as scripts name it.
  public var typeName: String {
    switch self {
    case .none: "none"
    case .bool: "bool"
    case .integer: "int"
    case .number: "float"
    case .text: "str"
    case .list: "list"
    case .object(_, let typeName): typeName
    }
  }

  /// How an error shows what it got: short values as typed, else the type.
  public var shown: String {
    switch self {
    case .none: "none"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): value.count <= 40 ? "text \"\(value)\"" : "a text"
    case .list(let items): "a list of \(items.count)"
    case .object(_, let typeName): "a value of type \(typeName)"
    }
  }
}
