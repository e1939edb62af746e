import Catalog
import Tensors

/// The arguments of a call as the machine holds them.
///
/// The values stay alive for the whole call: they stand in the caller's registers.
public struct Arguments {
  /// Values by position, in order.
  public var positional: [Value]
  /// Values by name, in order.
  public var named: [(name: String, value: Value)]

  /// Arguments by position and by name.
  public init(_ positional: [Value], named: [(name: String, value: Value)] = []) {
    self.positional = positional
    self.named = named
  }
}

/// A parameter that reads a script value: a `Catalog` parameter, or one that knows tensors,
/// lists and functions.
public protocol ValueParameter: Sendable {
  associatedtype ValueOutput
  /// What help and checks say of it.
  var description: ParameterDescription { get }
  /// Decodes a value; nil means that the call left it out.
  func read(value: Value?, in machine: VirtualMachine) throws -> ValueOutput
}

extension ValueParameter {
  /// The error of an argument of the wrong type.
  public func wrongType(_ value: Value, _ machine: VirtualMachine) -> ArgumentError {
    ArgumentError(
      .wrongType(
        parameter: description.name, accepts: description.accepts,
        got: machine.argument(value).shown))
  }

  /// The error of a required argument that was left out.
  public var absent: ArgumentError {
    ArgumentError(.missing(parameter: description.name, accepts: description.accepts))
  }
}

/// A function that scripts can call: one entry that help, completion, checks, reference pages and
/// tests all read.
public final class Builtin: Sendable {
  /// What help, completion, checks and tests read.
  public let documentation: Documentation
  /// The body, with arguments not yet matched to parameters.
  public let body: @Sendable (VirtualMachine, Arguments) throws -> Value
  /// What a parameter, by its place, says to an argument that is known before the run, or to none;
  /// nil for a builtin that matches its arguments itself.
  public let refusal: (@Sendable (_ parameter: Int, Argument?) -> ArgumentError?)?

  /// The body of a builtin of one value.
  public typealias UnaryBody = @Sendable (VirtualMachine, Value) throws -> Value
  /// What a call with one value by position runs, nil where that is `body`: matching arguments to
  /// parameters takes longer than `len` itself.
  let unaryBody: UnaryBody?

  /// A builtin that matches its arguments itself (several call forms); `refusal` says what can be
  /// said of one of them before the run, `ofOne` what a call with one value runs.
  public init(
    _ documentation: Documentation,
    refusal: (@Sendable (_ parameter: Int, Argument?) -> ArgumentError?)? = nil,
    ofOne unaryBody: UnaryBody? = nil,
    body: @escaping @Sendable (VirtualMachine, Arguments) throws -> Value
  ) {
    self.documentation = documentation
    self.body = body
    self.refusal = refusal
    self.unaryBody = unaryBody
  }

  /// A builtin of one parameter.
  public init<P: ValueParameter>(
    _ name: String, _ parameter: P, summary: String, details: String = "",
    example: Example, source: Citation? = nil, related: [String] = [],
    body: @escaping @Sendable (VirtualMachine, P.ValueOutput) throws -> Value
  ) {
    let documentation = Documentation(
      name: name, parameters: [parameter.description], summary: summary, details: details,
      example: example, source: source, related: related)
    self.documentation = documentation
    let unary: UnaryBody = { machine, value in
      try documentation.naming {
        try body(machine, try parameter.read(value: value, in: machine))
      }
    }
    refusal = { _, argument in Self.refusal(of: parameter, argument) }
    unaryBody = parameter.description.passing == .positional ? unary : nil
    self.body = { machine, arguments in
      var reader = try ValueReader(arguments, for: documentation, in: machine)
      return try documentation.naming { try body(machine, try reader.next(parameter)) }
    }
  }

  /// A builtin of two parameters: as of any number, without what a list of types costs at a call.
  public convenience init<P: ValueParameter, Q: ValueParameter>(
    _ name: String, _ first: P, _ second: Q, summary: String, details: String = "",
    example: Example, source: Citation? = nil, related: [String] = [],
    ofOne unaryBody: UnaryBody? = nil,
    body: @escaping @Sendable (VirtualMachine, P.ValueOutput, Q.ValueOutput) throws -> Value
  ) {
    self.init(
      Documentation(
        name: name, parameters: [first.description, second.description], summary: summary,
        details: details, example: example, source: source, related: related),
      refusals: [{ Self.refusal(of: first, $0) }, { Self.refusal(of: second, $0) }],
      ofOne: unaryBody
    ) { machine, reader in
      try body(machine, try reader.next(first), try reader.next(second))
    }
  }

