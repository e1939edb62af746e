import Glibc

extension Axis {
  /// A tick in the axis's places; a minor one is short and bare.
  struct PlacedTick: Equatable {
    var place: Double
    var label: String
    var isMinor = false
  }

  /// The fractions that a probit axis marks.
  static let probitTicks = [
    0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6,
    0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999,
  ]

  /// The ticks to set on an axis `length` units long (1/96 inch); where labels would touch,
  /// some are left bare.
  func placedTicks(in range: Range, length: Double, isUpright: Bool) -> [PlacedTick] {
    let room = { (label: String) in isUpright ? 17 : Double(label.count) * 7.5 + 6 }
    if let ticks {
      return ticks.map { PlacedTick(place: scale.place($0.position), label: $0.label) }
        .filter { $0.place.isFinite }
    }
    switch scale {
    case .linear: return Self.linearTicks(in: range, length: length, isUpright: isUpright)
    case .log:
      let ticks = Self.logTicks(in: range)
      if ticks.count(where: { !$0.label.isEmpty }) >= 2 { return ticks }
      // Within a fraction of a power of ten: ticks as on a linear axis, at their logarithms.
      let values = Range(low: pow(10, range.low), high: pow(10, range.high)).wide
      return Self.linearTicks(in: values, length: length, isUpright: isUpright)
        .map { PlacedTick(place: scale.place($0.place), label: $0.label) }
        .filter { $0.place.isFinite }
    case .probit:
      let unit = label.isEmpty ? " %" : ""
      let ticks = Self.probitTicks.map {
        PlacedTick(place: Probit.deviate($0), label: Decimal.percent($0) + unit)
      }
      let perUnit = length / abs(range.span)
      return Self.withoutCollisions(ticks.filter { isInside($0.place, range) }) { first, second in
        abs(first.place - second.place) * perUnit
          < (room(first.label) + room(second.label)) / 2
      }
    }
  }

  /// The label with the unit of the ticks, which a probit axis shows in percent.
  var labelWithUnit: String {
    scale == .probit && !label.isEmpty && !label.contains("%") && ticks == nil
      ? label + " (%)" : label
  }

  // Keeps the labels of the ends and of the round powers first, then what still fits.
  private static func withoutCollisions(
    _ ticks: [PlacedTick], collide: (PlacedTick, PlacedTick) -> Bool
  ) -> [PlacedTick] {
    var result = ticks
    for index in result.indices { result[index].label = "" }
    let rank = { (index: Int) in
      let isEnd = index == 0 || index == ticks.count - 1
      return isEnd
        ? 0 : ticks[index].label.contains("1") ? 1 : ticks[index].label.contains("5") ? 2 : 3
    }
    for index in ticks.indices.sorted(by: { (rank($0), $0) < (rank($1), $1) })
    where !result.contains(where: { !$0.label.isEmpty && collide($0, ticks[index]) }) {
      result[index].label = ticks[index].label
    }
    return result
  }

  private func isInside(_ place: Double, _ range: Range) -> Bool {
    let room = 1e-9 * abs(range.span)
    return place >= min(range.low, range.high) - room
      && place <= max(range.low, range.high) + room
  }

  // Multiples of 1, 2 or 5 times a power of ten, as many as fit with their labels.
  private static func linearTicks(
    in range: Range, length: Double, isUpright: Bool
  ) -> [PlacedTick] {
    let low = min(range.low, range.high)
    let high = max(range.low, range.high)
    var power = Int(Glibc.log10((high - low) / 20).rounded(.down))
    while true {
      for digit in [1.0, 2, 5] {
        let step = digit * pow(10, Double(power))
        guard (high - low) / step <= 12 else { continue }
        let first = (low / step - 1e-9).rounded(.up)
        let last = (high / step + 1e-9).rounded(.down)
        guard first <= last else { return [] }
        let labels = (0...Int(last - first)).map {
          PlacedTick(
            place: (first + Double($0)) * step,
            label: linear((first + Double($0)) * digit, power, most: max(abs(low), abs(high))))
        }
        let widest = isUpright ? 28 : Double(labels.map(\.label.count).max() ?? 0) * 9.5 + 10
        if labels.count <= 2 || step / (high - low) * length >= widest { return labels }
      }
      power += 1
    }
  }

  // `count · 10^power`, with the decimals of the power, or as a product where that is long.
  private static func linear(_ count: Double, _ power: Int, most: Double) -> String {
    let sign = count < 0 ? "\u{2212}" : ""
    if most < 100_000, power >= -4 {
      return sign + Decimal.fixed(abs(count) * pow(10, Double(power)), max(0, -power))
    }
    if count == 0 { return "0" }
    let order = Int(Glibc.log10(most).rounded(.down))
    let mantissa = Decimal.fixed(
      abs(count) * pow(10, Double(power - order)), min(15, max(0, order - power)))
    return "\(sign)\(mantissa)·10\(raised(order))"
  }

  // Powers of ten, every so many that seven fit, and 2…9 times them as minor ticks; over less
  // than two of them 1, 2 and 5 times a power.
  private static func logTicks(in range: Range) -> [PlacedTick] {
    let low = min(range.low, range.high)
    let high = max(range.low, range.high)
    let first = Int(low.rounded(.down))
    let last = Int(high.rounded(.up))
    let isShort = high - low < 2
    let step = max(1, (last - first + 6) / 7)
    var ticks: [PlacedTick] = []
    for power in first...last {
      for digit in 1...9 {
        let place = Double(power) + Glibc.log10(Double(digit))
        guard place >= low - 1e-9, place <= high + 1e-9 else { continue }
        if isShort ? [1, 2, 5].contains(digit) : digit == 1 && power % step == 0 {
          ticks.append(
            PlacedTick(place: place, label: isShort ? short(digit, power) : "10" + raised(power)))
        } else if step == 1 || digit == 1 {
          ticks.append(PlacedTick(place: place, label: "", isMinor: true))
        }
      }
    }
    return ticks
  }

  private static func short(_ digit: Int, _ power: Int) -> String {
    if (-4..<0).contains(power) {
      return Decimal.fixed(Double(digit) * pow(10, Double(power)), -power)
    }
    if (0..<6).contains(power) { return String(digit) + String(repeating: "0", count: power) }
    return (digit == 1 ? "" : "\(digit)·") + "10" + raised(power)
  }

  private static func raised(_ power: Int) -> String {
    String(
      String(power).map { digit -> Character in
        switch digit {
        case "-": "⁻"
        case "0": "⁰"
        case "1": "¹"
        case "2": "²"
        case "3": "³"
        case "4": "⁴"
        case "5": "⁵"
        case "6": "⁶"
        case "7": "⁷"
        case "8": "⁸"
        default: "⁹"
        }
      })
  }
}
