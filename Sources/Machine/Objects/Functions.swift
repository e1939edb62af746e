import CMachine

/// A variable that closures share.
public final class CellObject: HeapObject {
  var value: Value

  init(value: Value) {
    self.value = value
    super.init(kind: .cell)
  }
}

/// A script function with the variables it closes over.
///
/// What a call needs is copied out of the prototype, so that it reads one object alone.
public final class ClosureObject: HeapObject {
  /// Its instructions, and what the compiler said about it.
  public let prototype: Prototype
  let code: UnsafeMutablePointer<Instruction>
  /// Where a call begins whose values nothing else can change.
  let unguardedCode: UnsafeMutablePointer<Instruction>
  let constants: UnsafeMutablePointer<Value>
  let globals: UnsafeMutablePointer<Value>
  /// The captured cells, `captureCount` of them.
  let cells: UnsafeMutablePointer<Value>
  let captureCount: Int
  let methodSites: UnsafeMutablePointer<cm_method_site>
  let registerCount: Int
  let plainArity: Int
  let names: UnsafeMutablePointer<UnsafeMutablePointer<cm_text>?>

  init(prototype: Prototype) {
    self.prototype = prototype
    code = prototype.code
    unguardedCode = code + prototype.description.guardCount
    constants = prototype.constants
    globals = prototype.globals.values
    methodSites = prototype.methodSites
    captureCount = prototype.description.captures.count
    cells = .allocate(capacity: max(captureCount, 1))
    cells.initialize(repeating: .none, count: max(captureCount, 1))
    registerCount = prototype.description.registerCount
    plainArity = prototype.plainArity
    names = prototype.names
    super.init(kind: .closure)
  }

  deinit {
    cells.deallocate()
  }

  /// Names and values of the captured variables that hold something, in order.
  public var capturedValues: [(name: String, value: Value)] {
    let names = prototype.description.captureNames
    return (0..<captureCount).compactMap { index in
      guard let cell = cells[index].heapObject as? CellObject, cell.value.tag != Tag.unset else {
        return nil
      }
      return (names[index], cell.value)
    }
  }
}

/// The state of a loop over something that is neither a list nor a range.
final class IteratorObject: HeapObject {
  let iterator: ScriptIterator

  init(iterator: ScriptIterator) {
    self.iterator = iterator
    super.init(kind: .iterator)
  }
}
