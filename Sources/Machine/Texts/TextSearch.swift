import Glibc

/// Searching in UTF-8.
public enum TextSearch {
  /// Where the first `part` begins at or behind the byte `start`; nil if there is none.
  /// - Throws: `interrupt`.
  public static func find(
    _ part: [UInt8], in text: [UInt8], from start: Int
  ) throws(RuntimeError) -> Int? {
    guard let first = part.first else { return start <= text.count ? start : nil }
    let end = text.count - part.count + 1
    var place = start
    // Bytes that were looked at since the last look for an interrupt.
    var looked = 0
    while place < end {
      if looked >= 1 << 20 {
        try LongLoop.look()
        looked = 0
      }
      let window = min(end - place, 1 << 20)
      guard let behind = offset(of: first, in: text, place, window) else {
        place += window
        looked += window
        continue
      }
      place += behind
      if begins(with: part, text, at: place) { return place }
      place += 1
      looked += behind + part.count + 16
    }
    return nil
  }

  private static func offset(
    of byte: UInt8, in text: [UInt8], _ start: Int, _ count: Int
  ) -> Int? {
    text.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let found = memchr(base + start, Int32(byte), count)
      else { return nil }
      return UnsafeRawPointer(found) - base - start
    }
  }

  private static func begins(with part: [UInt8], _ text: [UInt8], at place: Int) -> Bool {
    text.withUnsafeBytes { bytes in
      part.withUnsafeBytes { part in
        guard let base = bytes.baseAddress, let other = part.baseAddress else { return true }
        return memcmp(base + place, other, part.count) == 0
      }
    }
  }
}
