import Glibc
import Testing

@testable import MetricLearning

/// Expected numbers from SciPy 1.17.1: `ttest_rel`, `wilcoxon`, `permutation_test`, `t.ppf`.
@Suite struct StatisticsTests {
  private let first = [3.1, 2.7, 4.4, 5.0, 1.2, 0.3, 2.2]
  private let second = [2.9, 3.5, 3.0, 4.1, 1.9, 0.1, 1.0]

  /// The number, or −1 for an error.
  private func probability(_ body: () throws -> Double) -> Double {
    (try? body()) ?? -1
  }

  @Test func `t test and interval`() throws {
    let test = try PairedTest(first, second, method: .t, confidence: 0.9)
    #expect(abs(test.difference - 0.34285714285714286) < 1e-14)
    #expect(abs(test.probability - 0.3400019411830108) < 1e-12)
    #expect(abs(test.low + 0.30002660847350043) < 1e-9)
    #expect(abs(test.high - 0.9857408941877861) < 1e-9)
    #expect(test.count == 7)
  }

  @Test func `sign flips are counted exactly`() throws {
    #expect(probability { try PairedTest(first, second).probability } == 0.328125)
    let better = [9.4, 8.5, 9.5, 9.1, 8.9, 9.4]
    let worse = [8.1, 8.1, 8.4, 8.6, 8.9, 8.3]
    #expect(probability { try PairedTest(better, worse).probability } == 0.0625)
    // 5 of 5 in one direction: 2 of 32 patterns.
    let test = try PairedTest([1, 2, 3, 4, 5], [0, 0, 0, 0, 0])
    #expect(test.probability == 0.0625)
    #expect(probability { try PairedTest([1, 2], [1, 2]).probability } == 1)
  }

  @Test func `many pairs are sampled, and near the t test`() throws {
    let a = (0..<40).map { sin(Double($0) * 1.7) + 0.3 }
    let b = a.map { _ in 0.0 }
    let sampled = try PairedTest(a, b).probability
    let student = try PairedTest(a, b, method: .t).probability
    #expect(abs(sampled - student) < 0.01)
    #expect(probability { try PairedTest(a, b).probability } == sampled)
  }

  @Test func `signed ranks, exact and approximate`() throws {
    #expect(
      probability { try PairedTest(first, second, method: .wilcoxon).probability } == 0.296875)
    // A difference of 0 is left out.
    let test = try PairedTest(
      [9.4, 8.5, 9.5, 9.1, 8.9, 9.4], [8.1, 8.1, 8.4, 8.6, 8.9, 8.3], method: .wilcoxon)
    #expect(test.probability == 0.0625)
    let x = (0..<60).map { 0.5 * sin(1.3 * Double($0)) + 0.02 * Double($0) }
    let y = (0..<60).map { 0.4 * cos(0.7 * Double($0)) }
    let many = try PairedTest(x, y, method: .wilcoxon).probability
    #expect(abs(many - 7.198793899418943e-09) < 1e-16)
    let student = try PairedTest(x, y, method: .t).probability
    #expect(abs(student - 4.436577758766721e-11) < 1e-18)
  }

  @Test func `quantiles of Student's distribution`() {
    for (degrees, expected) in [
      (1.0, 12.706204736432095), (2, 4.302652729911275), (5, 2.570581835636314),
      (30, 2.0422724563012373),
    ] {
      let quantile = StudentDistribution(degrees: degrees).twoSidedQuantile(0.05)
      #expect(abs(quantile - expected) < 1e-9)
    }
  }

  @Test func `a summary has divisor n − 1`() throws {
    let summary = try Summary(first)
    #expect(abs(summary.mean - 2.7) < 1e-15)
    #expect(abs(summary.standardDeviation - 1.66332999331662) < 1e-14)
    #expect(summary.minimum == 0.3 && summary.maximum == 5 && summary.count == 7)
    let single = try Summary([2])
    #expect(single.standardDeviation.isNaN)
  }

  @Test func `what cannot be compared is refused`() {
    let error = #expect(throws: ComparisonError.self) { try PairedTest([1, 2], [1]) }
    #expect(error?.message == "paired_test: takes two lists of one length, got 2 and 1 numbers")
    #expect(throws: ComparisonError.self) { try PairedTest([1], [1]) }
    #expect(throws: ComparisonError.self) { try PairedTest([1, .infinity], [1, 2]) }
    #expect(throws: ComparisonError.self) { try Summary([]) }
  }
}
