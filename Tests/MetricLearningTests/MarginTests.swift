import Glibc
import Tensors
import TestSupport
import Testing

@testable import MetricLearning

@Suite struct MarginTests {
  static let angular: [AdditiveAngularMargin] =
    AdditiveAngularMargin.Continuation.allCases.map { AdditiveAngularMargin(0.3, pastPi: $0) }
    + [AdditiveAngularMargin(0.3, isEasy: true), AdditiveAngularMargin(1.2)]

  @Test func `additive subtracts`() {
    #expect(AdditiveMargin(0.1).logit(0.5) == MarginLogit(value: 0.4, slope: 1))
  }

  @Test func `angular adds to the angle`() {
    // θ = 60°, m = 30°: cos 90°.
    let logit = AdditiveAngularMargin(.pi / 6).logit(0.5)
    #expect(abs(logit.value) < 1e-15)
    // slope = sin(θ + m) / sin θ.
    #expect(abs(logit.slope - 1 / sin(.pi / 3)) < 1e-15)
  }

  @Test func `past pi each form continues as it says`() {
    // θ = 3, m = 0.3: past π.
    let s = cos(3.0)
    func value(_ pastPi: AdditiveAngularMargin.Continuation) -> Double {
      AdditiveAngularMargin(0.3, pastPi: pastPi).logit(s).value
    }
    #expect(abs(value(.linear) - (s - 0.3 * sin(0.3))) < 1e-15)
    #expect(abs(value(.wespeaker) - (s - 1 - cos(.pi - 0.3))) < 1e-15)
    #expect(value(.clamp) == -1)
    #expect(abs(value(.none) - cos(3.3)) < 1e-15)
    #expect(AdditiveAngularMargin(0.3, isEasy: true).logit(-0.2).value == -0.2)
  }

  @Test(arguments: angular)
  func `slopes agree with differences`(_ margin: AdditiveAngularMargin) {
    for step in 1..<40 {
      let s = -1 + 0.05 * Double(step) + 0.0123
      let h = 1e-6
      let difference = (margin.logit(s + h).value - margin.logit(s - h).value) / (2 * h)
      #expect(abs(margin.logit(s).slope - difference) < 1e-6 * max(1, abs(difference)))
    }
  }

  @Test(arguments: angular)
  func `ends are finite`(_ margin: AdditiveAngularMargin) {
    for s in [-1.0000001, -1, 1, 1.0000001, 1 - 1e-16, -1 + 1e-16] {
      let logit = margin.logit(s)
      #expect(logit.value.isFinite && logit.slope.isFinite)
    }
  }

  @Test func `a tensor of cosines is mapped entry by entry`() throws {
    let margin = AdditiveAngularMargin(0.4)
    let s = try Tensor([0.9, 0.1, -0.3], shape: [3], dtype: .f64)
    let expected = [0.9, 0.1, -0.3].map { cos(acos($0) + 0.4) }
    let logits = try margin.applied(to: s).doubles()
    let error = try gradientError([s]) { try margin.applied(to: $0[0]) }
    #expect(largestDifference(logits, expected) < 1e-15)
    #expect(error < 1e-6)
  }

  @Test func `calls and names are those of the makers`() throws {
    #expect(AdditiveAngularMargin(0.3).call == "aam(0.3)")
    #expect(
      AdditiveAngularMargin(0.5, pastPi: .clamp, isEasy: true).call
        == "aam(0.5, past_pi=\"clamp\", easy=true)")
    let additive = try AdditiveMargin.entry.make([.number(0.1)])
    #expect(additive.shortName == "AM(0.1)")
    let made = try AdditiveAngularMargin.entry.make(
      [.number(0.2)], named: [("past_pi", .text("wespeaker"))])
    #expect(made.call == "aam(0.2, past_pi=\"wespeaker\")")
  }
}
