import Glibc
import Tensors

/// Which norms the logits of a softmax over class weights keep.
public enum ProxyNorms: String, Sendable, CaseIterable {
  /// None: logits are cosines.
  case none
  /// That of the embedding: ‖x‖ cos θ.
  case x
  /// Both: the dot product ‖x‖ ‖w‖ cos θ.
  case xw
}

/// Softmax cross-entropy of rows against class weights, with a margin at the class of the row.
///
///     ℓ_i = −log( e^{s φ_iy} / (e^{s φ_iy} + Σ_{c ≠ y} e^{s n cos θ_ic}) ),   φ_iy = n ψ(cos θ_iy)
///
/// ψ is the margin, s the scale, n the product of the norms that are kept. With several centers a
/// class its logit is that of the nearest. One fused operation over the matrix of logits
/// `[batch, class · center]`: it is made by tiles, and the gradient replaces it in place.
final class ProxySoftmax<Element: ContrastElement> {
  private let rows: UnitRows<Element>
  private let proxies: UnitRows<Element>
  private let labels: [Int]
  private let centers: Int
  private let scale: Double
  private let margin: (any Margin)?
  private let norms: ProxyNorms

  /// `[batch, class · center]`: logits before scaling, then gradients.
  private let logits: Workspace<Element>
  private var holdsLogits = false
  /// By row: log of the sum of exponentials.
  private let logSums: Workspace<Double>
  /// By row: the target's column, cosine and logit.
  private var targets: [Target]

  private struct Target {
    var column = 0
    var cosine = 0.0
    var logit = MarginLogit(value: 0, slope: 1)
    /// The product of the norms that logits keep.
    var norm = 1.0
  }

  /// - Parameters:
  ///   - embeddings: `[batch, dimension]`.
  ///   - weights: `[class · center, dimension]`, the centers of a class one after the other.
  ///   - labels: one class a row, in range.
  init(
    _ embeddings: Tensor, weights: Tensor, labels: [Int], centers: Int, scale: Double,
    margin: (any Margin)?, norms: ProxyNorms
  ) throws {
    rows = try UnitRows([embeddings], normalize: norms == .none)
    proxies = try UnitRows([weights], normalize: norms != .xw)
    self.labels = labels
    self.centers = centers
    self.scale = scale
    self.margin = margin
    self.norms = norms
    logits = try Workspace(count: rows.count * proxies.count)
    logSums = try Workspace(repeating: 0, count: rows.count)
    targets = [Target](repeating: Target(), count: rows.count)
  }

  /// One term a row.
  func terms() throws -> [Double] {
    try computeLogits()
    return (0..<rows.count).map { row in
      logSums[row] - scale * targets[row].norm * targets[row].logit.value
    }
  }

  private func computeLogits() throws {
    try forEachTile { rows, columns in
      Element.product(
        transposeA: false, transposeB: true, m: rows.count, n: columns.count,
        k: self.rows.dimension, a: self.rows[rows.lowerBound], lda: self.rows.dimension,
        b: proxies[columns.lowerBound], ldb: self.rows.dimension, beta: 0,
        c: logits.start + rows.lowerBound * proxies.count + columns.lowerBound,
        ldc: proxies.count)
    }
    try targets.withUnsafeMutableBufferPointer { targets in
      nonisolated(unsafe) let targets = targets
      try Kernels.parallel(rows.count, chunk: 8) { rows in
        for row in rows { targets[row] = finish(row) }
      }
    }
    holdsLogits = true
  }

  /// Leaves out all but the nearest centers, places the margin, and sums exponentials.
  private func finish(_ row: Int) -> Target {
    let line = logits.start + row * proxies.count
    var target = Target(column: labels[row] * centers)
    if centers > 1 { target.column = keepNearest(line, target: labels[row]) }
    if norms != .none { target.norm = rows.norm(row) }
    if norms == .xw { target.norm *= proxies.norm(target.column) }
    target.cosine = target.norm > 0 ? Double(line[target.column]) / target.norm : 0
    target.logit =
      margin?.logit(target.cosine) ?? MarginLogit(value: target.cosine, slope: 1)
    line[target.column] = Element(target.norm * target.logit.value)
    var maximum = -Double.infinity
    var sum = 0.0
    Element.addWideExponentials(
      of: line, rows: 1, columns: proxies.count, scale: Element(scale), rowMaxima: &maximum,
      rowSums: &sum, columnMaxima: nil, columnSums: nil)
    logSums[row] = maximum + log(sum)
    return target
  }

