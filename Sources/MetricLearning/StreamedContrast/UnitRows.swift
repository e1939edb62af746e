import Tensors

/// The rows of one or more matrices, stacked and, if asked, divided by their norms, with the way
/// back for gradients. A row of zeros stays zero and gets no gradient.
final class UnitRows<Element: ContrastElement> {
  let values: Workspace<Element>
  let count: Int
  let dimension: Int
  /// 1 / norm by row, 0 for a zero row; nil where rows are used as given.
  private let inverseNorms: Workspace<Element>?
  /// The norm of each row as given.
  let norms: Workspace<Double>
  /// The largest norm of a row as used.
  let largestNorm: Double

  init(_ parts: [Tensor], normalize: Bool) throws {
    dimension = parts[0].shape[1]
    count = parts.reduce(0) { $0 + $1.shape[0] }
    values = Workspace<Element>(repeating: 0, count: count * dimension)
    var place = values.start
    for part in parts {
      try Element.lend(part) { source in
        guard let start = source.baseAddress else { return }
        place.update(from: start, count: source.count)
        place += source.count
      }
    }
    let norms = Workspace<Double>(repeating: 0, count: count)
    let inverses = Workspace<Element>(repeating: 0, count: normalize ? count : 0)
    let (values, dimension) = (values, dimension)
    try Kernels.parallel(count, chunk: Self.rowsAPiece) { rows in
      for row in rows {
        let start = values.start + row * dimension
        norms[row] = Self.norm(start, dimension)
        guard normalize else { continue }
        let inverse = norms[row] > 0 ? 1 / norms[row] : 0
        for column in 0..<dimension { start[column] = Element(Double(start[column]) * inverse) }
        inverses[row] = Element(inverse)
      }
    }
    inverseNorms = normalize ? inverses : nil
    self.norms = norms
    var largest = 0.0
    for row in 0..<count { largest = max(largest, norms[row]) }
    largestNorm = normalize ? 1 : largest
  }

  /// Rows that one call on a thread works on.
  private static var rowsAPiece: Int { 256 }

  /// The root of the sum of squares in f64, with four sums so that it takes a quarter of the time.
  private static func norm(_ row: UnsafeMutablePointer<Element>, _ count: Int) -> Double {
    var sums = SIMD4<Double>.zero
    var index = 0
    while index + 4 <= count {
      let four = SIMD4(
        Double(row[index]), Double(row[index + 1]), Double(row[index + 2]), Double(row[index + 3]))
      sums += four * four
      index += 4
    }
    while index < count {
      sums[0] += Double(row[index]) * Double(row[index])
      index += 1
    }
    return sums.sum().squareRoot()
  }

  /// Turns gradients by the rows as used into gradients by the rows as given, in place:
  /// dx = (dz − (dz · z) z) / ‖x‖.
  func pullBack(_ gradients: Workspace<Element>) throws {
    guard inverseNorms != nil else { return }
    try Kernels.parallel(count, chunk: Self.rowsAPiece) { rows in
      pullBack(gradients.start + rows.lowerBound * dimension, of: rows)
    }
  }

  /// The same for the gradients of some rows, `gradients` being that of the first of them.
  func pullBack(_ gradients: UnsafeMutablePointer<Element>, of rows: Range<Int>) {
    guard let inverseNorms else { return }
    for row in rows {
      let z = values.start + row * dimension
      let gradient = gradients + (row - rows.lowerBound) * dimension
      let along = Self.product(gradient, z, dimension)
      let inverse = inverseNorms[row]
      for column in 0..<dimension {
        gradient[column] = (gradient[column] - along * z[column]) * inverse
      }
    }
  }

  /// The dot product in four sums, so that it takes a quarter of the time.
  static func product(
    _ a: UnsafeMutablePointer<Element>, _ b: UnsafeMutablePointer<Element>, _ count: Int
  ) -> Element {
    var sums: (Element, Element, Element, Element) = (0, 0, 0, 0)
    var index = 0
    while index + 4 <= count {
      sums.0 += a[index] * b[index]
      sums.1 += a[index + 1] * b[index + 1]
      sums.2 += a[index + 2] * b[index + 2]
      sums.3 += a[index + 3] * b[index + 3]
      index += 4
    }
    while index < count {
      sums.0 += a[index] * b[index]
      index += 1
    }
    return (sums.0 + sums.1) + (sums.2 + sums.3)
  }
}
