import Tensors
import Testing

@testable import MetricLearning

@Suite struct NeighborTests {
  /// The nearest by comparing everything with everything.
  private func plain(
    _ rows: [[Double]], _ others: [[Double]]?, _ count: Int, _ measure: Measure
  ) -> [[(index: Int, value: Double)]] {
    func value(_ a: [Double], _ b: [Double]) -> Double {
      let product = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
      let square = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      func norm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
      switch measure {
      case .dot: return product
      case .cosine: return product / (norm(a) * norm(b))
      case .squaredEuclidean: return square
      case .euclidean: return square.squareRoot()
      }
    }
    return rows.enumerated().map { place, row in
      let all = (others ?? rows).enumerated().filter { others != nil || $0.offset != place }
        .map { (index: $0.offset, value: value(row, $0.element)) }
      let sign: Double = measure.isDistance ? 1 : -1
      return Array(
        all.sorted { (sign * $0.value, $0.index) < (sign * $1.value, $1.index) }.prefix(count))
    }
  }

  private func lists(_ x: Tensor) -> [[Double]] {
    let values = x.doubles()
    return (0..<x.shape[0]).map { Array(values[$0 * x.shape[1]..<($0 + 1) * x.shape[1]]) }
  }

  @Test(arguments: Measure.allCases)
  func `are those of comparing everything`(_ measure: Measure) throws {
    for (n, m, count) in [(300, nil, 7), (90, 390, 3), (9, nil, 8), (2, nil, 1)]
      as [(Int, Int?, Int)]
    {
      let x = try waves([n, 5], 0.3)
      let others = try m.map { try waves([$0, 5], 1.9) }
      let found = try NearestNeighbors(
        x, references: others, count: count, measure: measure)
      let expected = plain(lists(x), others.map(lists), count, measure)
      #expect(found.indices.ints() == expected.flatMap { $0.map(\.index) })
      let values = expected.flatMap { $0.map(\.value) }
      #expect(largestDifference(found.values.doubles(), values) < 1e-12)
      #expect(found.values.shape == [n, count] && found.indices.shape == [n, count])
    }
  }

  @Test func `equally near rows come in their order`() throws {
    let x = try Tensor(
      [Double](repeating: 1, count: 1200), shape: [600, 2], dtype: .f32)
    let found = try NearestNeighbors(x, count: 3, measure: .euclidean)
    let indices = found.indices.ints()
    #expect(Array(indices[..<12]) == [1, 2, 3, 0, 2, 3, 0, 1, 3, 0, 1, 2])
    #expect(Array(indices[1797...]) == [0, 1, 2])
  }

  @Test func `any number of threads finds the same`() throws {
    let x = try waves([900, 6], 0.8, dtype: .f32)
    let threads = Threads.count
    defer { Threads.count = threads }
    let results = try [1, 2, 5].map { count in
      Threads.count = count
      let found = try NearestNeighbors(x, count: 9)
      return found.values.doubles() + found.indices.doubles()
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  /// Values of pytorch-metric-learning's accuracy calculator on the golden rows.
  @Test func `retrieval is that of the accuracy calculator`() throws {
    let x = try GoldenData.embeddings()
    let rows: [(labels: [Int], first: Double, r: Double, map: Double)] = [
      (GoldenData.labels, 0.5, 0.5, 0.5), ([0, 0, 0, 0, 1, 1, 1, 1], 0.75, 0.5, 0.4513888889),
    ]
    for row in rows {
      func mean(_ question: Retrieval.Question) throws -> Double {
        try Retrieval(x, labels: row.labels, question, function: "test").mean
      }
      let values = try [
        mean(.precision(at: 1)), mean(.recall(at: 1)), mean(.rPrecision),
        mean(.meanAveragePrecisionAtR),
      ]
      #expect(largestDifference(values, [row.first, row.first, row.r, row.map]) < 1e-9)
    }
  }

  @Test func `rows without another of their label are no queries`() throws {
    let x = try Tensor([0, 1, 2, 10], shape: [4, 1], dtype: .f64)
    let one = try Retrieval(
      x, labels: [0, 0, 1, 2], measure: .euclidean, .recall(at: 1), function: "test")
    #expect(one.values == [1, 1] && one.skipped == 2)
    let other = try Retrieval(
      x, labels: [0, 0, 1, 2],
      references: (rows: Tensor([0.4, 2.2], shape: [2, 1], dtype: .f64), labels: [0, 1]),
      measure: .euclidean, .precision(at: 1), function: "test")
    #expect(other.values == [1, 1, 1] && other.labels == [0, 0, 1])
    #expect(other.meanOfLabels == 1)
  }

  @Test func `errors say what is taken`() throws {
    func message(_ body: () throws -> Void) -> String {
      do {
        try body()
        return "no error"
      } catch { return "\(error)" }
    }
    let x = try waves([4, 3], 0)
    #expect(
      message { _ = try NearestNeighbors(x, count: 4) }
        == "knn: 'k' is 1…3, the rows to choose from, got 4")
    #expect(
      message { _ = try NearestNeighbors(x, references: waves([2, 2], 0), count: 1) }
        == "knn: 'ref' must be [m, 3] for rows [4, 3], got [2, 2]")
  }
}
