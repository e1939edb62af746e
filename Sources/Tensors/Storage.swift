import CKernels

/// A block of memory that tensors share, from lists by size class and back to them.
final class Storage: @unchecked Sendable {
  let pointer: UnsafeMutableRawPointer
  private let capacity: Int

  /// At least `byteCount` bytes, uninitialized and aligned to 64.
  init(byteCount: Int, for name: @autoclosure () -> String) throws(TensorError) {
    var capacity = 0
    guard let pointer = ck_alloc(byteCount, &capacity) else {
      throw .limit(
        "\(name()): \(Memory.text(byteCount)) more would exceed the memory limit of"
          + " \(Memory.text(Memory.limit)) (\(Memory.text(Memory.live)) are in use)")
    }
    self.pointer = pointer
    self.capacity = capacity
  }

  /// Memory that Swift allocated, outside the lists.
  init(adopting pointer: UnsafeMutableRawPointer) {
    self.pointer = pointer
    capacity = 0
  }

  deinit {
    if capacity > 0 { ck_free(pointer, capacity) } else { pointer.deallocate() }
  }
}

/// Bytes that tensors hold, all of them together.
public enum Memory {
  /// Bytes in use now.
  public static var live: Int { ck_live_bytes() }

  /// The most bytes in use since the start or the last `resetPeak()`.
  public static var peak: Int { ck_peak_bytes() }

  /// Starts the peak anew from what is in use now.
  public static func resetPeak() { ck_reset_peak() }

  /// A tensor that would lead over this many bytes is a `.limit` error; the machine's memory
  /// at the start.
  public static var limit: Int {
    get { ck_memory_limit() }
    set { ck_set_memory_limit(max(newValue, 1)) }
  }

  /// Lets all threads of the process share one heap for what is no tensor.
  public static func useOneArena() { ck_use_one_arena() }

  /// Makes ready what objects are about to take of that heap.
  public static func prepareHeap(for room: Int) {
    if room > 0 { ck_prepare_heap(room) }
  }

  /// A count of bytes in the unit that suits it.
  static func text(_ bytes: Int) -> String {
    let units = ["bytes", "KB", "MB", "GB", "TB"]
    var tenths = Double(bytes) * 10
    var unit = 0
    while tenths >= 10_240, unit < units.count - 1 {
      tenths /= 1024
      unit += 1
    }
    let whole = Int(tenths.rounded())
    return whole % 10 == 0
      ? "\(whole / 10) \(units[unit])" : "\(whole / 10).\(whole % 10) \(units[unit])"
  }
}

extension Storage {
  /// Eight bytes for one element. The limit is not asked: an error message may need one.
  static func single() -> Storage {
    if let storage = try? Storage(byteCount: 8, for: "scalar") { return storage }
    return Storage(plain: 64)
  }

  /// Memory outside the lists, for the case that the limit is reached.
  private convenience init(plain byteCount: Int) {
    self.init(
      adopting: UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64))
  }
}
