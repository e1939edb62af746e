import Machine
import Testing

@testable import Builtins
@testable import Plotting

/// Plot calls: what they put where, and when figures show.
@Suite struct DomainPlotTests {
  private static let scores = "s = [0.9, 0.8, 0.4, 0.3]\nt = [1, 1, 0, 1]\n"

  @Test func `a plot at the top level shows once, at the end of the cell`() {
    let script = DomainScript()
    script.run("line([1, 4])\nline([2, 3])\nprint(\"after\")")
    #expect(script.sink.figures.count == 1)
    #expect(script.sink.text == "after\n")
  }

  @Test func `plots in a block show with show, all curves on one figure`() throws {
    let script = DomainScript()
    script.run(Self.scores + "for k in 0..3 { det_plot(s, t, label=f\"run {k}\") }")
    #expect(script.sink.figures.isEmpty)
    script.run("show()")
    let figure = try #require(script.sink.figures.first as? FigureObject)
    #expect(figure.figure.axes.count == 1)
    let labels = figure.figure.axes[0].series.map(\.label).filter { !$0.isEmpty }
    #expect(labels == ["run 0", "run 1", "run 2"])
  }

  @Test func `after it was shown the next plot begins a figure`() {
    let script = DomainScript()
    script.run("a = line([1, 2])\nshow()\nb = line([3, 4])")
    #expect(script.run("a == b") == "false\n")
    script.run("title(\"still b\");\nsame = line([5, 6])")
    #expect(script.run("b == same") == "true\n")
  }

  @Test func `panels fill in order and a kind of its own takes the next`() throws {
    let script = DomainScript()
    script.run(
      Self.scores + """
        figure(1, 3, title="all")
        det_plot(s, t)
        score_plot(s, t, title="scores")
        line([1, 2], ylim=[0, none], xlabel="epoch")
        """)
    let object = try #require(script.sink.figures.first as? FigureObject)
    let figure = object.figure
    #expect(script.sink.figures.count == 1)
    #expect(figure.axes.map(\.title) == ["", "scores", ""])
    #expect(figure.axes[2].x.label == "epoch")
    #expect(figure.axes[2].y.limits == Axis.Limits(0, nil))
    #expect(figure.axes[0].x.scale == .probit)
  }

  @Test func `the digest follows the data and goes back with the state`() throws {
    let script = DomainScript()
    script.run("f = line([1, 2])")
    let object = try #require(script.object("f", as: FigureObject.self))
    let before = object.state
    let bytes = try FigureFiles.digestBytes(object)
    script.run("line([3, 4]);")
    #expect(try FigureFiles.digestBytes(object) != bytes)
    object.restore(before)
    #expect(try FigureFiles.digestBytes(object) == bytes)
    #expect(CellFigures.takeDigestBytes(in: script.machine).isEmpty)
    script.run("show()")
    #expect(CellFigures.takeDigestBytes(in: script.machine) == [bytes])
  }

  @Test func `lines count from 0, epochs from 1, and both take places of their own`() throws {
    for (call, places) in [
      ("line([5, 6])", [0.0, 1]), ("line([2, 4], [5, 6])", [2, 4]),
      ("training_plot([5, 6])", [1, 2]), ("training_plot([[5, 6], [7, 6]])", [1, 2]),
      ("training_plot([5, 6], x=[2, 4])", [2, 4]), ("band([[5, 6], [7, 6]])", [0, 1]),
    ] {
      let script = DomainScript()
      script.run(call)
      let object = try #require(script.sink.figures.first as? FigureObject)
      let drawn = object.figure.axes[0].series.compactMap { series -> [Double]? in
        if case .line(let x, _) = series.geometry { x } else { nil }
      }
      #expect(drawn == [places], "\(call)")
    }
  }

  @Test func `margins are drawn against the angle`() throws {
    let script = DomainScript()
    script.run("margin_plot([am(0.1), aam(0.3)])")
    let object = try #require(script.sink.figures.first as? FigureObject)
    #expect(
      object.figure.axes[0].series.map(\.label) == ["no margin", "am(0.1)", "aam(0.3)"])
  }

  @Test(.enabled(if: Gnuplot.isInstalled))
  func `a figure is saved as its ending says`() throws {
    let script = DomainScript()
    script.run("line([1, 4, 9]);\nsavefig(\"a.svg\")\nsavefig(\"a.png\")")
    let svg = try #require(script.outside.written["a.svg"])
    #expect(String(decoding: svg.prefix(200), as: UTF8.self).contains("<svg"))
    #expect(
      script.outside.written["a.png"]?.prefix(4).elementsEqual([0x89, 0x50, 0x4E, 0x47]) == true)
    #expect(CellFigures.takeDigestBytes(in: script.machine).count == 1)
  }

  @Test(.enabled(if: Gnuplot.isInstalled))
  func `a terminal gets text`() throws {
    let script = DomainScript()
    script.run("line([1, 4, 9], title=\"squares\")")
    let figure = try #require(script.sink.figures.first)
    let bytes = try FigureInline.bytes(figure, terminal: "text", columns: 60, isColored: false)
    #expect(String(decoding: bytes, as: UTF8.self).contains("squares"))
  }

  @Test func `a gnuplot that is missing is an io error that names the package`() {
    let error = RuntimeError(plot: .notInstalled)
    #expect(error.kind.rawValue == "io")
    #expect(error.message.contains("gnuplot-nox"))
  }
}

/// Whether the tests that draw can run.
enum Gnuplot {
  static let isInstalled: Bool = {
    do {
      _ = try Plotter().draw(Figure.line([Curve([1, 2])]), as: .svg)
      return true
    } catch {
      return (error as? PlotError) != .notInstalled
    }
  }()
}
