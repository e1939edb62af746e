// All unmanaged access to heap objects: reading them through these counts no reference.
//
// Safe by the invariant of `Value`: an object value is the address of a live object, which only a
// collection at a safepoint frees, when no root reaches it.

extension Value {
  /// The address of the object; only where `tag` is `Tag.object`.
  @inline(__always)
  var address: UnsafeRawPointer {
    // An object's address is never zero.
    UnsafeRawPointer(bitPattern: UInt(bits)).unsafelyUnwrapped
  }

  /// Whether this is an object of `kind`.
  @inline(__always)
  func isObject(_ kind: ObjectKind) -> Bool {
    tag == Tag.object
      && Unmanaged<HeapObject>.fromOpaque(address)._withUnsafeGuaranteedRef { $0.kind == kind }
  }

  /// The kind of the object; only where `tag` is `Tag.object`.
  @inline(__always)
  var objectKind: ObjectKind {
    Unmanaged<HeapObject>.fromOpaque(address)._withUnsafeGuaranteedRef { $0.kind }
  }

  /// Marks an object as having a second owner; nothing for scalars.
  @inline(__always)
  func share() {
    if tag == Tag.object {
      Unmanaged<HeapObject>.fromOpaque(address)._withUnsafeGuaranteedRef { $0.isShared = true }
    }
  }

  /// Whether the object has a second owner; only where `tag` is `Tag.object`.
  @inline(__always)
  var isShared: Bool {
    Unmanaged<HeapObject>.fromOpaque(address)._withUnsafeGuaranteedRef { $0.isShared }
  }

  /// The object as a subclass; only where `isObject` says so.
  @inline(__always)
  func reference<Object: HeapObject>(_ type: Object.Type) -> Unmanaged<Object> {
    Unmanaged<Object>.fromOpaque(address)
  }

  /// What the cell holds; only for a cell.
  @inline(__always)
  var cellValue: Value {
    get { reference(CellObject.self)._withUnsafeGuaranteedRef { $0.value } }
    nonmutating set { reference(CellObject.self)._withUnsafeGuaranteedRef { $0.value = newValue } }
  }

  /// Item `index` of the list, nil outside it or counted from the end; only for a list.
  @inline(__always)
  func listItem(_ index: Int) -> Value? {
    reference(ListObject.self)._withUnsafeGuaranteedRef { list in
      guard let base = list.base, index >= 0, index < list.count else { return nil }
      return base[index]
    }
  }

  /// Number of items; only for a list.
  @inline(__always)
  var listCount: Int { reference(ListObject.self)._withUnsafeGuaranteedRef { $0.count } }

  /// Sets item `index` of an unshared list; false outside it or for a shared one; only for a list.
  @inline(__always)
  func setListItem(_ index: Int, _ value: Value) -> Bool {
    reference(ListObject.self)._withUnsafeGuaranteedRef { $0.set(index, value) }
  }
}

extension VirtualMachine {
  /// Appends to an unshared list; false for a shared one; only for a list.
  @inline(__always)
  func append(_ item: Value, to list: Value) -> Bool {
    guard list.reference(ListObject.self)._withUnsafeGuaranteedRef({ $0.append(item) }) else {
      return false
    }
    heap.charge(16)
    return true
  }
}

/// An active call of a script function.
struct Frame {
  /// The next instruction; up to date while another frame runs.
  var pc: UnsafeMutablePointer<Instruction>
  /// Its first register, which holds the closure and then the result.
  var registers: UnsafeMutablePointer<Value>
  var closure: Unmanaged<ClosureObject>

  /// The first register above its own.
  @inline(__always)
  var end: UnsafeMutablePointer<Value> {
    registers + closure._withUnsafeGuaranteedRef { $0.registerCount }
  }
}
