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

  /// The ticks to set; nil leaves the choice to gnuplot, which it makes well on linear axes.
  func placedTicks(in range: Range) -> [PlacedTick]? {
    if let ticks {
      return ticks.map { PlacedTick(place: scale.place($0.position), label: $0.label) }
        .filter { $0.place.isFinite }
    }
    switch scale {
    case .linear: return nil
    case .log: return Self.logTicks(in: range)
    case .probit:
      return Self.probitTicks.map {
        PlacedTick(place: Probit.deviate($0), label: Decimal.percent($0))
      }
      .filter { isInside($0.place, range) }
    }
  }

  private func isInside(_ place: Double, _ range: Range) -> Bool {
    let room = 1e-9 * abs(range.span)
    return place >= min(range.low, range.high) - room
      && place <= max(range.low, range.high) + room
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
    if (-4..<0).contains(power) { return Decimal.fixed(Double(digit) * pow(10, Double(power)), -power) }
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
