import Catalog
import Machine

/// Hands the values of a call to its parameters, in order.
struct ParameterReader {
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
