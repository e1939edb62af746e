import Glibc

// How big lists get their memory. To touch a fresh page costs more than to fill it, so a big list
// asks for pages of 2 MiB. While it moves, it gives back piece by piece what it leaves: ten million
// items never take twice their size.

extension ListObject {
  /// Items from which on this is worth its system calls: 1 MiB of them.
  private static let big = 1 << 16

  /// Makes room for more items; called when there is none.
  @inline(never)
  func grow() {
    if items.count >= Self.big { move(toCapacity: 2 * items.count) }
  }

  /// Makes room for the `count` items that an empty list is about to get: for a million at most,
  /// since the loop that gives them may end early.
  func reserve(_ count: Int) {
    items.reserveCapacity(min(count, 1 << 20))
    if items.capacity >= Self.big { Self.askForLargePages(&items) }
  }

  private func move(toCapacity capacity: Int) {
    var new: [Value] = []
    new.reserveCapacity(capacity)
    Self.askForLargePages(&new)
    let step = 1 << 18
    items.withUnsafeMutableBufferPointer { old in
      for start in stride(from: 0, to: old.count, by: step) {
        let piece = UnsafeMutableBufferPointer(rebasing: old[start..<min(start + step, old.count)])
        new.append(contentsOf: piece)
        // What was there reads as zeros from here on, which are `none`.
        Self.advise(piece.baseAddress, count: piece.count, MADV_DONTNEED)
      }
    }
    items = new
  }

  private static func askForLargePages(_ array: inout [Value]) {
    let capacity = array.capacity
    array.withUnsafeMutableBufferPointer {
      advise($0.baseAddress, count: capacity, MADV_HUGEPAGE)
    }
  }

  /// Tells the kernel about the whole pages of an array's memory; it may refuse.
  private static func advise(_ base: UnsafeMutablePointer<Value>?, count: Int, _ advice: Int32) {
    let mask = UInt(sysconf(Int32(_SC_PAGESIZE))) - 1
    let address = UInt(bitPattern: base)
    let low = (address + mask) & ~mask
    let high = (address + UInt(count * MemoryLayout<Value>.stride)) & ~mask
    if low < high { madvise(UnsafeMutableRawPointer(bitPattern: low), Int(high - low), advice) }
  }
}
