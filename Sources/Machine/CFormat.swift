import Glibc

/// Numbers through the C library's printf, which rounds correctly.
public enum CFormat {
  /// `value` by a conversion `f`, `e`, `g` (or `F E G`) with `precision` digits.
  public static func number(
    _ value: Double, _ conversion: Character, precision: Int, alternate: Bool = false
  ) -> String {
    let format = "%\(alternate ? "#" : "").\(precision)\(conversion)"
    return withVaList([value]) { arguments in
      var buffer = [CChar](repeating: 0, count: 350 + precision)
      let length = vsnprintf(&buffer, buffer.count, format, arguments)
      let bytes = buffer.prefix(max(0, min(Int(length), buffer.count - 1)))
      return String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
}
