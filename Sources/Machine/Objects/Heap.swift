import CMachine
import Tensors

/// Owns every heap object: a list that a mark–sweep collection walks at safepoints.
public final class Heap {
  /// All objects, the newest first.
  private(set) var first: Unmanaged<HeapObject>? {
    @inline(__always)
    get { core.pointee.newest.map { .fromOpaque($0) } }
    @inline(__always)
    set { core.pointee.newest = newValue?.toOpaque().assumingMemoryBound(to: cm_object.self) }
  }
  /// Objects alive or not yet collected.
  public private(set) var count: Int {
    get { Int(core.pointee.object_count) }
    set { core.pointee.object_count = Int64(newValue) }
  }
  /// Bytes that objects take, as estimated when they were made or last visited.
  public internal(set) var bytes: Int {
    get { Int(core.pointee.heap_bytes) }
    set { core.pointee.heap_bytes = Int64(newValue) }
  }
  /// Where the next collection is asked for.
  private var threshold: Int {
    get { Int(core.pointee.heap_threshold) }
    set { core.pointee.heap_threshold = Int64(newValue) }
  }
  private static let leastThreshold = 2 << 20
  private static let leastTensorThreshold = 8 << 20
  /// What a tensor's own objects take.
  static let bytesBesideElements = 160
  /// Where tensors in use, those that only records of gradients hold among them, ask for one: what
  /// is freed soon is used again while the processor's caches hold it.
  private var tensorThreshold = Memory.live + Heap.leastTensorThreshold
  /// Asks for a collection at every allocation: a test for values that nothing holds.
  package var isStressed = false {
    didSet { settle(bytes: bytes, tensors: 0) }
  }

  /// What the machine shares with its quick half.
  private let memory: SharedMemory
  var core: UnsafeMutablePointer<cm_core> { memory.core }
  /// The machine's pending word.
  private let pending: PendingWord

  /// An empty heap, which asks for its collections in the pending word.
  init(_ memory: SharedMemory) {
    self.memory = memory
    pending = PendingWord(in: memory.core)
    settle(bytes: 0, tensors: 0)
  }

  deinit {
    sweep { _ in true }
    releaseSpares()
  }

  /// Takes ownership of a new object.
  @discardableResult
  @inline(__always)
  func adopt<Object: HeapObject>(_ object: Object) -> Object {
    object.next = first
    first = Unmanaged.passRetained(object)
    count += 1
    charge(64)
    return object
  }

  /// Counts memory that an object holds besides itself.
  @inline(__always)
  func charge(_ size: Int) {
    bytes += size
    if bytes >= threshold { pending.request(Pending.collect) }
  }

  /// Sets the size of what is alive, `tensors` bytes of it in tensors, and when to collect next.
  func settle(bytes live: Int, tensors: Int) {
    bytes = live
    threshold = isStressed ? 0 : max(Heap.leastThreshold, 2 * live)
    Memory.prepareHeap(for: threshold - live)
    // A collection walks objects, however large a tensor is.
    tensorThreshold = Memory.live + max(Heap.leastTensorThreshold, 2 * (live - tensors))
  }

  /// Frees each object for which `isDead` says so; the others keep their order.
  func sweep(_ isDead: (HeapObject) -> Bool) {
    var last: Unmanaged<HeapObject>?
    var current = first
    first = nil
    while let handle = current {
      let (isOver, isText) = handle._withUnsafeGuaranteedRef { object in
        current = object.next
        return (isDead(object), object.kind == .text)
      }
      if isOver {
        count -= 1
        if !isText || !keepAsSpare(handle) { handle.release() }
      } else {
        if let last {
          last._withUnsafeGuaranteedRef { $0.next = handle }
        } else {
          first = handle
        }
        last = handle
      }
    }
    last?._withUnsafeGuaranteedRef { $0.next = nil }
  }

  /// A new text.
  public func text(_ string: String) -> Value {
    text(utf8: Array(string.utf8))
  }

  /// A new text of UTF-8 bytes.
  public func text(utf8: [UInt8]) -> Value {
    charge(utf8.count)
    return .object(adopt(TextObject(utf8: utf8)))
  }

  /// A new text of UTF-8 bytes of which it is known whether all are ASCII.
  func text(copying bytes: UnsafeBufferPointer<UInt8>, isASCII: Bool) -> Value {
    charge(bytes.count)
    return .object(adopt(TextObject(copying: bytes, isASCII: isASCII)))
  }

  /// A new list. Values that have another owner must be marked shared before.
  public func list(_ items: [Value]) -> Value {
    charge(items.count &* 16)
    return .object(adopt(ListObject(items: items)))
  }

  /// A new dict.
  public func dict(_ table: DictTable) -> Value { .object(adopt(DictObject(table: table))) }

  /// A new tensor value.
  public func tensor(_ tensor: Tensor) -> Value {
    charge(tensor.count &* tensor.dtype.byteCount &+ Heap.bytesBesideElements)
    noteTensors()
    return .object(adopt(TensorObject(tensor: tensor)))
  }

  /// A value for a library's object; the same object must not be wrapped twice.
  public func instance(_ object: any ScriptObject) -> Value {
    noteTensors()
    return .object(adopt(InstanceObject(object: object)))
  }

  /// Asks for a collection where tensors have come to hold much memory since the last.
  @inline(__always)
  private func noteTensors() {
    if Memory.live >= tensorThreshold { pending.request(Pending.collect) }
  }

  /// A builtin as a value.
  public func builtin(_ builtin: Builtin) -> Value {
    .object(adopt(BuiltinObject(builtin: builtin)))
  }

  /// An error as a value.
  public func error(_ error: RuntimeError) -> Value { .object(adopt(ErrorObject(error: error))) }
}
