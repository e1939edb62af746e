import Catalog
import Machine
import Tensors

/// A list, range, text, tensor, dict or stream: whatever can be walked.
struct SequenceArgument: ValueParameter {
  let description: ParameterDescription

  init(_ name: String = "xs", accepts: String = "a list, or something else to walk over") {
    description = ParameterDescription(name, accepts: accepts)
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> Value {
    guard let value else { throw absent }
    let kinds: Set = ["list", "range", "str", "dict", "tensor"]
    guard kinds.contains(value.typeName) || value.instanceObject != nil else {
      throw wrongType(value, machine)
    }
    return value
  }
}

/// A dict.
struct DictArgument: ValueParameter {
  let description: ParameterDescription

  init(_ name: String = "d") {
    description = ParameterDescription(name, accepts: "a dict")
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> DictObject {
    guard let value else { throw absent }
    guard let dict = value.dictObject else { throw wrongType(value, machine) }
    return dict
  }
}

/// A text as its bytes, which are not copied.
struct TextBytes: Parameter, ValueParameter {
  private let text: Text
  var description: ParameterDescription { text.description }

  init(_ name: String = "s") { text = Text(name) }

  /// What a check before the run says of an argument, which a text itself says too.
  func read(_ argument: Argument?) throws(ArgumentError) -> String { try text.read(argument) }

  func read(value: Value?, in machine: VirtualMachine) throws -> [UInt8] {
    guard let value else { throw absent }
    guard let text = value.textObject else { throw wrongType(value, machine) }
    return text.utf8
  }
}

/// Axes: nil for all of them, an int, or a list of ints.
struct AxesArgument: ValueParameter {
  let description: ParameterDescription

  init(_ name: String = "axis", passing: Passing = .positional) {
    description = ParameterDescription(
      name, accepts: "an axis, a list of axes, or none for all", defaultText: "none",
      passing: passing)
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> [Int]? {
    guard let value, !value.isNone else { return nil }
    if let axis = value.wholeNumber { return [axis] }
    guard let list = value.listObject else { throw wrongType(value, machine) }
    return try list.items.map { item in
      guard let axis = item.wholeNumber else { throw wrongType(value, machine) }
      return axis
    }
  }
}

/// A dtype, nil where it is left out.
struct DTypeArgument: ValueParameter {
  let description: ParameterDescription

  init(_ name: String = "dtype", defaultText: String? = "none", passing: Passing = .named) {
    description = ParameterDescription(
      name, accepts: "f32, f64, i64 or bool", defaultText: defaultText, passing: passing)
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> DType? {
    guard let value, !value.isNone else { return nil }
    let name = value.builtinObject?.builtin.name ?? value.string
    switch name {
    case "int": return .i64
    case "float": return .f64
    default: break
    }
    guard let dtype = DType.allCases.first(where: { $0.name == name }) else {
      throw wrongType(value, machine)
    }
    return dtype
  }
}

/// A shape, loose or as one list: `zeros(3, 4)`, `zeros([3, 4])`.
struct ShapeArgument {
  /// The sizes that a rest parameter took.
  static func sizes(_ values: [Value], _ entry: String) throws -> [Int] {
    var values = values
    if values.count == 1, let list = values[0].listObject { values = list.items }
    if values.count == 1, let tensor = values[0].tensorObject?.tensor, tensor.rank == 1 {
      return tensor.ints()
    }
    return try values.map { value in
      guard let size = value.wholeNumber else {
        throw RuntimeError(
          .type, "\(entry): the sizes of a shape must be ints, got \(value.described)")
      }
      return size
    }
  }

  /// A shape given as one list, or an int.
  static func sizes(of value: Value, _ entry: String) throws -> [Int] {
    try sizes([value], entry)
  }
}

/// A list of ints, or one int.
struct Integers: ValueParameter {
  let description: ParameterDescription

  private let fallback: [Int]?

  /// `fallback` nil makes it required.
  init(
    _ name: String, accepts: String = "an int or a list of ints", default fallback: [Int]? = nil,
    passing: Passing = .positional
  ) {
    self.fallback = fallback
    description = ParameterDescription(
      name, accepts: accepts,
      defaultText: fallback.map { "[\($0.map(String.init).joined(separator: ", "))]" },
      passing: passing)
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> [Int] {
    guard let value else {
      guard let fallback else { throw absent }
      return fallback
    }
    if let whole = value.wholeNumber { return [whole] }
    guard value.listObject != nil || value.tensorObject != nil || value.rangeObject != nil else {
      throw wrongType(value, machine)
    }
    return try machine.items(of: value).map { item in
      guard let whole = item.wholeNumber else { throw wrongType(value, machine) }
      return whole
    }
  }
}

/// A whole number, or nil.
struct OptionalInteger: ValueParameter {
  let description: ParameterDescription

  init(_ name: String, passing: Passing = .positional) {
    description = ParameterDescription(
      name, accepts: "an int or none", defaultText: "none", passing: passing)
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> Int? {
    guard let value, !value.isNone else { return nil }
    guard let whole = value.wholeNumber else { throw wrongType(value, machine) }
    return whole
  }
}

/// A text, or nil.
struct OptionalText: ValueParameter {
  let description: ParameterDescription

  init(_ name: String, passing: Passing = .positional) {
    description = ParameterDescription(
      name, accepts: "a text or none", defaultText: "none", passing: passing)
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> String? {
    guard let value, !value.isNone else { return nil }
    guard let text = value.string else { throw wrongType(value, machine) }
    return text
  }
}

extension Value {
  /// An int, or the int of an i64 tensor of shape `[]`; nil for anything else.
  var wholeNumber: Int? {
    if tag == Tag.int { return int }
    guard let number = numberOfScalarTensor, number.tag == Tag.int else { return nil }
    return number.int
  }

  /// A number, or that of a tensor of shape `[]`.
  var number: Value? { isNumber ? self : numberOfScalarTensor }
}

extension Documentation {
  /// `Documentation.of("min", [("xs", "…")], …)` for entries that match their arguments themselves.
  static func of(
    _ name: String, _ parameters: [ParameterDescription], _ summary: String,
    details: String = "", example: Example, related: [String] = []
  ) -> Documentation {
    Documentation(
      name: name, parameters: parameters, summary: summary, details: details, example: example,
      related: related)
  }
}
