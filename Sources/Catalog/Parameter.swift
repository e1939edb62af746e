/// A declared parameter: it documents, bounds, defaults *and decodes*, so that help cannot
/// disagree with behavior.
public protocol Parameter: Sendable {
  associatedtype Output
  /// What help and checks say of it.
  var description: ParameterDescription { get }
  /// Decodes an argument; nil means that the call left it out.
  /// - Throws: `ArgumentError` without an entry name, which the entry fills in.
  func read(_ argument: Argument?) throws(ArgumentError) -> Output
}

extension Parameter {
  /// The error of an argument of the wrong type.
  public func wrongType(_ got: Argument) -> ArgumentError {
    ArgumentError(
      .wrongType(parameter: description.name, accepts: description.accepts, got: got.shown))
  }

  /// The error of an argument with an impossible value.
  public func wrongValue(_ got: Argument) -> ArgumentError {
    ArgumentError(
      .wrongValue(parameter: description.name, accepts: description.accepts, got: got.shown))
  }

  /// The error of a required argument that was left out.
  public var missing: ArgumentError {
    ArgumentError(.missing(parameter: description.name, accepts: description.accepts))
  }

  /// What it says to an argument, or to none; nil where it takes it.
  public func refusal(of argument: Argument?) -> ArgumentError? {
    do throws(ArgumentError) {
      _ = try read(argument)
      return nil
    } catch {
      return error
    }
  }
}

/// The range a number must lie in.
public enum Bounds: Sendable, Equatable {
  case any
  case atLeast(Double)
  case above(Double)
  case between(Double, Double)

  /// Whether `value` is a number inside.
  public func contains(_ value: Double) -> Bool {
    switch self {
    case .any: !value.isNaN
    case .atLeast(let low): value >= low
    case .above(let low): value > low
    case .between(let low, let high): value >= low && value <= high
    }
  }

  /// The words behind "a number".
  public var words: String {
    switch self {
    case .any: ""
    case .atLeast(let low): " ≥ \(short(low))"
    case .above(let low): " > \(short(low))"
    case .between(let low, let high): " in \(short(low))…\(short(high))"
    }
  }
}

/// A whole number without its point, else the shortest text that reads back the same.
func short(_ value: Double) -> String {
  if value == .pi { return "π" }
  return value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
}

/// A real number.
public struct Number: Parameter {
  /// What help and checks say of it.
  public let description: ParameterDescription
  let bounds: Bounds
  let fallback: Double?

  /// - Parameters:
  ///   - unit: shown in help and errors: "cosine", "radians", "distance".
  ///   - fallback: the value where the call leaves it out; nil makes it required.
  public init(
    _ name: String, _ bounds: Bounds = .any, unit: String? = nil, default fallback: Double? = nil,
    passing: Passing = .positional
  ) {
    self.bounds = bounds
    self.fallback = fallback
    description = ParameterDescription(
      name, accepts: "a number" + bounds.words + (unit.map { " (\($0))" } ?? ""),
      defaultText: fallback.map(short), passing: passing)
  }

  /// Decodes an argument.
  public func read(_ argument: Argument?) throws(ArgumentError) -> Double {
    guard let argument else {
      guard let fallback else { throw missing }
      return fallback
    }
    let value: Double
    switch argument {
    case .integer(let whole): value = Double(whole)
    case .number(let number): value = number
    case .none, .bool, .text, .list, .object: throw wrongType(argument)
    }
    guard bounds.contains(value) else { throw wrongValue(argument) }
    return value
  }
}

/// A number, or `none`.
public struct OptionalNumber: Parameter {
  /// What help and checks say of it.
  public let description: ParameterDescription
  let number: Number

  /// A number within `bounds` that may be left out.
  public init(
    _ name: String, _ bounds: Bounds = .any, unit: String? = nil, passing: Passing = .named
  ) {
    number = Number(name, bounds, unit: unit)
    description = ParameterDescription(
      name, accepts: number.description.accepts + " or none", defaultText: "none",
      passing: passing)
  }

  /// Decodes an argument.
  public func read(_ argument: Argument?) throws(ArgumentError) -> Double? {
    guard let argument else { return nil }
    if case .none = argument { return nil }
    return try number.read(argument)
  }
}

/// A whole number.
public struct Integer: Parameter {
  /// What help and checks say of it.
  public let description: ParameterDescription
  let bounds: Bounds
  let fallback: Int?

