import Catalog
import Glibc

/// Additive angular margin.
///
///     logit(cos θ) = cos(θ + m) = s cos m − √(1 − s²) sin m      while θ + m ≤ π
public struct AdditiveAngularMargin: Margin {
  /// What replaces cos(θ + m) beyond θ = π − m, where it would rise again.
  public enum Continuation: String, Sendable, CaseIterable {
    /// s − m sin m.
    case linear
    /// s − 1 − cos(π − m).
    case wespeaker
    /// −1.
    case clamp
    /// Nothing: cos(θ + m) everywhere.
    case none
  }

  /// The maker that scripts call.
  public static let entry = Entry<any Margin>(
    "aam",
    Number("m", .between(0, .pi), unit: "radians, not degrees"),
    Choice("past_pi", Continuation.allCases.map(\.rawValue), default: "linear"),
    Flag("easy"),
    summary: "Additive angular margin: the positive's cosine cos θ counts as cos(θ + m).",
    details: """
      m is in radians; radians(28.6) converts degrees. Beyond θ = π − m the logit continues as
      past_pi says: "linear" with s − m sin m, "wespeaker" with s − 1 − cos(π − m), "clamp" stops
      at −1, "none" leaves cos(θ + m). easy=true applies the margin only where s > 0. At s = ±1,
      where the derivative is infinite, the gradient is that of s cos m.
      """,
    example: Example("aam(0.3)(1.0)", prints: "0.955336489125606"),
    source: Citation("Deng et al.", 2019, "ArcFace", "arxiv.org/abs/1801.07698"),
    related: ["am", "snt_xent", "margin_plot"]
  ) { amount, pastPi, isEasy in
    AdditiveAngularMargin(
      amount, pastPi: Continuation(rawValue: pastPi) ?? .linear, isEasy: isEasy)
  }

  /// m, in radians, 0…π.
  public let amount: Double
  /// What replaces cos(θ + m) past θ = π − m.
  public let pastPi: Continuation
  /// Whether the margin applies only where the cosine is positive.
  public let isEasy: Bool
  private let cosine: Double
  private let sine: Double

  /// The margin cos(θ + `amount`), `amount` in radians.
  public init(_ amount: Double, pastPi: Continuation = .linear, isEasy: Bool = false) {
    self.amount = amount
    self.pastPi = pastPi
    self.isEasy = isEasy
    cosine = cos(amount)
    sine = sin(amount)
  }

  /// The maker's call as it would be typed.
  public var call: String {
    let continuation = pastPi == .linear ? "" : ", past_pi=\"\(pastPi.rawValue)\""
    return "aam(\(shortest(amount))\(continuation)\(isEasy ? ", easy=true" : ""))"
  }

  /// What it adds to a loss's name.
  public var shortName: String { "AAM(\(shortest(amount)))" }

  /// The logit and its slope; see `Margin`.
  public func logit(_ cosine: Double) -> MarginLogit {
    let s = min(max(cosine, -1), 1)
    if isEasy && s <= 0 { return MarginLogit(value: s, slope: 1) }
    // θ > π − m ⇔ cos θ < cos(π − m) = −cos m.
    if s < -self.cosine {
      switch pastPi {
      case .linear: return MarginLogit(value: s - amount * sine, slope: 1)
      case .wespeaker: return MarginLogit(value: s - 1 + self.cosine, slope: 1)
      case .clamp: return MarginLogit(value: -1, slope: 0)
      case .none: break
      }
    }
    let sineOfAngle = ((1 - s) * (1 + s)).squareRoot()
    // d/ds √(1 − s²) = −s / √(1 − s²) is infinite at s = ±1; 0 stands for it there.
    let steep = sineOfAngle > 0 ? s / sineOfAngle * sine : 0
    return MarginLogit(value: s * self.cosine - sineOfAngle * sine, slope: self.cosine + steep)
  }
}
