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
  /// Whether longer embeddings give the same value.
  var isScaleFree = true
  /// Whether its gradient is that of its value: not where a part carries none.
  var hasWholeGradient = true
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

  static let all: [LossFixture] =
    [
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
    ] + heads + tuples + proxyLosses

  /// Values of Tests/Reference/losses.txt.
  private static let tuples: [LossFixture] = TupleLoss.all.map { tuple in
    LossFixture(
      loss: tuple.loss,
      expected: ReferenceLosses.all["angles \(tuple.testDescription)"]?[0] ?? .nan,
      isScaleFree: tuple.isScaleFree, hasWholeGradient: tuple.hasWholeGradient, data: labeled)
  }

  /// Class weights (1, 0.2) and (−0.3, 1); two centers a class are these and, for the second
  /// class, (0.3, −1) and (−1, −0.2). Values of Tests/Reference/losses.py.
  private static let heads: [LossFixture] = [
    head("margin_softmax", 0.287775215145), head("am_softmax", 1.693006966020),
    head("aam_softmax", 1.411523063952), head("cos_face", 6.011136954629),
    head("arc_face", 7.466049090629),
    head("sub_center_arc_face", 25.600796865788, centers: 2),
    head("sphere_face", 1.107392781590, isScaleFree: false),
    head("large_margin_softmax", 1.132312165426, isScaleFree: false),
    head("normalized_softmax", 0.245691337167),
    LossFixture(
      loss: MarginSoftmaxLoss(
        proxies: ClassProxies(weights: proxies(1)), margin: CombinedMargin(1.1, 0.2, 0.1)),
      expected: 2.726240187883, data: labeled),
  ]

  /// Values of Tests/Reference/losses.txt, on the class weights of `heads`.
  private static let proxyLosses: [LossFixture] = GoldenProxyLoss.all.map { golden in
    LossFixture(
      loss: golden.with(weights: proxies(golden.isGrouped ? 2 : 1)),
      expected: ReferenceLosses.all["angles \(golden.name)"]?[0] ?? .nan,
      isScaleFree: golden.isScaleFree, data: labeled)
  }

  private static func head(
    _ name: String, _ expected: Double, centers: Int = 1, isScaleFree: Bool = true
  ) -> LossFixture {
    guard let preset = MarginSoftmaxPreset.all.first(where: { $0.name == name }) else {
      preconditionFailure("no preset \(name)")
    }
    return LossFixture(
      loss: MarginSoftmaxLoss(
        preset, proxies: ClassProxies(centers: centers, weights: proxies(centers)),
        margin: preset.margin),
      expected: expected, isScaleFree: isScaleFree, data: labeled)
  }

  private static func proxies(_ centers: Int) -> Tensor {
    let values = [1, 0.2, -0.3, 1, 0.3, -1, -1, -0.2]
    let shape = centers == 1 ? [2, 2] : [2, centers, 2]
    guard
      let weights = try? Tensor(Array(values[..<(4 * centers)]), shape: shape, dtype: .f64)
    else { preconditionFailure("no weights of shape \(shape)") }
    return weights
  }
}
