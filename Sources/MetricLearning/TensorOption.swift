import Catalog
import Tensors

/// A tensor that may be left out; nested lists of numbers or bools become one.
struct TensorOption: Parameter {
  let description: ParameterDescription

  /// `TensorOption("weights", accepts: "a tensor [class, dim], or none")`.
  init(_ name: String, accepts: String) {
    description = ParameterDescription(
      name, accepts: accepts, defaultText: "none", passing: .named)
  }

  func read(_ argument: Argument?) throws(ArgumentError) -> Tensor? {
    switch argument {
    case nil, .none?: return nil
    case .object(let object, _)?:
      if let tensor = object as? Tensor { return tensor }
    case .list(let items)?:
      if let tensor = Self.tensor(of: items) { return tensor }
    case .bool?, .integer?, .number?, .text?: break
    }
    guard let argument else { return nil }
    throw wrongType(argument)
  }

  /// Nested lists of numbers as an f32 tensor, of bools as a bool one; nil for anything else.
  private static func tensor(of items: [Argument]) -> Tensor? {
    var values: [Double] = []
    var flags: [Bool] = []
    guard let shape = append(items, to: &values, &flags) else { return nil }
    if flags.isEmpty { return try? Tensor(values, shape: shape, dtype: .f32) }
    return values.isEmpty ? try? Tensor(bools: flags, shape: shape) : nil
  }

  /// Adds the numbers and bools of nested lists.
  /// - Returns: their shape, nil where they have none.
  private static func append(
    _ items: [Argument], to values: inout [Double], _ flags: inout [Bool]
  ) -> [Int]? {
    var inner: [Int]?
    for (place, item) in items.enumerated() {
      var shape: [Int]? = []
      switch item {
      case .integer(let number): values.append(Double(number))
      case .number(let number): values.append(number)
      case .bool(let flag): flags.append(flag)
      case .list(let items): shape = append(items, to: &values, &flags)
      case .none, .text, .object: return nil
      }
      guard let shape, place == 0 || shape == inner else { return nil }
      inner = shape
    }
    return inner.map { [items.count] + $0 }
  }
}
