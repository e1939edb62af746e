/// Python's format mini-language: `[[fill]align][sign][#][0][width][,][.precision][type]`.
struct TextFormat {
  private(set) var fill: Unicode.Scalar = " "
  private(set) var align: Unicode.Scalar?
  private(set) var sign: Unicode.Scalar = "-"
  private(set) var isAlternate = false
  private(set) var width = 0
  private(set) var grouping: Unicode.Scalar?
  private(set) var precision: Int?
  private(set) var type: Unicode.Scalar?

  /// Reads a format.
  /// - Throws: `value` for what is no format, with the place.
  init(_ spec: String) throws(RuntimeError) {
    var rest = FormatReader(spec)
    func wrong(_ what: String) -> RuntimeError {
      RuntimeError(
        .value, "the format \(QuotedText.of(spec)) \(what)",
        hint: "a format is [[fill]align][sign][width][,][.precision][type], such as `>8.2f`")
    }
    if let second = rest.second, FormatReader.isAlign(second), let first = rest.take() {
      fill = first
      align = rest.take()
    } else if let first = rest.first, FormatReader.isAlign(first) {
      align = rest.take()
    }
    if let first = rest.first, first == "+" || first == "-" || first == " " {
      sign = first
      _ = rest.take()
    }
    isAlternate = rest.take("#")
    if rest.take("0"), align == nil { (fill, align) = ("0", "=") }
    if let width = rest.number() {
      guard width <= 100_000 else { throw wrong("has a width over 100000") }
      self.width = width
    }
    if rest.first == "," || rest.first == "_" { grouping = rest.take() }
    if rest.take(".") {
      guard let precision = rest.number() else { throw wrong("has no digits behind the point") }
      guard precision <= 1_000 else { throw wrong("has a precision over 1000") }
      self.precision = precision
    }
    if let first = rest.take() {
      guard FormatReader.types.contains(first) else {
        throw wrong("has the unknown type '\(first)'")
      }
      type = first
    }
    guard rest.first == nil else { throw wrong("goes on behind its type: '\(rest.rest)'") }
  }

  /// A text, cut to the precision and aligned.
  func text(_ text: String) -> String {
    let shown = precision.map { String(String.UnicodeScalarView(text.unicodeScalars.prefix($0))) }
    return padded(sign: "", shown ?? text, default: "<")
  }

  /// An int in the base of the type.
  func integer(_ value: Int) -> String {
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
    let size = type == nil || type == "d" || type == "n" ? 3 : 4
    let sign = signText(value < 0) + (isAlternate ? mark : "")
    return padded(sign: sign, grouped(digits, size, beside: sign.count), default: ">")
  }

  /// A float; `shortest` is its text where the format has no type and no precision.
  func float(_ value: Double, shortest: String) -> String {
    let isNegative = value.sign == .minus && !value.isNaN
    var body: String
    if !value.isFinite {
      body = value.isNaN ? "nan" : "inf"
      if type == "F" || type == "E" || type == "G" { body = body.uppercased() }
      if type == "%" { body += "%" }
      return padded(sign: signText(isNegative), body, default: ">", zeroes: false)
    }
    let size = value.magnitude
    switch type {
    case "e", "E", "f", "F", "g", "G":
      body = CFormat.number(
        size, Character(type ?? "g"), precision: precision ?? 6, alternate: isAlternate)
    case "%": body = CFormat.number(size * 100, "f", precision: precision ?? 6) + "%"
    case "n": body = CFormat.number(size, "g", precision: precision ?? 6)
    default:
      if let precision {
        body = CFormat.number(size, "g", precision: max(precision, 1))
        if !body.contains(where: { $0 == "." || $0 == "e" }) { body += ".0" }
      } else {
        body = shortest.hasPrefix("-") ? String(shortest.dropFirst()) : shortest
      }
    }
    let sign = signText(isNegative)
    if grouping != nil {
      let whole = body.prefix { $0.isNumber }
      let rest = body.dropFirst(whole.count)
      body = grouped(String(whole), 3, beside: sign.count + rest.count) + rest
    }
    return padded(sign: sign, body, default: ">")
  }

  private func signText(_ isNegative: Bool) -> String {
    isNegative ? "-" : sign == "-" ? "" : String(Character(sign))
  }

