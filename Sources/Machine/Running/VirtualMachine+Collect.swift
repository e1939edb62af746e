// Mark–sweep. Runs at safepoints alone, so that library code and the slow paths of the loop may
// hold raw values between them.

extension VirtualMachine {
  /// Frees every object that nothing reaches.
  public func collect() {
    collections += 1
    var marker = Marker(collection: collections)
    var slot = registers
    let end = top.pointee.end
    while slot < end {
      marker.visit(slot.pointee)
      slot += 1
    }
    // What lies above the running window is stale: a later window must not take it for a root.
    while slot < cleanFrom {
      slot.pointee = .none
      slot += 1
    }
    cleanFrom = end
    var frame = frames
    while frame <= top {
      marker.visit(.object(frame.pointee.closure.takeUnretainedValue()))
      frame += 1
    }
    for value in held { marker.visit(value) }
    marker.visit(drawing)
    for value in predefined.values { marker.visit(value) }
    marker.visit(globals)
    for object in changeOrder + readOrder { marker.visit(.object(object)) }
    marker.run()
    heap.sweep { object in
      defer { object.isMarked = false }
      return !object.isMarked
    }
    heap.settle(bytes: marker.bytes, tensors: marker.tensorBytes)
    newestBeforeNative = heap.first
  }
}

/// Marks what a collection reaches.
struct Marker {
  let collection: Int
  /// Marked objects whose insides are not visited yet.
  private var pending: [Unmanaged<HeapObject>] = []
  private(set) var bytes = 0
  /// What of them tensors hold.
  private(set) var tensorBytes = 0

  init(collection: Int) { self.collection = collection }

  mutating func visit(_ value: Value) {
    guard value.tag == Tag.object else { return }
    let handle = value.reference(HeapObject.self)
    // Objects are not retained meanwhile: the heap owns them until the sweep.
    handle._withUnsafeGuaranteedRef { object in
      guard !object.isMarked else { return }
      object.isMarked = true
      // A text has no insides.
      if object.kind == .text {
        bytes += 64 + unsafeDowncast(object, to: TextObject.self).byteCount
      } else {
        pending.append(handle)
      }
    }
  }

  mutating func visit(_ globals: Globals) {
    for slot in globals.names.indices {
      visit(globals.values[slot])
      visit(globals.builtins[slot])
    }
  }

  /// Visits the insides of everything that was marked.
  mutating func run() {
    while let handle = pending.popLast() {
      handle._withUnsafeGuaranteedRef { visitInsides(of: $0) }
    }
  }

  private mutating func visitInsides(of object: HeapObject) {
    bytes += 64
    switch object.kind {
    case .list:
      let list = unsafeDowncast(object, to: ListObject.self)
      bytes += list.count * MemoryLayout<Value>.stride
      list.storage.withUnsafeBufferPointer { for item in $0 { visit(item) } }
    case .dict:
      let dict = unsafeDowncast(object, to: DictObject.self)
      dict.storage.forEachValue { visit($0) }
      bytes += dict.storage.count * 48
    case .tensor:
      let tensor = unsafeDowncast(object, to: TensorObject.self).tensor
      let size = tensor.count * tensor.dtype.byteCount
      bytes += size + Heap.bytesBesideElements
      tensorBytes += size
    case .closure:
      let closure = unsafeDowncast(object, to: ClosureObject.self)
      for index in 0..<closure.captureCount { visit(closure.cells[index]) }
      visit(closure.prototype)
    case .cell:
      visit(unsafeDowncast(object, to: CellObject.self).value)
    case .iterator:
      visit(unsafeDowncast(object, to: IteratorObject.self).iterator.source)
    case .boundMethod:
      visit(unsafeDowncast(object, to: BoundMethodObject.self).receiver)
    case .instance:
      var values: [Value] = []
      unsafeDowncast(object, to: InstanceObject.self).object.visitReferences { values.append($0) }
      for value in values { visit(value) }
    case .module:
      for value in unsafeDowncast(object, to: ModuleObject.self).members.values { visit(value) }
    case .text, .range, .builtin, .error:
      break
    }
  }

  /// The constants of a function and of those inside it, and the variables of its file. A function
  /// inside may have no closure now, and get one again.
  private mutating func visit(_ prototype: Prototype) {
    guard prototype.visitedIn != collection else { return }
    prototype.visitedIn = collection
    for inner in prototype.description.functions { visit(inner) }
    for index in prototype.description.constants.indices { visit(prototype.constants[index]) }
    if prototype.globals.visitedIn != collection {
      prototype.globals.visitedIn = collection
      visit(prototype.globals)
    }
  }
}