  /// A builtin of three parameters.
  public convenience init<P: ValueParameter, Q: ValueParameter, R: ValueParameter>(
    _ name: String, _ first: P, _ second: Q, _ third: R, summary: String, details: String = "",
    example: Example, source: Citation? = nil, related: [String] = [],
    ofOne unaryBody: UnaryBody? = nil,
    body:
      @escaping @Sendable (
        VirtualMachine, P.ValueOutput, Q.ValueOutput, R.ValueOutput
      ) throws -> Value
  ) {
    self.init(
      Documentation(
        name: name, parameters: [first.description, second.description, third.description],
        summary: summary, details: details, example: example, source: source, related: related),
      refusals: [
        { Self.refusal(of: first, $0) }, { Self.refusal(of: second, $0) },
        { Self.refusal(of: third, $0) },
      ],
      ofOne: unaryBody
    ) { machine, reader in
      try body(
        machine, try reader.next(first), try reader.next(second), try reader.next(third))
    }
  }

  /// A builtin with declared parameters; `body` receives the decoded values in their order.
  ///
  /// `ofOne` may give the same for a call with one value and all defaults, at once.
  public convenience init<each P: ValueParameter>(
    _ name: String, _ parameters: repeat each P, summary: String, details: String = "",
    example: Example, source: Citation? = nil, related: [String] = [],
    ofOne unaryBody: UnaryBody? = nil,
    body: @escaping @Sendable (VirtualMachine, repeat (each P).ValueOutput) throws -> Value
  ) {
    var descriptions: [ParameterDescription] = []
    var refusals: [@Sendable (Argument?) -> ArgumentError?] = []
    for parameter in repeat each parameters {
      descriptions.append(parameter.description)
      refusals.append { Self.refusal(of: parameter, $0) }
    }
    self.init(
      Documentation(
        name: name, parameters: descriptions, summary: summary, details: details,
        example: example, source: source, related: related),
      refusals: refusals, ofOne: unaryBody
    ) { machine, reader in
      try body(machine, repeat try reader.next(each parameters))
    }
  }

  /// A builtin that takes its values from a reader, in the order of its parameters.
  private convenience init(
    _ documentation: Documentation,
    refusals: [@Sendable (Argument?) -> ArgumentError?], ofOne unaryBody: UnaryBody?,
    body: @escaping @Sendable (VirtualMachine, inout ValueReader) throws -> Value
  ) {
    let plainCount = documentation.plainParameterCount
    self.init(
      documentation,
      refusal: { place, argument in
        refusals.indices.contains(place) ? refusals[place](argument) : nil
      }, ofOne: unaryBody
    ) { machine, arguments in
      var reader =
        arguments.named.isEmpty && arguments.positional.count <= plainCount
        ? ValueReader(plain: arguments.positional, in: machine)
        : try ValueReader(arguments, for: documentation, in: machine)
      return try documentation.naming { try body(machine, &reader) }
    }
  }

  /// A builtin made of a whole catalog's entry: `wrap` turns the product into a value.
  public convenience init<Product>(
    _ entry: Entry<Product>,
    wrap: @escaping @Sendable (Product, VirtualMachine) throws -> Value
  ) {
    self.init(entry.documentation, refusal: entry.refusal) { machine, arguments in
      let positional = arguments.positional.map(machine.argument)
      let named = arguments.named.map { ($0.name, machine.argument($0.value)) }
      return try wrap(try entry.make(positional, named: named), machine)
    }
  }

  /// The script name.
  public var name: String { documentation.name }

  /// What a parameter says to an argument that is known before the run, or to none; nil where it
  /// takes it, or only a run can tell.
  public static func refusal<P: ValueParameter>(
    of parameter: P, _ argument: Argument?
  ) -> ArgumentError? {
    if let parameter = parameter as? any Parameter { return parameter.refusal(of: argument) }
    // Only a run knows more of tensors, lists and functions.
    let description = parameter.description
    let isRequired = description.defaultText == nil && description.passing != .rest
    return argument == nil && isRequired ? parameter.absent : nil
  }
}

extension Documentation {
  /// Runs `body`; an error about an argument that names no entry is this one's.
  @inline(__always)
  fileprivate func naming<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch var error as ArgumentError where error.entry.isEmpty {
      error.entry = name
      error.signature = signature
      throw error
    }
  }

  /// How many values by position need no matching: those of the parameters before the first that
  /// goes by name; -1 where one takes the rest.
  fileprivate var plainParameterCount: Int {
    if parameters.contains(where: { $0.passing == .rest }) { return -1 }
    return parameters.firstIndex { $0.passing == .named } ?? parameters.count
  }
}

/// All further positional values.
public struct Rest: ValueParameter {
  /// What help and checks say of it.
  public let description: ParameterDescription

