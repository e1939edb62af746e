import Machine

/// Where parts stand in the UTF-8 of texts. Long loops look for an interrupt.
enum TextPlaces {
  /// How many code points UTF-8 bytes hold.
  static func codePoints(in bytes: some Collection<UInt8>) -> Int {
    bytes.count { $0 & 0xc0 != 0x80 }
  }

  /// Calls `body` with the place of each `part`, without overlap; not at all for an empty one.
  static func each(of part: [UInt8], in text: [UInt8], _ body: (Int) -> Void) throws {
    guard !part.isEmpty else { return }
    var (start, turns) = (0, 0)
    while let place = try TextSearch.find(part, in: text, from: start) {
      turns += 1
      try LongLoop.turn(turns)
      body(place)
      start = place + part.count
    }
  }

  /// The parts of a text between separators, at white space where that is nil.
  static func parts<Part>(
    of text: [UInt8], _ separator: String?, limit: Int?, _ part: (ArraySlice<UInt8>) -> Part
  ) throws -> [Part] {
    let limit = limit ?? .max
    guard let separator else { return try words(of: text, limit: limit, part) }
    guard !separator.isEmpty else {
      throw RuntimeError(
        .value, "split: 'sep' must not be an empty text", hint: "`list(s)` gives the characters")
    }
    let bytes = Array(separator.utf8)
    var parts: [Part] = []
    var start = 0
    while parts.count < limit, let place = try TextSearch.find(bytes, in: text, from: start) {
      try LongLoop.turn(parts.count)
      parts.append(part(text[start..<place]))
      start = place + bytes.count
    }
    return parts + [part(text[start...])]
  }

  private static func words<Part>(
    of text: [UInt8], limit: Int, _ part: (ArraySlice<UInt8>) -> Part
  ) throws -> [Part] {
    var words: [Part] = []
    var end = 0
    while let start = try first(in: text, from: end, where: { !$0.properties.isWhitespace }) {
      if words.count >= limit { return words + [part(text[start...])] }
      end = try first(in: text, from: start) { $0.properties.isWhitespace } ?? text.count
      try LongLoop.turn(words.count)
      words.append(part(text[start..<end]))
    }
    return words
  }

  /// The byte at which the first code point begins that meets a condition, at or behind `start`.
  static func first(
    in text: [UInt8], from start: Int = 0, where isMet: (Unicode.Scalar) -> Bool
  ) throws -> Int? {
    var (place, turns) = (start, 0)
    while place < text.count {
      turns += 1
      try LongLoop.turn(turns)
      let (scalar, length) = codePoint(in: text, at: place)
      if isMet(scalar) { return place }
      place += length
    }
    return nil
  }

  /// The byte behind the last code point that meets a condition; `start` if none behind it does.
  static func endOfLast(
    in text: [UInt8], from start: Int, where isMet: (Unicode.Scalar) -> Bool
  ) throws -> Int {
    var (end, turns) = (text.count, 0)
    while end > start {
      turns += 1
      try LongLoop.turn(turns)
      var place = end - 1
      while place > start && text[place] & 0xc0 == 0x80 { place -= 1 }
      if isMet(codePoint(in: text, at: place).scalar) { return end }
      end = place
    }
    return start
  }

  private static func codePoint(
    in text: [UInt8], at place: Int
  ) -> (scalar: Unicode.Scalar, length: Int) {
    let byte = text[place]
    if byte < 0x80 { return (Unicode.Scalar(byte), 1) }
    let length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
    let bytes = text[place..<min(text.count, place + length)]
    let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first
    return (scalar ?? "\u{fffd}", bytes.count)
  }

  /// A text changed code point by code point, so that it can be cut between any two of them.
  static func mapped(_ text: [UInt8], _ change: (String) -> String) throws -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var start = 0
    while start < text.count {
      try LongLoop.look()
      var end = min(text.count, start + 1 << 16)
      while end < text.count && text[end] & 0xc0 == 0x80 { end += 1 }
      result += change(String(decoding: text[start..<end], as: UTF8.self)).utf8
      start = end
    }
    return result
  }
}
