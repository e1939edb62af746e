import Glibc
import Tensors
import Testing

@testable import MetricLearning

@Suite struct NegativeWeightsTests {
  private let count = 140
  private let extra = 170

  private func engine(
    _ a: Tensor, _ b: Tensor, scale: Double, weights: NegativeWeights?, keptBytes: Int = 0
  ) throws -> StreamedContrast<Double> {
    let engine = try StreamedContrast<Double>(
      anchors: UnitRows([a], normalize: true), candidates: UnitRows([b], normalize: true),
      groups: PairGroups(rows: Array(0..<count), columns: Array(0..<count + extra)),
      denominator: .everything, scale: scale, margin: AdditiveMargin(0.1), weights: weights,
      keptBytes: keptBytes)
    try engine.computeLogSums()
    return engine
  }

  /// log(e^{l_ii} + Σ_{j ≠ i} w_j m_ij e^{s cos_ij}) − l_ii with l_ii = s (cos_ii − 0.1).
  private func naive(
    _ a: Tensor, _ b: Tensor, scale: Double, _ weights: [Double], _ mask: (Int, Int) -> Bool
  ) -> [Double] {
    let (left, right) = (NaiveLoss.normalized(rows(a)), NaiveLoss.normalized(rows(b)))
    return left.indices.map { i in
      let own = scale * (NaiveLoss.dot(left[i], right[i]) - 0.1)
      let others = right.indices.filter { $0 != i && mask(i, $0) && weights[$0] > 0 }.map {
        scale * NaiveLoss.dot(left[i], right[$0]) + log(weights[$0])
      }
      return NaiveLoss.logSumExp(others + [own]) - own
    }
  }

  // Scale 100 has a maximum of its own for each row.
  @Test(arguments: [5.0, 100.0])
  func `a queue of weighted and masked negatives gives the naive terms`(_ scale: Double) throws {
    let a = try waves([count, 6], 0.3)
    let b = try waves([count + extra, 6], 1.1)
    let weights = (0..<count + extra).map { Double($0 * 7 % 5) / 2 }
    func mask(_ i: Int, _ j: Int) -> Bool { (i * 3 + j) % 4 != 1 }
    let flags = (0..<count * (count + extra)).map {
      mask($0 / (count + extra), $0 % (count + extra))
    }
    let options = NegativeWeights(
      candidates: weights, mask: try Tensor(bools: flags, shape: [count, count + extra]))
    let terms = try engine(a, b, scale: scale, weights: options).terms
    let expected = naive(a, b, scale: scale, weights, mask)
    #expect(largestDifference(terms, expected) < 1e-12 * scale)
  }

  @Test func `the gradient under weights agrees with differences`() throws {
    let a = try waves([count, 6], 0.3)
    let b = try waves([count + extra, 6], 1.1)
    let weights = NegativeWeights(candidates: (0..<count + extra).map { Double($0 % 3) })
    let shares = (0..<count).map { Double($0 % 5) / 100 }
    let directions = [try waves([count, 6], 4.4), try waves([count + extra, 6], 8.8)]
    func value(_ a: Tensor, _ b: Tensor) throws -> Double {
      try zip(engine(a, b, scale: 5, weights: weights).terms, shares).reduce(0) {
        $0 + $1.0 * $1.1
      }
    }
    let gradients = try engine(a, b, scale: 5, weights: weights).gradients(weights: shares)
    for (side, gradient) in [gradients.anchors, try #require(gradients.candidates)].enumerated() {
      let values = directions[side].doubles()
      let along = values.indices.reduce(0) { $0 + values[$1] * gradient[$1] }
      func moved(_ step: Double) throws -> Double {
        let change = try directions[side].multiplying(.float(step))
        return try side == 0 ? value(a + change, b) : value(a, b + change)
      }
      let difference = try (moved(1e-5) - moved(-1e-5)) / 2e-5
      #expect(abs(along - difference) < 1e-8 * max(1, abs(difference)))
    }
  }

  @Test func `tiles that were kept give the bits of those made again`() throws {
    let a = try waves([count, 6], 0.3)
    let b = try waves([count + extra, 6], 1.1)
    let shares = (0..<count).map { Double($0 % 5) / 100 }
    func run(_ bytes: Int) throws -> [Double] {
      let engine = try engine(a, b, scale: 5, weights: nil, keptBytes: bytes)
      let first = try engine.gradients(weights: shares)
      let again = try engine.gradients(weights: shares)
      let candidates = try #require(first.candidates)
      #expect((0..<first.anchors.count).allSatisfy { first.anchors[$0] == again.anchors[$0] })
      return engine.terms + (0..<first.anchors.count).map { first.anchors[$0] }
        + (0..<candidates.count).map { candidates[$0] }
    }
    let none = try run(0)
    // Two of six tiles, then all.
    #expect(try run(300_000) == none)
    #expect(try run(1 << 24) == none)
  }

  @Test func `symmetric pairs take a symmetric mask and no weights`() throws {
    let z = try waves([4, 3], 0.2)
    func value(_ weights: NegativeWeights) throws -> Tensor {
      try Contrast(
        anchors: [z], candidates: nil, groups: PairGroups(labels: [0, 0, 1, 1]),
        denominator: .everything, options: ContrastOptions(loss: "test", reduction: .none),
        loss: "test", weights: weights
      ).value()
    }
    var flags = [Bool](repeating: true, count: 16)
    flags[1 * 4 + 2] = false
    #expect(throws: LossError.self) {
      try value(NegativeWeights(mask: Tensor(bools: flags, shape: [4, 4])))
    }
    flags[2 * 4 + 1] = false
    let terms = try value(NegativeWeights(mask: Tensor(bools: flags, shape: [4, 4]))).doubles()
    let cosines = NaiveLoss.cosines(rows(z)).map { $0.map { 5 * $0 } }
    let kept = [[1, 2, 3], [0, 3], [0, 3], [0, 1, 2]]
    let partner = [1, 0, 3, 2]
    let expected = (0..<4).map { i in
      NaiveLoss.logSumExp(kept[i].map { cosines[i][$0] }) - cosines[i][partner[i]]
    }
    #expect(largestDifference(terms, expected) < 1e-12)
    for wrong in [
      NegativeWeights(candidates: [1, 1, 1, 1]), NegativeWeights(mask: try Tensor.ones([4, 4])),
    ] { #expect(throws: LossError.self) { try value(wrong) } }
  }
}
