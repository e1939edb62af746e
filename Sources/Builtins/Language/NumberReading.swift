import Machine

/// Numbers out of texts and other values.
enum NumberReading {
  /// A whole number: a float cut towards zero, a text read in `base`.
  static func int(_ value: Value, base: Int) throws -> Value {
    if let text = value.string { return try int(text, base: base) }
    guard let number = one(value) else { throw unreadable("int", value) }
    if let whole = number.asInt { return .int(whole) }
    let cut = number.float.rounded(.towardZero)
    guard let whole = Int(exactly: cut) else {
      throw RuntimeError(
        .numeric, "int: \(NumberText.shortest(number.float)) is outside the 64-bit integers")
    }
    return .int(whole)
  }

  private static func int(_ text: String, base: Int) throws -> Value {
    var digits = trimmed(text).lowercased()
    let isNegative = digits.hasPrefix("-")
    if isNegative || digits.hasPrefix("+") { digits.removeFirst() }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)]
    where base == radix && digits.hasPrefix(prefix) {
      digits.removeFirst(2)
    }
    digits = withoutSeparators(digits)
    let isPlain = digits.utf8.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "+") && $0 != 45 }
    guard isPlain, let whole = Int((isNegative ? "-" : "") + digits, radix: base) else {
      var hint: String?
      if base == 10, number(text) != nil { hint = "`int(float(x))` cuts a fraction" }
      throw RuntimeError(
        .value,
        "int: \(QuotedText.of(text)) is no whole number"
          + (base == 10 ? "" : " to the base \(base)"), hint: hint)
    }
    return .int(whole)
  }

  /// A number as a float.
  static func float(_ value: Value) throws -> Value {
    if let text = value.string {
      guard let number = number(text) else {
        throw RuntimeError(.value, "float: \(QuotedText.of(text)) is no number")
      }
      return .float(number)
    }
    guard let number = one(value)?.asDouble else { throw unreadable("float", value) }
    return .float(number)
  }

  /// A text as a number, nil if it is none.
  static func number(_ text: String) -> Double? {
    let word = withoutSeparators(trimmed(text).lowercased())
    switch word {
    case "inf", "+inf": return .infinity
    case "-inf": return -.infinity
    case "nan": return .nan
    default: break
    }
    guard word.utf8.allSatisfy({ ($0 >= 48 && $0 <= 57) || "+-.e".utf8.contains($0) }) else {
      return nil
    }
    var literal = word
    if literal.hasPrefix("+") { literal.removeFirst() }
    if literal.hasSuffix(".") { literal += "0" }
    return Double(literal)
  }

  private static func trimmed(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }

  /// Takes out `_` where it stands between digits.
  private static func withoutSeparators(_ text: String) -> String {
    guard text.contains("_"), !text.hasPrefix("_"), !text.hasSuffix("_"), !text.contains("__")
    else { return text }
    return text.filter { $0 != "_" }
  }

  /// A number, or the only element of a tensor.
  private static func one(_ value: Value) -> Value? {
    value.isNumber ? value : value.asTensor?.scalarValue
  }

  private static func unreadable(_ name: String, _ value: Value) -> RuntimeError {
    if let tensor = value.asTensor {
      return RuntimeError(
        .value, "\(name): the tensor has \(tensor.count) elements, not one",
        hint: name == "int" ? "`x.astype(i64)` converts all" : "`x.astype(f64)` converts all")
    }
    return RuntimeError(
      .type,
      "\(name): 'x' must be a number, a text or a tensor of one element, "
        + "got \(value.described)")
  }
}