  /// Digits with separators, and with zeros in front where they fill the width; `others` is the
  /// room that sign and fraction take.
  private func grouped(_ digits: String, _ size: Int, beside others: Int) -> String {
    guard let grouping else { return digits }
    var all = Array(digits)
    if fill == "0" && align == "=" {
      let missing = width - others
      while all.count + (all.count - 1) / size < missing { all.insert("0", at: 0) }
    }
    var grouped = ""
    for (position, digit) in all.enumerated() {
      if position > 0 && (all.count - position) % size == 0 {
        grouped.unicodeScalars.append(grouping)
      }
      grouped.append(digit)
    }
    return grouped
  }

  private func padded(
    sign: String, _ body: String, default side: Unicode.Scalar, zeroes: Bool = true
  ) -> String {
    guard width > 0 else { return sign + body }
    let missing = width - sign.unicodeScalars.count - body.unicodeScalars.count
    guard missing > 0 else { return sign + body }
    let fill = zeroes || self.fill != "0" ? self.fill : " "
    func padding(_ count: Int) -> String { String(repeating: Character(fill), count: count) }
    switch align ?? side {
    case "<": return sign + body + padding(missing)
    case "^": return padding(missing / 2) + sign + body + padding(missing - missing / 2)
    case "=": return sign + padding(missing) + body
    default: return padding(missing) + sign + body
    }
  }
}

/// Takes a format apart from the left.
private struct FormatReader {
  private var letters: String.UnicodeScalarView.SubSequence

  static let types = Set("bcdoxXeEfFgGsn%".unicodeScalars)

  init(_ spec: String) { letters = spec.unicodeScalars[...] }

  static func isAlign(_ letter: Unicode.Scalar) -> Bool {
    letter == "<" || letter == ">" || letter == "^" || letter == "="
  }

  var first: Unicode.Scalar? { letters.first }
  var second: Unicode.Scalar? { letters.dropFirst().first }
  var rest: String { String(letters) }

  mutating func take() -> Unicode.Scalar? { letters.popFirst() }

  mutating func take(_ letter: Unicode.Scalar) -> Bool {
    guard letters.first == letter else { return false }
    letters.removeFirst()
    return true
  }

  /// Digits as a number, nil where there are none; too many of them count as very many.
  mutating func number() -> Int? {
    var number: Int?
    while let letter = letters.first, letter >= "0", letter <= "9" {
      number = min((number ?? 0) * 10 + Int(letter.value - 48), 1_000_000)
      letters.removeFirst()
    }
    return number
  }
}

extension VirtualMachine {
  /// A value by a format of Python's mini-language; as `print` writes it where that is empty.
  /// - Throws: `value` for what is no format, `type` for one of another kind of value.
  public func formatted(_ v: Value, _ spec: String) throws(RuntimeError) -> String {
    if spec.isEmpty { return printed(v) }
    let format = try TextFormat(spec)
    let number = v.isNumber ? v : v.numberOfScalarTensor
    guard let number else {
      guard format.type == nil || format.type == "s" else { throw wrongKind(v, spec) }
      return format.text(printed(v))
    }
    switch format.type {
    case nil where number.tag == Tag.bool: return format.text(NumberText.of(number))
    case "s": return format.text(printed(v))
    case "b", "c", "d", "o", "x", "X":
      guard let whole = number.asInt ?? Int(exactly: number.float) else {
        throw RuntimeError(
          .type, "the format \(QuotedText.of(spec)) is for ints, got \(v.described)",
          hint: "`.0f` rounds a float, `int(x)` cuts it")
      }
      guard format.type == "c" else { return format.integer(whole) }
      guard let scalar = UInt32(exactly: whole).flatMap(Unicode.Scalar.init) else {
        throw RuntimeError(.value, "\(whole) is no code point")
      }
      return format.text(String(Character(scalar)))
    case nil where number.tag == Tag.int && format.precision == nil:
      return format.integer(number.int)
    case nil, "e", "E", "f", "F", "g", "G", "%", "n":
      let isPlain = format.type == nil && format.precision == nil
      return format.float(number.asDouble ?? .nan, shortest: isPlain ? printed(v) : "")
    default: throw wrongKind(v, spec)
    }
  }

  private func wrongKind(_ v: Value, _ spec: String) -> RuntimeError {
    RuntimeError(
      .type, "the format \(QuotedText.of(spec)) is for numbers, got \(v.described)",
      hint: v.asTensor == nil ? nil : "`x.item()` is the number of a tensor with one element")
  }
}
