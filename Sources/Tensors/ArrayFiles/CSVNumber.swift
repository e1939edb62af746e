import Glibc

/// A number in decimal digits, exactly rounded.
enum CSVNumber {
  case whole(Int)
  case real(Double)

  /// Powers of ten that are exact in f64.
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The number that the bytes spell, spaces around allowed, or nil. `nan` and `inf` count.
  static func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> CSVNumber? {
    var (at, end) = (range.lowerBound, range.upperBound)
    while at < end && bytes[at] == 32 { at += 1 }
    while end > at && bytes[end - 1] == 32 { end -= 1 }
    let start = at
    var isNegative = false
    if at < end && (bytes[at] == 45 || bytes[at] == 43) {
      isNegative = bytes[at] == 45
      at += 1
    }
    var mantissa: UInt64 = 0
    var (digits, significant, scale) = (0, 0, 0)
    var hasPoint = false
    var isExact = true
    scan: while at < end {
      let byte = bytes[at]
      switch byte {
      case 48...57:
        digits += 1
        if significant < 19 {
          mantissa = mantissa * 10 + UInt64(byte - 48)
          if mantissa != 0 { significant += 1 }
          if hasPoint { scale -= 1 }
        } else {
          isExact = false
          if !hasPoint { scale += 1 }
        }
      case 46 where !hasPoint: hasPoint = true
      default: break scan
      }
      at += 1
    }
    if digits == 0 { return special(bytes, at..<end, isNegative) }
    if at == end && !hasPoint && isExact, let value = Int(exactly: mantissa) {
      return .whole(isNegative ? -value : value)
    }
    if at < end {
      guard let exponent = exponent(bytes, at..<end) else { return nil }
      scale += exponent
    }
    // Clinger's fast path: both are exact, so one operation rounds once.
    if isExact && mantissa < 1 << 53 && scale >= -22 && scale <= 22 {
      let value = Double(mantissa)
      let scaled = scale < 0 ? value / powers[-scale] : value * powers[scale]
      return .real(isNegative ? -scaled : scaled)
    }
    return slow(bytes, start..<end)
  }

  private static func exponent(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
    var at = range.lowerBound
    if bytes[at] != 101 && bytes[at] != 69 { return nil }
    at += 1
    var isNegative = false
    if at < range.upperBound && (bytes[at] == 45 || bytes[at] == 43) {
      isNegative = bytes[at] == 45
      at += 1
    }
    if at == range.upperBound { return nil }
    var value = 0
    while at < range.upperBound {
      guard (48...57).contains(bytes[at]) else { return nil }
      value = min(value * 10 + Int(bytes[at] - 48), 100_000)
      at += 1
    }
    return isNegative ? -value : value
  }

  private static func special(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ isNegative: Bool
  ) -> CSVNumber? {
    if range.count < 3 || range.count > 8 { return nil }
    switch String(decoding: bytes[range], as: UTF8.self).lowercased() {
    case "nan": return .real(.nan)
    case "inf", "infinity": return .real(isNegative ? -.infinity : .infinity)
    default: return nil
    }
  }

  /// Long or extreme numbers, by the C library.
  private static func slow(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> CSVNumber {
    var text = bytes[range].map { CChar(bitPattern: $0) }
    text.append(0)
    return .real(strtod(text, nil))
  }
}
