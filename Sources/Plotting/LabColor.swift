import Glibc

/// A color in CIELAB (white D65), where distances follow the eye.
struct LabColor: Sendable, Equatable {
  /// L*, 0 black … 100 white.
  var lightness: Double
  /// a*, from green to red.
  var a: Double
  /// b*, from blue to yellow.
  var b: Double

  init(_ lightness: Double, a: Double, b: Double) {
    self.lightness = lightness
    self.a = a
    self.b = b
  }

  /// From chroma and hue, the hue in degrees as color charts give it.
  init(_ lightness: Double, chroma: Double, hueDegrees: Double) {
    let hue = hueDegrees * .pi / 180
    self.init(lightness, a: chroma * cos(hue), b: chroma * sin(hue))
  }

  init(_ color: RGB) {
    let r = Self.linear(color.red)
    let g = Self.linear(color.green)
    let b = Self.linear(color.blue)
    let x = Self.root((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047)
    let y = Self.root(0.2126729 * r + 0.7151522 * g + 0.0721750 * b)
    let z = Self.root((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883)
    self.init(116 * y - 16, a: 500 * (x - y), b: 200 * (y - z))
  }

  /// The nearest color of the screen: parts outside its range are cut off.
  var rgb: RGB {
    let parts = unboundedRGB.map { UInt8(min(max(($0 * 255).rounded(), 0), 255)) }
    return RGB(red: parts[0], green: parts[1], blue: parts[2])
  }

  /// Red, green and blue, where 0…1 is what the screen can show.
  var unboundedRGB: [Double] {
    let middle = (lightness + 16) / 116
    let x = 0.95047 * Self.cube(middle + a / 500)
    let y = Self.cube(middle)
    let z = 1.08883 * Self.cube(middle - b / 200)
    return [
      Self.encoded(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
      Self.encoded(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z),
      Self.encoded(0.0556434 * x - 0.2040259 * y + 1.0572252 * z),
    ]
  }

  func mixed(with other: LabColor, part: Double) -> LabColor {
    LabColor(
      lightness + (other.lightness - lightness) * part,
      a: a + (other.a - a) * part, b: b + (other.b - b) * part)
  }

  private static func linear(_ part: UInt8) -> Double {
    let value = Double(part) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }

  private static func encoded(_ value: Double) -> Double {
    value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055
  }

  private static func root(_ value: Double) -> Double {
    value > 216.0 / 24389 ? cbrt(value) : (24389.0 / 27 * value + 16) / 116
  }

  private static func cube(_ value: Double) -> Double {
    value > 6.0 / 29 ? value * value * value : (116 * value - 16) * 27 / 24389
  }
}
