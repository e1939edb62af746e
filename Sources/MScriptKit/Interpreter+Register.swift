import Catalog
import Machine

extension Interpreter {
  /// Registers a Swift function under a name, with typed parameters and a documentation that
  /// `?name` shows.
  ///
  /// ```swift
  /// interpreter.register(
  ///   "scale", Number("factor", .above(0)), TensorParameter("x"),
  ///   documented: "The tensor, times a factor."
  /// ) { factor, x in try x.doubles().map { $0 * factor } }
  /// ```
  ///
  /// The function runs on the interpreter's thread. What it throws is an error in the script, which
  /// can catch it: a `SubjectError` with its kind, another error as `value`. A call that does not
  /// fit the parameters is refused with the signature.
  public func register<each P: ScriptParameter, Result: ScriptConvertible>(
    _ name: String, _ parameters: repeat each P, documented summary: String,
    details: String = "", example: Example? = nil,
    _ body: @escaping @Sendable (repeat (each P).ValueOutput) throws -> Result
  ) {
    var descriptions: [ParameterDescription] = []
    for parameter in repeat each parameters { descriptions.append(parameter.description) }
    let documentation = Documentation(
      name: name, parameters: descriptions, summary: summary, details: details,
      example: example ?? Example("type(\(name))", prints: "\"fn\""))
    register(
      Builtin(documentation) { machine, arguments in
        var reader = try CallReader(arguments, for: documentation, in: machine)
        do {
          let result = try body(repeat try reader.next(each parameters))
          return result.scriptValue.value(in: machine)
        } catch var error as ArgumentError where error.entry.isEmpty {
          error.entry = name
          error.signature = documentation.signature
          throw error
        }
      })
  }
}

/// Hands the values of a call to the parameters of a registered function, in order.
private struct CallReader {
  private let machine: VirtualMachine
  private let values: [Value]
  private let binding: Binding
  private var index = 0

  init(_ arguments: Arguments, for documentation: Documentation, in machine: VirtualMachine) throws
  {
    self.machine = machine
    values = arguments.positional + arguments.named.map(\.value)
    binding = try documentation.bind(
      positional: arguments.positional.count, names: arguments.named.map(\.name))
  }

  mutating func next<P: ScriptParameter>(_ parameter: P) throws -> P.ValueOutput {
    defer { index += 1 }
    return try parameter.read(value: binding.places[index].map { values[$0] }, in: machine)
  }
}
