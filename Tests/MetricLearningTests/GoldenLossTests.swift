import Tensors
import Testing

@testable import MetricLearning

/// A value of the public code of Lepage and Dehak on the golden data, two views.
struct GoldenLoss: CustomTestStringConvertible, Sendable {
  let isSymmetric: Bool
  let margin: (any Margin)?
  let scale: Double
  let loss: Double
  let gradientNorm: Double

  func make() throws -> any Loss {
    let options = try ContrastOptions(loss: "golden", scale: scale, margin: margin)
    return isSymmetric ? SNTXentLoss(options: options) : NTXentLoss(options: options)
  }

  var testDescription: String {
    "\(isSymmetric ? "snt_xent" : "nt_xent") \(margin?.call ?? "no margin") scale \(scale)"
  }

  private static func row(
    _ isSymmetric: Bool, _ margin: (any Margin)?, _ values: [(Double, Double, Double)]
  ) -> [GoldenLoss] {
    values.map {
      GoldenLoss(
        isSymmetric: isSymmetric, margin: margin, scale: $0.0, loss: $0.1, gradientNorm: $0.2)
    }
  }

  static let all: [GoldenLoss] =
    row(
      false, nil,
      [
        (5, 0.8768888425, 1.5307066002), (30, 1.6507943851, 11.0756421235),
        (100 / 3.0, 1.8100089940, 12.3366583423),
      ])
    + row(
      true, nil,
      [
        (5, 2.3852162673, 2.3426222972), (30, 11.0854495079, 17.3398934968),
        (100 / 3.0, 12.3044031739, 19.2950115677),
      ])
    + row(
      true, AdditiveMargin(0.1),
      [
        (5, 2.8362150013, 2.4514659118), (30, 14.0840043930, 17.3644447219),
        (100 / 3.0, 15.6369562663, 19.3096933095),
      ])
    + row(
      true, AdditiveMargin(0.4),
      [
        (5, 4.2730032095, 2.6040070222), (30, 23.0839285520, 17.3657359087),
        (100 / 3.0, 25.6369273760, 19.3102375621),
      ])
    + row(
      true, AdditiveAngularMargin(0.1),
      [
        (5, 2.8265729875, 2.4860001963), (30, 14.0201214028, 17.6025872392),
        (100 / 3.0, 15.5659706765, 19.5741233335),
      ])
    + row(
      true, AdditiveAngularMargin(0.2),
      [
        (5, 3.2909838605, 2.5801691498), (30, 16.9954502934, 17.7210524929),
        (100 / 3.0, 18.8719480190, 19.7046931498),
      ])
    + row(
      false, AdditiveMargin(0.1),
      [(5, 1.1807478501, 1.7662612261), (30, 3.1283147396, 13.5409772483)])
}

@Suite struct GoldenLossTests {
  @Test(arguments: GoldenLoss.all)
  func `f64 gives the published value and gradient`(_ golden: GoldenLoss) throws {
    let (loss, norm) = try GoldenData.lossAndGradientNorm(golden.make(), GoldenData.twoViews)
    // The goldens have ten decimals.
    #expect(abs(loss - golden.loss) < 1e-9 * golden.loss + 6e-11)
    #expect(abs(norm - golden.gradientNorm) < 1e-8 * golden.gradientNorm)
  }

  @Test(arguments: GoldenLoss.all)
  func `f32 is near`(_ golden: GoldenLoss) throws {
    let (loss, norm) = try GoldenData.lossAndGradientNorm(
      golden.make(), dtype: .f32, GoldenData.twoViews)
    #expect(abs(loss - golden.loss) < 1e-5 * golden.loss)
    #expect(abs(norm - golden.gradientNorm) < 1e-4 * golden.gradientNorm)
  }

  @Test func `nt_xent with labels gives the value of pytorch-metric-learning 2 9 0`() throws {
    let rows = [(0.07, 1.2202107538, 5.4581651395), (0.2, 0.9222100295, 1.7191882033)]
    for (temperature, expected, expectedNorm) in rows {
      let loss = NTXentLoss(
        options: try ContrastOptions(loss: "nt_xent", temperature: temperature))
      let (value, norm) = try GoldenData.lossAndGradientNorm(loss) {
        .labeled($0, labels: GoldenData.labels)
      }
      #expect(abs(value - expected) < 1e-9)
      #expect(abs(norm - expectedNorm) < 1e-8 * expectedNorm)
    }
  }

  @Test func `sup_con gives the value of pytorch-metric-learning 2 9 0`() throws {
    let loss = SupConLoss(options: try ContrastOptions(loss: "sup_con", temperature: 0.1))
    let (value, norm) = try GoldenData.lossAndGradientNorm(loss) {
      .labeled($0, labels: GoldenData.labels)
    }
    #expect(abs(value - 0.9911976095) < 1e-9)
    #expect(abs(norm - 3.6627406050) < 1e-8)
  }

  @Test func `info_nce with a queue of negatives gives the value of the MoCo form`() throws {
    // Queries rows 0–3, keys rows 4–7 (detached), queue = columns of W, s = 100/3.
    let queue = try GoldenData.classRows()
    let rows: [((any Margin)?, Double, Double)] = [
      (nil, 14.8283358400, 9.5249355137),
      (AdditiveMargin(0.1), 17.4786351844, 9.7290037519),
      (AdditiveAngularMargin(0.1), 17.4179140525, 9.8394342133),
    ]
    for (margin, expected, expectedNorm) in rows {
      let loss = InfoNCELoss(
        options: try ContrastOptions(loss: "info_nce", scale: 100 / 3.0, margin: margin))
      let (value, norm) = try GoldenData.lossAndGradientNorm(loss) { x in
        let parts = try x.split(sizes: [4, 4])
        return .negatives(queries: parts[0], keys: parts[1].detached(), negatives: queue)
      }
      #expect(abs(value - expected) < 1e-8)
      #expect(abs(norm - expectedNorm) < 1e-8 * expectedNorm)
    }
  }
}
