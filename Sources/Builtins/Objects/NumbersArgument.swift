import Catalog
import Machine
import Tensors

/// Numbers to measure or plot: a tensor as it is; a number, range or list of numbers in f64, so
/// that no digit of it is lost.
struct NumbersArgument: ValueParameter {
  let description: ParameterDescription

  /// `NumbersArgument("scores", "[trial]")`.
  init(_ name: String, _ shape: String = "", passing: Passing = .positional) {
    description = ParameterDescription(
      name, accepts: shape.isEmpty ? "a tensor" : "a tensor \(shape)", passing: passing)
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> Tensor {
    guard let value else { throw absent }
    guard let tensor = try machine.numbers(in: value) else { throw wrongType(value, machine) }
    return tensor
  }
}

/// Numbers to plot, or nil where they are left out.
struct OptionalNumbersArgument: ValueParameter {
  let description: ParameterDescription

  init(_ name: String, _ shape: String = "", passing: Passing = .positional) {
    description = ParameterDescription(
      name, accepts: "a tensor \(shape) or none", defaultText: "none", passing: passing)
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> Tensor? {
    guard let value, !value.isNone else { return nil }
    guard let tensor = try machine.numbers(in: value) else { throw wrongType(value, machine) }
    return tensor
  }
}

extension VirtualMachine {
  /// The numbers of a value, nil where it holds something else.
  func numbers(in value: Value) throws -> Tensor? {
    if let tensor = value.asTensor { return tensor }
    if let items = value.listObject?.items, items.contains(where: { $0.asTensor != nil }) {
      return try tensor(from: value)
    }
    return try tensor(fromNumbers: value, dtype: .f64)
  }
}
