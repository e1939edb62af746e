// How big lists grow: while one moves, it gives back piece by piece what it leaves, so that ten
// million items never take twice their size.

extension ListObject {
  /// Makes room for more items; called when there is none.
  @inline(never)
  func grow() {
    if storage.count * MemoryLayout<Value>.stride >= LargePages.least {
      move(toCapacity: 2 * storage.count)
    }
  }

  /// Makes room for the `count` items that an empty list is about to get: for a million at most,
  /// since the loop that gives them may end early.
  func reserve(_ count: Int) {
    storage.reserveCapacity(min(count, 1 << 20))
    noteOwnMemory()
    LargePages.ask(for: &storage)
  }

  private func move(toCapacity capacity: Int) {
    var new: [Value] = []
    new.reserveCapacity(capacity)
    LargePages.ask(for: &new)
    let step = 1 << 18
    storage.withUnsafeMutableBufferPointer { old in
      for start in stride(from: 0, to: old.count, by: step) {
        let piece = UnsafeMutableBufferPointer(rebasing: old[start..<min(start + step, old.count)])
        new.append(contentsOf: piece)
        LargePages.giveBack(piece)
      }
    }
    storage = new
  }
}