  /// `Rest("values", accepts: "any values")`.
  public init(_ name: String, accepts: String = "any values") {
    description = ParameterDescription(name, accepts: accepts, passing: .rest)
  }

  /// Decodes an argument.
  public func read(value: Value?, in machine: VirtualMachine) throws -> [Value] { [] }
}

/// Any value at all.
public struct AnyValue: ValueParameter {
  /// What help and checks say of it.
  public let description: ParameterDescription
  let fallback: Value?

  /// Any value; `fallback` (a scalar) is used where it is left out, shown as `defaultText`.
  public init(
    _ name: String, accepts: String = "any value", default fallback: Value? = nil,
    defaultText: String? = nil, passing: Passing = .positional
  ) {
    self.fallback = fallback
    description = ParameterDescription(
      name, accepts: accepts, defaultText: defaultText, passing: passing)
  }

  /// Decodes an argument.
  public func read(value: Value?, in machine: VirtualMachine) throws -> Value {
    guard let value = value ?? fallback else { throw absent }
    return value
  }
}

/// A tensor; numbers, ranges and rectangular lists of numbers become one, lists of tensors stack.
public struct TensorArgument: ValueParameter {
  /// What help and checks say of it.
  public let description: ParameterDescription

  /// `TensorArgument("z", "[batch, dim]")`.
  public init(_ name: String, _ shape: String = "", passing: Passing = .positional) {
    description = ParameterDescription(
      name, accepts: shape.isEmpty ? "a tensor" : "a tensor \(shape)", passing: passing)
  }

  /// Decodes an argument.
  public func read(value: Value?, in machine: VirtualMachine) throws -> Tensor {
    guard let value else { throw absent }
    guard let tensor = try machine.tensor(from: value) else { throw wrongType(value, machine) }
    return tensor
  }
}

/// A tensor, or nil where it is left out or `none`.
public struct OptionalTensorArgument: ValueParameter {
  /// What help and checks say of it.
  public let description: ParameterDescription

  /// An optional tensor.
  public init(_ name: String, _ shape: String = "", passing: Passing = .positional) {
    description = ParameterDescription(
      name, accepts: "a tensor \(shape) or none", defaultText: "none", passing: passing)
  }

  /// Decodes an argument.
  public func read(value: Value?, in machine: VirtualMachine) throws -> Tensor? {
    guard let value, !value.isNone else { return nil }
    guard let tensor = try machine.tensor(from: value) else { throw wrongType(value, machine) }
    return tensor
  }
}

/// A function: one of the user's, a builtin, or an object that can be called.
public struct FunctionArgument: ValueParameter {
  /// What help and checks say of it.
  public let description: ParameterDescription
  let isOptional: Bool

  /// A function; an optional one gives `none` where it is left out.
  public init(_ name: String, optional isOptional: Bool = false, passing: Passing = .positional) {
    self.isOptional = isOptional
    description = ParameterDescription(
      name, accepts: "a function" + (isOptional ? " or none" : ""),
      defaultText: isOptional ? "none" : nil, passing: passing)
  }

  /// Decodes an argument.
  public func read(value: Value?, in machine: VirtualMachine) throws -> Value {
    guard let value else {
      if isOptional { return .none }
      throw absent
    }
    if isOptional && value.isNone { return value }
    guard machine.isCallable(value) else { throw wrongType(value, machine) }
    return value
  }
}

// The catalog's parameters read script values too.
extension Number: ValueParameter {
  /// Decodes an argument.
  public func read(value: Value?, in machine: VirtualMachine) throws -> Double {
    try read(value.map(machine.argument))
  }
}
extension OptionalNumber: ValueParameter {
  /// Decodes an argument.
  public func read(value: Value?, in machine: VirtualMachine) throws -> Double? {
    try read(value.map(machine.argument))
  }
}
extension Integer: ValueParameter {
  /// Decodes an argument.
  public func read(value: Value?, in machine: VirtualMachine) throws -> Int {
    try read(value.map(machine.argument))
  }
}
extension Flag: ValueParameter {
  /// Decodes an argument.
  public func read(value: Value?, in machine: VirtualMachine) throws -> Bool {
    try read(value.map(machine.argument))
  }
}
extension Text: ValueParameter {
  /// Decodes an argument.
  public func read(value: Value?, in machine: VirtualMachine) throws -> String {
    try read(value.map(machine.argument))
  }
}
extension Choice: ValueParameter {
  /// Decodes an argument.
  public func read(value: Value?, in machine: VirtualMachine) throws -> String {
    try read(value.map(machine.argument))
  }
}
extension Instance: ValueParameter {
  /// Decodes an argument.
  public func read(value: Value?, in machine: VirtualMachine) throws -> Output {
    try read(value.map(machine.argument))
  }
}
