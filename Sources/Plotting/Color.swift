/// A color of the screen: red, green and blue in sRGB, 0…255 each.
public struct RGB: Sendable, Equatable, Hashable {
  /// Red, 0…255.
  public var red: UInt8
  /// Green, 0…255.
  public var green: UInt8
  /// Blue, 0…255.
  public var blue: UInt8

  /// A color from its three parts.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// A color from `0xRRGGBB`; higher bits are ignored.
  public init(_ hex: UInt32) {
    red = UInt8(truncatingIfNeeded: hex >> 16)
    green = UInt8(truncatingIfNeeded: hex >> 8)
    blue = UInt8(truncatingIfNeeded: hex)
  }

  /// The color as `#rrggbb`.
  public var hex: String {
    "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// The color of a series.
public enum Color: Sendable, Equatable {
  /// The next one of the palette that the panel has not used.
  case automatic
  /// That one of `Palette.categorical`; numbers beyond its end begin again.
  case index(Int)
  /// A color of one's own.
  case rgb(RGB)

  /// The dark gray of reference lines and notes.
  public static let neutral = Color.rgb(RGB(0x555555))
}

/// Colors for things without an order.
public enum Palette {
  /// The eight colors of Okabe and Ito (2008), which readers with any common color blindness
  /// tell apart; the two that are weak on white or too strong beside the others come last.
  public static let categorical: [RGB] = [
    RGB(0x0072B2), RGB(0xD55E00), RGB(0x009E73), RGB(0xE69F00), RGB(0x56B4E9), RGB(0xCC79A7),
    RGB(0x000000), RGB(0xF0E442),
  ]

  /// The color with this number, counted around.
  public static func color(_ index: Int) -> RGB {
    let count = categorical.count
    return categorical[((index % count) + count) % count]
  }
}
