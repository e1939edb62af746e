/// Why a figure could not be drawn or saved, and what to do about it.
public enum PlotError: Error, Sendable, Equatable {
  /// No `gnuplot` on the PATH.
  case notInstalled
  /// The gnuplot found is older than 5.2.
  case tooOld(version: String)
  /// gnuplot is there and does not start.
  case notStarted(reason: String)
  /// gnuplot did not answer within the limit, twice.
  case timedOut(seconds: Double)
  /// gnuplot ended while drawing, twice; with the last it said.
  case crashed(detail: String)
  /// The user stopped the drawing.
  case interrupted
  /// gnuplot refused the figure, with its reason.
  case refused(reason: String)
  /// A panel has no finite value to show; panels count from 1.
  case nothingToDraw(panel: Int)
  /// Two lists of a series that must have equal lengths have not.
  case unequalLengths(series: String, first: String, count: Int, second: String, found: Int)
  /// A number of a figure or series is outside what it can be.
  case invalid(what: String, accepts: String, found: String)
  /// A file name that does not end in a format's letters.
  case unknownFormat(path: String)
  /// A file name that a shell could read as a command.
  case unsafeName(path: String)
  /// The file could not be written, with the system's reason.
  case notWritten(path: String, reason: String)
}

extension PlotError: CustomStringConvertible {
  /// What happened and what to do, in a sentence or two.
  public var description: String {
    switch self {
    case .crashed(let detail):
      "gnuplot ended while drawing" + (detail.isEmpty ? "" : " (\(detail))")
        + "; it was started again. Show the figure again, or draw fewer points"
    case .interrupted:
      "the drawing was stopped; show the figure again to draw it"
    case .invalid(let what, let accepts, let found):
      "\(what) must be \(accepts), not \(found)"
    case .nothingToDraw(let panel):
      "panel \(panel) has no finite value to draw; give it data, or limits on both axes"
    case .notInstalled:
      "plots need gnuplot, which is not on the PATH; install the Debian package gnuplot-nox"
    case .notStarted(let reason):
      "gnuplot could not be started: \(reason)"
    case .notWritten(let path, let reason):
      "the figure could not be written to \(path): \(reason)"
    case .refused(let reason):
      "gnuplot refused the figure: \(reason)"
    case .timedOut(let seconds):
      "gnuplot did not answer within \(Decimal.shortest(seconds)) s and was started again; "
        + "show the figure again, or draw fewer points"
    case .tooOld(let version):
      "plots need gnuplot 5.2 or newer, not \(version); upgrade the package gnuplot-nox"
    case .unequalLengths(let series, let first, let count, let second, let found):
      "\(series): \(first) has \(count) values, so \(second) must have \(count) too, not \(found)"
    case .unknownFormat(let path):
      "a figure is saved as .png, .svg, .pdf or .tex, not as \(path)"
    case .unsafeName(let path):
      "a file name must not begin with < or |, as \(path) does"
    }
  }
}
