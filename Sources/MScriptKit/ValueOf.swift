import Catalog
import Machine

/// A parameter that takes any convertible value, such as a list of texts.
public struct ValueOf<Output: ScriptConvertible>: ValueParameter {
  /// What help and checks say of it.
  public let description: ParameterDescription

  /// `ValueOf<[String]>("names", accepts: "a list of texts")`.
  public init(_ name: String, accepts: String, passing: Passing = .positional) {
    description = ParameterDescription(name, accepts: accepts, passing: passing)
  }

  /// Decodes an argument.
  public func read(value: Value?, in machine: VirtualMachine) throws -> Output {
    guard let value else { throw absent }
    guard let output = Output(scriptValue: ScriptValue(value, in: machine)) else {
      throw wrongType(value, machine)
    }
    return output
  }
}
