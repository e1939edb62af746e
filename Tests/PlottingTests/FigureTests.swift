import Testing

@testable import Plotting

struct FigureTests {
  @Test func `digest bytes are the texts and numbers in a fixed order`() {
    let figure = Figure(
      Axes(series: [Series(.line(x: [1], y: [-0.0]), label: "a")]))
    let number = { (value: UInt8) -> [UInt8] in [value, 0, 0, 0, 0, 0, 0, 0] }
    let text = { (text: String) -> [UInt8] in number(UInt8(text.utf8.count)) + Array(text.utf8) }
    let minusOne = [UInt8](repeating: 255, count: 8)
    let axis = text("") + number(0) + number(0) + text("linear") + minusOne
    let one: [UInt8] = [0, 0, 0, 0, 0, 0, 0xF0, 0x3F]
    var expected = text("figure 1") + number(1) + number(1) + text("")
    expected += number(1) + text("") + text("") + axis + axis
    expected += number(1) + text("a") + text("line")
    expected += number(1) + one + number(1) + number(0)
    #expect(figure.digestBytes == expected)
  }

  @Test func `digest bytes follow data and words, not dress`() {
    let figure = Samples.det
    var dressed = figure
    dressed.size = Figure.Size(width: 300, height: 300)
    dressed.axes[0].series[1].color = .index(5)
    dressed.axes[0].legend = .below
    #expect(dressed.digestBytes == figure.digestBytes)
    var moved = figure
    moved.axes[0].x.limits.low = 0.002
    #expect(moved.digestBytes != figure.digestBytes)
    var renamed = figure
    renamed.axes[0].series[1].label += " "
    #expect(renamed.digestBytes != figure.digestBytes)
  }

  @Test func `every NaN digests alike`() {
    let odd = Double(nan: 5, signaling: false)
    #expect(
      Figure.line([Curve([1, odd])]).digestBytes == Figure.line([Curve([1, -.nan])]).digestBytes)
  }

  @Test func `a histogram counts both ends and its density has area 1`() {
    let histogram = Histogram([0, 0.1, 0.5, 0.9, 1, 2, .nan], bins: 2, low: 0, high: 1)
    #expect(histogram.edges == [0, 0.5, 1])
    #expect(histogram.counts == [2, 3])
    #expect(histogram.densities == [0.8, 1.2])
  }

  @Test func `bins follow Freedman and Diaconis`() {
    // 0…63: IQR 31.5, width 2·31.5/4 = 15.75, 63/15.75 = 4 bins.
    #expect(Histogram.binCount((0..<64).map(Double.init)) == 4)
    #expect(Histogram.binCount([3, 3, 3]) == 1)
  }

  @Test func `a spread is the mean and the standard deviation of the runs`() {
    let curve = SpreadCurve(meanOf: [[1, 5], [3, 5, 9]])
    #expect(curve.x == [0, 1])
    #expect(SpreadCurve(meanOf: [[1, 5]], from: 1).x == [1, 2])
    #expect(curve.middle == [2, 5])
    #expect(curve.low == [2 - 2.0.squareRoot(), 5])
    #expect(curve.high == [2 + 2.0.squareRoot(), 5])
  }

  @Test func `a score histogram marks the threshold and its rate`() {
    let words = Samples.scores.axes[0].series.compactMap { series -> String? in
      if case .text(let words, let x, _, _) = series.geometry { "\(words) [\(x)]" } else { nil }
    }
    #expect(words == ["EER 3.01 % at 0.257 [0.257]"])
  }

  @Test func `matrices have row 0 at the top`() {
    let axes = Figure.heatmap([1, 2, 3, 4, 5, 6], rows: 2, columns: 3).axes[0]
    #expect(axes.y.limits == Axis.Limits(1.5, -0.5))
    #expect(axes.x.limits == Axis.Limits(-0.5, 2.5))
  }
}
