import Tensors

/// A Swift type that scripts can hand over and take: numbers, texts, tensors, lists and dicts of
/// them, optionals for `none`.
public protocol ScriptConvertible: SendableMetatype {
  /// The value as a script holds it.
  var scriptValue: ScriptValue { get }
  /// Reads a script's value; nil where it is of another type.
  init?(scriptValue: ScriptValue)
}

extension ScriptValue: ScriptConvertible {
  /// Itself.
  public var scriptValue: ScriptValue { self }
  /// Any value.
  public init?(scriptValue: ScriptValue) { self = scriptValue }
}

extension Bool: ScriptConvertible {
  /// A `bool`.
  public var scriptValue: ScriptValue { .bool(self) }
  /// Reads a `bool`.
  public init?(scriptValue: ScriptValue) {
    guard case .bool(let value) = scriptValue else { return nil }
    self = value
  }
}

extension Int: ScriptConvertible {
  /// An `int`.
  public var scriptValue: ScriptValue { .int(self) }
  /// Reads an `int`.
  public init?(scriptValue: ScriptValue) {
    guard case .int(let value) = scriptValue else { return nil }
    self = value
  }
}

extension Double: ScriptConvertible {
  /// A `float`.
  public var scriptValue: ScriptValue { .float(self) }
  /// Reads a `float`, an `int`, or a tensor of shape `[]`.
  public init?(scriptValue: ScriptValue) {
    switch scriptValue {
    case .float(let value): self = value
    case .int(let value): self = Double(value)
    case .tensor(let tensor):
      guard tensor.shape.isEmpty, let value = try? tensor.item() else { return nil }
      self = value
    case .none, .bool, .text, .list, .dict, .other: return nil
    }
  }
}

extension String: ScriptConvertible {
  /// A `str`.
  public var scriptValue: ScriptValue { .text(self) }
  /// Reads a `str`.
  public init?(scriptValue: ScriptValue) {
    guard case .text(let value) = scriptValue else { return nil }
    self = value
  }
}

extension Tensor: ScriptConvertible {
  /// A `tensor`.
  public var scriptValue: ScriptValue { .tensor(self) }
  /// Reads a `tensor`.
  public init?(scriptValue: ScriptValue) {
    guard case .tensor(let value) = scriptValue else { return nil }
    self = value
  }
}

extension Optional: ScriptConvertible where Wrapped: ScriptConvertible {
  /// The value, or `none`.
  public var scriptValue: ScriptValue { self?.scriptValue ?? .none }
  /// Reads the value, or `none`.
  public init?(scriptValue: ScriptValue) {
    if case .none = scriptValue {
      self = .none
    } else {
      guard let value = Wrapped(scriptValue: scriptValue) else { return nil }
      self = value
    }
  }
}

extension Array: ScriptConvertible where Element: ScriptConvertible {
  /// A list.
  public var scriptValue: ScriptValue { .list(map(\.scriptValue)) }
  /// Reads a list whose items are all of the type.
  public init?(scriptValue: ScriptValue) {
    guard case .list(let items) = scriptValue else { return nil }
    var elements: [Element] = []
    for item in items {
      guard let element = Element(scriptValue: item) else { return nil }
      elements.append(element)
    }
    self = elements
  }
}

extension Dictionary: ScriptConvertible where Key == String, Value: ScriptConvertible {
  /// A dict, in the order of its keys.
  public var scriptValue: ScriptValue {
    .dict(sorted { $0.key < $1.key }.map { ($0.key, $0.value.scriptValue) })
  }
  /// Reads a dict whose keys are texts and whose values are all of the type.
  public init?(scriptValue: ScriptValue) {
    guard case .dict(let entries) = scriptValue else { return nil }
    self.init()
    for (key, value) in entries {
      guard let value = Value(scriptValue: value) else { return nil }
      self[key] = value
    }
  }
}
