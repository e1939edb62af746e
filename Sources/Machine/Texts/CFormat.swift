import Glibc

/// Numbers through the C library's printf, which rounds correctly.
public enum CFormat {
  /// `value` by a conversion `f`, `e`, `g` (or `F E G`) with `precision` digits; `alternate` keeps
  /// the point and the zeros behind it.
  public static func number(
    _ value: Double, _ conversion: Character, precision: Int, alternate: Bool = false
  ) -> String {
    let format = "%\(alternate ? "#" : "").\(precision)\(conversion)"
    // 309 digits, a point, the places behind it, sign and end.
    let capacity = 320 + precision
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
      guard let start = buffer.baseAddress else { return "" }
      let length = withVaList([value]) { vsnprintf(start, capacity, format, $0) }
      let count = max(0, min(Int(length), capacity - 1))
      return String(
        decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    }
  }
}
