import Glibc

/// Draws figures: keeps one gnuplot running, and starts another when it does not answer.
///
/// Not for several threads at once. A failed figure leaves nothing behind: the next is drawn as
/// if it had not been.
public final class Plotter {
  /// Seconds that gnuplot may take for one figure.
  public var timeLimit: Double
  /// Where gnuplot is looked for: folders, separated by colons; nil for the PATH.
  public var searchPath: String?

  private var process: GnuplotProcess?
  private var hasDrawn = false

  /// A plotter that starts gnuplot at its first figure.
  public init(searchPath: String? = nil, timeLimit: Double = 15) {
    self.searchPath = searchPath
    self.timeLimit = timeLimit
  }

  /// Draws `figure`. `isInterrupted` is asked every 50 ms; once it says yes, drawing stops.
  ///
  /// Throws every `PlotError` but those about files.
  public func draw(
    _ figure: Figure, as format: PlotFormat, isInterrupted: @escaping () -> Bool = { false }
  ) throws(PlotError) -> Picture {
    try draw(GnuplotScript(figure, format: format), isInterrupted: isInterrupted)
  }

  func draw(
    _ script: GnuplotScript, isInterrupted: @escaping () -> Bool
  ) throws(PlotError) -> Picture {
    let patience = GnuplotProcess.Patience(seconds: timeLimit, isInterrupted: isInterrupted)
    do {
      return try attempt(script, patience)
    } catch .timedOut, .crashed {
      // Once more with a fresh gnuplot: the fault may have been the old one's.
      return try attempt(script, patience)
    } catch {
      throw error
    }
  }

  /// Draws `figure` and writes it to `path`, as its ending says (and `NAME-inc.pdf` beside
  /// `NAME.tex`), with `provenance` inside; gives back what was left out of the picture, a
  /// sentence each.
  ///
  /// Throws every `PlotError`.
  @discardableResult
  public func save(
    _ figure: Figure, to path: String, provenance: String? = nil,
    isInterrupted: @escaping () -> Bool = { false }
  ) throws(PlotError) -> [String] {
    let format = try PlotFormat(path: path)
    let picture = try draw(figure, as: format, isInterrupted: isInterrupted)
    for file in picture.files(path: path, provenance: provenance) {
      if let reason = System.save(file.bytes, to: file.path) {
        throw .notWritten(path: file.path, reason: reason)
      }
    }
    return picture.notes
  }

  /// Ends gnuplot; the next figure starts it again.
  public func close() {
    process = nil
  }

  private func attempt(
    _ script: GnuplotScript, _ patience: GnuplotProcess.Patience
  ) throws(PlotError) -> Picture {
    // The svg terminal begins with the pen of the figure before: a fresh gnuplot (10 ms) makes
    // the bytes depend on this figure alone.
    if script.format == .svg, hasDrawn { process = nil }
    let gnuplot = try running(patience)
    hasDrawn = true
    let data = try MemoryFile("mscript-data", contents: script.data)
    let folder = script.isLaTeX ? try MomentaryFolder() : nil
    let output = try MemoryFile("mscript-picture")
    let outputPath = folder.map { "\($0.path)/figure.tex" } ?? output.path
    let commands = try MemoryFile(
      "mscript-commands",
      contents: Array(script.text(dataPath: data.path, outputPath: outputPath).utf8))
    let reply = try ask(
      gnuplot, "unset multiplot\nunset output\nload '\(commands.path)'", patience)
    if let problem = reply.problem {
      _ = try ask(gnuplot, "unset multiplot\nunset output", patience)
      throw .refused(reason: problem)
    }
    var picture = Picture(
      format: script.format, bytes: output.contents, notes: script.notes + warnings(reply.lines))
    if let folder {
      picture.bytes = System.contents(of: outputPath)
      picture.companion = System.contents(of: "\(folder.path)/figure.pdf")
      picture.nameInside = "\(folder.path)/figure"
    }
    guard !picture.bytes.isEmpty else {
      throw .refused(reason: reply.lines.last ?? "it drew nothing")
    }
    return picture
  }

  // The process at hand, or a new one whose version has been checked.
  private func running(_ patience: GnuplotProcess.Patience) throws(PlotError) -> GnuplotProcess {
    if let process { return process }
    let fresh = try GnuplotProcess(
      searchPath: searchPath ?? System.environment("PATH") ?? "/usr/bin:/bin")
    let reply = try ask(fresh, "print 'version ', GPVAL_VERSION", patience)
    let version =
      reply.lines.last { $0.hasPrefix("version ") }?.split(separator: " ").last.map(String.init)
    guard let version, let number = Double(version) else {
      throw .notStarted(reason: "it does not tell its version: \(reply.lines.last ?? "")")
    }
    guard number >= 5.2 else { throw .tooOld(version: version) }
    process = fresh
    hasDrawn = false
    return fresh
  }

  private func ask(
    _ gnuplot: GnuplotProcess, _ commands: String, _ patience: GnuplotProcess.Patience
  ) throws(PlotError) -> GnuplotProcess.Reply {
    do {
      return try gnuplot.run(commands, patience: patience)
    } catch {
      process = nil
      switch error {
      case .interrupted: throw .interrupted
      case .timedOut: throw .timedOut(seconds: patience.seconds)
      case .ended(let words): throw .crashed(detail: words)
      }
    }
  }

  // gnuplot's own warnings without the place in the commands, which says nothing to a reader.
  private func warnings(_ lines: [String]) -> [String] {
    let mark = "warning: "
    return lines.compactMap { line in
      let start = line.indices.first { line[$0...].hasPrefix(mark) }
      return start.map { String(line[$0...].dropFirst(mark.count)) }
    }
  }
}
