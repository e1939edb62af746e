/// What is known of a value without running the script: its type, and as much of its number, text,
/// length or shape as follows from literals, constructors, notes and shape rules.
public indirect enum Outline: Sendable {
  case unknown
  case none
  case bool(Bool?)
  case int(Int?)
  case float(Double?)
  case text(String?)
  /// The items, where their number is known.
  case list([Outline]?)
  /// The number of items, where it is known.
  case range(count: Int?)
  /// The entries, where all keys are known texts.
  case dict([String: Outline]?)
  /// The dtype, and the sizes from the first axis on: nil where the number of axes is not known,
  /// nil in a place whose size is not.
  case tensor(dtype: String?, sizes: [Int?]?)
  /// A function of the script, by its number in the check.
  case function(Int)
  /// A builtin, by its name.
  case builtin(String)
  /// A model: what it gives for the outlines of its arguments.
  case model(OutlineModel)
  /// An object of another type, or a module: what it has.
  case object(OutlineObject)

  /// The type as scripts name it; nil where it is not known.
  public var typeName: String? {
    switch self {
    case .unknown: nil
    case .none: "none"
    case .bool: "bool"
    case .int: "int"
    case .float: "float"
    case .text: "str"
    case .list: "list"
    case .range: "range"
    case .dict: "dict"
    case .tensor: "tensor"
    case .function, .builtin: "fn"
    case .model: "model"
    case .object(let object): object.typeName
    }
  }

  /// How messages show it: short values as typed, else type and size.
  public var described: String {
    switch self {
    case .unknown: "a value"
    case .none: "none"
    case .bool(let value): value.map { "bool \($0)" } ?? "a bool"
    case .int(let value): value.map { "int \($0)" } ?? "an int"
    case .float(let value): value.map { "float \($0)" } ?? "a float"
    case .text(let text):
      text.flatMap { $0.utf8.count <= 30 ? "text \($0.debugDescription)" : nil } ?? "a text"
    case .list(let items): items.map { "a list of \($0.count)" } ?? "a list"
    case .range: "a range"
    case .dict(let entries): entries.map { "a dict of \($0.count)" } ?? "a dict"
    case .tensor(let dtype, let sizes):
      "a tensor" + (sizes == nil ? dtype.map { " \($0)" } ?? "" : " \(kind)")
    case .function, .builtin: "a function"
    case .model: "a model"
    case .object(let object): "a value of type \(object.typeName)"
    }
  }

  /// `f32[64, 128]`: dtype and sizes of a tensor, `?` where a size is not known.
  public var kind: String {
    guard case .tensor(let dtype, let sizes) = self else { return typeName ?? "?" }
    return (dtype ?? "") + (sizes.map(Self.text) ?? "[...]")
  }

  /// `[64, ?]`
  public static func text(_ sizes: [Int?]) -> String {
    "[" + sizes.map { $0.map(String.init) ?? "?" }.joined(separator: ", ") + "]"
  }

  /// Whether it surely is none.
  public var isNone: Bool { if case .none = self { true } else { false } }

  /// Whether it surely is a number.
  public var isNumber: Bool {
    switch self {
    case .bool, .int, .float: true
    case .unknown, .none, .text, .list, .range, .dict, .tensor, .function, .builtin, .model,
      .object:
      false
    }
  }

  /// What holds whichever of the two a value is.
  public func joined(with other: Outline) -> Outline {
    switch (self, other) {
    case (.none, .none): .none
    case (.bool(let a), .bool(let b)): .bool(a == b ? a : nil)
    case (.int(let a), .int(let b)): .int(a == b ? a : nil)
    case (.float(let a), .float(let b)): .float(a == b ? a : nil)
    case (.text(let a), .text(let b)): .text(a == b ? a : nil)
    case (.list(let a), .list(let b)): .list(Self.joined(a, b))
    case (.range(let a), .range(let b)): .range(count: a == b ? a : nil)
    case (.dict(let a), .dict(let b)): .dict(Self.joined(a, b))
    case (.tensor(let a, let x), .tensor(let b, let y)):
      .tensor(dtype: a == b ? a : nil, sizes: Self.joined(x, y))
    case (.function(let a), .function(let b)) where a == b: self
    case (.builtin(let a), .builtin(let b)) where a == b: self
    case (.model(let a), .model(let b)) where a === b: self
    case (.object(let a), .object(let b)) where a.module == nil && a.typeName == b.typeName: self
    default: .unknown
    }
  }

  private static func joined(_ a: [Outline]?, _ b: [Outline]?) -> [Outline]? {
    guard let a, let b, a.count == b.count else { return nil }
    return zip(a, b).map { $0.joined(with: $1) }
  }

  private static func joined(
    _ a: [String: Outline]?, _ b: [String: Outline]?
  ) -> [String: Outline]? {
    guard let a, let b, a.count == b.count else { return nil }
    var joined: [String: Outline] = [:]
    for (key, value) in a {
      guard let other = b[key] else { return nil }
      joined[key] = value.joined(with: other)
    }
    return joined
  }

  private static func joined(_ a: [Int?]?, _ b: [Int?]?) -> [Int?]? {
    guard let a, let b, a.count == b.count else { return nil }
    return zip(a, b).map { $0 == $1 ? $0 : nil }
  }

  /// The outline as a tensor, where functions of tensors take it for one: a number, a range, or a
  /// rectangular list of numbers; nil where it is none or that is not known.
  public var asTensor: (dtype: String?, sizes: [Int?]?)? {
    switch self {
    case .tensor(let dtype, let sizes): (dtype, sizes)
    case .bool, .int, .float: (nil, [])
    case .range(let count): (nil, [count])
    case .list(let items): items.flatMap(Self.stacked)
    case .unknown, .none, .text, .dict, .function, .builtin, .model, .object: nil
    }
  }

  private static func stacked(_ items: [Outline]) -> (dtype: String?, sizes: [Int?]?)? {
    guard let first = items.first?.asTensor else { return nil }
    var sizes = first.sizes
    for item in items.dropFirst() {
      guard let next = item.asTensor else { return nil }
      // A ragged list is for the call to complain of.
      if let known = sizes, let other = next.sizes, known.count != other.count { return nil }
      sizes = joined(sizes, next.sizes)
    }
    return (nil, sizes.map { [items.count] + $0 })
  }
}

