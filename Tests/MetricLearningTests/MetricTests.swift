import Catalog
import Glibc
import Tensors
import Testing

@testable import MetricLearning

/// Trials whose metrics several public tools agree on, by convention.
struct TrialFixture: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let targets: [Double]
  let nonTargets: [Double]
  /// In %, by convention.
  let equalErrorRates: [EqualErrorConvention: Double]
  let costAt01: Double
  let costAt5: Double?
  let logCost: Double
  /// From the definition, in NumPy.
  let areaUnderROC: Double

  var trials: Trials {
    get throws {
      try Trials(
        scores: targets + nonTargets,
        targets: targets.map { _ in true } + nonTargets.map { _ in false })
    }
  }

  private static let waves: [(score: Double, isTarget: Bool)] = (0..<200).map { k in
    let k = Double(k)
    let isTarget = k.truncatingRemainder(dividingBy: 4) == 0
    let wave: Double = 0.35 * sin(1.7 * k) + 0.3 * cos(0.3 * k * k)
    return (wave + (isTarget ? 0.45 : 0), isTarget)
  }

  static let all: [TrialFixture] = [
    .init(
      testDescription: "A", targets: [0.9, 0.8, 0.55, 0.4, 0.35],
      nonTargets: [0.7, 0.5, 0.45, 0.3, 0.2, 0.1, 0.05],
      equalErrorRates: [
        .closestMax: 42.857142857142854, .interpolated: 40, .closestMean: 41.42857142857143,
        .convexHull: 25,
      ], costAt01: 0.6, costAt5: 0.42857142857142855, logCost: 0.9517319658560675, areaUnderROC: 0.8
    ),
    .init(
      testDescription: "B, with ties", targets: [0.9, 0.8, 0.5, 0.5, 0.3],
      nonTargets: [0.5, 0.5, 0.4, 0.2, 0.1, 0, -0.1],
      equalErrorRates: [
        .closestMax: 28.571428571428573, .interpolated: 25, .closestMean: 24.285714285714285,
        .convexHull: 25,
      ], costAt01: 0.6, costAt5: 0.42857142857142855, logCost: 0.9111565020,
      areaUnderROC: 0.8571428571428571),
    .init(
      testDescription: "C", targets: [2, 1, 0.5], nonTargets: [-1, -2, 0, 0.7],
      equalErrorRates: [
        .closestMax: 33.333333333333336, .interpolated: 25, .closestMean: 29.166666666666668,
        .convexHull: 14.285714285714286,
      ], costAt01: 1 / 3.0, costAt5: 0.25, logCost: 0.6231622354,
      areaUnderROC: 0.9166666666666666),
    .init(
      testDescription: "D", targets: waves.filter(\.isTarget).map(\.score),
      nonTargets: waves.filter { !$0.isTarget }.map(\.score),
      equalErrorRates: [
        .closestMax: 26, .interpolated: 26, .closestMean: 26, .convexHull: 24.956521739130434,
      ], costAt01: 0.6, costAt5: nil, logCost: 0.8681860398610792, areaUnderROC: 0.8312),
  ]
}

@Suite struct MetricTests {
  @Test(arguments: TrialFixture.all)
  func `equal error rates are those of the tools`(_ fixture: TrialFixture) throws {
    let curve = try fixture.trials.errorCurve
    for convention in EqualErrorConvention.allCases {
      let expected = try #require(fixture.equalErrorRates[convention]) / 100
      let rate = curve.equalErrorRate(convention: convention).rate
      #expect(abs(rate - expected) < 1e-6, "\(convention) \(rate)")
    }
  }

  @Test(arguments: TrialFixture.all)
  func `costs are those of the tools`(_ fixture: TrialFixture) throws {
    let trials = try fixture.trials
    let curve = try trials.errorCurve
    let rare = try DetectionCost(targetPrior: 0.01)
    #expect(abs(curve.minimumDetectionCost(rare).cost - fixture.costAt01) < 1e-9)
    let plain = try DetectionCost(targetPrior: 0.01, isNormalized: false)
    #expect(abs(curve.minimumDetectionCost(plain).cost - 0.01 * fixture.costAt01) < 1e-11)
    if let expected = fixture.costAt5 {
      let even = try DetectionCost(targetPrior: 0.5)
      #expect(abs(curve.minimumDetectionCost(even).cost - expected) < 1e-9)
    }
    #expect(abs(trials.costOfLogLikelihoodRatios - fixture.logCost) < 6e-11)
    #expect(abs(curve.areaUnderROC - fixture.areaUnderROC) < 1e-12)
  }

