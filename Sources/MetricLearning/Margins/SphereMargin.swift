import Catalog
import Glibc

/// Multiplicative angular margin.
///
///     logit(cos θ) = (−1)^k cos(m θ) − 2k,   k = ⌊m θ / π⌋
public struct SphereMargin: Margin {
  /// The maker that scripts call.
  public static let entry = Entry<any Margin>(
    "sphere_margin",
    Number("m", .between(1, 100)),
    summary: "Multiplicative angular margin: the positive's cosine cos θ counts as cos(m θ).",
    details: """
      (−1)^k cos(m θ) − 2k with k = ⌊m θ / π⌋, which falls all the way from θ = 0 to π. m is a
      factor, not an angle; a whole number keeps the curve smooth.
      """,
    example: Example("sphere_margin(2)(0.0)", prints: "-1.0"),
    source: Citation("Liu et al.", 2017, "SphereFace", "arxiv.org/abs/1704.08063"),
    related: ["sphere_face", "aam", "margin_plot"]
  ) { SphereMargin($0) }

  /// m, the factor of the angle, ≥ 1.
  public let factor: Double

  /// The margin that multiplies angles with `factor`.
  public init(_ factor: Double) {
    self.factor = factor
  }

  /// The maker's call as it would be typed.
  public var call: String { "sphere_margin(\(shortest(factor)))" }
  /// What it adds to a loss's name.
  public var shortName: String { "Sphere(\(shortest(factor)))" }

  /// The logit and its slope; see `Margin`.
  public func logit(_ cosine: Double) -> MarginLogit {
    let angle = acos(min(max(cosine, -1), 1))
    let turns = (factor * angle / .pi).rounded(.down)
    let sign: Double = turns.truncatingRemainder(dividingBy: 2) == 0 ? 1 : -1
    let sine = sin(angle)
    // sin(m θ) / sin θ → m at θ = 0, and up to the sign at π for a whole m.
    let ratio = sine > 1e-9 ? sign * sin(factor * angle) / sine : factor
    return MarginLogit(value: sign * cos(factor * angle) - 2 * turns, slope: factor * ratio)
  }
}
