/// The kinds of heap object: one per final subclass of `HeapObject`.
public enum ObjectKind: UInt8, Sendable {
  case text, list, dict, range, tensor, closure, builtin, boundMethod, error, instance, module, cell
  /// The state of a loop; scripts never see one.
  case iterator
}

/// A value with insides. Owned by the `Heap`: made through its methods alone.
open class HeapObject {
  /// Which subclass it is.
  public final let kind: ObjectKind
  /// Set during a collection.
  final var isMarked = false
  /// A second owner holds this value: a write copies it first. Sticky. Means something for texts,
  /// lists, dicts and tensors only.
  public final var isShared = false
  /// Another Swift array may share the memory of a text, list or dict, so that only the array itself
  /// may write it.
  final var isLent = false
  /// The heap's list of all objects, the newest first.
  final var next: Unmanaged<HeapObject>?

  init(kind: ObjectKind) {
    self.kind = kind
  }
}
