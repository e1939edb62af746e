import Tensors

/// Owns every heap object: a list that a mark–sweep collection walks at safepoints.
public final class Heap {
  private var first: Unmanaged<HeapObject>?
  /// Objects alive or not yet collected.
  public private(set) var count = 0

  /// An empty heap.
  public init() {}

  deinit {
    sweep { _ in true }
  }

  /// Takes ownership of a new object.
  @discardableResult
  func adopt<Object: HeapObject>(_ object: Object) -> Object {
    object.next = first
    first = Unmanaged.passRetained(object)
    count += 1
    return object
  }

  /// Frees each object for which `isDead` says so.
  func sweep(_ isDead: (HeapObject) -> Bool) {
    var kept: Unmanaged<HeapObject>?
    var current = first
    while let handle = current {
      let object = handle.takeUnretainedValue()
      current = object.next
      if isDead(object) {
        handle.release()
        count -= 1
      } else {
        object.next = kept
        kept = handle
      }
    }
    first = kept
  }

  /// A new text.
  public func text(_ string: String) -> Value {
    .object(adopt(TextObject(utf8: Array(string.utf8))))
  }

  /// A new text of UTF-8 bytes.
  public func text(utf8: [UInt8]) -> Value { .object(adopt(TextObject(utf8: utf8))) }

  /// A new list. Values that have another owner must be marked shared before.
  public func list(_ items: [Value]) -> Value { .object(adopt(ListObject(items: items))) }

  /// A new dict.
  public func dict(_ table: DictTable) -> Value { .object(adopt(DictObject(table: table))) }

  /// A new tensor value.
  public func tensor(_ tensor: Tensor) -> Value { .object(adopt(TensorObject(tensor: tensor))) }

  /// A value for a library's object; the same object must not be wrapped twice.
  public func instance(_ object: any ScriptObject) -> Value {
    .object(adopt(InstanceObject(object: object)))
  }

  /// A builtin as a value.
  public func builtin(_ builtin: Builtin) -> Value {
    .object(adopt(BuiltinObject(builtin: builtin)))
  }

  /// An error as a value.
  public func error(_ error: RuntimeError) -> Value { .object(adopt(ErrorObject(error: error))) }
}
