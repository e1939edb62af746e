extension TextFormat {
  /// An int in the base of the type.
  /// - Throws: `value` for what only floats take.
  func integer(_ value: Int) throws(RuntimeError) -> String {
    try checkWhole()
    let digits: String
    var mark = ""
    switch type {
    case "b":
      digits = String(value.magnitude, radix: 2)
      mark = "0b"
    case "o":
      digits = String(value.magnitude, radix: 8)
      mark = "0o"
    case "x":
      digits = String(value.magnitude, radix: 16)
      mark = "0x"
    case "X":
      digits = String(value.magnitude, radix: 16, uppercase: true)
      mark = "0X"
    default: digits = String(value.magnitude)
    }
    let sign = signText(value < 0) + (isAlternate ? mark : "")
    return padded(sign: sign, grouped(digits, beside: sign.count), default: ">")
  }

  /// The character of a code point.
  /// - Throws: `value` for what is no code point, and for what a character does not take.
  func character(_ value: Int) throws(RuntimeError) -> String {
    try checkWhole()
    if sign != nil { throw wrong("has a sign, which a character has not") }
    if isAlternate { throw wrong("has a '#', which a character does not take") }
    guard let scalar = UInt32(exactly: value).flatMap(Unicode.Scalar.init) else {
      throw RuntimeError(.value, "\(value) is no code point")
    }
    return padded(sign: "", String(Character(scalar)), default: ">")
  }

  private func checkWhole() throws(RuntimeError) {
    if precision != nil { throw wrong("has a precision, which is for floats and texts") }
    if coercesZero { throw wrong("has a 'z', which is for floats") }
  }

  /// A float; `shortest` is its text where the format has no type and no precision.
  func float(_ value: Double, shortest: String) -> String {
    var isNegative = value.sign == .minus && !value.isNaN
    let body = self.body(of: value.magnitude, shortest: shortest)
    if coercesZero, value.isFinite, Double(body.filter { $0 != "%" }) == 0 { isNegative = false }
    let sign = signText(isNegative)
    guard grouping != nil, value.isFinite else { return padded(sign: sign, body, default: ">") }
    let whole = body.prefix { $0.isNumber }
    let rest = body.dropFirst(whole.count)
    let grouped = grouped(String(whole), beside: sign.count + rest.count)
    return padded(sign: sign, grouped + rest, default: ">")
  }

  private func body(of size: Double, shortest: String) -> String {
    guard size.isFinite else {
      let word = size.isNaN ? "nan" : "inf"
      switch type {
      case "F", "E", "G": return word.uppercased()
      case "%": return word + "%"
      default: return word
      }
    }
    switch type {
    case "e", "E", "f", "F", "g", "G":
      return CFormat.number(
        size, Character(type ?? "g"), precision: precision ?? 6, alternate: isAlternate)
    case "%":
      return CFormat.number(size * 100, "f", precision: precision ?? 6, alternate: isAlternate)
        + "%"
    case "n": return CFormat.number(size, "g", precision: precision ?? 6, alternate: isAlternate)
    default:
      if let precision { return general(size, digits: max(precision, 1)) }
      let body = shortest.hasPrefix("-") ? String(shortest.dropFirst()) : shortest
      guard isAlternate, !body.contains("."), let exponent = body.firstIndex(of: "e") else {
        return body
      }
      return body[..<exponent] + "." + body[exponent...]
    }
  }

  /// A float in a number of digits without a type: as `g`, but with a digit behind the point, and
  /// with an exponent already where that digit would be one too many.
  private func general(_ size: Double, digits: Int) -> String {
    let scientific = CFormat.number(size, "e", precision: digits - 1, alternate: isAlternate)
    let parts = scientific.split(separator: "e")
    let exponent = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
    guard exponent < -4 || exponent >= digits - 1 else {
      let body = CFormat.number(size, "g", precision: digits, alternate: isAlternate)
      return body.contains(".") ? body : body + ".0"
    }
    var mantissa = parts[0]
    if !isAlternate, mantissa.contains(".") {
      while mantissa.last == "0" { mantissa.removeLast() }
      if mantissa.last == "." { mantissa.removeLast() }
    }
    return "\(mantissa)e\(parts[1])"
  }
}

extension VirtualMachine {
  /// A value by a format of Python's mini-language; as `print` writes it where that is empty.
  /// - Throws: `value` for what is no format, `type` for one of another kind of value.
  public func formatted(_ v: Value, _ spec: String) throws(RuntimeError) -> String {
    if spec.isEmpty { return try printed(v) }
    let format = try TextFormat(spec)
    let number = v.isNumber ? v : v.numberOfScalarTensor
    guard let number else {
      guard format.type == nil || format.type == "s" else { throw wrongKind(v, spec) }
      return try format.text(try printed(v))
    }
    switch format.type {
    case nil where number.tag == Tag.bool: return try format.text(NumberText.of(number))
    case "s": return try format.text(try printed(v))
    case "b", "c", "d", "o", "x", "X":
      guard number.tag != Tag.float, let whole = number.asInt else {
        throw RuntimeError(
          .type, "the format \(QuotedText.of(spec)) is for ints, got \(v.described)",
          hint: "`.0f` rounds a float, `int(x)` cuts it")
      }
      return format.type == "c" ? try format.character(whole) : try format.integer(whole)
    case nil where number.tag == Tag.int: return try format.integer(number.int)
    case "n" where number.tag == Tag.int: return try format.integer(number.int)
    case nil, "e", "E", "f", "F", "g", "G", "%", "n":
      let isPlain = format.type == nil && format.precision == nil
      return format.float(number.asDouble ?? .nan, shortest: isPlain ? try printed(v) : "")
    default: throw wrongKind(v, spec)
    }
  }

  private func wrongKind(_ v: Value, _ spec: String) -> RuntimeError {
    RuntimeError(
      .type, "the format \(QuotedText.of(spec)) is for numbers, got \(v.described)",
      hint: v.asTensor == nil ? nil : "`x.item()` is the number of a tensor with one element")
  }
}