  @Test func `details give the threshold and its counts`() throws {
    let rate = try TrialFixture.all[2].trials.errorCurve.equalErrorRate()
    // Accepting scores ≥ 0.7 misses one of three and accepts one of four.
    #expect(rate.threshold == 0.7)
    #expect(rate.point == ErrorPoint(threshold: 0.7, missed: 1, falselyAccepted: 1))
    #expect(rate.targetCount == 3 && rate.nonTargetCount == 4)
  }

  @Test func `the actual cost uses the Bayes threshold`() throws {
    let trials = try TrialFixture.all[2].trials
    // Even priors: threshold 0 accepts the non-targets 0 and 0.7 (half of them).
    let even = try trials.actualDetectionCost(DetectionCost(targetPrior: 0.5))
    #expect(even == 0.5)
    // 30 %: threshold ln(7/3) = 0.847 misses the target 0.5, one of three.
    let cost = try trials.actualDetectionCost(DetectionCost(targetPrior: 0.3))
    #expect(abs(cost - 1 / 3.0) < 1e-15)
  }

  @Test func `curves run from reject all to accept all`() throws {
    let errors = try TrialFixture.all[1].trials.errorCurve.detectionErrors
    // Distinct scores: 0.9 0.8 0.5 0.4 0.3 0.2 0.1 0 −0.1.
    #expect(errors.thresholds == [.infinity, 0.9, 0.8, 0.5, 0.4, 0.3, 0.2, 0.1, 0, -0.1])
    #expect(errors.missRates == [1, 0.8, 0.6, 0.2, 0.2, 0, 0, 0, 0, 0])
    #expect(errors.falseAlarmRates.map { ($0 * 7).rounded() } == [0, 0, 0, 2, 3, 3, 4, 5, 6, 7])
  }

  @Test func `acceptance at a false-alarm rate`() throws {
    let curve = try TrialFixture.all[0].trials.errorCurve
    let rates = try [0, 0.2, 1].map { try curve.trueAcceptRate(atFalseAlarmRate: $0) }
    #expect(largestDifference(rates, [0.4, 0.6, 1]) < 1e-15)
    let precision = try TrialFixture.all[3].trials.errorCurve.averagePrecision
    #expect(abs(precision - 0.7032257834886658) < 1e-12)
  }

  @Test func `infinite and signed zero scores are ordinary`() throws {
    let curve = try Trials(
      scores: [.infinity, 0, -0.0, -.infinity], targets: [true, true, false, false]
    ).errorCurve
    #expect(Array(curve).map(\.threshold) == [.infinity, .infinity, 0, -.infinity])
    #expect(curve.areaUnderROC == 0.875)
  }

  @Test(arguments: [1, 100, 513, 5000, 200_000])
  func `scores sort as in the standard library`(_ count: Int) throws {
    let wide = (0..<count).map { sin(Double($0) * 1e3) * exp(Double($0 % 37) - 18) }
    #expect(try sortedDescending(wide) == wide.sorted(by: >))
    let single = wide.map { Double(Float($0)) }
    #expect(try sortedDescending(single) == single.sorted(by: >))
    let tied = (0..<count).map { Double($0 % 7) - 3 }
    #expect(try sortedDescending(tied) == tied.sorted(by: >))
  }

