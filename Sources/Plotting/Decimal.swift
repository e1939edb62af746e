/// Numbers as text, without a locale.
enum Decimal {
  /// The shortest text that reads back as `value`, without `.0` and with at most two figures of
  /// exponent: `0.5`, `12`, `1e-07`.
  static func shortest(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// `value` rounded to `places` decimals: `fixed(0.05, 2)` is `0.05`; a number too large for
  /// that, or not finite, as `shortest`.
  static func fixed(_ value: Double, _ places: Int) -> String {
    var power = 1.0
    for _ in 0..<places { power *= 10 }
    let scaled = (value.magnitude * power).rounded()
    guard scaled < 9e15 else { return shortest(value) }
    var digits = String(Int(scaled))
    while digits.count <= places { digits = "0" + digits }
    let sign = value < 0 && scaled > 0 ? "-" : ""
    if places == 0 { return sign + digits }
    return sign + digits.dropLast(places) + "." + digits.suffix(places)
  }

  /// About four figures of `value`, for places without much room.
  static func short(_ value: Double) -> String {
    let size = value.magnitude
    if size == 0 || size >= 100_000 || size < 1e-4 { return shortest(value) }
    var text = fixed(value, size >= 100 ? 1 : size >= 1 ? 2 : 4)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// A fraction in percent, without the sign, with as many decimals as it needs: at most three.
  static func percent(_ fraction: Double) -> String {
    var text = fixed(fraction * 100, 3)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
