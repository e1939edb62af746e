/// Numbers as scripts write them.
public enum NumberText {
  /// The shortest text that reads back as the same float, with a point or an exponent.
  public static func shortest(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    return value.description
  }

  /// The shortest text that reads back as the same 32-bit float.
  public static func shortest(_ value: Float) -> String {
    if value.isNaN { return "nan" }
    return value.description
  }

  /// Bytes that the longest int takes: 19 digits and a sign.
  static let longestInt = 20

  /// Writes an int's decimal digits to the start of `bytes`, which has room for the longest; gives
  /// how many bytes.
  static func write(_ value: Int, to bytes: UnsafeMutableBufferPointer<UInt8>) -> Int {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: longestInt) { digits in
      var rest = value.magnitude
      var first = longestInt
      repeat {
        let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
        first -= 1
        digits[first] = UInt8(truncatingIfNeeded: digit) &+ UInt8(ascii: "0")
        rest = quotient
      } while rest > 0
      if value < 0 {
        first -= 1
        digits[first] = UInt8(ascii: "-")
      }
      return bytes.update(fromContentsOf: digits[first...])
    }
  }

  /// A bool, int or float.
  static func of(_ value: Value) -> String {
    switch value.tag {
    case Tag.bool: value.bool ? "true" : "false"
    case Tag.int: "\(value.int)"
    case Tag.float: shortest(value.float)
    default: "none"
    }
  }
}
