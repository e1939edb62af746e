/// Text as scripts write it: in quotes, with escapes.
public enum QuotedText {
  /// `text` in double quotes, with `\n \t \r \0 \\ \"`, and `\u{…}` for other controls.
  public static func of(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\r": quoted += "\\r"
      case "\0": quoted += "\\0"
      case "\\": quoted += "\\\\"
      case "\"": quoted += "\\\""
      default:
        if scalar.value < 0x20 || (scalar.value >= 0x7f && scalar.value < 0xa0)
          || (scalar.value >= 0x2028 && scalar.value <= 0x202e)
        {
          quoted += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
          quoted.unicodeScalars.append(scalar)
        }
      }
    }
    return quoted + "\""
  }
}