  /// Puts −∞ in the place of every center but the nearest (the first of several) of its class.
  /// - Returns: the column that stays of the class `target`.
  private func keepNearest(_ line: UnsafeMutablePointer<Element>, target: Int) -> Int {
    var kept = 0
    for first in stride(from: 0, to: proxies.count, by: centers) {
      var best = first
      for column in first..<first + centers where line[column] > line[best] { best = column }
      for column in first..<first + centers where column != best { line[column] = -.infinity }
      if first == target * centers { kept = best }
    }
    return kept
  }

  /// Gradients by the rows and, if their shape is given, by the class weights, for a weight on
  /// each term.
  func gradients(
    _ termWeights: [Double], rowShape: [Int], weightShape: [Int]?
  ) throws -> [Tensor?] {
    if !holdsLogits { try computeLogits() }
    holdsLogits = false
    let radial = try Workspace<Double>(repeating: 0, count: rows.count)
    try Kernels.parallel(rows.count, chunk: 8) { rows in
      for row in rows { radial[row] = replaceByGradient(row, termWeights[row]) }
    }
    let own = try Element.tensor(shape: rowShape) { out in
      guard let start = out.baseAddress else { return }
      try addToRows(start, radial)
    }
    guard let weightShape else { return [own, nil] }
    let other = try Element.tensor(shape: weightShape) { out in
      guard let start = out.baseAddress else { return }
      try addToProxies(start, radial)
    }
    return [own, other]
  }

  /// The gradient by each logit, times the slope of the margin at the target.
  /// - Returns: the gradient by the target's logit times what the margin adds along the rows
  ///   themselves, ψ − ψ′ cos θ, which cosines alone do not see.
  private func replaceByGradient(_ row: Int, _ weight: Double) -> Double {
    let line = logits.start + row * proxies.count
    let target = targets[row]
    var factor = Element(weight)
    var logSum = Element(logSums[row])
    Element.replaceByWideGradient(
      line, rows: 1, columns: proxies.count, scale: Element(scale), u: &factor, rowLogs: &logSum,
      v: nil, columnLogs: nil)
    let gradient = Double(line[target.column]) - scale * weight
    line[target.column] = Element(gradient * target.logit.slope)
    return gradient * (target.logit.value - target.logit.slope * target.cosine)
  }

  private func addToRows(_ out: UnsafeMutablePointer<Element>, _ radial: Workspace<Double>) throws {
    let dimension = rows.dimension
    try Kernels.parallel(rows.count, chunk: Self.rowBlock) { range in
      let start = out + range.lowerBound * dimension
      Element.product(
        transposeA: false, transposeB: false, m: range.count, n: dimension, k: proxies.count,
        a: logits.start + range.lowerBound * proxies.count, lda: proxies.count, b: proxies[0],
        ldb: dimension, beta: 0, c: start, ldc: dimension)
      if norms != .none {
        for row in range where rows.norm(row) > 0 {
          let norm = rows.norm(row)
          let factor = Element(radial[row] * targets[row].norm / (norm * norm))
          for column in 0..<dimension {
            out[row * dimension + column] += factor * rows[row][column]
          }
        }
      }
      rows.pullBack(start, of: range)
    }
  }

  private func addToProxies(
    _ out: UnsafeMutablePointer<Element>, _ radial: Workspace<Double>
  ) throws {
    let dimension = rows.dimension
    try Kernels.parallel(proxies.count, chunk: Self.columnBlock) { range in
      Element.product(
        transposeA: true, transposeB: false, m: range.count, n: dimension, k: rows.count,
        a: logits.start + range.lowerBound, lda: proxies.count, b: rows[0], ldb: dimension,
        beta: 0, c: out + range.lowerBound * dimension, ldc: dimension)
      proxies.pullBack(out + range.lowerBound * dimension, of: range)
    }
    guard norms == .xw else { return }
    for row in 0..<rows.count {
      let target = targets[row]
      let norm = proxies.norm(target.column)
      guard norm > 0 else { continue }
      let factor = Element(radial[row] * target.norm / (norm * norm))
      for column in 0..<dimension {
        out[target.column * dimension + column] += factor * proxies[target.column][column]
      }
    }
  }

  private static var rowBlock: Int { 128 }
  private static var columnBlock: Int { 512 }

  private func forEachTile(_ body: (Range<Int>, Range<Int>) -> Void) throws {
    let blocks = (rows.count + 255) / 256
    let columnBlocks = (proxies.count + Self.columnBlock - 1) / Self.columnBlock
    try Kernels.parallel(blocks * columnBlocks) { index in
      let row = index / columnBlocks * 256
      let column = index % columnBlocks * Self.columnBlock
      body(
        row..<min(row + 256, rows.count), column..<min(column + Self.columnBlock, proxies.count))
    }
  }
}

extension UnitRows {
  /// Where a row begins.
  subscript(row: Int) -> UnsafeMutablePointer<Element> { values.start + row * dimension }
}
