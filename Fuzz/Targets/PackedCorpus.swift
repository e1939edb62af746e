/// Many small inputs in one text file: an input a line, bytes that do not print as `\n`, `\\` and
/// `\xHH`.
public enum PackedCorpus {
  /// The line of an input.
  public static func line(_ bytes: [UInt8]) -> String {
    var line = ""
    for byte in bytes {
      switch byte {
      case 0x0A: line += "\\n"
      case 0x5C: line += "\\\\"
      case 0x20..<0x7F: line.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        line += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return line
  }

  /// The input of a line; nil where the line is none.
  public static func input(_ line: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = Array(line.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "\\"): bytes.append(0x5C)
      case UInt8(ascii: "x"):
        guard rest.count >= 2,
          let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
        else { return nil }
        bytes.append(value)
        rest = rest.dropFirst(2)
      default: return nil
      }
    }
    return bytes
  }
}
