import Glibc
import Tensors
import TestSupport
import Testing

@testable import MetricLearning

/// Weights and masks of negatives as options of losses, against the formulas entry by entry.
@Suite struct LossNegativesTests {
  private let queries: Tensor
  private let keys: Tensor
  private let negatives: Tensor
  private let weights: Tensor
  private let mask: Tensor

  init() throws {
    queries = try waves([4, 5], 0.3)
    keys = try waves([4, 5], 2.1)
    negatives = try waves([6, 5], 4.4)
    weights = try Tensor([0.5, 1, 2, 0, 3, 1], shape: [6], dtype: .f64)
    let flags = (0..<24).map { $0 % 3 != 1 }
    mask = try Tensor(bools: flags, shape: [4, 6])
  }

  private func options(
    _ weights: Tensor?, _ mask: Tensor?, scale: Double = 5
  ) throws -> ContrastOptions {
    var options = try ContrastOptions(loss: "test", scale: scale)
    options.weights = weights
    options.mask = mask
    return options
  }

  private func rows(_ tensor: Tensor) -> [[Double]] {
    let (values, width) = (tensor.doubles(), tensor.shape.last ?? 1)
    return (0..<values.count / width).map { Array(values[$0 * width..<($0 + 1) * width]) }
  }

  /// −log(e^{own} / (e^{own} + Σ w m e^{others})), with the other keys in full where asked for.
  private func expected(_ i: Int, inBatch: Bool) -> Double {
    let (a, b, n) = (
      NaiveLoss.normalized(rows(queries)), NaiveLoss.normalized(rows(keys)),
      NaiveLoss.normalized(rows(negatives))
    )
    let (w, m) = (weights.doubles(), mask.bools())
    let own = exp(5 * NaiveLoss.dot(a[i], b[i]))
    var sum = own
    for j in n.indices where m[i * 6 + j] { sum += w[j] * exp(5 * NaiveLoss.dot(a[i], n[j])) }
    if inBatch {
      for j in b.indices where j != i { sum += exp(5 * NaiveLoss.dot(a[i], b[j])) }
    }
    return log(sum / own)
  }

  @Test(arguments: [false, true])
  func `given negatives count by their weights and the mask`(inBatch: Bool) throws {
    let mean = (0..<4).reduce(0) { $0 + expected($1, inBatch: inBatch) / 4 }
    let loss = InfoNCELoss(options: try options(weights, mask), inBatch: inBatch)
    let shared = try loss(.negatives(queries: queries, keys: keys, negatives: negatives))
    #expect(abs(try shared.item() - mean) < 1e-12)
    let own = try negatives.unsqueeze(0).broadcast(to: [4, 6, 5]).contiguous()
    let each = try loss(.negatives(queries: queries, keys: keys, negatives: own))
    #expect(abs(try each.item() - mean) < 1e-12)
  }

  @Test func `a row whose negatives are all masked has no loss and no gradient`() throws {
    let none = try Tensor(bools: Array(repeating: false, count: 24), shape: [4, 6])
    let own = try negatives.unsqueeze(0).broadcast(to: [4, 6, 5]).contiguous()
    let x = queries.tracked()
    let loss = InfoNCELoss(options: try options(nil, none))
    let value = try loss(.negatives(queries: x, keys: keys, negatives: own))
    #expect(try value.item() == 0)
    let gradient = try #require(try value.gradients(wrt: [x])[0])
    #expect(gradient.doubles().allSatisfy { $0 == 0 })
  }

  @Test func `gradients agree with central differences`() throws {
    let own = try negatives.unsqueeze(0).broadcast(to: [4, 6, 5]).contiguous()
    for inBatch in [false, true] {
      let loss = InfoNCELoss(options: try options(weights, mask), inBatch: inBatch)
      for other in [negatives, own] {
        let error = try gradientError([queries, keys, other]) {
          try loss(.negatives(queries: $0[0], keys: $0[1], negatives: $0[2]))
        }
        #expect(error < 1e-7)
      }
    }
  }

  @Test func `views and labels take a mask`() throws {
    // Without the pair of rows 0 and 3 and that of 1 and 2 of [a, b], two views of two items.
    let z = try Tensor.concat([queries, keys]).indexed([.slice(start: 0, end: 4, step: 1)])
    let flags = (0..<16).map { ![3, 12, 6, 9].contains($0) }
    let pairs = try Tensor(bools: flags, shape: [4, 4])
    let unit = NaiveLoss.normalized(rows(z))
    let labels = [0, 1, 0, 1]
    let expected = (0..<4).reduce(0.0) { sum, i in
      let others = (0..<4).filter { $0 != i && (flags[i * 4 + $0] || labels[$0] == labels[i]) }
      let positive = (i + 2) % 4
      let logs = NaiveLoss.logSumExp(others.map { 5 * NaiveLoss.dot(unit[i], unit[$0]) })
      return sum + (logs - 5 * NaiveLoss.dot(unit[i], unit[positive])) / 4
    }
    let options = try options(nil, pairs)
    let views = try SNTXentLoss(options: options)(.views(z.split(sizes: [2, 2])))
    #expect(abs(try views.item() - expected) < 1e-12)
    let labeled = try SupConLoss(options: options)(.labeled(z, labels: labels))
    #expect(abs(try labeled.item() - expected) < 1e-12)
    let oneSided = try NTXentLoss(options: self.options(nil, .ones([2, 2], dtype: .bool)))
    let parts = try z.split(sizes: [2, 2])
    #expect(
      try oneSided(.views(parts)).item()
        == NTXentLoss(options: self.options(nil, nil))(.views(parts)).item())
  }

  @Test func `what does not fit is said`() throws {
    func message(_ weights: Tensor?, _ mask: Tensor?) throws -> String {
      do {
        _ = try InfoNCELoss(options: options(weights, mask))(
          .negatives(queries: queries, keys: keys, negatives: negatives))
        return "no error"
      } catch let error as LossError {
        return error.message
      }
    }
    #expect(
      try message(Tensor.ones([5], dtype: .f64), nil)
        == "info_nce: 'weights' takes one number a candidate, got 5 for 6")
    #expect(
      try message(nil, Tensor.ones([4, 5], dtype: .bool))
        == "info_nce: 'mask' must be bool [4, 6], got bool [4, 5]")
    #expect(
      try message(Tensor([-1, 1, 1, 1, 1, 1], shape: [6]), nil)
        == "info_nce: 'weights' must be numbers ≥ 0, got -1")
  }
}
