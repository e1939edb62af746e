import CMachine

// Short texts without a value, which the quick half of the machine makes texts of: it cannot ask for
// new objects. Dead texts become spares again, so that a loop over texts asks for little memory.

extension Heap {
  /// How many are made at once, and how many are kept at most.
  private static let (batch, limit) = (64, 1 << 14)

  /// Makes spares where there are none.
  func makeSpares() {
    guard core.pointee.spares == nil else { return }
    for _ in 0..<Self.batch { keep(Unmanaged.passRetained(TextObject(utf8: []))) }
  }

  /// Takes a dead object for a spare; false for one that is none, or that somebody else still holds.
  func keepAsSpare(_ handle: Unmanaged<HeapObject>) -> Bool {
    guard core.pointee.spare_count < Self.limit else { return false }
    var text = unsafeDowncast(handle.takeUnretainedValue(), to: TextObject.self)
    // One owner is the heap, the other is `text`.
    handle.release()
    guard isKnownUniquelyReferenced(&text), text.empty() else {
      _ = handle.retain()
      return false
    }
    keep(Unmanaged.passRetained(text))
    return true
  }

  /// Frees all spares.
  func releaseSpares() {
    while let text = core.pointee.spares {
      let handle = Unmanaged<TextObject>.fromOpaque(text)
      core.pointee.spares = handle._withUnsafeGuaranteedRef { next(of: $0) }
      core.pointee.spare_count -= 1
      handle.release()
    }
  }

  private func keep(_ handle: Unmanaged<TextObject>) {
    handle._withUnsafeGuaranteedRef { text in
      text.next = core.pointee.spares.map { .fromOpaque($0) }
      core.pointee.spares = text.memory
    }
    core.pointee.spare_count += 1
  }

  private func next(of text: TextObject) -> UnsafeMutablePointer<cm_text>? {
    text.next?.toOpaque().assumingMemoryBound(to: cm_text.self)
  }
}
