import Diagnostics
import Tensors

extension VirtualMachine {
  /// The fields of tensors, which numbers have too.
  static let tensorFields = ["shape", "ndim", "size", "dtype", "T", "mT"]

  /// The fields of errors.
  static let errorFields = ["kind", "message", "hint", "line", "trace"]

  /// `base.name` without a call.
  ///
  /// A field of an object or module, of a tensor, a number or an error, the value of a dict under
  /// the key `name`, or a method of an object bound to it.
  /// - Throws: `name` where there is none, with the nearest spelling; `key` for a dict.
  public func field(_ base: Value, _ name: String) throws(RuntimeError) -> Value {
    if let instance = base.instanceObject {
      return try field(instance, of: base, name)
    }
    if let dict = base.dictObject {
      if let value = dict.table.value(for: name) { return value }
      if ["keys", "values", "items", "get"].contains(name) { throw noField(base, name) }
      throw IndexErrors.missing(heap.text(name), in: dict.table)
    }
    if let module = base.moduleObject {
      if let value = module.members[name] { return value }
      throw RuntimeError(
        .name, "the module \(module.name) has no member `\(name)`",
        hint: Suggestion.question(name, in: module.members.keys))
    }
    if let error = base.errorObject, let value = field(error.error, name) { return value }
    if let tensor = base.tensorObject {
      if let value = try library({ try field(tensor.tensor, name) }) { return value }
    } else if base.isNumber, let value = field(number: base, name) {
      return value
    }
    throw noField(base, name)
  }

  private func field(
    _ instance: InstanceObject, of base: Value, _ name: String
  ) throws(RuntimeError) -> Value {
    let object = instance.object
    if let value = try library({ try object.field(name, in: self) }) { return value }
    if let method = object.method(name) {
      return .object(heap.adopt(BoundMethodObject(receiver: base, method: method)))
    }
    if let tensor = object.tensorValue, let value = try library({ try field(tensor, name) }) {
      return value
    }
    throw noField(base, name)
  }

  private func field(_ tensor: Tensor, _ name: String) throws -> Value? {
    switch name {
    case "shape": return heap.list(tensor.shape.map { .int($0) })
    case "ndim": return .int(tensor.rank)
    case "size": return .int(tensor.count)
    case "dtype": return dtypeValue(tensor.dtype)
    case "T": return heap.tensor(try tensor.transpose())
    case "mT":
      guard tensor.rank >= 2 else {
        throw RuntimeError(.shape, "`mT` swaps the last two axes; the shape is \(tensor.shape)")
      }
      return heap.tensor(try tensor.swapAxes(-1, -2))
    default: return nil
    }
  }

  private func field(number: Value, _ name: String) -> Value? {
    switch name {
    case "shape": return heap.list([])
    case "ndim": return .int(0)
    case "size": return .int(1)
    case "dtype":
      return dtypeValue(number.tag == Tag.bool ? .bool : number.tag == Tag.int ? .i64 : .f64)
    case "T", "mT": return number
    default: return nil
    }
  }

  /// The predefined value that names a dtype: the builtin `f32`, `f64`, `i64` or `bool`.
  public func dtypeValue(_ dtype: DType) -> Value {
    builtins[dtype.name].map(heap.builtin) ?? heap.text(dtype.name)
  }

  private func field(_ error: RuntimeError, _ name: String) -> Value? {
    switch name {
    case "kind": return heap.text(error.kind.rawValue)
    case "message": return heap.text(error.message)
    case "hint": return error.hint.map { heap.text($0) } ?? Value.none
    case "line":
      return error.trace.first.map { .int($0.source.line(at: $0.range.start)) } ?? Value.none
    case "trace":
      return heap.list(
        error.trace.map { entry in
          let line = entry.source.line(at: entry.range.start)
          let function = entry.function.map { " in \($0)" } ?? ""
          return heap.text("\(entry.source.name):\(line)\(function)")
        })
    default: return nil
    }
  }

  /// `base.name = value`: key of a dict, or field of an object.
  /// - Throws: `name` where there is no such field, `type` where the type has none to set.
  public func setField(
    _ base: Value, _ name: String, to value: Value
  ) throws(RuntimeError) {
    if let dict = base.dictObject {
      dict.set(owned(value, in: base), for: try DictKey(heap.text(name)))
    } else if let instance = base.instanceObject {
      willChange(instance)
      let isSet = try library { try instance.object.setField(name, to: value, in: self) }
      guard isSet else {
        if try library({ try instance.object.field(name, in: self) }) != nil {
          throw RuntimeError(
            .type, "the field `\(name)` of the \(base.typeName) cannot be assigned")
        }
        throw noField(base, name)
      }
    } else if base.moduleObject != nil {
      throw RuntimeError(.type, "the members of a module cannot be assigned")
    } else if base.operandKind != nil && Self.tensorFields.contains(name) {
      throw RuntimeError(
        .type, "the field `\(name)` of a tensor cannot be assigned",
        hint: name == "shape"
          ? "`x = x.reshape(2, 3)`" : name == "dtype" ? "`x = x.astype(f64)`" : nil)
    } else {
      throw RuntimeError(.type, "\(base.described) has no fields to assign")
    }
  }

  /// There is no field `name`: names the nearest one, or says that it is a function to be called.
  func noField(_ base: Value, _ name: String) -> RuntimeError {
    let names = fieldNames(of: base)
    if builtins.contains(name) || isTypeMethod(name, of: base) {
      return RuntimeError(
        .name, "\(withArticle(base)) has no field `\(name)`",
        hint: "`\(name)` is a function: call it, `x.\(name)()`")
    }
    return RuntimeError(
      .name, "\(withArticle(base)) has no field `\(name)`",
      hint: Suggestion.question(name, in: names)
        ?? (names.isEmpty || names.count > 12
          ? nil : "its fields are " + names.joined(separator: ", ")))
  }

  /// Names of the fields of a value: for completion and the nearest name in errors.
  public func fieldNames(of base: Value) -> [String] {
    if let instance = base.instanceObject { return instance.object.memberNames }
    if let module = base.moduleObject { return module.members.keys.sorted() }
    if let dict = base.dictObject { return dict.table.keys.compactMap(\.string) }
    if base.errorObject != nil { return Self.errorFields }
    if base.tensorObject != nil || base.isNumber { return Self.tensorFields }
    return []
  }

  func withArticle(_ base: Value) -> String {
    base.isFunction
      ? "a function"
      : "aeiou".contains(base.typeName.prefix(1)) ? "an \(base.typeName)" : "a \(base.typeName)"
  }
}
