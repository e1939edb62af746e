import Glibc

extension Axis.Scale {
  static func log10(_ value: Double) -> Double { Glibc.log10(value) }
}

extension Axis {
  /// The ends of an axis in its places, the low one first unless the axis is turned around.
  struct Range: Equatable {
    var low: Double
    var high: Double

    var span: Double { high - low }

    /// The range, widened until its ends differ in the first ten digits.
    var wide: Range {
      let size = max(abs(low), abs(high))
      guard abs(span) <= size * 1e-10 || abs(span) < 1e-290 else { return self }
      let room = size < 1e-280 ? 0.5 : size * 1e-9
      return low <= high
        ? Range(low: low - room, high: high + room) : Range(low: low + room, high: high - room)
    }

    /// Where `place` is between the ends, 0…1 inside.
    func part(_ place: Double) -> Double { (place - low) / span }
  }

  /// Values beyond it, of either sign, have no place in a picture.
  static let farthest = 1e300

  /// The range that shows `places`, with some room unless `isTight`; nil if none is finite and
  /// the limits leave an end open.
  func range(for places: some Sequence<Double>, isTight: Bool, keepsZero: Bool) -> Range? {
    var least = Double.infinity
    var most = -Double.infinity
    for place in places where abs(place) <= Self.farthest && (scale != .probit || abs(place) < 8) {
      least = min(least, place)
      most = max(most, place)
    }
    let low = limits.low.map(scale.place)
    let high = limits.high.map(scale.place)
    if least > most {
      guard let low, let high, low.isFinite, high.isFinite, low != high else { return nil }
      return Range(low: low, high: high).wide
    }
    var automatic =
      scale == .probit ? probitRange(least, most) : Range(low: least, high: most)
    if automatic.span == 0 {
      let room = scale == .linear && least != 0 ? abs(least) * 0.1 : 0.5
      automatic = Range(low: least - room, high: most + room)
    } else if !isTight, scale != .probit {
      let room = automatic.span * 0.04
      if !(keepsZero && automatic.low == 0) { automatic.low -= room }
      if !(keepsZero && automatic.high == 0) { automatic.high += room }
    }
    let range = Range(low: low ?? automatic.low, high: high ?? automatic.high)
    return range.wide
  }

  // From the tick at or below the least fraction to the one at or above the greatest.
  private func probitRange(_ least: Double, _ most: Double) -> Range {
    let ticks = Self.probitTicks.map(Probit.deviate)
    let low = ticks.last { $0 <= least + 1e-9 } ?? ticks[0]
    let high = ticks.first { $0 >= most - 1e-9 } ?? ticks[ticks.count - 1]
    return Range(low: low, high: high)
  }

  /// Throws if a limit cannot stand on the axis.
  func check(name: String) throws(PlotError) {
    for (end, limit) in [("low", limits.low), ("high", limits.high)] {
      guard let limit, !(abs(scale.place(limit)) <= Self.farthest) else { continue }
      let accepts =
        switch scale {
        case .linear: "between -1e300 and 1e300"
        case .log: "above 0 on a log axis"
        case .probit: "between 0 and 1 on a probit axis"
        }
      throw .invalid(
        what: "the \(end) limit of the \(name) axis", accepts: accepts,
        found: Decimal.shortest(limit))
    }
    if let low = limits.low, low == limits.high {
      throw .invalid(
        what: "the limits of the \(name) axis", accepts: "two different numbers",
        found: "\(Decimal.shortest(low)) twice")
    }
  }
}
