import Glibc
import Tensors

/// A loss over the pairs or triplets of a batch as one operation: each anchor's closenesses to all
/// rows are made by a matrix product, used and dropped, and made again for the gradient. Memory is
/// that of the embeddings and a block of rows.
final class AnchorContrast<Element: ContrastElement, Terms: AnchorTerms> {
  private let rows: UnitRows<Element>
  private let groups: PairGroups
  private let terms: Terms
  private let measure: Measure
  /// By row: the squared norm as used.
  private let squares: Workspace<Element>
  /// By row: where its terms begin in the list of all.
  private var starts: [Int] = []

  init(
    _ embeddings: Tensor, labels: [Int], measure: Measure, normalize: Bool, terms: Terms
  ) throws {
    rows = try UnitRows([embeddings], normalize: measure.normalizes(normalize))
    groups = PairGroups(labels: labels)
    self.terms = terms
    self.measure = measure
    squares = try Workspace(repeating: 0, count: rows.count)
    if measure.isDistance {
      for row in 0..<rows.count { squares[row] = rows.product(row, row) }
    }
  }

  /// All terms, added up in the order of the rows.
  func sum(listing: Bool) throws -> TermSum {
    let chunks = (rows.count + Self.chunk - 1) / Self.chunk
    let counts = try Workspace<Int>(repeating: 0, count: rows.count)
    var sums = [TermSum](
      repeating: TermSum(list: listing ? [] : nil), count: chunks)
    try sums.withUnsafeMutableBufferPointer { sums in
      nonisolated(unsafe) let sums = sums
      try Kernels.parallel(rows.count, chunk: Self.chunk) { range in
        let block = try Workspace<Element>(count: range.count * rows.count)
        multiply(range, into: block.start)
        var sum = TermSum(list: listing ? [] : nil)
        for row in range {
          let before = sum.list?.count ?? 0
          terms.add(anchor(row, block.start + (row - range.lowerBound) * rows.count), to: &sum)
          counts[row] = (sum.list?.count ?? 0) - before
        }
        sums[range.lowerBound / Self.chunk] = sum
      }
    }
    var total = TermSum(list: listing ? [] : nil)
    for sum in sums { total.add(sum) }
    var starts: [Int] = []
    starts.reserveCapacity(rows.count + 1)
    var place = 0
    for row in 0..<rows.count {
      starts.append(place)
      place += counts[row]
    }
    starts.append(place)
    self.starts = starts
    return total
  }

  /// The gradient by the embeddings as given.
  /// - Parameters:
  ///   - uniform: what each term of a part weighs.
  ///   - list: what each term weighs, where they were listed.
  func gradient(shape: [Int], uniform: [Double], list: [Double]?) throws -> Tensor {
    let dimension = rows.dimension
    let out = try Workspace<Element>(repeating: 0, count: rows.count * dimension)
    let size = min(rows.count, max(Self.chunk, (1 << 20) / rows.count / Self.chunk * Self.chunk))
    let block = try Workspace<Element>(count: size * rows.count)
    // By row: the sum of its pairs' factors, which distances have in front of the row itself.
    let own = try Workspace<Element>(repeating: 0, count: rows.count)
    for first in stride(from: 0, to: rows.count, by: size) {
      let range = first..<min(first + size, rows.count)
      if terms.choosesFew {
        try addChosen(range, block, uniform, list, to: out, own)
        continue
      }
      try Kernels.parallel(range.count, chunk: Self.chunk) { part in
        let part = range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound
        let start = block.start + (part.lowerBound - range.lowerBound) * rows.count
        try writeFactors(part, start, uniform, list, own)
        Element.product(
          transposeA: false, transposeB: false, m: part.count, n: dimension, k: rows.count,
          a: start, lda: rows.count, b: rows[0], ldb: dimension, beta: 1,
          c: out.start + part.lowerBound * dimension, ldc: dimension)
      }
      try addColumns(of: block, rows: range, to: out, own)
    }
    try finish(out, own)
    return try Element.tensor(shape: shape) { buffer in
      buffer.baseAddress?.update(from: out.start, count: buffer.count)
    }
  }

  /// Turns a part's products into factors, row by row.
  private func writeFactors(
    _ part: Range<Int>, _ start: UnsafeMutablePointer<Element>, _ uniform: [Double],
    _ list: [Double]?, _ own: Workspace<Element>
  ) throws {
    multiply(part, into: start)
    for row in part {
      let weights = TermWeights(
        uniform: uniform, list: list.map { $0[starts[row]..<starts[row + 1]] })
      try writeFactors(row, start + (row - part.lowerBound) * rows.count, weights, own)
    }
  }

  /// Where an anchor's terms concern few rows: what its factors do to it and to those rows, one by
  /// one instead of by matrix products.
  private func addChosen(
    _ range: Range<Int>, _ block: Workspace<Element>, _ uniform: [Double], _ list: [Double]?,
    to out: Workspace<Element>, _ own: Workspace<Element>
  ) throws {
    typealias Pair = (row: Int, column: Int, factor: Element)
    var chosen = [[Pair]](repeating: [], count: (range.count + Self.chunk - 1) / Self.chunk)
    try chosen.withUnsafeMutableBufferPointer { chosen in
      nonisolated(unsafe) let chosen = chosen
      try Kernels.parallel(range.count, chunk: Self.chunk) { part in
        let start = block.start + part.lowerBound * rows.count
        let first = range.lowerBound + part.lowerBound
        try writeFactors(first..<range.lowerBound + part.upperBound, start, uniform, list, own)
        var pairs: [Pair] = []
        for row in 0..<part.count {
          let line = start + row * rows.count
          for column in 0..<rows.count where line[column] != 0 {
            pairs.append((first + row, column, line[column]))
          }
        }
        chosen[part.lowerBound / Self.chunk] = pairs
      }
    }
    let dimension = rows.dimension
    for pair in chosen.joined() {
      let (a, b) = (out.start + pair.row * dimension, out.start + pair.column * dimension)
      let (u, v) = (rows[pair.row], rows[pair.column])
      for place in 0..<dimension {
        a[place] += pair.factor * v[place]
        b[place] += pair.factor * u[place]
      }
      if measure.isDistance { own[pair.column] += pair.factor }
    }
  }

