import Tensors

/// The rows of one or more matrices, stacked and, if asked, divided by their norms, with the way
/// back for gradients. A row of zeros stays zero and gets no gradient.
final class UnitRows<Element: ContrastElement> {
  let values: Workspace<Element>
  let count: Int
  let dimension: Int
  /// 1 / norm by row, 0 for a zero row; nil where rows are used as given.
  private let inverseNorms: Workspace<Element>?
  /// The largest norm of a row as used.
  let largestNorm: Double
  /// Rows that a thread takes at once.
  private static var chunk: Int { 512 }

  init(_ parts: [Tensor], normalize: Bool) throws {
    dimension = parts[0].shape[1]
    count = parts.reduce(0) { $0 + $1.shape[0] }
    values = try Workspace<Element>(count: count * dimension)
    var place = values.start
    for part in parts {
      try Element.lend(part) { source in
        guard let start = source.baseAddress else { return }
        place.update(from: start, count: source.count)
        place += source.count
      }
    }
    let inverses = try Workspace<Element>(count: normalize ? count : 0)
    let chunks = (count + Self.chunk - 1) / Self.chunk
    let largest = try Workspace<Double>(repeating: 0, count: chunks)
    let (width, values) = (dimension, values)
    try Kernels.parallel(count, chunk: Self.chunk) { rows in
      largest[rows.lowerBound / Self.chunk] = Element.divideByNorms(
        values.start + rows.lowerBound * width, count: rows.count, width: width,
        divide: normalize, inverses: inverses.start + (normalize ? rows.lowerBound : 0))
    }
    inverseNorms = normalize ? inverses : nil
    largestNorm = normalize ? 1 : (0..<chunks).reduce(0) { max($0, largest[$1]) }
  }

  /// Turns gradients by the rows as used into gradients by the rows as given, in place:
  /// dx = (dz − (dz · z) z) / ‖x‖.
  func pullBack(_ gradients: Workspace<Element>) throws {
    guard inverseNorms != nil else { return }
    try Kernels.parallel(count, chunk: Self.chunk) { rows in
      pullBack(gradients.start + rows.lowerBound * dimension, of: rows)
    }
  }

  /// The same for the gradients of some rows, `gradients` being that of the first of them.
  func pullBack(_ gradients: UnsafeMutablePointer<Element>, of rows: Range<Int>) {
    guard let inverseNorms else { return }
    Element.pullBackNorms(
      gradients, count: rows.count, width: dimension,
      units: values.start + rows.lowerBound * dimension,
      inverses: inverseNorms.start + rows.lowerBound)
  }

  /// The norm of a row as given.
  func norm(_ row: Int) -> Double {
    guard let inverseNorms else { return Double(product(row, row)).squareRoot() }
    return inverseNorms[row] > 0 ? 1 / Double(inverseNorms[row]) : 0
  }

  /// The dot product of two rows as used.
  func product(_ first: Int, _ second: Int) -> Element {
    let (a, b) = (values.start + first * dimension, values.start + second * dimension)
    // Four sums, so that it takes a quarter of the time.
    var sums = (Element.zero, Element.zero, Element.zero, Element.zero)
    var index = 0
    while index + 4 <= dimension {
      sums.0 += a[index] * b[index]
      sums.1 += a[index + 1] * b[index + 1]
      sums.2 += a[index + 2] * b[index + 2]
      sums.3 += a[index + 3] * b[index + 3]
      index += 4
    }
    while index < dimension {
      sums.0 += a[index] * b[index]
      index += 1
    }
    return (sums.0 + sums.1) + (sums.2 + sums.3)
  }
}
