import Testing

@testable import Builtins

/// Metrics of trials through scripts, on the fixtures that other tools were measured on
/// (targets | non-targets); values are fractions.
@Suite struct DomainMetricTests {
  private static let fixtures = """
    fn trials(p, n) = [concat(p, n), concat([1 for x in p], [0 for x in n])]
    a = trials([0.9, 0.8, 0.55, 0.4, 0.35], [0.7, 0.5, 0.45, 0.3, 0.2, 0.1, 0.05])
    b = trials([0.9, 0.8, 0.5, 0.5, 0.3], [0.5, 0.5, 0.4, 0.2, 0.1, 0.0, -0.1])
    c = trials([2, 1, 0.5], [-1, -2, 0, 0.7])

    """

  @Test(
    arguments: [
      ("eer(..a)", 0.4), ("eer(..a, convention=\"closest_max\")", 0.428571),
      ("eer(..a, convention=\"closest_mean\")", 0.414286), ("eer(..b)", 0.25),
      ("eer(..b, convention=\"closest_max\")", 0.285714), ("eer(..c)", 0.25),
      ("eer(..c, convention=\"closest_max\")", 0.333333),
      ("min_dcf(..a, p_target=0.01)", 0.6), ("min_dcf(..a, p_target=0.5)", 0.428571),
      ("min_dcf(..c, p_target=0.01)", 0.333333),
      ("min_dcf(..c, p_target=0.01, normalize=false)", 0.0033333), ("cllr(..a)", 0.9517319587),
      ("cllr(..b)", 0.9111565020), ("cllr(..c)", 0.6231622354),
    ])
  func `has the value that other tools have`(_ call: String, _ expected: Double) throws {
    let value = try #require(Double(shown(Self.fixtures + call)))
    #expect(abs(value - expected) < 1e-6, "\(call) gives \(value)")
  }

  @Test func `details keep the digits of the scores`() {
    #expect(
      shown(Self.fixtures + "d = eer(..a, details=true)\n[d.threshold, d.missed, d.false_alarms]")
        == "[0.45, 2, 3]")
  }

  @Test func `without data a metric is an object to call`() {
    #expect(
      shown(Self.fixtures + "e = eer(convention=\"closest_max\")\n[type(e), e(..c) == 1 / 3]")
        == "[\"metric\", true]")
    #expect(shown("eer(convention=\"closest_max\")") == "eer(convention=\"closest_max\")")
  }

  /// Differences 0.5, 1.5, 1: of the 2³ sign patterns two have a sum as far from 0 as theirs, so
  /// p = 2/8. Student's interval with two degrees of freedom: 1 ± 4.30265 · 0.5 / √3.
  @Test func `a paired test says what it found in words and numbers`() {
    let code = "p = paired_test([10, 11.5, 12], [9.5, 10, 11])\n"
    #expect(
      shown(code + "p")
        == "difference 1.0 (95 % interval -0.2 to 2.2), p = 0.250 (sign flips, 3 pairs): "
        + "no clear difference")
    #expect(shown(code + "[p.difference, p.p, p.n, p.method]") == "[1.0, 0.25, 3, \"permutation\"]")
    #expect(shown(code + "abs(p.interval[1] - 2.242068) < 1e-5") == "true")
  }
}
