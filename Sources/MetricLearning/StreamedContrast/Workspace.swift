import Tensors

/// Memory of plain numbers that several threads write different parts of.
final class Workspace<Element: BitwiseCopyable> {
  private let memory: Scratch<Element>
  let start: UnsafeMutablePointer<Element>
  let count: Int

  /// Uninitialized memory.
  init(count: Int) throws {
    memory = try Scratch(count: count, for: "working memory")
    start = memory.start
    self.count = count
  }

  convenience init(repeating value: Element, count: Int) throws {
    try self.init(count: count)
    start.update(repeating: value, count: count)
  }

  subscript(index: Int) -> Element {
    get { start[index] }
    set { start[index] = newValue }
  }
}
