import Testing

@testable import Plotting

/// Where words and legends go in a panel.
struct LayoutTests {
  private func panel(_ axes: Axes, width: Double = 400) throws -> Panel {
    try Panel(
      axes, number: 1, size: Figure.Size(width: width, height: 350), pixels: (800, 700),
      images: .sharp, characterWidth: 7.5)
  }

  /// The two ends of the words of a panel, as parts of its width.
  private func ends(_ panel: Panel) -> [(from: Double, to: Double)] {
    panel.items.compactMap { item in
      guard case .words(let words, let place, _, let anchor) = item.shape else { return nil }
      let length = (Double(words.count) + 0.7) * 7.5 / panel.inside.width
      let part = panel.x.part(place)
      return switch anchor {
      case .left: (part, part + length)
      case .center: (part - length / 2, part + length / 2)
      case .right: (part - length, part)
      }
    }
  }

  @Test(arguments: (0...20).map { Double($0) / 20 })
  func `the words at a threshold stay in the panel`(threshold: Double) throws {
    let even = (0...100).map { Double($0) / 100 }
    let figure = Figure.scoreHistogram(
      target: even, nonTarget: even, threshold: threshold, equalErrorRate: 0.086)
    // 560 leaves room on one side of every point; 250 does not near the middle.
    for width in [560.0, 400, 250] {
      let ends = ends(try panel(figure.axes[0], width: width))
      #expect(ends.count == 1)
      #expect(ends[0].from >= -1e-9 && ends[0].to <= 1 + 1e-9, "\(width): \(ends[0])")
    }
  }

  @Test func `words that fit stay where they are, others turn to the other side`() throws {
    let words = { (place: Double, anchor: Series.Anchor) in
      Series(.text("twelve signs", x: place, y: 0.5, anchor: anchor))
    }
    let axes = Axes(
      x: Axis(limits: Axis.Limits(0, 1)), y: Axis(limits: Axis.Limits(0, 1)),
      series: [words(0.2, .left), words(0.9, .left), words(0.1, .right), words(0.9, .right)])
    let turned = try panel(axes).items.compactMap { item -> Series.Anchor? in
      if case .words(_, _, _, let anchor) = item.shape { anchor } else { nil }
    }
    #expect(turned == [.left, .right, .left, .right])
    var mirrored = axes
    mirrored.x.limits = Axis.Limits(1, 0)
    let ends = ends(try panel(mirrored))
    #expect(ends.allSatisfy { $0.from >= 0 && $0.to <= 1 })
  }

  @Test func `like panels of a row have their legends below together`() throws {
    let free = Samples.scores(mean: 0.5, deviation: 0.13, shift: 0)
    let full = Samples.fullScores
    #expect(try panel(free.axes[0]).legend != .below)
    #expect(try panel(full.axes[0]).legend == .below)
    let curve = Figure.line([Curve([1, 4, 9], label: "squares")])
    var own = free
    own.axes[0].legend = .topLeft
    let keys = { (figure: Figure) in
      try GnuplotScript(figure, format: .svg).text(dataPath: "D", outputPath: "O")
        .split(separator: "\n").filter { $0.hasPrefix("set key ") && !$0.contains("title") }
        .map { $0.contains("outside center bottom") }
    }
    #expect(try keys(.row([free, full, curve, own])) == [true, true, false, false])
    let axes = [free, full].map { $0.axes[0] }
    #expect(try keys(Figure(rows: 2, axes: axes)) == [false, true])
  }
}
