import Tensors
import TestSupport
import Testing

@testable import MetricLearning

/// A loss with proxies, by its name in Tests/Reference/losses.txt.
struct GoldenProxyLoss: CustomTestStringConvertible, Sendable {
  let name: String
  private let loss: any ProxyLoss

  var testDescription: String { name }
  /// Whether the four class rows are two centers of two classes.
  var isGrouped: Bool { loss.proxies.centers > 1 }

  func with(weights: Tensor) -> any ProxyLoss { loss.with(weights: weights) }

  /// The value on the golden data's form of rows, with class rows `[4, 5]`.
  func value(_ x: Tensor, _ w: Tensor) throws -> Tensor {
    let labels = isGrouped ? [0, 0, 0, 0, 1, 1, 1, 1] : GoldenData.labels
    let made: any Loss = with(weights: isGrouped ? try w.reshape([2, 2, 5]) : w)
    return try made(.labeled(x, labels: labels))
  }

  private static let none = ClassProxies(option: "proxies")

  private static func centers(_ gamma: Double = 0.1, _ regularizer: Double = 0) -> SoftTripleLoss {
    SoftTripleLoss(
      proxies: ClassProxies(centers: 2, option: "centers", keepsCenterAxis: true), gamma: gamma,
      regularizer: regularizer)
  }

  private static func magFace(_ weight: Double = 20, isEasy: Bool = false) -> MagFaceLoss {
    MagFaceLoss(proxies: none, norms: (0.5, 3), weight: weight, isEasy: isEasy)
  }

  /// Whether longer embeddings give the same value.
  var isScaleFree: Bool { !(loss is MagFaceLoss) }

  static let all = [
    GoldenProxyLoss(name: "mag_face(norms=[0.5, 3], weight=35)", loss: magFace(35)),
    GoldenProxyLoss(name: "mag_face(norms=[0.5, 3], easy=true)", loss: magFace(isEasy: true)),
    GoldenProxyLoss(
      name: "proxy_nca", loss: ProxyNCALoss(proxies: none, scale: 1, keepsOwn: false)),
    GoldenProxyLoss(
      name: "proxy_nca(scale=3)", loss: ProxyNCALoss(proxies: none, scale: 3, keepsOwn: false)),
    GoldenProxyLoss(
      name: "proxy_nca_pp", loss: ProxyNCALoss(proxies: none, scale: 9, keepsOwn: true)),
    GoldenProxyLoss(
      name: "proxy_nca_pp(scale=1)",
      loss: ProxyNCALoss(proxies: none, scale: 1, keepsOwn: true)),
    GoldenProxyLoss(name: "proxy_anchor", loss: ProxyAnchorLoss(proxies: none)),
    GoldenProxyLoss(
      name: "proxy_anchor(margin=0.2, scale=8)",
      loss: ProxyAnchorLoss(proxies: none, margin: 0.2, scale: 8)),
    GoldenProxyLoss(name: "soft_triple(sub_centers=2)", loss: centers()),
    GoldenProxyLoss(
      name: "soft_triple(sub_centers=2, gamma=0.5, regularizer=0.3)", loss: centers(0.5, 0.3)),
  ]
}

@Suite struct ProxyLossTests {
  @Test(arguments: GoldenProxyLoss.all)
  func `gives value and gradients of PyTorch`(_ golden: GoldenProxyLoss) throws {
    let numbers = try #require(ReferenceLosses.all["X \(golden.name)"])
    for (dtype, tolerance) in [(DType.f64, 1e-9), (.f32, 2e-5)] {
      let x = try GoldenData.embeddings(dtype).tracked()
      let w = try GoldenData.classRows().astype(dtype).tracked()
      let value = try golden.value(x, w)
      let norms = try value.gradients(wrt: [x, w]).map { try #require($0).norm().item() }
      for (result, expected) in zip([try value.item()] + norms, numbers) {
        #expect(abs(result - expected) < 10 * tolerance * max(1, abs(expected)))
      }
    }
  }

  @Test(arguments: GoldenProxyLoss.all)
  func `gradients agree with central differences`(_ golden: GoldenProxyLoss) throws {
    let error = try gradientError([GoldenData.embeddings(), GoldenData.classRows()]) {
      try golden.value($0[0], $0[1])
    }
    #expect(error < 1e-5)
  }

  /// What pytorch-metric-learning 2.9 gives.
  @Test func `the library's own agree`() throws {
    for name in ["proxy_nca_pp(scale=1)", "proxy_anchor", "soft_triple(sub_centers=2)"] {
      let ours = try #require(ReferenceLosses.all["X \(name)"])
      let theirs = try #require(ReferenceLosses.all["pml \(name)"])
      #expect(abs(ours[0] - theirs[0]) < 1e-9 * theirs[0] && abs(ours[1] - theirs[1]) < 1e-8)
    }
  }

  /// The public code of MagFace at norms 1…3 and weight 35.
  @Test func `mag_face gives the published value`() throws {
    let loss = MagFaceLoss(
      proxies: ClassProxies(weights: try GoldenData.classRows()), norms: (1, 3), weight: 35)
    let value = try loss(.labeled(GoldenData.embeddings(), labels: GoldenData.labels)).item()
    #expect(abs(value - 57.0964074896) < 1e-8)
    #expect(try #require(ReferenceLosses.all["X mag_face(norms=[1, 3], weight=35)"])[0] > 57)
  }

  @Test func `a batch without a class leaves its pull out`() throws {
    let z = try Tensor([1, 0], shape: [1, 2], dtype: .f64)
    let w = try Tensor([1, 0, 0, 1], shape: [2, 2], dtype: .f64)
    let loss = ProxyAnchorLoss(proxies: ClassProxies(weights: w), scale: 1)
    // log(1 + e^(0.1 − 1)) / 1 + (0 + log(1 + e^0.1)) / 2.
    let value = try loss(.labeled(z, labels: [0])).item()
    #expect(abs(value - (0.3411539 + 0.7443967 / 2)) < 1e-6)
  }
}
