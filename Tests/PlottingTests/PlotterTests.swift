import Glibc
import Testing

@testable import Plotting

/// A folder that lasts as long as a test, with programs in it.
private final class Folder {
  let path: String

  init() {
    var template = Array("/tmp/plotting-tests-XXXXXX".utf8CString)
    mkdtemp(&template)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func add(program text: String, named name: String = "gnuplot") {
    _ = System.save(Array("#!/bin/sh\n\(text)\n".utf8), to: "\(path)/\(name)")
    chmod("\(path)/\(name)", 0o755)
  }

  deinit {
    let names = [
      "gnuplot", "seen", "OWNED", "det.tex", "det-inc.pdf", "det.png", "det.svg", "det.pdf",
    ]
    for name in names { unlink("\(path)/\(name)") }
    rmdir(path)
  }
}

private let small = Figure.line([Curve([1, 3, 2], label: "loss")])

@Suite struct PlotterWithoutGnuplotTests {
  @Test func `without gnuplot the error names the package`() {
    let folder = Folder()
    #expect(throws: PlotError.notInstalled) {
      try Plotter(searchPath: folder.path).draw(small, as: .svg)
    }
    #expect(throws: PlotError.notInstalled) { try Plotter(searchPath: "").draw(small, as: .svg) }
  }

  @Test func `a gnuplot that hangs is given up, and killed with its children`() {
    let folder = Folder()
    folder.add(program: "sleep 60")
    let start = System.seconds()
    let plotter = Plotter(searchPath: folder.path, timeLimit: 0.3)
    #expect(throws: PlotError.timedOut(seconds: 0.3)) { try plotter.draw(small, as: .svg) }
    #expect(System.seconds() - start < 5)
  }

  @Test func `a gnuplot that ends at once is a crash with its last words`() {
    let folder = Folder()
    folder.add(program: "echo 'no display' >&2; exit 3")
    #expect(throws: PlotError.crashed(detail: "no display")) {
      try Plotter(searchPath: folder.path).draw(small, as: .svg)
    }
  }

  @Test func `an old gnuplot is refused by its version`() {
    let folder = Folder()
    folder.add(
      program: """
        while read -r line; do case "$line" in
          "print 'version '"*) echo 'version 5.0' >&2;;
          "print 'mscript"*) line="${line#print \\'}"; echo "${line%\\'}" >&2;;
        esac; done
        """)
    #expect(throws: PlotError.tooOld(version: "5.0")) {
      try Plotter(searchPath: folder.path, timeLimit: 5).draw(small, as: .svg)
    }
  }

  @Test func `a file that is no program does not start`() {
    let folder = Folder()
    _ = System.save(Array("\u{7F}ELF".utf8), to: "\(folder.path)/gnuplot")
    chmod("\(folder.path)/gnuplot", 0o755)
    #expect(throws: PlotError.notStarted(reason: "Exec format error")) {
      try Plotter(searchPath: folder.path).draw(small, as: .svg)
    }
  }

  @Test func `drawing stops when it is interrupted`() {
    let folder = Folder()
    folder.add(program: "sleep 60")
    let start = System.seconds()
    #expect(throws: PlotError.interrupted) {
      try Plotter(searchPath: folder.path, timeLimit: 30).draw(
        small, as: .svg, isInterrupted: { System.seconds() - start > 0.2 })
    }
    #expect(System.seconds() - start < 5)
  }
}

