/// The dual of a support vector machine of two classes: the least of ½ aᵀQa − Σa with
/// 0 ≤ a ≤ c and yᵀa = 0, where Q[i][j] = y[i] y[j] K[i][j]. Two shares are moved at a time, the
/// pair that violates the conditions most by the second-order rule (Fan, Chen and Lin, 2005).
final class DualSearch {
  /// a, one a row.
  private(set) var shares: [Double]
  /// What stands beside the weighted inner products.
  private(set) var bias = 0.0
  /// Moves made.
  private(set) var steps = 0

  private let kernel: KernelRows
  private let signs: [Double]
  private let c: Double
  private let tolerance: Double
  /// Qa − 1.
  private var gradient: [Double]

  init(_ kernel: KernelRows, signs: [Double], c: Double, tolerance: Double) {
    self.kernel = kernel
    self.signs = signs
    self.c = c
    self.tolerance = tolerance
    shares = [Double](repeating: 0, count: signs.count)
    gradient = [Double](repeating: -1, count: signs.count)
  }

  func run() throws {
    while let (first, row, second) = try pair() {
      try move(first, row, second)
      steps += 1
    }
    bias = -offset()
  }

  private func mayRise(_ index: Int) -> Bool {
    signs[index] > 0 ? shares[index] < c : shares[index] > 0
  }

  private func mayFall(_ index: Int) -> Bool {
    signs[index] > 0 ? shares[index] > 0 : shares[index] < c
  }

  /// The pair to move, with the first one's row of inner products; nil at the least.
  private func pair() throws -> (first: Int, row: [Double], second: Int)? {
    var (first, steepest) = (-1, -Double.infinity)
    for index in signs.indices where mayRise(index) && -signs[index] * gradient[index] >= steepest {
      (first, steepest) = (index, -signs[index] * gradient[index])
    }
    guard first >= 0 else { return nil }
    let row = try kernel.row(first)
    var (second, best, lowest) = (-1, Double.infinity, Double.infinity)
    let diagonal = kernel.diagonal
    for index in signs.indices where mayFall(index) {
      let slope = -signs[index] * gradient[index]
      lowest = min(lowest, slope)
      let difference = steepest - slope
      guard difference > 0 else { continue }
      let bend = diagonal[first] + diagonal[index] - 2 * row[index]
      let gain = -difference * difference / max(bend, 1e-12)
      if gain <= best { (second, best) = (index, gain) }
    }
    guard second >= 0, steepest - lowest >= tolerance else { return nil }
    return (first, row, second)
  }

  private func move(_ first: Int, _ row: [Double], _ second: Int) throws {
    let other = try kernel.row(second)
    let bend = max(kernel.diagonal[first] + kernel.diagonal[second] - 2 * row[second], 1e-12)
    let (a, b) = (shares[first], shares[second])
    let (y, z) = (signs[first], signs[second])
    // Along y[first] up and y[second] down, as far as both stay within 0…c.
    var step = (-y * gradient[first] + z * gradient[second]) / bend
    step = min(step, y > 0 ? c - a : a)
    step = min(step, z > 0 ? b : c - b)
    shares[first] = clipped(a + y * step)
    shares[second] = clipped(b - z * step)
    let (left, right) = ((shares[first] - a) * y, (shares[second] - b) * z)
    gradient.withUnsafeMutableBufferPointer { gradient in
      for index in gradient.indices {
        gradient[index] += signs[index] * (left * row[index] + right * other[index])
      }
    }
  }

  /// Within 0…c, and exactly there where rounding left it beside.
  private func clipped(_ share: Double) -> Double {
    let edge = 1e-14 * c
    return share <= edge ? 0 : share >= c - edge ? c : share
  }

  /// The mean of y · gradient over shares inside 0…c, or the middle of what the others allow.
  private func offset() -> Double {
    var (low, high) = (-Double.infinity, Double.infinity)
    var (sum, count) = (0.0, 0.0)
    for index in signs.indices {
      let value = signs[index] * gradient[index]
      if shares[index] > 0 && shares[index] < c {
        sum += value
        count += 1
      } else if (shares[index] >= c) == (signs[index] > 0) {
        low = max(low, value)
      } else {
        high = min(high, value)
      }
    }
    return count > 0 ? sum / count : (low + high) / 2
  }
}
