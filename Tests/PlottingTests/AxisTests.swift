import Testing

@testable import Plotting

struct AxisTests {
  // scipy.stats.norm.ppf
  @Test(arguments: [
    (0.975, 1.959963984540054), (0.01, -2.3263478740408408), (0.001, -3.090232306167813),
    (1e-10, -6.361340902404056), (0.5, 0), (0.3, -0.5244005127080409),
  ])
  func `the normal deviate agrees with tables`(fraction: Double, deviate: Double) {
    #expect(abs(Probit.deviate(fraction) - deviate) <= 2e-15 * max(1, abs(deviate)))
    #expect(abs(Probit.fraction(deviate) - fraction) <= 1e-14 * fraction)
  }

  @Test func `the normal deviate ends at 0 and 1`() {
    #expect(Probit.deviate(0) == -.infinity)
    #expect(Probit.deviate(1) == .infinity)
    #expect(Probit.deviate(1.5).isNaN)
    #expect(Probit.deviate(.nan).isNaN)
  }

  private func labels(_ axis: Axis, _ low: Double, _ high: Double, length: Double) -> [String] {
    let range = Axis.Range(low: axis.scale.place(low), high: axis.scale.place(high))
    return axis.placedTicks(in: range, length: length, isUpright: false).map(\.label)
  }

  @Test func `a wide DET axis is marked from 0.1 to 50 %`() {
    #expect(
      labels(Axis("Miss rate", scale: .probit), 0.001, 0.5, length: 900)
        == ["0.1", "0.2", "0.5", "1", "2", "5", "10", "20", "30", "40", "50"])
    #expect(Axis("Miss rate", scale: .probit).labelWithUnit == "Miss rate (%)")
    #expect(labels(Axis(scale: .probit), 0.001, 0.5, length: 900)[0] == "0.1 %")
  }

  @Test func `a narrow DET axis keeps its ends and the powers of ten`() {
    let labels = labels(Axis("Miss rate", scale: .probit), 0.001, 0.5, length: 150)
    #expect(labels.count == 11)
    #expect(labels.filter { !$0.isEmpty } == ["0.1", "1", "5", "10", "20", "50"])
  }

  @Test func `linear ticks are round and equally long`() {
    #expect(
      labels(Axis(), 0, 1, length: 475) == [
        "0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6",
        "0.7", "0.8", "0.9", "1.0",
      ])
    #expect(labels(Axis(), -1.2, 1.2, length: 300) == ["−1.0", "−0.5", "0.0", "0.5", "1.0"])
    #expect(labels(Axis(), 0, 1_000_000, length: 300) == ["0", "0.5·10⁶", "1.0·10⁶"])
    #expect(labels(Axis(), 0, 2e-7, length: 300) == ["0", "1·10⁻⁷", "2·10⁻⁷"])
  }

  @Test func `log ticks are powers of ten, or round numbers between two of them`() {
    let axis = Axis(scale: .log)
    #expect(
      labels(axis, 1e-3, 10, length: 400).filter { !$0.isEmpty }
        == ["10⁻³", "10⁻²", "10⁻¹", "10⁰", "10¹"])
    #expect(
      labels(axis, 0.02, 0.6, length: 400).filter { !$0.isEmpty }
        == ["0.02", "0.05", "0.1", "0.2", "0.5"])
  }

  @Test func `ranges leave room, but none below a bar or around an image`() throws {
    let loose = try #require(Axis().range(for: [0.0, 10], isTight: false, keepsZero: false))
    #expect(loose == Axis.Range(low: -0.4, high: 10.4))
    let standing = try #require(Axis().range(for: [0.0, 10], isTight: false, keepsZero: true))
    #expect(standing == Axis.Range(low: 0, high: 10.4))
    let tight = try #require(Axis().range(for: [0.0, 10], isTight: true, keepsZero: false))
    #expect(tight == Axis.Range(low: 0, high: 10))
    let constant = try #require(Axis().range(for: [5.0, 5], isTight: false, keepsZero: false))
    #expect(constant == Axis.Range(low: 4.5, high: 5.5))
    #expect(Axis().range(for: [Double.nan], isTight: false, keepsZero: false) == nil)
  }

  @Test func `a legend goes where nothing is`() {
    var placement = LegendPlacement(
      labels: ["loss"], inside: Figure.Size(width: 475, height: 335))
    placement.add(path: [(0, 0), (1, 1)])
    #expect(placement.best == .topLeft)
    placement.add(path: [(0, 1), (0.3, 0.7)])
    #expect(placement.best == .bottomRight)
    placement.add(words: [(0.9, 0.05), (1, 0.05)])
    #expect(placement.best == .outside)
  }
}
