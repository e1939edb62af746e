import Glibc

/// The cosine of an angle in radians.
enum Cosine {
  static func of(_ angle: Double) -> Double { cos(angle) }
}
