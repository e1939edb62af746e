import Glibc

/// Pages of 2 MiB for big arrays: to touch a fresh small page costs more than to fill it.
enum LargePages {
  /// Bytes from which on this is worth its system calls.
  static let least = 1 << 20

  /// Asks for them where an array has its memory; the kernel may refuse.
  static func ask<Element>(for array: inout [Element]) {
    let capacity = array.capacity
    guard capacity * MemoryLayout<Element>.stride >= least else { return }
    array.withUnsafeMutableBufferPointer {
      advise($0.baseAddress, count: capacity, MADV_HUGEPAGE)
    }
  }

  /// Gives back the memory of elements that are not needed any more: it reads as zeros then.
  static func giveBack<Element>(_ elements: UnsafeMutableBufferPointer<Element>) {
    advise(elements.baseAddress, count: elements.count, MADV_DONTNEED)
  }

  private static func advise<Element>(
    _ base: UnsafeMutablePointer<Element>?, count: Int, _ advice: Int32
  ) {
    let mask = UInt(sysconf(Int32(_SC_PAGESIZE))) - 1
    let address = UInt(bitPattern: base)
    let low = (address + mask) & ~mask
    let high = (address + UInt(count * MemoryLayout<Element>.stride)) & ~mask
    if low < high { madvise(UnsafeMutableRawPointer(bitPattern: low), Int(high - low), advice) }
  }
}