  /// Against a walk over all points in plain words, to the last bit.
  @Test(arguments: [1.0, 7, 1000])
  func `the crossing and the least cost are those of a walk`(_ levels: Double) throws {
    for (seed, share) in [(0.1, 2), (0.7, 5), (1.3, 40)] {
      let scores = (0..<700).map { place -> Double in
        let wave: Double = sin(Double(place) * 1.7 + seed) + (place % share == 0 ? 0.4 : 0)
        return (wave * levels).rounded() / levels
      }
      let flags = (0..<700).map { $0 % share == 0 }
      let curve = try Trials(scores: scores, targets: flags).errorCurve
      let points = Array(curve)
      let place = try #require(
        points.firstIndex {
          $0.missed * curve.nonTargetCount <= $0.falselyAccepted * curve.targetCount
        })
      let rate = curve.equalErrorRate()
      #expect([points[place], points[place - 1]].contains(rate.point))
      let cost = try DetectionCost(targetPrior: 0.05)
      var least = Double.infinity
      var best = points[0]
      for point in points {
        let value = cost.cost(
          missRate: curve.missRate(at: point), falseAlarmRate: curve.falseAlarmRate(at: point))
        if value < least { (least, best) = (value, point) }
      }
      let found = curve.minimumDetectionCost(cost)
      #expect(found.cost == least && found.threshold == best.threshold)
    }
  }

  @Test(arguments: DType.allCases)
  func `tensors of any dtype split as lists do`(_ dtype: DType) throws {
    let count = 150_000
    let scores = try waves([count], 0.2, dtype: .f32)
    let flags = (0..<count).map { $0 % 7 == 3 ? 1.0 : 0 }
    let targets = try Tensor(flags, shape: [count], dtype: .f64).astype(dtype)
    let split = try Trials(scores: scores, targets: targets)
    let expected = try Trials(scores: scores.doubles(), targets: flags)
    #expect(split == expected)
    let message = { (scores: Tensor, targets: Tensor) in
      do {
        _ = try Trials(scores: scores, targets: targets, metric: "eer")
        return "no error"
      } catch { return "\(error)" }
    }
    let bad = try Tensor([0.5, .nan], shape: [2], dtype: .f32)
    let ones = try Tensor([1, 0], shape: [2], dtype: .f64).astype(dtype)
    #expect(message(bad, ones).contains("nan"))
    #expect(message(scores, ones).contains("150000"))
  }

  @Test func `all pairs come row by row`() throws {
    let z = try Tensor([1, 0, 0, 2, 3, 3], shape: [3, 2], dtype: .f64)
    let trials = try AllPairTrials(embeddings: z, labels: [4, 9, 4])
    let half = 0.5.squareRoot()
    #expect(zip(trials.scores.doubles(), [0, half, half]).allSatisfy { abs($0 - $1) < 1e-15 })
    #expect(trials.targets.bools() == [false, true, false])
  }

  @Test func `all pairs over several tiles`() throws {
    let z = try waves([300, 4], 0.2)
    let all = NaiveLoss.cosines(rows(z))
    let scores = try AllPairTrials(embeddings: z, labels: Array(0..<300)).scores.doubles()
    var expected: [Double] = []
    for i in 0..<300 { for j in i + 1..<300 { expected.append(all[i][j]) } }
    #expect(largestDifference(scores, expected) < 1e-13)
    let cosines = try cosineSimilarities(z, z).doubles()
    #expect(abs(cosines[2] - expected[1]) < 1e-13)
  }
}

@Suite struct TrialErrorTests {
  private func message(_ scores: [Double], _ targets: [Double]) -> String {
    do {
      _ = try Trials(scores: scores, targets: targets, metric: "eer")
      return "no error"
    } catch { return error.message }
  }

  @Test func `each mistake has its message`() {
    #expect(
      message([0.1, 0.2], [1])
        == "eer: 'scores' and 'target' must be of one length, got 2 scores and 1 targets")
    #expect(
      message([0.1, 0.2], [1, -1])
        == "eer: 'target' must be 1 for the same class and 0 for different, got −1 and 1")
    #expect(message([0.1, 0.2], [1, 2]) == "eer: 'target' must be 0 or 1, got 2.0 at index 1")
    #expect(
      message([1, 0], [0.3, 0.4])
        == "eer: takes (scores, target), got (target, scores): the first argument holds only 0 "
        + "and 1, the second does not")
    #expect(message([0.1, .nan], [1, 0]) == "eer: 'scores' must be numbers, got nan at index 1")
    #expect(
      message([0.1, 0.2], [0, 0])
        == "eer: 'target' must hold a 1, got 2 trials of different classes only")
    #expect(
      message([0.1], [1]) == "eer: 'target' must hold a 0, got 1 trials of the same class only")
  }

  @Test func `priors and costs are checked`() {
    let error = #expect(throws: TrialError.self) { try DetectionCost(targetPrior: 1) }
    #expect(
      error?.message == "min_dcf: 'p_target' must be a number between 0 and 1, got 1.0")
    #expect(throws: TrialError.self) { try DetectionCost(missCost: 0) }
  }
}
