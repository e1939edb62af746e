import Glibc

/// The normal deviate of a fraction, on which DET axes are drawn.
public enum Probit {
  /// `Φ⁻¹(fraction)`: -∞ at 0, ∞ at 1, NaN outside 0…1.
  ///
  /// Acklam's rational approximation (relative error 1.15e-9) and one step of Halley's method
  /// on `erfc`, which brings it to the last bits.
  public static func deviate(_ fraction: Double) -> Double {
    guard fraction > 0, fraction < 1 else {
      return fraction == 0 ? -.infinity : fraction == 1 ? .infinity : .nan
    }
    if fraction > 0.5 { return -deviate(1 - fraction) }
    let start = approximation(fraction)
    let error = 0.5 * erfc(-start / 2.0.squareRoot()) - fraction
    let step = error * (2 * Double.pi).squareRoot() * exp(start * start / 2)
    return start - step / (1 + start * step / 2)
  }

  /// `Φ(deviate)`, the fraction that a normal variable is below `deviate`.
  public static func fraction(_ deviate: Double) -> Double {
    0.5 * erfc(-deviate / 2.0.squareRoot())
  }

  // For 0 < fraction ≤ 0.5.
  private static func approximation(_ fraction: Double) -> Double {
    if fraction < 0.02425 {
      let q = (-2 * log(fraction)).squareRoot()
      return polynomial(tailTop, q) / (polynomial(tailBottom, q) * q + 1)
    }
    let q = fraction - 0.5
    return polynomial(middleTop, q * q) * q / (polynomial(middleBottom, q * q) * q * q + 1)
  }

  private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    coefficients.reduce(0) { $0 * x + $1 }
  }

  private static let middleTop = [
    -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
    1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00,
  ]
  private static let middleBottom = [
    -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
    6.680131188771972e+01, -1.328068155288572e+01,
  ]
  private static let tailTop = [
    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
    -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00,
  ]
  private static let tailBottom = [
    7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
    3.754408661907416e+00,
  ]
}
