import Machine

/// Reads JSON strictly; errors name line and column.
struct JSONReader {
  private let bytes: [UInt8]
  private let entry: String
  private let machine: VirtualMachine
  private var place = 0
  /// Values that were begun.
  private var turns = 0

  /// The value of a JSON text.
  /// - Throws: `io` where it is malformed.
  static func read(_ bytes: [UInt8], _ entry: String, in machine: VirtualMachine) throws -> Value {
    var reader = JSONReader(bytes: bytes, entry: entry, machine: machine)
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.place == bytes.count else { throw reader.wrong("nothing more was expected") }
    return value
  }

  private init(bytes: [UInt8], entry: String, machine: VirtualMachine) {
    self.bytes = bytes
    self.entry = entry
    self.machine = machine
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { place = 3 }
  }

  private var current: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 32 || byte == 9 || byte == 10 || byte == 13 { place += 1 }
  }

  private func wrong(_ what: String) -> RuntimeError {
    let before = bytes[..<min(place, bytes.count)]
    let line = before.count { $0 == 10 } + 1
    let column = before.reversed().prefix { $0 != 10 }.count { $0 & 0xc0 != 0x80 } + 1
    return RuntimeError(.io, "\(entry): line \(line), column \(column): \(what)")
  }

  private mutating func value(depth: Int) throws -> Value {
    guard depth < 500 else { throw wrong("nested more than 500 deep") }
    turns += 1
    if turns & 0xFFF == 0 { try LongLoop.look() }
    skipSpace()
    switch current {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try list(depth: depth)
    case UInt8(ascii: "\""): return machine.heap.text(try text())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .none)
    case nil: throw wrong("the text ends where a value was expected")
    default: return try number()
    }
  }

  private mutating func word(_ word: String, _ value: Value) throws -> Value {
    guard bytes[place...].starts(with: word.utf8) else { throw wrong("a value was expected") }
    place += word.utf8.count
    return value
  }

  private mutating func list(depth: Int) throws -> Value {
    place += 1
    var items: [Value] = []
    skipSpace()
    if current == UInt8(ascii: "]") {
      place += 1
      return machine.heap.list([])
    }
    while true {
      items.append(try value(depth: depth + 1))
      skipSpace()
      place += 1
      switch bytes.indices.contains(place - 1) ? bytes[place - 1] : 0 {
      case UInt8(ascii: ","): continue
      case UInt8(ascii: "]"): return machine.heap.list(items)
      default:
        place -= 1
        throw wrong("`,` or `]` was expected")
      }
    }
  }

  private mutating func object(depth: Int) throws -> Value {
    place += 1
    var table = DictTable()
    skipSpace()
    if current == UInt8(ascii: "}") {
      place += 1
      return machine.heap.dict(table)
    }
    while true {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw wrong("a key in quotes was expected") }
      let key = machine.heap.text(try text())
      skipSpace()
      guard current == UInt8(ascii: ":") else { throw wrong("`:` was expected") }
      place += 1
      try table.set(try value(depth: depth + 1), for: key)
      skipSpace()
      place += 1
      switch bytes.indices.contains(place - 1) ? bytes[place - 1] : 0 {
      case UInt8(ascii: ","): continue
      case UInt8(ascii: "}"): return machine.heap.dict(table)
      default:
        place -= 1
        throw wrong("`,` or `}` was expected")
      }
    }
  }

  private mutating func number() throws -> Value {
    let start = place
    while let byte = current, "+-.0123456789eE".utf8.contains(byte) { place += 1 }
    let digits = String(decoding: bytes[start..<place], as: UTF8.self)
    let isWhole = !digits.contains { ".eE".contains($0) }
    let body = digits.hasPrefix("-") ? digits.dropFirst() : digits[...]
    let isPlain = body.first?.isNumber == true && (body.count == 1 || !body.hasPrefix("00"))
    if isPlain, isWhole, let whole = Int(digits) { return .int(whole) }
    if isPlain, !digits.hasSuffix("."), let float = Double(digits) { return .float(float) }
    place = start
    throw wrong("a value was expected")
  }

  private mutating func text() throws -> String {
    place += 1
    var result: [UInt8] = []
    while let byte = current {
      place += 1
      if place & 0xFFFF == 0 { try LongLoop.look() }
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: result, as: UTF8.self) else {
          throw wrong("the text before is no UTF-8")
        }
        return text
      case UInt8(ascii: "\\"): result += Array(String(Character(try escape())).utf8)
      case 0..<0x20: throw wrong("a control character stands in a text")
      default: result.append(byte)
      }
    }
    throw wrong("the text ends inside quotes")
  }

  private mutating func escape() throws -> Unicode.Scalar {
    guard let letter = current else { throw wrong("the text ends inside quotes") }
    place += 1
    switch letter {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "u"): return try codePoint()
    default: throw wrong("an unknown escape")
    }
  }

  private mutating func codePoint() throws -> Unicode.Scalar {
    let high = try fourDigits()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xdc00, bytes[min(place, bytes.count)...].starts(with: "\\u".utf8) else {
      throw wrong("half of a pair of code units")
    }
    place += 2
    let low = try fourDigits()
    guard (0xdc00...0xdfff).contains(low),
      let scalar = Unicode.Scalar(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))
    else { throw wrong("half of a pair of code units") }
    return scalar
  }

  private mutating func fourDigits() throws -> UInt32 {
    let end = place + 4
    guard end <= bytes.count,
      let value = UInt32(String(decoding: bytes[place..<end], as: UTF8.self), radix: 16)
    else { throw wrong("four hexadecimal digits were expected") }
    place = end
    return value
  }
}
