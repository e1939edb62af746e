/// A value of the JSON that a header holds: no fractions, no duplicate keys.
enum HeaderJSON {
  case text(String)
  case whole(Int)
  case list([HeaderJSON])
  case object([(key: String, value: HeaderJSON)])

  /// Reads one value and nothing behind it but spaces. Throws `.io`.
  static func read(_ bytes: [UInt8], at place: FilePlace) throws(TensorError) -> HeaderJSON {
    var parser = HeaderParser(bytes, at: place)
    return try parser.whole()
  }

  /// The value under a key of an object.
  subscript(key: String) -> HeaderJSON? {
    if case .object(let fields) = self { fields.first { $0.key == key }?.value } else { nil }
  }

  /// The text, if it is one.
  var string: String? { if case .text(let text) = self { text } else { nil } }

  /// The whole numbers of a list, if all are.
  var integers: [Int]? {
    guard case .list(let items) = self else { return nil }
    var values: [Int] = []
    for item in items {
      guard case .whole(let value) = item else { return nil }
      values.append(value)
    }
    return values
  }
}

private struct HeaderParser {
  private let bytes: [UInt8]
  private let place: FilePlace
  private var at = 0

  init(_ bytes: [UInt8], at place: FilePlace) {
    self.bytes = bytes
    self.place = place
  }

  mutating func whole() throws(TensorError) -> HeaderJSON {
    let value = try value(depth: 0)
    skipSpaces()
    if at < bytes.count { throw wrong("something follows its value") }
    return value
  }

  private func wrong(_ why: String) -> TensorError {
    place.damaged("its header is damaged at byte \(at): \(why)")
  }

  private mutating func skipSpaces() {
    while at < bytes.count, [32, 10, 13, 9].contains(bytes[at]) { at += 1 }
  }

  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    skipSpaces()
    guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(TensorError) {
    if !accept(character) { throw wrong("`\(character)` was expected") }
  }

  private mutating func value(depth: Int) throws(TensorError) -> HeaderJSON {
    skipSpaces()
    if depth > 3 { throw wrong("it is nested too deep") }
    guard at < bytes.count else { throw wrong("a value was expected") }
    switch bytes[at] {
    case 123: return .object(try fields(depth: depth))
    case 91: return .list(try items(depth: depth))
    case 34: return .text(try text())
    case 48...57: return .whole(try number())
    default: throw wrong("a text, whole number, list or object was expected")
    }
  }

  private mutating func items(depth: Int) throws(TensorError) -> [HeaderJSON] {
    try expect("[")
    var items: [HeaderJSON] = []
    if accept("]") { return items }
    repeat {
      // Shapes and offsets are short; a long list would take many times its bytes of memory.
      if items.count == 100 { throw wrong("a list is too long") }
      items.append(try value(depth: depth + 1))
    } while accept(",")
    try expect("]")
    return items
  }

  private mutating func fields(depth: Int) throws(TensorError) -> [(
    key: String, value: HeaderJSON
  )] {
    try expect("{")
    var fields: [(key: String, value: HeaderJSON)] = []
    var keys: Set<String> = []
    if accept("}") { return fields }
    repeat {
      skipSpaces()
      let key = try text()
      if !keys.insert(key).inserted { throw wrong("the key \"\(key)\" stands twice") }
      try expect(":")
      fields.append((key, try value(depth: depth + 1)))
    } while accept(",")
    try expect("}")
    return fields
  }

  private mutating func number() throws(TensorError) -> Int {
    let start = at
    while at < bytes.count, (48...57).contains(bytes[at]) { at += 1 }
    guard let value = Int(String(decoding: bytes[start..<at], as: UTF8.self)) else {
      throw wrong("the number is too large")
    }
    if bytes[start] == 48 && at > start + 1 { throw wrong("a number begins with 0") }
    return value
  }

  private mutating func text() throws(TensorError) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      switch byte {
      case 34:
        guard let string = String(validating: text, as: UTF8.self) else {
          throw wrong("a text is no UTF-8")
        }
        return string
      case 92: text += Array(String(try escaped()).utf8)
      case 0..<32: throw wrong("a text holds a control character")
      default: text.append(byte)
      }
    }
    throw wrong("a text is never closed")
  }

  private mutating func escaped() throws(TensorError) -> Unicode.Scalar {
    guard at < bytes.count else { throw wrong("a text is never closed") }
    at += 1
    switch bytes[at - 1] {
    case 34: return "\""
    case 92: return "\\"
    case 47: return "/"
    case 98: return "\u{8}"
    case 102: return "\u{c}"
    case 110: return "\n"
    case 114: return "\r"
    case 116: return "\t"
    case 117: return try codePoint()
    default: throw wrong("there is no such escape")
    }
  }

  private mutating func codePoint() throws(TensorError) -> Unicode.Scalar {
    var code = try hexadecimal()
    if (0xD800..<0xDC00).contains(code), at + 1 < bytes.count, bytes[at] == 92, bytes[at + 1] == 117
    {
      at += 2
      let low = try hexadecimal()
      guard (0xDC00..<0xE000).contains(low) else { throw wrong("half a code point is missing") }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw wrong("half a code point is missing") }
    return scalar
  }

  private mutating func hexadecimal() throws(TensorError) -> UInt32 {
    let digits = bytes[at...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw wrong("four hexadecimal digits were expected") }
    at += 4
    return code
  }
}
