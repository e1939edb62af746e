import Catalog

/// Hands the values of a call to its parameters, in order.
struct ValueReader {
  private let machine: VirtualMachine
  private let values: [Value]
  /// Nil where each value stands in the place of its parameter.
  private let binding: Binding?
  private let parameters: [ParameterDescription]
  private var index = 0

  /// Values by position alone, none of them for a rest parameter.
  init(plain values: [Value], in machine: VirtualMachine) {
    self.machine = machine
    self.values = values
    binding = nil
    parameters = []
  }

  init(_ arguments: Arguments, for documentation: Documentation, in machine: VirtualMachine) throws
  {
    self.machine = machine
    parameters = documentation.parameters
    binding = try documentation.bind(
      positional: arguments.positional.count, names: arguments.named.map(\.name))
    values =
      arguments.named.isEmpty
      ? arguments.positional : arguments.positional + arguments.named.map(\.value)
  }

  mutating func next<P: ValueParameter>(_ parameter: P) throws -> P.ValueOutput {
    defer { index += 1 }
    guard let binding else {
      return try parameter.read(
        value: index < values.count ? values[index] : nil, in: machine)
    }
    if parameters[index].passing == .rest, let rest = parameter as? Rest {
      // A rest parameter's output is the list of its values, whatever its generic name here.
      guard let values = Array(values[binding.rest]) as? P.ValueOutput else { throw rest.absent }
      return values
    }
    return try parameter.read(value: binding.places[index].map { values[$0] }, in: machine)
  }
}
