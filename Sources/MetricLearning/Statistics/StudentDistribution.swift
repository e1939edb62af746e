import Glibc

/// Student's t distribution.
struct StudentDistribution {
  /// Degrees of freedom, > 0.
  let degrees: Double

  /// P(|T| ≥ |t|) = I_{ν / (ν + t²)}(ν / 2, 1 / 2).
  func twoSidedProbability(_ t: Double) -> Double {
    guard t.isFinite else { return t.isNaN ? .nan : 0 }
    return regularizedBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
  }

  /// The t with P(|T| ≥ t) = `probability`, by bisection.
  func twoSidedQuantile(_ probability: Double) -> Double {
    var low = 0.0
    var high = 1.0
    while twoSidedProbability(high) > probability, high < 1e300 { high *= 2 }
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if middle == low || middle == high { break }
      if twoSidedProbability(middle) > probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

/// The regularized incomplete beta function I_x(a, b), by Lentz's continued fraction.
func regularizedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
  if x <= 0 { return 0 }
  if x >= 1 { return 1 }
  // The fraction converges quickly on one side of the mean; the symmetry gives the other.
  if x > (a + 1) / (a + b + 2) { return 1 - regularizedBeta(1 - x, b, a) }
  let logFront =
    lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
  let tiny = 1e-300
  var c = 1.0
  var d = 1 - (a + b) * x / (a + 1)
  d = 1 / (abs(d) < tiny ? tiny : d)
  var fraction = d
  for m in 1...1000 {
    let m = Double(m)
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    var change = 1.0
    for coefficient in [even, odd] {
      d = 1 + coefficient * d
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = 1 + coefficient / c
      if abs(c) < tiny { c = tiny }
      change = c * d
      fraction *= change
    }
    if abs(change - 1) < 1e-16 { break }
  }
  return exp(logFront) * fraction / a
}
