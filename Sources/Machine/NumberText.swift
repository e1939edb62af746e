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