  /// Adds what the anchors of a block do to the other rows: Hᵀ Z.
  private func addColumns(
    of block: Workspace<Element>, rows range: Range<Int>, to out: Workspace<Element>,
    _ own: Workspace<Element>
  ) throws {
    let dimension = rows.dimension
    try Kernels.parallel(rows.count, chunk: 256) { columns in
      Element.product(
        transposeA: true, transposeB: false, m: columns.count, n: dimension, k: range.count,
        a: block.start + columns.lowerBound, lda: rows.count, b: rows[range.lowerBound],
        ldb: dimension, beta: 1, c: out.start + columns.lowerBound * dimension, ldc: dimension)
      guard measure.isDistance else { return }
      for row in 0..<range.count {
        let line = block.start + row * rows.count
        for column in columns { own[column] += line[column] }
      }
    }
  }

  /// Distances: each pair's factor h stands at h (z_j − z_i), so that row i gets −Σ h in front of
  /// itself. Then the way back to the rows as given.
  private func finish(_ out: Workspace<Element>, _ own: Workspace<Element>) throws {
    let dimension = rows.dimension
    try Kernels.parallel(rows.count, chunk: 256) { range in
      let start = out.start + range.lowerBound * dimension
      if measure.isDistance {
        for row in range {
          let line = out.start + row * dimension
          for column in 0..<dimension { line[column] -= own[row] * rows[row][column] }
        }
      }
      rows.pullBack(start, of: range)
    }
  }

  private func multiply(_ range: Range<Int>, into block: UnsafeMutablePointer<Element>) {
    Element.product(
      transposeA: false, transposeB: true, m: range.count, n: rows.count, k: rows.dimension,
      a: rows[range.lowerBound], lda: rows.dimension, b: rows[0], ldb: rows.dimension, beta: 0,
      c: block, ldc: rows.count)
  }

  /// A row of products as closenesses, the positives taken out.
  private func anchor(_ row: Int, _ line: UnsafeMutablePointer<Element>) -> AnchorRow<Element> {
    if measure.isDistance { replaceByCloseness(row, line) }
    return splitting(row, line)
  }

  /// Takes the positives out of a row of closenesses.
  private func splitting(
    _ row: Int, _ line: UnsafeMutablePointer<Element>
  ) -> AnchorRow<Element> {
    var positives = groups.positives(of: row)
    let all = positives
    if terms.takesPairsOnce {
      positives.removeAll { $0 < row }
      for column in 0..<row { line[column] = -.infinity }
    }
    let closeness = positives.map { line[$0] }
    for column in all { line[column] = -.infinity }
    line[row] = -.infinity
    return AnchorRow(
      index: row, count: rows.count, positives: positives, positiveCloseness: closeness,
      negatives: line)
  }

  /// −‖a − b‖² = 2 a · b − ‖a‖² − ‖b‖², or its root. Where little is left of the difference the
  /// rows are compared entry by entry.
  private func replaceByCloseness(_ row: Int, _ line: UnsafeMutablePointer<Element>) {
    let (own, count, squares) = (squares[row], rows.count, squares.start)
    var close: Int32 = 0
    for column in 0..<count {
      let square = own + squares[column] - 2 * line[column]
      close |= square < (own + squares[column]) * 0x1p-10 ? 1 : 0
      line[column] = square
    }
    if close != 0 {
      for column in 0..<count where line[column] < (own + squares[column]) * 0x1p-10 {
        line[column] = rows.squaredDistance(row, column)
      }
    }
    if measure == .euclidean {
      for column in 0..<count { line[column] = -line[column].squareRoot() }
    } else {
      for column in 0..<count { line[column] = -line[column] }
    }
  }

  /// Turns a row of products into the factors h of the gradient, d loss / d product and for
  /// distances that of −½ the squared distance.
  private func writeFactors(
    _ row: Int, _ line: UnsafeMutablePointer<Element>, _ weights: TermWeights,
    _ own: Workspace<Element>
  ) throws {
    if measure == .euclidean {
      // d(−D) = −1/D · d(½ D²): distances are kept beside the gradient.
      let distances = try Workspace<Element>(count: rows.count)
      replaceByCloseness(row, line)
      for column in 0..<rows.count { distances[column] = -line[column] }
      try terms.writeGradient(splitting(row, line), weights: weights)
      for column in 0..<rows.count {
        let distance = distances[column]
        line[column] = distance > 0 ? line[column] / distance : 0
      }
    } else {
      try terms.writeGradient(anchor(row, line), weights: weights)
      if measure == .squaredEuclidean {
        for column in 0..<rows.count { line[column] *= 2 }
      }
    }
    line[row] = 0
    guard measure.isDistance else { return }
    var sum: Element = 0
    for column in 0..<rows.count { sum += line[column] }
    own[row] += sum
  }

  private static var chunk: Int { 64 }
}

extension UnitRows {
  /// The squared distance of two rows as used.
  func squaredDistance(_ first: Int, _ second: Int) -> Element {
    let (a, b) = (self[first], self[second])
    var sum: Element = 0
    for column in 0..<dimension { sum += (a[column] - b[column]) * (a[column] - b[column]) }
    return sum
  }
}