  /// A whole number within `bounds`; `fallback` nil makes it required.
  public init(
    _ name: String, _ bounds: Bounds = .any, default fallback: Int? = nil,
    passing: Passing = .positional
  ) {
    self.bounds = bounds
    self.fallback = fallback
    description = ParameterDescription(
      name, accepts: "a whole number" + bounds.words, defaultText: fallback.map(String.init),
      passing: passing)
  }

  /// Decodes an argument.
  public func read(_ argument: Argument?) throws(ArgumentError) -> Int {
    guard let argument else {
      guard let fallback else { throw missing }
      return fallback
    }
    let value: Int
    switch argument {
    case .integer(let whole): value = whole
    case .number(let number):
      guard let whole = Int(exactly: number) else { throw wrongValue(argument) }
      value = whole
    case .none, .bool, .text, .list, .object: throw wrongType(argument)
    }
    guard bounds.contains(Double(value)) else { throw wrongValue(argument) }
    return value
  }
}

/// `true` or `false`.
public struct Flag: Parameter {
  /// What help and checks say of it.
  public let description: ParameterDescription
  let fallback: Bool

  /// A switch, an option by name unless `passing` says otherwise.
  public init(_ name: String, default fallback: Bool = false, passing: Passing = .named) {
    self.fallback = fallback
    description = ParameterDescription(
      name, accepts: "true or false", defaultText: "\(fallback)", passing: passing)
  }

  /// Decodes an argument.
  public func read(_ argument: Argument?) throws(ArgumentError) -> Bool {
    guard let argument else { return fallback }
    guard case .bool(let value) = argument else { throw wrongType(argument) }
    return value
  }
}

/// A text.
public struct Text: Parameter {
  /// What help and checks say of it.
  public let description: ParameterDescription
  let fallback: String?

  /// A text; `fallback` nil makes it required.
  public init(_ name: String, default fallback: String? = nil, passing: Passing = .positional) {
    self.fallback = fallback
    description = ParameterDescription(
      name, accepts: "a text", defaultText: fallback?.debugDescription, passing: passing)
  }

  /// Decodes an argument.
  public func read(_ argument: Argument?) throws(ArgumentError) -> String {
    guard let argument else {
      guard let fallback else { throw missing }
      return fallback
    }
    guard case .text(let value) = argument else { throw wrongType(argument) }
    return value
  }
}

/// One of several words.
public struct Choice: Parameter {
  /// What help and checks say of it.
  public let description: ParameterDescription
  let words: [String]
  let fallback: String

  /// `Choice("reduction", ["mean", "sum", "none"], default: "mean")`.
  public init(
    _ name: String, _ words: [String], default fallback: String, passing: Passing = .named
  ) {
    self.words = words
    self.fallback = fallback
    description = ParameterDescription(
      name, accepts: "one of " + words.map { "\"\($0)\"" }.joined(separator: ", "),
      defaultText: "\"\(fallback)\"", passing: passing)
  }

  /// Decodes an argument.
  public func read(_ argument: Argument?) throws(ArgumentError) -> String {
    guard let argument else { return fallback }
    guard case .text(let value) = argument else { throw wrongType(argument) }
    guard words.contains(value) else { throw wrongValue(argument) }
    return value
  }
}

/// A value of a type that this layer does not know: a margin, a model, a list of views.
public struct Instance<Output>: Parameter {
  /// What help and checks say of it.
  public let description: ParameterDescription
  let fallback: @Sendable () -> Output?
  let convert: @Sendable (Argument) -> Output?

  /// - Parameters:
  ///   - accepts: the words of errors: "a margin such as am(0.1)".
  ///   - fallback: the value where it is left out; nil makes it required.
  ///   - convert: nil where the argument is of the wrong type.
  public init(
    _ name: String, accepts: String, defaultText: String? = nil, passing: Passing = .positional,
    default fallback: @escaping @Sendable () -> Output? = { nil },
    convert: @escaping @Sendable (Argument) -> Output? = { argument in
      if case .object(let object, _) = argument { object as? Output } else { nil }
    }
  ) {
    self.fallback = fallback
    self.convert = convert
    description = ParameterDescription(
      name, accepts: accepts, defaultText: defaultText, passing: passing)
  }

  /// Decodes an argument.
  public func read(_ argument: Argument?) throws(ArgumentError) -> Output {
    guard let argument else {
      guard let value = fallback() else { throw missing }
      return value
    }
    guard let value = convert(argument) else { throw wrongType(argument) }
    return value
  }
}
