import Tensors
import TestSupport
import Testing

/// Rows that all threads sort together, against the standard library's stable sort.
@Suite struct LongSortTests {
  /// Numbers with ties, both zeros and infinities.
  private func numbers(_ count: Int) -> [Float] {
    var generator = SeededGenerator(seed: 5)
    var values = (0..<count).map { _ in Float.random(in: -3..<3, using: &generator) }
    for place in stride(from: 7, to: count, by: 11) { values[place] = values[place - 7] }
    for place in stride(from: 3, to: count, by: 1000) { values[place] = place % 2 == 0 ? 0 : -0.0 }
    values[40] = .infinity
    values[41] = -.infinity
    return values
  }

  private func tensor(_ values: [Float]) throws -> Tensor {
    try Tensor.makeF32([values.count]) { buffer in _ = buffer.update(from: values) }
  }

  @Test(arguments: [false, true])
  func `values and places are those of a stable sort`(_ isDescending: Bool) throws {
    let values = numbers(600_001)
    let x = try tensor(values)
    let order = values.indices.sorted {
      let (a, b) = (values[$0], values[$1])
      return a == b ? $0 < $1 : isDescending ? a > b : a < b
    }
    #expect(try x.argsort(descending: isDescending).ints() == order)
    let sorted = try x.sort(descending: isDescending).doubles()
    #expect(sorted == order.map { Double(values[$0]) })
  }

  @Test func `nan comes last in both directions`() throws {
    var values = numbers(600_000)
    for place in [0, 5, 599_999] { values[place] = .nan }
    let x = try tensor(values)
    for isDescending in [false, true] {
      let order = try x.argsort(descending: isDescending).ints()
      #expect(Array(order.suffix(3)) == [0, 5, 599_999])
      let sorted = try x.sort(descending: isDescending).doubles()
      #expect(sorted.suffix(3).allSatisfy(\.isNaN) && !sorted.dropLast(3).contains(where: \.isNaN))
    }
  }
}
