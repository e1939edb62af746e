/// How the numbers of one column of a table are written: alike, so that points stand under points.
///
/// Four significant digits of the largest value decide the decimals, two of the smallest may ask
/// for more, and none are shown that no value has; beside standard deviations it is two digits of
/// the largest deviation. A column over more than seven decades is written number by number.
struct NumberFormat {
  /// Decimals of every number of the column; nil where each is written for itself.
  private let decimals: Int?
  /// Width of the widest deviation, 0 where the column has none.
  private let deviationWidth: Int

  /// The format for the cells of a column.
  init(column: some Collection<TableCell>) {
    var values: [Double] = []
    var deviations: [Double] = []
    for cell in column {
      switch cell {
      case .number(let value): values.append(value)
      case .spread(let mean, let deviation):
        values.append(mean)
        if let deviation, deviation.isFinite { deviations.append(deviation) }
      case .int(let value): values.append(Double(value))
      case .none, .bool, .text: break
      }
    }
    let isWhole = !column.contains { cell in
      switch cell {
      case .number, .spread: true
      case .none, .bool, .int, .text: false
      }
    }
    let decimals = isWhole ? 0 : Self.decimals(for: values, deviations: deviations)
    self.decimals = decimals
    deviationWidth =
      deviations.map { Self.fixed($0, decimals: decimals ?? 0).count }.max() ?? 0
  }

  /// The cell's text; deviations of one column have one width.
  func text(_ cell: TableCell) -> String {
    switch cell {
    case .none: return "–"
    case .bool(let value): return "\(value)"
    case .int(let value):
      guard let decimals, decimals > 0 else { return "\(value)" }
      return Self.fixed(Double(value), decimals: decimals)
    case .number(let value): return number(value)
    case .text(let text): return TableCell.oneLine(text)
    case .spread(let mean, let deviation):
      guard deviationWidth > 0 else { return number(mean) }
      guard let deviation else {
        return number(mean) + String(repeating: " ", count: deviationWidth + 3)
      }
      let text = number(deviation)
      let space = String(repeating: " ", count: max(0, deviationWidth - text.count))
      return "\(number(mean)) ± \(space)\(text)"
    }
  }

  private func number(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    guard let decimals else { return Self.scientific(value) }
    return Self.fixed(value, decimals: decimals)
  }

  private static func decimals(for values: [Double], deviations: [Double]) -> Int? {
    let finite = values.filter(\.isFinite)
    let sizes = finite.map(abs).filter { $0 > 0 }
    guard let largest = sizes.max(), let smallest = sizes.min() else { return 1 }
    guard largest < 1e9, largest / smallest < 1e7 else { return nil }
    var decimals = max(1, 3 - magnitude(largest), 1 - magnitude(smallest))
    if let spread = deviations.filter({ $0 > 0 }).max() {
      decimals = max(1, 1 - magnitude(spread))
    }
    guard decimals <= 9 else { return nil }
    return max(1, min(decimals, (finite + deviations).map(exactDecimals).max() ?? 1))
  }

  /// Power of ten of the first digit.
  private static func magnitude(_ value: Double) -> Int {
    var power = 0
    var size = value
    while size >= 10 {
      size /= 10
      power += 1
    }
    while size < 1 {
      size *= 10
      power -= 1
    }
    return power
  }

  /// Decimals of the shortest text that reads back the same.
  private static func exactDecimals(_ value: Double) -> Int {
    let text = "\(value)"
    guard let point = text.firstIndex(of: "."), !text.contains("e") else { return 9 }
    let digits = text[text.index(after: point)...]
    return digits == "0" ? 0 : digits.count
  }

  /// `value` rounded to `decimals` places.
  static func fixed(_ value: Double, decimals: Int) -> String {
    var power = 1.0
    for _ in 0..<decimals { power *= 10 }
    let scaled = (abs(value) * power).rounded(.toNearestOrEven)
    guard scaled < 9e15 else { return "\(value)" }
    var digits = "\(Int(scaled))"
    if digits.count <= decimals {
      digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits
    }
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + digits }
    return "\(sign)\(digits.dropLast(decimals)).\(digits.suffix(decimals))"
  }

  /// Four significant digits and a power of ten.
  private static func scientific(_ value: Double) -> String {
    guard value != 0 else { return "0" }
    let power = magnitude(abs(value))
    var scaled = value
    for _ in 0..<abs(power) { scaled = power > 0 ? scaled / 10 : scaled * 10 }
    if abs(power) < 4 { return fixed(value, decimals: max(0, 3 - power)) }
    return "\(fixed(scaled, decimals: 3))e\(power)"
  }
}

extension NumberFormat {
  /// The shortest text that reads back the same, whole numbers without a point.
  static func shortest(_ value: Double) -> String {
    Int(exactly: value).map { "\($0)" } ?? "\(value)"
  }
}
