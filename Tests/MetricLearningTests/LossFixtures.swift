import Tensors
import Testing

@testable import MetricLearning

/// A loss, data of its form made of four embeddings, and its value.
///
/// On the unit vectors at 0°, 60°, 90° and 180° the values were computed from the entries'
/// formulas in NumPy. Views are rows 0–1 and rows 2–3; labels are 0 0 1 1; given negatives are
/// the vectors (0, −1) and (1, 1).
struct LossFixture: CustomTestStringConvertible, Sendable {
  let loss: any Loss
  let expected: Double
  let data: @Sendable (Tensor) throws -> LossData

  var testDescription: String { loss.call }

  private static func options(
    scale: Double = 5, margin: (any Margin)? = nil
  ) -> ContrastOptions {
    // Constant arguments that are in range.
    guard let options = try? ContrastOptions(loss: "fixture", scale: scale, margin: margin) else {
      preconditionFailure("a fixture's options are out of range: \(scale)")
    }
    return options
  }

  static let angles: [Double] = [1, 0, 0.5, 0.8660254037844386, 0, 1, -1, 0]

  static func embeddings() throws -> Tensor { try Tensor(angles, shape: [4, 2], dtype: .f64) }

  private static func views(_ x: Tensor) throws -> LossData { .views(try x.split(sizes: [2, 2])) }

  private static func labeled(_ x: Tensor) throws -> LossData {
    .labeled(x, labels: [0, 0, 1, 1])
  }

  private static func negatives(_ x: Tensor) throws -> LossData {
    let parts = try x.split(sizes: [2, 2])
    return .negatives(
      queries: parts[0], keys: parts[1],
      negatives: try Tensor([0, -1, 1, 1], shape: [2, 2], dtype: .f64))
  }

  private static func ownNegatives(_ x: Tensor) throws -> LossData {
    let parts = try x.split(sizes: [2, 2])
    return .negatives(
      queries: parts[0], keys: parts[1],
      negatives: try Tensor([0, -1, 1, 1, 0, -1, 1, 1], shape: [2, 2, 2], dtype: .f64))
  }

  static let all: [LossFixture] = [
    .init(loss: NTXentLoss(options: options()), expected: 3.4189612523449204, data: views),
    .init(loss: NTXentLoss(options: options()), expected: 1.6251082171000337, data: labeled),
    .init(
      loss: NTXentLoss(options: options(margin: AdditiveAngularMargin(0.3))),
      expected: 2.4252416764785263, data: labeled),
    .init(loss: SNTXentLoss(options: options()), expected: 4.125108217100034, data: views),
    .init(
      loss: SNTXentLoss(options: options(margin: AdditiveMargin(0.1))),
      expected: 4.608651942735833, data: views),
    .init(
      loss: SNTXentLoss(options: options(margin: AdditiveAngularMargin(0.3))),
      expected: 5.416841054654746, data: views),
    .init(
      loss: SupConLoss(options: options(scale: 10)), expected: 3.089933140590535, data: labeled),
    .init(loss: InfoNCELoss(options: options()), expected: 3.4189612523449204, data: views),
    .init(loss: InfoNCELoss(options: options()), expected: 5.461287368243567, data: negatives),
    .init(loss: InfoNCELoss(options: options()), expected: 5.461287368243567, data: ownNegatives),
    .init(
      loss: InfoNCELoss(options: options(), inBatch: true), expected: 5.698369016697017,
      data: negatives),
    .init(
      loss: InfoNCELoss(options: options(), inBatch: true), expected: 5.698369016697017,
      data: ownNegatives),
  ]
}
