@_spi(_Unicode) import Swift

extension Lexer {
  func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

  /// The code point at the next byte; nil at the end.
  func scalar() -> Unicode.Scalar? {
    guard position < bytes.count else { return nil }
    var decoder = UTF8()
    var iterator = bytes[position..<min(position + 4, bytes.count)].makeIterator()
    if case .scalarValue(let scalar) = decoder.decode(&iterator) { return scalar }
    return nil
  }

  /// Bytes of the letter at the next byte, or of the digit or combining mark unless it is the
  /// first of a name; nil if there is none.
  func letterLength(isFirst: Bool) -> Int? {
    let byte = peek()
    if byte < 0x80 {
      let isLetter =
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
        || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte || byte == UInt8(ascii: "_")
      return isLetter || (!isFirst && isDigit(byte)) ? 1 : nil
    }
    guard let scalar = scalar() else { return nil }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .letterNumber:
      return UTF8.width(scalar)
    case .nonspacingMark, .spacingMark, .decimalNumber:
      return isFirst ? nil : UTF8.width(scalar)
    default:
      return nil
    }
  }

  /// A name in NFC, so that composed and decomposed letters are one name everywhere.
  func normalized(_ name: String) -> String {
    if name.utf8.allSatisfy({ $0 < 0x80 }) { return name }
    var composed = String.UnicodeScalarView()
    composed.append(contentsOf: name._nfc)
    return String(composed)
  }
}

extension UTF8 {
  /// Number of bytes of a code point.
  static func width(_ scalar: Unicode.Scalar) -> Int {
    scalar.value < 0x80 ? 1 : scalar.value < 0x800 ? 2 : scalar.value < 0x10000 ? 3 : 4
  }
}
