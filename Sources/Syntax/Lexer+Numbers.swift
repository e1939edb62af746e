import Diagnostics

extension Lexer {
  /// A number. A `.` behind digits belongs to it unless another `.` or a letter follows: `1.` is
  /// a float, `1..n` a range, `3.sqrt()` a call.
  mutating func scanNumber() {
    let start = position
    if peek() == UInt8(ascii: "0"), let base = numberBase(peek(1)) {
      position += 2
      return scanInteger(base: base, from: start)
    }
    var isFloat = false
    skipDigits()
    if peek() == UInt8(ascii: "."), isPoint(from: start) {
      isFloat = true
      position += 1
      skipDigits()
    }
    if let length = exponentLength() {
      isFloat = true
      position += length
      skipDigits()
    }
    if letterLength(isFirst: true) != nil { return reportTail(from: start) }
    guard let digits = digits(from: start) else {
      return report(.underscoreInNumber(), range(from: start), from: start)
    }
    isFloat ? appendFloat(digits, from: start) : appendDecimal(digits, from: start)
  }

  /// Whether the `.` at the next byte belongs to the number that began at `start`.
  private func isPoint(from start: Int) -> Bool {
    if position == start { return true }
    if peek(1) == UInt8(ascii: ".") { return false }
    var ahead = self
    ahead.position += 1
    return ahead.letterLength(isFirst: true) == nil
  }

  private func numberBase(_ letter: UInt8) -> Int? {
    switch letter {
    case UInt8(ascii: "x"), UInt8(ascii: "X"): 16
    case UInt8(ascii: "b"), UInt8(ascii: "B"): 2
    default: nil
    }
  }

  private mutating func skipDigits() {
    while isDigit(peek()) || peek() == UInt8(ascii: "_") { position += 1 }
  }

  /// Length of `e`, an optional sign and, behind them, at least one digit.
  private func exponentLength() -> Int? {
    guard peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") else { return nil }
    let hasSign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
    return isDigit(peek(hasSign ? 2 : 1)) ? (hasSign ? 2 : 1) : nil
  }

  /// The spelling without underscores; nil if one of these does not stand between two digits.
  private func digits(from start: Int) -> String? {
    let spelling = Array(bytes[start..<position])
    for (index, byte) in spelling.enumerated() where byte == UInt8(ascii: "_") {
      guard index > 0, index + 1 < spelling.count else { return nil }
      guard isHexDigit(spelling[index - 1]), isHexDigit(spelling[index + 1]) else { return nil }
    }
    return String(decoding: spelling.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
  }

  private func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte
      || UInt8(ascii: "A")...UInt8(ascii: "F") ~= byte
  }

  private mutating func reportTail(from start: Int) {
    let number = source.text(in: range(from: start))
    while let length = letterLength(isFirst: false) { position += length }
    let whole = range(from: start)
    report(.numberWithTail(source.text(in: whole), number: number), whole, from: start)
  }

  private mutating func scanInteger(base: Int, from start: Int) {
    while let length = letterLength(isFirst: false) { position += length }
    let whole = range(from: start)
    let spelling = source.text(in: whole)
    let body = bytes[(start + 2)..<position]
    let lonely = body.first == UInt8(ascii: "_") || body.last == UInt8(ascii: "_")
    let letters = String(decoding: body.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    if lonely { return report(.underscoreInNumber(), whole, from: start) }
    guard !letters.isEmpty, letters.unicodeScalars.allSatisfy({ isDigit(in: base, $0) }) else {
      return report(.numberWithTail(spelling, number: nil), whole, from: start)
    }
    appendInteger(UInt64(letters, radix: base), from: start)
  }

  private func isDigit(in base: Int, _ scalar: Unicode.Scalar) -> Bool {
    guard scalar.isASCII, let value = Character(scalar).hexDigitValue else { return false }
    return value < base
  }

  private mutating func appendDecimal(_ digits: String, from start: Int) {
    if digits.utf8.count > 1, digits.utf8.first == UInt8(ascii: "0") {
      let trimmed = String(digits.drop { $0 == "0" })
      let value = trimmed.isEmpty ? "0" : trimmed
      return report(.leadingZero(digits, value: value), range(from: start), from: start)
    }
    appendInteger(UInt64(digits), from: start)
  }

  private mutating func appendInteger(_ value: UInt64?, from start: Int) {
    let bound = UInt64(Int.max) + 1
    if let value, value < bound {
      append(.int(Int(value)), from: start)
    } else if value == bound {
      append(.intBound, from: start)
    } else {
      report(.intOutOfRange(), range(from: start), from: start)
    }
  }

  private mutating func appendFloat(_ digits: String, from start: Int) {
    let value = Double(digits) ?? .nan
    let mantissa = digits.prefix { $0 != "e" && $0 != "E" }
    let isZero = !mantissa.contains { "123456789".contains($0) }
    if !value.isFinite || (value == 0 && !isZero) {
      return report(.floatOutOfRange(isSmall: value == 0), range(from: start), from: start)
    }
    append(.float(value), from: start)
  }
}
