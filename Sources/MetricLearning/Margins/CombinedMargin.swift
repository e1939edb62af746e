import Catalog
import Glibc

/// The three margins of SphereFace, ArcFace and CosFace in one.
///
///     logit(cos θ) = cos(m1 θ + m2) − m3
public struct CombinedMargin: Margin {
  /// The maker that scripts call.
  public static let entry = Entry<any Margin>(
    "combined_margin",
    Number("m1", .between(1, 100)), Number("m2", .between(0, .pi), unit: "radians"),
    Number("m3", .between(0, 2), unit: "cosine"),
    summary: "The positive's cosine cos θ counts as cos(m1 θ + m2) − m3.",
    details: """
      m1 is a factor, m2 in radians, m3 in units of the cosine. Where m1 θ + m2 passes π the
      logit rises again; aam and sphere_margin continue downward there. At cos θ = ±1, where the
      derivative is infinite, the gradient is m1² cos m2.
      """,
    example: Example("combined_margin(1, 0, 0.35)(1.0)", prints: "0.65"),
    source: Citation("Deng et al.", 2019, "ArcFace, eq. 4", "arxiv.org/abs/1801.07698"),
    related: ["aam", "am", "sphere_margin"]
  ) { CombinedMargin($0, $1, $2) }

  /// m1, the factor of the angle.
  public let factor: Double
  /// m2, added to the angle, in radians.
  public let angle: Double
  /// m3, taken from the cosine.
  public let cosine: Double

  /// The margin cos(`factor` θ + `angle`) − `cosine`.
  public init(_ factor: Double, _ angle: Double, _ cosine: Double) {
    self.factor = factor
    self.angle = angle
    self.cosine = cosine
  }

  private var amounts: String {
    [factor, angle, cosine].map(shortest).joined(separator: ", ")
  }
  /// The maker's call as it would be typed.
  public var call: String { "combined_margin(\(amounts))" }
  /// What it adds to a loss's name.
  public var shortName: String { "Combined(\(amounts))" }

  /// The logit and its slope; see `Margin`.
  public func logit(_ cosine: Double) -> MarginLogit {
    let theta = acos(min(max(cosine, -1), 1))
    let moved = factor * theta + angle
    let sine = sin(theta)
    let slope =
      sine > 1e-9 ? factor * sin(moved) / sine : factor * factor * cos(angle)
    return MarginLogit(value: cos(moved) - self.cosine, slope: slope)
  }
}
