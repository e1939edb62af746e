/// Memory of plain numbers that several threads write different parts of.
final class Workspace<Element> {
  let start: UnsafeMutablePointer<Element>
  let count: Int

  init(repeating value: Element, count: Int) {
    start = UnsafeMutablePointer<Element>.allocate(capacity: max(count, 1))
    start.initialize(repeating: value, count: count)
    self.count = count
  }

  /// Memory that is written before it is read.
  init(uninitialized count: Int) {
    start = UnsafeMutablePointer<Element>.allocate(capacity: max(count, 1))
    self.count = count
  }

  deinit { start.deallocate() }

  subscript(index: Int) -> Element {
    get { start[index] }
    set { start[index] = newValue }
  }
}
