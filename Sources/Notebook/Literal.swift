/// A value that came from outside, as a record holds it: a literal of the language.
public indirect enum Literal: Equatable, Sendable {
  case none
  case bool(Bool)
  case int(Int)
  case float(Double)
  case text(String)
  case list([Literal])

  /// The literal as typed in a script.
  public var text: String {
    switch self {
    case .none: "none"
    case .bool(let value): "\(value)"
    case .int(let value): "\(value)"
    case .float(let value): Self.shown(value)
    case .text(let value): Self.quoted(value)
    case .list(let items): "[" + items.map(\.text).joined(separator: ", ") + "]"
    }
  }

  private static func shown(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    return "\(value)"
  }

  /// A text in double quotes, with escapes.
  public static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\0": result += "\\0"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          result += "\\u{" + String(scalar.value, radix: 16) + "}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  /// Reads a literal; nil if the text is none.
  public init?(_ text: String) {
    var reader = LiteralReader(text)
    guard let value = reader.value(), reader.isAtEnd else { return nil }
    self = value
  }

  /// The parts of a text between spaces, where quotes and square brackets hold together.
  static func words(of text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var depth = 0
    var isQuoted = false
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if scalar == " " && depth == 0 && !isQuoted {
        if !word.isEmpty { words.append(word) }
        word = ""
        continue
      }
      word.unicodeScalars.append(scalar)
      if isEscaped {
        isEscaped = false
      } else if isQuoted {
        isEscaped = scalar == "\\"
        isQuoted = scalar != "\""
      } else if scalar == "\"" {
        isQuoted = true
      } else if scalar == "[" {
        depth += 1
      } else if scalar == "]" {
        depth = max(0, depth - 1)
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}

/// Reads literals, one code point after another.
private struct LiteralReader {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var depth = 0

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  var isAtEnd: Bool { index == scalars.count }
  private var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  mutating func value() -> Literal? {
    switch current {
    case "\"": return quotedText().map(Literal.text)
    case "[": return list()
    default: return word()
    }
  }

  private mutating func list() -> Literal? {
    guard depth < 64 else { return nil }
    depth += 1
    defer { depth -= 1 }
    index += 1
    var items: [Literal] = []
    while true {
      skipSpaces()
      if current == "]" { break }
      guard let item = value() else { return nil }
      items.append(item)
      skipSpaces()
      guard current == "," || current == "]" else { return nil }
      if current == "," { index += 1 }
    }
    index += 1
    return .list(items)
  }

  private mutating func skipSpaces() {
    while current == " " { index += 1 }
  }

  private mutating func quotedText() -> String? {
    index += 1
    var result = ""
    while let scalar = current {
      index += 1
      if scalar == "\"" { return result }
      guard scalar == "\\" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      guard let escaped = escape() else { return nil }
      result.unicodeScalars.append(escaped)
    }
    return nil
  }

  private mutating func escape() -> Unicode.Scalar? {
    guard let letter = current else { return nil }
    index += 1
    switch letter {
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "0": return "\0"
    case "\\", "\"", "'": return letter
    case "u":
      guard current == "{", let close = scalars[index...].firstIndex(of: "}") else { return nil }
      let digits = String(String.UnicodeScalarView(scalars[(index + 1)..<close]))
      index = close + 1
      return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
    default: return nil
    }
  }

  private mutating func word() -> Literal? {
    let start = index
    while let scalar = current, scalar != " ", scalar != ",", scalar != "]" { index += 1 }
    let word = String(String.UnicodeScalarView(scalars[start..<index]))
    switch word {
    case "none": return Literal.none
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "nan": return .float(.nan)
    case "inf": return .float(.infinity)
    case "-inf": return .float(-.infinity)
    default:
      if let int = Int(word) { return .int(int) }
      return Double(word).map(Literal.float)
    }
  }
}
