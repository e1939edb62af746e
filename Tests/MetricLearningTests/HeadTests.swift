import Tensors
import TestSupport
import Testing

@testable import MetricLearning

/// A classification head on the golden data, with values of Tests/Reference/losses.py.
struct GoldenHead: CustomTestStringConvertible, Sendable {
  let name: String
  let loss: Double
  let rowNorm: Double
  let weightNorm: Double

  init(_ name: String, _ loss: Double, _ rowNorm: Double, _ weightNorm: Double) {
    self.name = name
    self.loss = loss
    self.rowNorm = rowNorm
    self.weightNorm = weightNorm
  }

  var testDescription: String { name }

  static let all = [
    GoldenHead("margin_softmax", 4.984119135596, 4.3978297784, 4.8029054547),
    GoldenHead("am_softmax", 7.486029125566, 7.6563620195, 6.4068557310),
    GoldenHead("aam_softmax", 7.304474544191, 7.7465168568, 6.4088664354),
    GoldenHead("cos_face", 21.139873637483, 18.5221679170, 15.7512069954),
    GoldenHead("arc_face", 26.351281996572, 21.2848970331, 20.1965838363),
    GoldenHead("sub_center_arc_face", 15.361083998555, 20.6979997958, 19.4290339360),
    GoldenHead("sphere_face", 3.998055762897, 1.2441440162, 1.2121594457),
    GoldenHead("large_margin_softmax", 5.247382912756, 1.8164980429, 2.4075240315),
    GoldenHead("normalized_softmax", 3.362670132644, 2.9990956075, 3.2392201844),
  ]

  func make(weights: Tensor) throws -> MarginSoftmaxLoss {
    let preset = try #require(MarginSoftmaxPreset.all.first { $0.name == name })
    return MarginSoftmaxLoss(
      preset, proxies: ClassProxies(centers: preset.centers == 1 ? 1 : 2, weights: weights),
      margin: preset.margin)
  }

  func value(_ x: Tensor, _ w: Tensor) throws -> Tensor {
    let isGrouped = name.hasPrefix("sub_center")
    let weights = isGrouped ? try w.reshape([2, 2, 5]) : w
    let labels = isGrouped ? [0, 0, 0, 0, 1, 1, 1, 1] : GoldenData.labels
    return try make(weights: weights)(.labeled(x, labels: labels))
  }
}

@Suite struct HeadTests {
  @Test(arguments: GoldenHead.all)
  func `gives value and gradients of PyTorch`(_ golden: GoldenHead) throws {
    for (dtype, tolerance) in [(DType.f64, 1e-9), (.f32, 2e-5)] {
      let x = try GoldenData.embeddings(dtype).tracked()
      let w = try GoldenData.classRows().astype(dtype).tracked()
      let loss = try golden.value(x, w)
      let gradients = try loss.gradients(wrt: [x, w]).map { try #require($0).norm().item() }
      let value = try loss.item()
      #expect(abs(value - golden.loss) < tolerance * golden.loss)
      #expect(abs(gradients[0] - golden.rowNorm) < 10 * tolerance * golden.rowNorm)
      #expect(abs(gradients[1] - golden.weightNorm) < 10 * tolerance * golden.weightNorm)
    }
  }

  @Test(arguments: GoldenHead.all)
  func `both gradients agree with central differences`(_ golden: GoldenHead) throws {
    let error = try gradientError([waves([8, 5], 0.2), waves([4, 5], 1.1)], step: 1e-6) {
      try golden.value($0[0], $0[1])
    }
    #expect(error < 1e-6)
  }

  @Test func `more rows and classes than a tile give the sum of the parts`() throws {
    let x = try waves([300, 3], 0.4)
    let w = try waves([1100, 3], 0.9)
    let labels = (0..<300).map { $0 * 7 % 1100 }
    let head = try GoldenHead("arc_face", 0, 0, 0).make(weights: w)
    let terms = MarginSoftmaxLoss(
      .arcFace, proxies: head.proxies, margin: head.margin, reduction: .none)
    let values = try terms(.labeled(x, labels: labels)).doubles()
    let mean = try head(.labeled(x, labels: labels)).item()
    #expect(abs(values.reduce(0, +) / 300 - mean) < 1e-12 * mean)
    for row in [0, 255, 256, 299] {
      let one = try x.narrowed(row)
      let alone = try head(.labeled(one, labels: [labels[row]])).item()
      #expect(abs(alone - values[row]) < 1e-12 * max(1, alone))
    }
  }

  @Test func `a second walk back gives the same gradient`() throws {
    let x = try GoldenData.embeddings().tracked()
    let loss = try GoldenHead.all[4].value(x, GoldenData.classRows())
    let first = try #require(try loss.gradients(wrt: [x])[0]).doubles()
    let second = try #require(try loss.gradients(wrt: [x])[0]).doubles()
    #expect(first == second)
  }

  @Test func `errors say what is missing`() throws {
    let z = try waves([2, 3], 0)
    let loss = try MarginSoftmaxLoss.makers[4].entry.make([])
    func message(_ labels: [Int], _ loss: any Loss) -> String {
      do {
        _ = try loss(.labeled(z, labels: labels))
        return "no error"
      } catch { return "\(error)" }
    }
    #expect(message([0, 1], loss) == "arc_face: has no class weights")
    let owner = try #require(loss as? MarginSoftmaxLoss)
    let weighted = owner.with(weights: try waves([2, 4], 0))
    #expect(
      message([0, 1], weighted)
        == "arc_face: for embeddings [2, 3] the weights must be [class, 3], got [2, 4]")
    let fitting = owner.with(weights: try waves([2, 3], 0))
    #expect(message([0, 2], fitting) == "arc_face: labels are 0…1, got 2")
    #expect(message([0], fitting) == "arc_face: takes one label a row, got 2 rows and 1 labels")
  }

  @Test func `owned weights have the shape of the sizes`() throws {
    let made = try MarginSoftmaxLoss.makers[5].entry.make(
      [], named: [("classes", .integer(7)), ("dim", .integer(4)), ("margin", .number(0.3))])
    #expect(made.call == "sub_center_arc_face(classes=7, dim=4, margin=0.3)")
    #expect(made.name == "Sub-center ArcFace margin=0.3")
    let proxies = try #require(made as? MarginSoftmaxLoss).proxies
    var generator = RandomGenerator(seed: 1)
    #expect(try proxies.initialWeights(using: &generator)?.shape == [7, 3, 4])
  }
}

extension Tensor {
  /// One row of a matrix, as a matrix.
  fileprivate func narrowed(_ row: Int) throws -> Tensor {
    try Tensor(
      Array(doubles()[row * shape[1]..<(row + 1) * shape[1]]), shape: [1, shape[1]], dtype: .f64)
  }
}
