import Tensors

/// A list.
public final class ListObject: HeapObject {
  // The quick half of the machine reads these fields, and writes and appends items: see `cm_list`.
  var storage: [Value]
  /// Where the items stand, how many there are and how many fit.
  private(set) var base: UnsafePointer<Value>?
  /// Number of items.
  public private(set) var count = 0
  private(set) var room = 0

  /// The items.
  public var items: [Value] {
    get {
      isLent = true
      return storage
    }
    _modify {
      yield &storage
      // The array has its memory for itself where it was written.
      noteStorage()
      isLent = true
    }
    set {
      storage = newValue
      noteStorage()
      isLent = true
    }
  }

  init(items: [Value]) {
    storage = items
    super.init(kind: .list)
    isLent = true
    noteStorage()
  }

  private func noteStorage() {
    base = storage.withUnsafeBufferPointer { $0.baseAddress }
    count = storage.count
    room = storage.capacity
  }

  /// Sets item `index`; false outside the list and for a shared one.
  @inline(never)
  func set(_ index: Int, _ value: Value) -> Bool {
    guard !isShared, index >= 0, index < count else { return false }
    storage[index] = value
    noteOwnMemory()
    return true
  }

  /// Appends an item; false for a shared list.
  @inline(never)
  func append(_ item: Value) -> Bool {
    guard !isShared else { return false }
    if count == room { grow() }
    storage.append(item)
    noteOwnMemory()
    return true
  }

  /// Takes the last item out; nil for an empty list.
  func popLast() -> Value? {
    guard let last = storage.popLast() else { return nil }
    noteOwnMemory()
    return last
  }

  /// After a write by the array itself, which has then moved away from memory of others.
  func noteOwnMemory() {
    noteStorage()
    isLent = false
  }
}

/// A dict in insertion order.
public final class DictObject: HeapObject {
  // The quick half of the machine reads these fields, and puts entries in: see `cm_dict`.
  private(set) var storage: DictTable

  /// The entries.
  public var table: DictTable {
    get {
      isLent = true
      return storage
    }
    _modify {
      isLent = true
      yield &storage
    }
    set {
      storage = newValue
      isLent = true
    }
  }

  init(table: DictTable) {
    storage = table
    super.init(kind: .dict)
    isLent = true
  }

  /// Puts `value` under `key`; gives whether it is new.
  @discardableResult
  func set(_ value: Value, for key: DictKey) -> Bool {
    if isLent {
      storage.takeOwnMemory()
      isLent = false
    }
    return storage.set(value, for: key)
  }
}

/// A lazy range; item k is `start + k * step`.
public final class RangeObject: HeapObject {
  /// All three are ints, or all three floats.
  public let start: Value
  /// Distance between neighbors.
  public let step: Value
  /// Number of items.
  public let count: Int
  /// As written, for showing: the end, and whether it belongs to the range.
  public let end: Value
  /// Whether the end belongs to it, if a step meets it.
  public let isInclusive: Bool

  init(start: Value, end: Value, step: Value, isInclusive: Bool, count: Int) {
    self.start = start
    self.end = end
    self.step = step
    self.isInclusive = isInclusive
    self.count = count
    super.init(kind: .range)
  }
}

/// A tensor value.
public final class TensorObject: HeapObject {
  /// The array.
  public var tensor: Tensor

  init(tensor: Tensor) {
    self.tensor = tensor
    super.init(kind: .tensor)
  }
}

/// A caught or made error.
public final class ErrorObject: HeapObject {
  /// What happened.
  public let error: RuntimeError

  init(error: RuntimeError) {
    self.error = error
    super.init(kind: .error)
  }
}

/// A builtin function as a value.
public final class BuiltinObject: HeapObject {
  /// The function.
  public let builtin: Builtin

  init(builtin: Builtin) {
    self.builtin = builtin
    super.init(kind: .builtin)
  }
}

/// A method of an object taken from it: `step = opt.step`.
public final class BoundMethodObject: HeapObject {
  /// The object.
  public let receiver: Value
  /// Its method.
  public let method: ObjectMethod

  init(receiver: Value, method: ObjectMethod) {
    self.receiver = receiver
    self.method = method
    super.init(kind: .boundMethod)
  }
}

/// A model, optimizer, table, figure, stream: shared by reference.
public final class InstanceObject: HeapObject {
  /// The object of the library.
  public let object: any ScriptObject
  /// Raised at every change: slices and stale cells go by it.
  public internal(set) var version = 0

  init(object: any ScriptObject) {
    self.object = object
    super.init(kind: .instance)
  }
}

/// An imported file.
public final class ModuleObject: HeapObject {
  /// The name of the file, without its ending.
  public let name: String
  /// Its variables by name.
  public let members: [String: Value]

  init(name: String, members: [String: Value]) {
    self.name = name
    self.members = members
    super.init(kind: .module)
  }
}
