/// Colors for numbers: a path through CIELAB along which equal steps look equal.
public struct ColorMap: Sendable, Equatable {
  /// Its name in scripts.
  public let name: String
  /// What order it shows.
  public let kind: Kind
  /// Colors at even distances from 0 to 1; between two of them CIELAB is linear.
  let stops: [LabColor]

  /// What order a map shows.
  public enum Kind: String, Sendable, Equatable, CaseIterable {
    /// From little to much; the lightness rises evenly.
    case linear
    /// To both sides of a middle, which is the lightest.
    case diverging
    /// Around a circle; the end is the beginning.
    case cyclic
    /// By hue alone, the lightness constant: for color over relief shading.
    case isoluminant
  }

  init(_ name: String, kind: Kind, stops: [LabColor]) {
    self.name = name
    self.kind = kind
    self.stops = stops
  }

  /// A map of one's own through two or more colors at even distances; nil for fewer.
  public init?(_ name: String, kind: Kind = .linear, colors: [RGB]) {
    guard colors.count >= 2 else { return nil }
    self.init(name, kind: kind, stops: colors.map(LabColor.init))
  }

  /// The built-in maps, one a kind.
  public static let all: [ColorMap] = [linear, diverging, cyclic, isoluminant]

  /// The built-in map with this name, or nil.
  public static func named(_ name: String) -> ColorMap? {
    all.first { $0.name == name }
  }

  /// The color at `place`, 0…1; a place outside is moved to the nearer end, NaN to 0.
  public func color(at place: Double) -> RGB {
    lab(at: place).rgb
  }

  /// `count` colors from one end to the other (around the circle without repeating the first,
  /// for a cyclic map).
  public func colors(_ count: Int) -> [RGB] {
    let steps = kind == .cyclic ? count : count - 1
    return (0..<max(0, count)).map { color(at: Double($0) / Double(max(1, steps))) }
  }

  /// CIELAB's lightness L* at `place`, 0…100, of the color as the screen can show it.
  public func lightness(at place: Double) -> Double {
    LabColor(color(at: place)).lightness
  }

  func lab(at place: Double) -> LabColor {
    let along = min(max(place.isNaN ? 0 : place, 0), 1) * Double(stops.count - 1)
    let index = min(Int(along), stops.count - 2)
    return stops[index].mixed(with: stops[index + 1], part: along - Double(index))
  }

  /// Stops of a map from its path, `path(0)…path(1)`.
  static func sampled(_ path: (Double) -> LabColor) -> [LabColor] {
    (0...32).map { path(Double($0) / 32) }
  }
}
