import Tensors

/// Sorts scores from the highest to the lowest, without `nan`; −0 counts as 0.
///
/// Least-significant-digit radix sort, because millions of trials are common: 11 bits a pass, and
/// no pass where all scores share the digit. Scores that are all 32-bit numbers need three passes.
/// The scores are cut into fixed pieces that the threads share.
func sortedDescending(_ scores: [Double]) throws -> [Double] {
  guard scores.count > 512 else { return scores.map { $0 + 0 }.sorted(by: >) }
  return try scores.withUnsafeBufferPointer { scores in
    guard let start = scores.baseAddress else { return [] }
    nonisolated(unsafe) let source = start
    let pieces = Pieces(count: scores.count)
    let areSingle = try Workspace<Bool>(repeating: true, count: pieces.number)
    try pieces.forEach { piece, range in
      var isSingle = true
      for index in range { isSingle = isSingle && Double(Float(source[index])) == source[index] }
      areSingle[piece] = isSingle
    }
    if (0..<pieces.number).allSatisfy({ areSingle[$0] }) {
      return try radixSorted(source, pieces) { score in
        let bits = Float(score + 0).bitPattern
        return bits >> 31 == 1 ? bits : ~(bits | 0x8000_0000)
      } score: { (key: UInt32) in
        Double(Float(bitPattern: key >> 31 == 1 ? key : ~key & 0x7FFF_FFFF))
      }
    }
    return try radixSorted(source, pieces) { score in
      let bits = (score + 0).bitPattern
      return bits >> 63 == 1 ? bits : ~(bits | 1 << 63)
    } score: { (key: UInt64) in
      Double(bitPattern: key >> 63 == 1 ? key : ~key & ~(1 << 63))
    }
  }
}

/// A count cut into pieces of equal size, at most 16 of at least 2¹⁶.
struct Pieces {
  let count: Int
  let number: Int
  private let size: Int

  init(count: Int) {
    self.count = count
    size = max(1 << 16, (count + 15) / 16)
    number = max((count + size - 1) / size, 1)
  }

  /// Calls `body` with the number of each piece and its range, on all threads.
  func forEach(_ body: (Int, Range<Int>) throws -> Void) throws {
    try Kernels.parallel(number) { piece in
      try body(piece, piece * size..<min((piece + 1) * size, count))
    }
  }
}

private let digitBits = 11
private let digitCount = 1 << digitBits

@inline(__always)
private func radixSorted<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
  _ scores: UnsafePointer<Double>, _ pieces: Pieces, key: (Double) -> Key,
  score: (Key) -> Double
) throws -> [Double] {
  let count = pieces.count
  var keys = try Workspace<Key>(count: count)
  var scratch = try Workspace<Key>(count: count)
  let first = keys
  try pieces.forEach { _, range in
    for index in range { first[index] = key(scores[index]) }
  }
  for shift in stride(from: 0, to: Key.bitWidth, by: digitBits)
  where try scatter(keys, to: scratch, pieces, shift: Key(shift)) {
    swap(&keys, &scratch)
  }
  let sorted = keys
  return try [Double](unsafeUninitializedCapacity: count) { out, filled in
    guard let start = out.baseAddress else { return }
    nonisolated(unsafe) let target = start
    try pieces.forEach { _, range in
      for index in range { target[index] = score(sorted[index]) }
    }
    filled = count
  }
}

/// Moves keys to the places that the digit at `shift` gives them, equal ones in their order.
/// - Returns: false, with nothing moved, where all keys share the digit.
@inline(__always)
private func scatter<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
  _ keys: Workspace<Key>, to out: Workspace<Key>, _ pieces: Pieces, shift: Key
) throws -> Bool {
  let places = try Workspace<Int>(repeating: 0, count: pieces.number * digitCount)
  let mask = Key(digitCount - 1)
  try pieces.forEach { piece, range in
    let counts = places.start + piece * digitCount
    for index in range { counts[Int(truncatingIfNeeded: (keys[index] >> shift) & mask)] &+= 1 }
  }
  var place = 0
  for digit in 0..<digitCount {
    let before = place
    for piece in 0..<pieces.number {
      let size = places[piece * digitCount + digit]
      places[piece * digitCount + digit] = place
      place += size
    }
    if place - before == pieces.count { return false }
  }
  try pieces.forEach { piece, range in
    let next = places.start + piece * digitCount
    for index in range {
      let key = keys[index]
      let digit = Int(truncatingIfNeeded: (key >> shift) & mask)
      out[next[digit]] = key
      next[digit] &+= 1
    }
  }
  return true
}
