import Testing

@testable import Plotting

struct GnuplotScriptTests {
  private func script(_ figure: Figure, _ format: PlotFormat = .png(scale: 1)) throws -> String {
    try GnuplotScript(figure, format: format).text(dataPath: "DATA", outputPath: "OUT")
  }

  @Test func `a line on a probit axis is written like this`() throws {
    let ticks = [Axis.Tick(0.01, "1 %"), Axis.Tick(0.5, "50 %")]
    let figure = Figure(
      Axes(
        title: "It's 50 %",
        x: Axis("P(miss)", limits: Axis.Limits(0.01, 0.5), scale: .probit, ticks: ticks),
        y: Axis(limits: Axis.Limits(0, 2)), legend: .topLeft,
        series: [Series(.line(x: [0.01, 0.5], y: [0, 1]), label: "a_b", dash: .dashed)]),
      size: Figure.Size(width: 300, height: 200))
    let expected = """
      set encoding utf8
      set terminal pngcairo noenhanced rounded background '#ffffff' font 'Sans,10' \
      size 300,200 fontscale 1 linewidth 1 pointscale 1
      set output 'OUT'
      reset
      set border 3 linecolor rgb '#555555' linewidth 0.8
      set tics nomirror out scale 0.7,0.4 textcolor rgb '#333333'
      set minussign
      set grid xtics ytics back linetype 1 linecolor rgb '#e3e3e3' linewidth 0.6
      set title 'It''s 50 %' noenhanced font ',11.0' offset 0,-0.4 textcolor rgb '#222222'
      set xrange [\(Probit.deviate(0.01)):0.0]
      set xlabel 'P(miss)' noenhanced offset 0,0.3 textcolor rgb '#222222'
      set xtics ('1 %%' \(Probit.deviate(0.01)), '50 %%' 0.0) noenhanced
      set yrange [0.0:2.0]
      set ytics ('0' 0.0, '1' 1.0, '2' 2.0) noenhanced
      set key inside left top reverse Left noenhanced samplen 1.4 spacing 1.1 opaque \
      fillcolor rgb '#30ffffff' box linecolor rgb '#d0d0d0' linewidth 0.6 width 0.5 height 0.4 \
      font ',8.5' textcolor rgb '#222222'
      plot 'DATA' binary skip=0 format='%double%double' record=(2) using 1:2 with lines \
      linecolor rgb '#0072b2' linewidth 2 dashtype 2 title 'a_b'
      unset output

      """
    let lines = try script(figure).split(separator: "\n")
    for (line, other) in zip(lines, expected.split(separator: "\n")) { #expect(line == other) }
    #expect(lines.count == 17)
  }

  @Test func `data are the doubles themselves, one series after the other`() throws {
    let figure = Figure.line([
      Curve(x: [1, 2], y: [3, 4]), Curve(x: [5, 6], y: [7, 8]),
    ])
    let script = try GnuplotScript(figure, format: .svg)
    let values = stride(from: 0, to: script.data.count, by: 8).map { start in
      Double(
        bitPattern: script.data[start..<start + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }
    #expect(values == [1, 3, 2, 4, 5, 7, 6, 8])
    #expect(script.text(dataPath: "D", outputPath: "O").contains("skip=32 format"))
  }

  @Test func `words are quoted so that nothing in them is a command`() {
    #expect(GnuplotText.quoted("a'b") == "'a''b'")
    #expect(GnuplotText.quoted("`date` \"$x\" @y \\n") == "'`date` \"$x\" @y \\n'")
    #expect(GnuplotText.quoted("a\nplot x\r\n\u{0}\u{2028}b") == "'a plot x    b'")
    #expect(GnuplotText.quotedTick("5 %") == "'5 %%'")
    #expect(GnuplotText.quoted("50 % of $a_b", forLaTeX: true) == "'50 \\% of \\$a\\_b'")
  }

  @Test func `every line of a hostile figure is one of ours`() throws {
    let bad = "x'; system 'touch OWNED'\n!touch OWNED\nplot '< touch OWNED' #`touch OWNED`"
    var figure = Figure.line([Curve([1, 2], label: bad)])
    figure.title = bad
    figure.axes[0].title = bad
    figure.axes[0].colorLabel = bad
    figure.axes[0].x = Axis(bad, ticks: [Axis.Tick(1, bad)])
    figure.axes[0].y.label = bad
    figure.axes[0].series.append(Series(.text(bad, x: 0, y: 1, anchor: .left)))
    for line in try script(figure).split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 1)[0]
      #expect(["set", "unset", "reset", "plot"].contains(words), "\(line)")
      // Outside of quotes, which come in pairs, there is none of it.
      let outside = line.split(separator: "'", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 0 }.map(\.element)
      #expect(!outside.joined().contains("OWNED"))
    }
  }

  @Test func `values without a place on the axes are counted`() throws {
    var figure = Figure.line([Curve([1, .nan, 0, 10], label: "loss")])
    figure.axes[0].y.scale = .log
    let script = try GnuplotScript(figure, format: .svg)
    #expect(script.notes == ["loss: 2 values without a place on the axes are left out"])
  }

  @Test func `figures that cannot be drawn say why`() {
    let draws = { (axes: Axes) throws(PlotError) in
      _ = try GnuplotScript(Figure(axes), format: .svg)
    }
    #expect(throws: PlotError.nothingToDraw(panel: 1)) { try draws(Axes()) }
    #expect(throws: PlotError.nothingToDraw(panel: 1)) {
      try draws(Axes(series: [Series(.line(x: [0, 1], y: [.nan, .nan]))]))
    }
    #expect(
      throws: PlotError.unequalLengths(
        series: "line \"a\"", first: "x", count: 2, second: "y", found: 1)
    ) {
      try draws(Axes(series: [Series(.line(x: [0, 1], y: [2]), label: "a")]))
    }
    #expect(
      throws: PlotError.invalid(
        what: "the low limit of the y axis", accepts: "above 0 on a log axis", found: "0")
    ) {
      try draws(
        Axes(
          y: Axis(limits: Axis.Limits(0, 1), scale: .log),
          series: [Series(.line(x: [0, 1], y: [1, 2]))]))
    }
    #expect(throws: PlotError.self) {
      try draws(
        Axes(series: [
          Series(.image(Grid([1, 2, 3], rows: 2, columns: 2), map: .linear, range: .init()))
        ]))
    }
  }

  @Test func `messages say what happened and what to do`() {
    #expect(
      "\(PlotError.notInstalled)"
        == "plots need gnuplot, which is not on the PATH; install the Debian package gnuplot-nox")
    #expect(
      "\(PlotError.unequalLengths(series: "line", first: "x", count: 3, second: "y", found: 2))"
        == "line: x has 3 values, so y must have 3 too, not 2")
    #expect(
      "\(PlotError.timedOut(seconds: 15))"
        == "gnuplot did not answer within 15 s and was started again; show the figure again, "
        + "or draw fewer points")
  }

  @Test func `file names choose the format and cannot be commands`() throws {
    #expect(try PlotFormat(path: "a/b.PNG") == .png(scale: 2))
    #expect(try PlotFormat(path: "det.svg") == .svg)
    #expect(throws: PlotError.unsafeName(path: "|rm x.png")) { try PlotFormat(path: "|rm x.png") }
    #expect(throws: PlotError.unsafeName(path: "a/<b.png")) { try PlotFormat(path: "a/<b.png") }
    #expect(throws: PlotError.unknownFormat(path: "a.gif")) { try PlotFormat(path: "a.gif") }
    #expect(throws: PlotError.unknownFormat(path: "png")) { try PlotFormat(path: "png") }
  }
}
