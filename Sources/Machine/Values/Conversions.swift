import Catalog
import Tensors

extension Value {
  /// The number of a tensor of shape `[]`, in 64 bits; nil for anything else.
  public var numberOfScalarTensor: Value? {
    guard tag == Tag.object, let tensor = asTensor, tensor.shape.isEmpty else { return nil }
    return tensor.scalarValue
  }

  /// A number as a weak scalar; nil for anything else.
  public var scalar: Scalar? {
    switch tag {
    case Tag.bool: .bool(bool)
    case Tag.int: .int(int)
    case Tag.float: .float(float)
    default: nil
    }
  }
}

extension Tensor {
  /// The only element as a number; nil if there are several or none.
  public var scalarValue: Value? {
    guard count == 1 else { return nil }
    switch dtype {
    case .bool: return (try? itemBool()).map { .bool($0) }
    case .i64: return (try? itemInt()).map { .int($0) }
    case .f32, .f64: return (try? item()).map { .float($0) }
    }
  }
}

extension VirtualMachine {
  /// A value as a tensor: tensors and parameters as they are, a number of shape `[]` (a float as
  /// f32), a range, a rectangular list of numbers (bool, i64 or f32), a list of tensors stacked.
  ///
  /// - Returns: nil where the value is of another type, or a list holds something else.
  /// - Throws: `shape` for a ragged list, with the place.
  public func tensor(from v: Value) throws -> Tensor? {
    if let tensor = v.asTensor { return tensor }
    return try tensor(fromNumbers: v, dtype: nil)
  }

  /// A number, range or list as a tensor of `dtype`; of the one that its numbers ask for where that
  /// is nil.
  public func tensor(fromNumbers v: Value, dtype: DType?) throws -> Tensor? {
    switch v.tag {
    case Tag.bool: return try .scalar(bool: v.bool).cast(to: dtype)
    case Tag.int: return try .scalar(int: v.int).cast(to: dtype)
    case Tag.float: return .scalar(v.float, dtype: dtype ?? .f32)
    default: break
    }
    if let range = v.rangeObject { return try tensor(of: range, dtype: dtype) }
    guard let list = v.listObject else { return nil }
    var gatherer = NumberGatherer()
    switch try gatherer.gather(list.items) {
    case .other: return nil
    case .tensors: return try stacked(list.items, dtype: dtype)
    case .numbers: return try gatherer.tensor(dtype: dtype)
    }
  }

  private func tensor(of range: RangeObject, dtype: DType?) throws -> Tensor {
    try checkRoom(
      for: range.count, size: MemoryLayout<Int>.stride, "a tensor of \(range.count) elements")
    if range.isInteger {
      let ints = (0..<range.count).map { range.item($0).int }
      return try Tensor(ints: ints, shape: [ints.count]).cast(to: dtype)
    }
    let floats = (0..<range.count).map { range.item($0).float }
    return try Tensor(floats, shape: [floats.count], dtype: dtype ?? .f32)
  }

  /// Stacks a list whose items are tensors, or lists of tensors, beside numbers.
  private func stacked(_ items: [Value], dtype: DType?) throws -> Tensor? {
    var strongest: DType?
    for item in items {
      if let tensor = item.asTensor { strongest = max(strongest ?? .bool, tensor.dtype) }
    }
    var parts: [Tensor] = []
    for item in items {
      if let tensor = item.asTensor {
        parts.append(tensor)
      } else {
        let weak = strongest.flatMap { self.weakDType(of: item, beside: $0) }
        guard let part = try self.tensor(fromNumbers: item, dtype: weak) else { return nil }
        parts.append(part)
      }
    }
    guard let first = parts.first else { return nil }
    for (position, part) in parts.enumerated() where part.shape != first.shape {
      throw RuntimeError(
        .shape,
        "a list of tensors needs equal shapes: item 0 is \(first.shape), "
          + "item \(position) is \(part.shape)",
        hint: "`concat(a, b)` joins tensors along an axis")
    }
    return try Tensor.stack(parts).cast(to: dtype)
  }

  /// The dtype that a number, list or range takes beside a tensor of `dtype`; nil where it holds
  /// something else than numbers.
  func weakDType(of value: Value, beside dtype: DType) -> DType? {
    if let scalar = value.scalar { return scalar.dtype(beside: dtype) }
    if let range = value.rangeObject {
      return range.start.scalar.map { $0.dtype(beside: dtype) }
    }
    guard let list = value.listObject else { return nil }
    var gatherer = NumberGatherer()
    guard case .numbers? = try? gatherer.gather(list.items) else { return nil }
    switch gatherer.kind {
    case .bool: return Scalar.bool(true).dtype(beside: dtype)
    case .int: return Scalar.int(0).dtype(beside: dtype)
    case .float: return Scalar.float(0).dtype(beside: dtype)
    }
  }

  /// A value as entries of the libraries see it.
  ///
  /// A tensor of shape `[]` without a gradient is a number; other tensors and parameters travel as
  /// `Tensor`, functions as `ScriptFunction`, library objects as what they wrap.
  public func argument(_ v: Value) -> Argument { argument(v, depth: 0) }

  /// Lists nested 1,000 deep and long ranges stay values: no entry takes one.
  private func argument(_ v: Value, depth: Int) -> Argument {
    switch v.tag {
    case Tag.none: return .none
    case Tag.bool: return .bool(v.bool)
    case Tag.int: return .integer(v.int)
    case Tag.float: return .number(v.float)
    default: break
    }
    if let text = v.textObject { return .text(text.string) }
    if let list = v.listObject, depth < 1000 {
      return .list(list.items.map { argument($0, depth: depth + 1) })
    }
    if let range = v.rangeObject, range.count <= 1 << 24 {
      return .list(range.items.map { argument($0, depth: depth + 1) })
    }
    if let instance = v.instanceObject { return argument(of: instance) }
    if let tensor = v.asTensor {
      if tensor.shape.isEmpty && !tensor.tracksGradient, let number = tensor.scalarValue {
        return argument(number)
      }
      return .object(tensor, typeName: "tensor")
    }
    if isCallable(v) { return .object(ScriptFunction(v, in: self), typeName: "fn") }
    return .object(v, typeName: v.typeName)
  }

  private func argument(of instance: InstanceObject) -> Argument {
    let object = instance.object
    if let wrapper = object as? any LibraryObject {
      return .object(wrapper.wrapped, typeName: object.typeName)
    }
    if let tensor = object.tensorValue { return .object(tensor, typeName: object.typeName) }
    return .object(object, typeName: object.typeName)
  }
}

/// A script object that stands for a value of a library below: a margin, a loss, a model. Entries
/// of whole catalogs get what it wraps.
public protocol LibraryObject: ScriptObject {
  /// The library's value.
  var wrapped: Any { get }
}

/// A function of a script as a library holds it.
///
/// Whoever keeps one beyond the call roots `value`: as a reference of its script object.
public struct ScriptFunction {
  /// The function.
  public let value: Value
  private unowned let machine: VirtualMachine

  /// A function that `machine` calls.
  public init(_ value: Value, in machine: VirtualMachine) {
    self.value = value
    self.machine = machine
  }

  /// Calls it.
  /// - Throws: what the function throws.
  public func callAsFunction(_ arguments: Value...) throws -> Value {
    try machine.call(value, Arguments(arguments))
  }
}

extension Tensor {
  /// The same values in another dtype; as it is where that is nil.
  fileprivate func cast(to dtype: DType?) throws(TensorError) -> Tensor {
    guard let dtype, dtype != self.dtype else { return self }
    return try astype(dtype)
  }
}
