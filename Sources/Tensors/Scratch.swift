/// Uninitialized memory for plain numbers, from the tensors' lists and back to them: it counts
/// as memory in use and keeps within the limit. Several threads may write different parts.
public final class Scratch<Element: BitwiseCopyable> {
  private let storage: Storage
  /// The address of the first element, aligned to 64 bytes.
  public let start: UnsafeMutablePointer<Element>
  /// The number of elements.
  public let count: Int

  /// Memory of `count` elements; `name` stands in the error. Throws `.limit`.
  public init(count: Int, for name: @autoclosure () -> String) throws(TensorError) {
    storage = try Storage(byteCount: max(count, 1) * MemoryLayout<Element>.stride, for: name())
    start = storage.pointer.bindMemory(to: Element.self, capacity: max(count, 1))
    self.count = count
  }
}