/// What a model gives for the outlines of its arguments.
public final class OutlineModel: Sendable {
  /// Its result for one input, or what does not fit.
  public let apply: @Sendable (Outline) throws(OutlineError) -> Outline

  /// Its fields and methods; empty where they are not known.
  public let members: [String]

  /// A model with a rule.
  public init(
    members: [String] = [],
    _ apply: @escaping @Sendable (Outline) throws(OutlineError) -> Outline
  ) {
    self.members = members
    self.apply = apply
  }
}

/// What is known of an object or module.
public struct OutlineObject: Sendable {
  /// The type as scripts name it.
  public let typeName: String
  /// Fields, methods or members, with what is known of their values.
  public let members: [String: Outline]
  /// The name of a module; nil for an object.
  public let module: String?

  /// An object with fields and methods of these names.
  public init(_ typeName: String, members: [String]) {
    self.typeName = typeName
    self.members = Dictionary(
      members.map { ($0, .unknown) }, uniquingKeysWith: { first, _ in first })
    module = nil
  }

  /// A module with members.
  public init(module name: String, members: [String: Outline]) {
    typeName = "module"
    self.members = members
    module = name
  }
}

/// Values that cannot go together, found without running.
public struct OutlineError: SubjectError, Equatable {
  /// `shape`, `index`, `value` or `type`.
  public let kindName: String
  /// What is wrong, in the words of the error at run time.
  public let message: String
  /// What to do, where that is known.
  public let hint: String?

  /// An error of a kind.
  public init(_ kindName: String, _ message: String, hint: String? = nil) {
    self.kindName = kindName
    self.message = message
    self.hint = hint
  }

  /// Sizes that do not fit.
  public static func shape(_ message: String) -> OutlineError { OutlineError("shape", message) }
}

/// The outlines of a call's arguments, in the places of the parameters.
public struct OutlineCall: Sendable {
  private let values: [String: Outline]
  /// The values that a rest parameter takes; nil where not all are known, as behind `..xs`.
  public let rest: [Outline]?

  /// The arguments by position, as given.
  private let positional: [Outline]

  /// Arguments by the names of their parameters.
  public init(_ values: [String: Outline], rest: [Outline]?, positional: [Outline] = []) {
    self.values = values
    self.rest = rest
    self.positional = positional
  }

  /// The same call with the parameters of another signature: where a name means a function and a
  /// layer.
  public func with(_ parameters: [String]) -> OutlineCall {
    var values = self.values
    for (name, value) in zip(parameters, positional) { values[name] = value }
    return OutlineCall(values, rest: rest, positional: positional)
  }

  /// The argument of a parameter; nil where the call leaves it out.
  public subscript(name: String) -> Outline? { values[name] }

  /// Whether the call gives the parameter.
  public func gives(_ name: String) -> Bool { values[name] != nil }

  /// An int argument, or `fallback` where it is left out; nil where it is not known.
  public func int(_ name: String, default fallback: Int? = nil) -> Int? {
    guard let value = values[name] else { return fallback }
    if case .int(let number) = value { return number }
    return nil
  }
}

/// What a builtin gives for the outlines of its arguments, or what does not fit: an error only
/// where every run of the call would fail.
public typealias OutlineRule = @Sendable (OutlineCall) throws(OutlineError) -> Outline