@Suite(.enabled(if: Gnuplot.isInstalled)) struct PlotterTests {
  @Test func `a gnuplot that hung is replaced and the figure drawn`() throws {
    let folder = Folder()
    folder.add(
      program: """
        if [ -e \(folder.path)/seen ]; then exec /usr/bin/env gnuplot "$@"; fi
        touch \(folder.path)/seen; sleep 60
        """)
    let plotter = Plotter(searchPath: folder.path, timeLimit: 4)
    #expect(try !plotter.draw(small, as: .svg).bytes.isEmpty)
  }

  @Test func `an unknown folder is an error, and the next figure is drawn`() throws {
    let plotter = Plotter()
    #expect(
      throws: PlotError.notWritten(
        path: "/nonexistent/a.png", reason: "No such file or directory")
    ) { try plotter.save(small, to: "/nonexistent/a.png") }
    #expect(try plotter.draw(small, as: .png(scale: 1)).bytes.count > 1000)
  }

  @Test func `the same figure gives the same bytes`() throws {
    let one = try Plotter().draw(Samples.det, as: .svg)
    let plotter = Plotter()
    _ = try plotter.draw(Samples.heatmap, as: .svg)
    let other = try plotter.draw(Samples.det, as: .svg)
    let lines = { (picture: Picture) in
      String(decoding: picture.bytes, as: UTF8.self).split(separator: "\n")
    }
    for (line, same) in zip(lines(other), lines(one)) { #expect(line == same) }
    #expect(other.bytes.count == one.bytes.count)
  }

  @Test func `hostile words are drawn as typed and run nothing`() throws {
    let folder = Folder()
    let touch = "touch \(folder.path)/OWNED"
    let bad = "`\(touch)` '; system('\(touch)') # $(\(touch)) @x _{a}^b"
    var figure = Figure.line([Curve([1, 2], label: bad)])
    figure.title = bad
    figure.axes[0].title = "!\(touch)\n!\(touch)"
    figure.axes[0].x = Axis(bad, ticks: [Axis.Tick(0, bad)])
    figure.axes[0].series.append(Series(.text(bad, x: 0, y: 1, anchor: .left)))
    let svg = try Plotter().draw(figure, as: .svg)
    #expect(access("\(folder.path)/OWNED", F_OK) != 0)
    let text = String(decoding: svg.bytes, as: UTF8.self)
    let count = text.ranges(of: "# $(\(touch)) @x _{a}^b").count
    #expect(count == 5, "title, label, tick, legend and note")
  }

  @Test func `a bad command is told, and the next one runs`() throws {
    let gnuplot = try GnuplotProcess(searchPath: System.environment("PATH") ?? "")
    let patience = GnuplotProcess.Patience(seconds: 10, isInterrupted: { false })
    #expect(try gnuplot.run("foo bar", patience: patience).problem == "invalid command")
    #expect(try gnuplot.run("print 1 + 1", patience: patience).problem == nil)
    // More than the 64 KiB that a pipe holds, on both streams.
    let flood = "do for [i=1:3000] { print '\(String(repeating: "x", count: 60))' }"
    #expect(try gnuplot.run(flood, patience: patience).lines.count == 3000)
  }

  @Test func `files hold their figure and where it came from`() throws {
    let folder = Folder()
    let plotter = Plotter()
    for ending in ["png", "svg", "pdf", "tex"] {
      let path = "\(folder.path)/det.\(ending)"
      try plotter.save(Samples.det, to: path, provenance: "cell 3\nseed 7")
      #expect(Provenance.read(System.contents(of: path)) == "cell 3\nseed 7", "\(ending)")
    }
    let tex = String(decoding: System.contents(of: "\(folder.path)/det.tex"), as: UTF8.self)
    #expect(
      tex.contains("\\includegraphics[width={360.00bp},height={345.60bp}]{det-inc}")
        || tex.contains("{det-inc}"))
    #expect(!tex.contains("/tmp/"))
    #expect(System.contents(of: "\(folder.path)/det-inc.pdf").starts(with: Array("%PDF".utf8)))
  }

  @Test func `hundreds of thousands of points are drawn in a moment`() throws {
    let count = 300_000
    let line = Figure.line([Curve(Samples.uniforms(count, seed: 8))])
    let cloud = Figure.scatter([
      Curve(x: Samples.uniforms(count, seed: 9), y: Samples.uniforms(count, seed: 10))
    ])
    let plotter = Plotter(timeLimit: 60)
    let start = System.seconds()
    #expect(try plotter.draw(line, as: .svg).bytes.count < 1_000_000)
    #expect(try plotter.draw(cloud, as: .png(scale: 2)).bytes.count < 1_000_000)
    #expect(System.seconds() - start < 60)
  }

  @Test(
    arguments: [
      [1e308, -1e308, 0], [.leastNonzeroMagnitude, 0, .leastNonzeroMagnitude],
      [1e20, 1e20 + 32_768, 1e20], [0, 0, 0],
      [Double.infinity, 1, 2], [-.infinity, .nan, 3], [1e-300, 2e-300, 3e-300], [1.1, 1.2, 1.4],
      [1e300, -1e300, 1], [123_456_789, 123_456_790, 123_456_791],
    ] as [[Double]])
  func `extreme numbers are drawn or refused`(values: [Double]) throws {
    let grid = Grid(values + values, rows: 2, columns: 3)
    let geometries: [Series.Geometry] = [
      .line(x: values, y: values), .scatter(x: values, y: values, marker: .disc, size: .nan),
      .bars(x: values, heights: values, width: values[0]),
      .band(x: [1, 2, 3], low: values, high: values.reversed()),
      .errorBars(x: [1, 2, 3], y: values, low: values, high: values),
      .filledSteps(edges: [0] + values, heights: values), .polygon(x: values, y: [1, 2, 3]),
      .image(grid, map: .diverging, range: Axis.Limits()), .surface(grid, map: .linear),
      .verticalLine(values[0]), .horizontalLine(values[1]),
    ]
    let plotter = Plotter()
    for geometry in geometries {
      for scale in Axis.Scale.allCases {
        let series = [Series(geometry, label: "a", lineWidth: values[0])]
        let figure = Figure(Axes(x: Axis(scale: scale), y: Axis(scale: scale), series: series))
        do {
          #expect(try !plotter.draw(figure, as: .png(scale: 1)).bytes.isEmpty)
        } catch .refused(let reason) {
          Issue.record("\(geometry.name) on \(scale): \(reason)")
        } catch {
          // Refused by us, with a reason of its own.
        }
      }
    }
    _ = Figure.hist(values)
    _ = Figure.violin([values], names: ["a"])
    _ = Figure.contour(grid)
  }

  @Test func `narrow terminals have the panels under one another`() throws {
    let text = try Plotter().shown(Samples.row, on: .blocks, columns: 60)
    let titles = ["Verification", "Scores", "Training"].map { title in
      text.split(separator: "\n").firstIndex { $0.contains(title) } ?? -1
    }
    #expect(titles[0] == 0 && titles[1] > 10 && titles[2] > titles[1] + 10)
  }

  @Test(arguments: TerminalKind.allCases)
  func `every kind of terminal is shown something`(kind: TerminalKind) throws {
    let text = try Plotter().shown(Samples.training, on: kind, columns: 80)
    let starts: [TerminalKind: String] = [
      .kitty: "\u{1B}_Ga=T", .iterm: "\u{1B}]1337;File=", .sixel: "\u{1B}P",
      .blocks: "Loss\n",
    ]
    #expect(text.hasPrefix(starts[kind] ?? ""))
    if kind == .text { #expect(text.contains("Epoch →   Loss ↑")) }
    if kind == .blocks {
      #expect(text.contains("━━\u{1B}[39m no margin") && text.contains("▀"))
      #expect(text.split(separator: "\n").contains { $0.hasSuffix("Epoch") })
    }
  }
}
