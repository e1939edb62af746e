// What a value holds, by kind: nil where it holds something else.
//
// The kind is checked first, so that the casts need no look-up of types.

extension Value {
  @inline(__always)
  private func object<Object: HeapObject>(_ kind: ObjectKind, as _: Object.Type) -> Object? {
    guard let object = heapObject, object.kind == kind else { return nil }
    return unsafeDowncast(object, to: Object.self)
  }

  /// The text.
  public var textObject: TextObject? { object(.text, as: TextObject.self) }
  /// The list.
  public var listObject: ListObject? { object(.list, as: ListObject.self) }
  /// The dict.
  public var dictObject: DictObject? { object(.dict, as: DictObject.self) }
  /// The range.
  public var rangeObject: RangeObject? { object(.range, as: RangeObject.self) }
  /// The tensor; not that of a parameter.
  public var tensorObject: TensorObject? { object(.tensor, as: TensorObject.self) }
  /// The builtin function.
  public var builtinObject: BuiltinObject? { object(.builtin, as: BuiltinObject.self) }
  /// The method bound to its object.
  public var boundMethodObject: BoundMethodObject? {
    object(.boundMethod, as: BoundMethodObject.self)
  }
  /// The error.
  public var errorObject: ErrorObject? { object(.error, as: ErrorObject.self) }
  /// The model, optimizer, table, figure, stream.
  public var instanceObject: InstanceObject? { object(.instance, as: InstanceObject.self) }
  /// The imported file.
  public var moduleObject: ModuleObject? { object(.module, as: ModuleObject.self) }

  /// The Swift text of a text.
  public var string: String? { textObject?.string }

  /// Whether this is a bool, an int or a float.
  public var isNumber: Bool { tag >= Tag.bool && tag <= Tag.float }

  /// A bool, int or float as a float; nil for anything else.
  public var asDouble: Double? {
    switch tag {
    case Tag.float: float
    case Tag.int: Double(int)
    case Tag.bool: bool ? 1 : 0
    default: nil
    }
  }

  /// A bool or int as an int; nil for anything else.
  public var asInt: Int? {
    switch tag {
    case Tag.int: int
    case Tag.bool: bool ? 1 : 0
    default: nil
    }
  }
}
