#if canImport(Glibc)
  import Glibc
#endif

/// Memory that is reserved at full size, never moves and is zero until touched.
enum AddressSpace {
  /// Room for `count` elements.
  static func reserve<Element>(
    _ type: Element.Type, count: Int
  ) -> UnsafeMutablePointer<Element> {
    let bytes = count * MemoryLayout<Element>.stride
    let address = mmap(
      nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let address, address != MAP_FAILED else {
      // Nothing can run without registers; the process has no memory at all left.
      return .allocate(capacity: count)
    }
    return address.bindMemory(to: Element.self, capacity: count)
  }

  /// Gives it back.
  static func release<Element>(_ pointer: UnsafeMutablePointer<Element>, count: Int) {
    munmap(pointer, count * MemoryLayout<Element>.stride)
  }
}
