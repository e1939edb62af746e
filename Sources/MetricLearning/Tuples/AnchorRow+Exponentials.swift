import Glibc
import Tensors

extension AnchorRow {
  /// log Σ e^(scale c) over the closenesses c of negatives; −∞ where there is none.
  func negativeLogSum(scale: Double) -> Double {
    var maximum = -Double.infinity
    var sum = 0.0
    Element.addWideExponentials(
      of: negatives, rows: 1, columns: count, scale: Element(scale), rowMaxima: &maximum,
      rowSums: &sum, columnMaxima: nil, columnSums: nil)
    return sum > 0 ? maximum + log(sum) : -.infinity
  }

  /// Puts factor · scale · e^(scale c − log) in the place of each negative's closeness c.
  func replaceNegatives(scale: Double, factor: Double, log: Double) {
    var factor = Element(factor)
    var log = Element(log)
    Element.replaceByWideGradient(
      negatives, rows: 1, columns: count, scale: Element(scale), u: &factor, rowLogs: &log,
      v: nil, columnLogs: nil)
  }
}
