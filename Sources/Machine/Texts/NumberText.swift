import CMachine

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
  static let longestInt = Int(CM_LONGEST_INT)

  /// Writes an int's decimal digits to the start of `bytes`, which has room for the longest; gives
  /// how many bytes.
  static func write(_ value: Int, to bytes: UnsafeMutableBufferPointer<UInt8>) -> Int {
    bytes.baseAddress.map { Int(cm_write_int(Int64(value), $0)) } ?? 0
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
