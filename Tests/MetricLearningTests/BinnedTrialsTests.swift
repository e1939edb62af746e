import Tensors
import TestSupport
import Testing

@testable import MetricLearning

/// Metrics from the bins that matter against those of the whole sorted curve, to the last bit.
@Suite struct BinnedTrialsTests {
  /// Trials whose targets score `gain` higher, in steps of `step` (0 for none).
  private func trials(
    count: Int, targetShare: Double, gain: Double, step: Double, seed: UInt64
  ) -> (scores: [Double], flags: [Double]) {
    var generator = SeededGenerator(seed: seed)
    let flags = (0..<count).map { _ in
      Double.random(in: 0..<1, using: &generator) < targetShare ? 1.0 : 0
    }
    let scores = flags.map { flag in
      let noise = (0..<4).reduce(0.0) { sum, _ in
        sum + Double.random(in: -1..<1, using: &generator)
      }
      let score = noise + gain * flag
      return step > 0 ? (score / step).rounded() * step : score
    }
    return (scores, flags)
  }

  private func compare(_ scores: Tensor, _ targets: Tensor) throws {
    let binned = try #require(try BinnedTrials(scores: scores, targets: targets))
    let curve = try Trials(scores: scores, targets: targets).errorCurve
    for convention in EqualErrorConvention.allCases where convention != .convexHull {
      let rate = try binned.equalErrorRate(convention: convention)
      #expect(rate == curve.equalErrorRate(convention: convention))
    }
    for prior in [0.001, 0.01, 0.5, 0.99] {
      let cost = try DetectionCost(targetPrior: prior)
      #expect(try binned.minimumDetectionCost(cost) == curve.minimumDetectionCost(cost))
    }
  }

  @Test(arguments: [DType.f32, .f64], [0, 0.25, 3])
  func `rates and costs are those of the sorted curve`(_ dtype: DType, _ step: Double) throws {
    for (share, gain) in [(0.1, 2.0), (0.5, 0.3), (0.9, -1), (0.02, 9)] {
      let (scores, flags) = trials(
        count: 70_000, targetShare: share, gain: gain, step: step, seed: 11)
      try compare(
        Tensor(scores, shape: [scores.count], dtype: dtype),
        Tensor(flags, shape: [flags.count], dtype: .f64))
    }
  }

  @Test(arguments: DType.allCases)
  func `targets may be of any dtype`(_ dtype: DType) throws {
    let (scores, flags) = trials(count: 80_000, targetShare: 0.3, gain: 1, step: 0, seed: 3)
    let targets = try Tensor(flags, shape: [flags.count], dtype: .f64).astype(dtype)
    try compare(Tensor(scores, shape: [scores.count], dtype: .f32), targets)
    try compare(Tensor(scores, shape: [scores.count], dtype: .f64), targets)
  }

  @Test func `infinite, equal and signed zero scores are ordinary`() throws {
    let count = 70_000
    let flags = try Tensor((0..<count).map { $0 % 3 == 0 ? 1 : 0 }, shape: [count], dtype: .f32)
    let few = [-Double.infinity, -0.0, 0, .infinity]
    try compare(Tensor((0..<count).map { few[$0 % 4] }, shape: [count], dtype: .f32), flags)
    try compare(Tensor([Double](repeating: 0.5, count: count), shape: [count]), flags)
  }

  @Test func `what is invalid is left to the check of trials`() throws {
    let count = 70_000
    var scores = (0..<count).map { Double($0 % 100) }
    var flags = (0..<count).map { Double($0 % 2) }
    func binned(_ dtype: DType = .f32) throws -> BinnedTrials? {
      try BinnedTrials(
        scores: Tensor(scores, shape: [scores.count], dtype: dtype),
        targets: Tensor(flags, shape: [flags.count], dtype: .f32))
    }
    #expect(try binned() != nil)
    #expect(try binned(.i64) == nil)
    scores[count - 1] = .nan
    #expect(try binned() == nil)
    scores[count - 1] = 0
    flags[count - 1] = 2
    #expect(try binned() == nil)
    flags = [Double](repeating: 1, count: count)
    #expect(try binned() == nil)
  }
}
