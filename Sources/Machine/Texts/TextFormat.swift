/// Python's format mini-language, read:
/// `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.
struct TextFormat {
  /// What stands where the width is not filled.
  private(set) var fill: Unicode.Scalar = " "
  /// Nil leaves it to the kind of value.
  private(set) var align: Unicode.Scalar?
  private(set) var sign: Unicode.Scalar?
  /// Whether a zero that rounding made negative loses its sign.
  private(set) var coercesZero = false
  private(set) var isAlternate = false
  /// Whether a `0` stands before the width: numbers are filled behind their sign.
  private(set) var isZeroFilled = false
  private(set) var width = 0
  private(set) var grouping: Unicode.Scalar?
  private(set) var precision: Int?
  private(set) var type: Unicode.Scalar?
  /// The format as written.
  let spec: String

  /// Reads a format.
  /// - Throws: `value` for what is no format.
  init(_ spec: String) throws(RuntimeError) {
    self.spec = spec
    var rest = FormatReader(spec)
    let hasFill = rest.second.map(FormatReader.isAlign) == true
    if hasFill, let first = rest.take() {
      fill = first
      align = rest.take()
    } else if let first = rest.first, FormatReader.isAlign(first) {
      align = rest.take()
    }
    if let first = rest.first, first == "+" || first == "-" || first == " " { sign = rest.take() }
    coercesZero = rest.take("z")
    isAlternate = rest.take("#")
    if !hasFill, rest.take("0") {
      fill = "0"
      isZeroFilled = align == nil
    }
    if let width = rest.number() {
      guard width <= 100_000 else { throw wrong("has a width over 100000") }
      self.width = width
    }
    if rest.first == "," || rest.first == "_" {
      grouping = rest.take()
      guard rest.first != ",", rest.first != "_" else { throw wrong("groups in two ways") }
    }
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
    try checkGrouping()
  }

  /// The error of a format that is wrong in itself.
  func wrong(_ what: String) -> RuntimeError {
    RuntimeError(
      .value, "the format \(QuotedText.of(spec)) \(what)",
      hint: "a format is [[fill]align][sign][width][,][.precision][type], such as `>8.2f`")
  }

  private func checkGrouping() throws(RuntimeError) {
    guard let grouping, let type else { return }
    switch type {
    case "d", "e", "E", "f", "F", "g", "G", "%": return
    case "b", "o", "x", "X":
      if grouping == "," { throw wrong("groups digits of type '\(type)' with ','; `_` does") }
    default: throw wrong("groups digits with '\(grouping)', which type '\(type)' does not take")
    }
  }

  /// Digits of a group: four in the bases of bits.
  var groupSize: Int {
    switch type {
    case "b", "o", "x", "X": 4
    default: 3
    }
  }

  // MARK: laying out

  /// A text, cut to the precision and aligned.
  /// - Throws: `value` for what only numbers take.
  func text(_ text: String) throws(RuntimeError) -> String {
    if sign != nil { throw wrong("has a sign, which a text has not") }
    if coercesZero { throw wrong("has a 'z', which is for floats") }
    if isAlternate { throw wrong("has a '#', which is for numbers") }
    if align == "=" { throw wrong("aligns behind the sign, which a text has not") }
    if grouping != nil { throw wrong("groups digits, which a text has not") }
    let shown = precision.map { String(String.UnicodeScalarView(text.unicodeScalars.prefix($0))) }
    return padded(sign: "", shown ?? text, default: "<")
  }

  /// The sign as shown.
  func signText(_ isNegative: Bool) -> String {
    if isNegative { return "-" }
    return sign == "+" ? "+" : sign == " " ? " " : ""
  }

  /// Digits with separators, and with zeros in front where they fill the width; `others` is the
  /// room that sign and fraction take.
  func grouped(_ digits: String, beside others: Int) -> String {
    guard let grouping else { return digits }
    var all = Array(digits)
    let size = groupSize
    if fill == "0", (align ?? (isZeroFilled ? "=" : ">")) == "=" {
      let missing = width - others
      let count = all.count
      // With s separators n digits take n + s places.
      var needed = count
      while needed + (needed - 1) / size < missing { needed += 1 }
      all = Array(repeating: "0", count: needed - count) + all
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

  /// Sign and body, filled to the width.
  func padded(sign: String, _ body: String, default side: Unicode.Scalar) -> String {
    let missing = width - sign.unicodeScalars.count - body.unicodeScalars.count
    guard missing > 0 else { return sign + body }
    func padding(_ count: Int) -> String { String(repeating: Character(fill), count: count) }
    let usual = isZeroFilled && side == ">" ? "=" : side
    switch align ?? usual {
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
