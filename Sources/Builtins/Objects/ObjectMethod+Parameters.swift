import Catalog
import Machine

extension ObjectMethod {
  /// A method with declared parameters; `body` receives the object and the decoded values.
  init<Object: ScriptObject & SendableMetatype, each P: ValueParameter>(
    _ name: String, of type: Object.Type, _ parameters: repeat each P,
    changesObject: Bool = false, summary: String, details: String = "", example: Example,
    related: [String] = [],
    body: @escaping @Sendable (Object, VirtualMachine, repeat (each P).ValueOutput) throws -> Value
  ) {
    var descriptions: [ParameterDescription] = []
    for parameter in repeat each parameters { descriptions.append(parameter.description) }
    let documentation = Documentation(
      name: name, parameters: descriptions, summary: summary, details: details, example: example,
      related: related)
    self.init(documentation, changesObject: changesObject) { object, machine, arguments in
      guard let object = object as? Object else {
        throw RuntimeError(.type, "\(name) is no method of a value of type \(object.typeName)")
      }
      var reader = try MethodReader(arguments, for: documentation, in: machine)
      do {
        return try body(object, machine, repeat try reader.next(each parameters))
      } catch var error as ArgumentError where error.entry.isEmpty {
        error.entry = name
        error.signature = documentation.signature
        throw error
      }
    }
  }
}

/// Hands the values of a method's call to its parameters, in order.
private struct MethodReader {
  private let machine: VirtualMachine
  private let values: [Value]
  private let binding: Binding
  private let parameters: [ParameterDescription]
  private var index = 0

  init(_ arguments: Arguments, for documentation: Documentation, in machine: VirtualMachine) throws
  {
    self.machine = machine
    parameters = documentation.parameters
    binding = try documentation.bind(
      positional: arguments.positional.count, names: arguments.named.map(\.name))
    values = arguments.positional + arguments.named.map(\.value)
  }

  mutating func next<P: ValueParameter>(_ parameter: P) throws -> P.ValueOutput {
    defer { index += 1 }
    if parameters[index].passing == .rest {
      // A rest parameter's output is the list of its values, whatever its generic name here.
      guard let values = Array(values[binding.rest]) as? P.ValueOutput else {
        throw parameter.absent
      }
      return values
    }
    return try parameter.read(value: binding.places[index].map { values[$0] }, in: machine)
  }
}
