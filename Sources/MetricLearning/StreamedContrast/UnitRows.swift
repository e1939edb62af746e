import Tensors

/// The rows of one or more matrices, stacked and, if asked, divided by their norms, with the way
/// back for gradients. A row of zeros stays zero and gets no gradient.
final class UnitRows<Element: ContrastElement> {
  let values: Workspace<Element>
  let count: Int
  let dimension: Int
  /// 1 / norm by row, 0 for a zero row; empty where rows are used as given.
  private let inverseNorms: [Element]
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
    var inverses: [Element] = []
    var largest = 0.0
    for row in 0..<count {
      let start = values.start + row * dimension
      let norm = Self.norm(start, dimension)
      guard normalize else {
        largest = max(largest, norm)
        continue
      }
      let inverse = norm > 0 ? 1 / norm : 0
      for column in 0..<dimension { start[column] = Element(Double(start[column]) * inverse) }
      inverses.append(Element(inverse))
    }
    inverseNorms = inverses
    largestNorm = normalize ? 1 : largest
  }

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
  func pullBack(_ gradients: Workspace<Element>) {
    guard !inverseNorms.isEmpty else { return }
    for row in 0..<count {
      let z = values.start + row * dimension
      let gradient = gradients.start + row * dimension
      var along: Element = 0
      for column in 0..<dimension { along += gradient[column] * z[column] }
      let inverse = inverseNorms[row]
      for column in 0..<dimension {
        gradient[column] = (gradient[column] - along * z[column]) * inverse
      }
    }
  }
}
