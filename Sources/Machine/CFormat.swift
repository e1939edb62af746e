import Glibc

/// Numbers through the C library's printf, which rounds correctly.
public enum CFormat {
  /// `value` by a conversion `f`, `e`, `g` (or `F E G`) with `precision` digits.
  public static func number(
    _ value: Double, _ conversion: Character, precision: Int, alternate: Bool = false
  ) -> String {
    let format: StaticString =
      switch (conversion, alternate) {
      case ("f", false): "%.*f"
      case ("f", true): "%#.*f"
      case ("F", false): "%.*F"
      case ("F", true): "%#.*F"
      case ("e", false): "%.*e"
      case ("e", true): "%#.*e"
      case ("E", false): "%.*E"
      case ("E", true): "%#.*E"
      case ("G", false): "%.*G"
      case ("G", true): "%#.*G"
      case (_, false): "%.*g"
      case (_, true): "%#.*g"
      }
    // 309 digits, a point, the places behind it, sign and end.
    let capacity = 320 + precision
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
      guard let start = buffer.baseAddress else { return "" }
      let length = withVaList([Int32(precision), value]) { arguments in
        format.withUTF8Buffer { text in
          text.withMemoryRebound(to: CChar.self) { text in
            text.baseAddress.map { vsnprintf(start, capacity, $0, arguments) } ?? 0
          }
        }
      }
      let count = max(0, min(Int(length), capacity - 1))
      return String(
        decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    }
  }
}
