import Glibc
import Notebook

/// Shows what cells put out: text on standard output, progress on standard error, figures in the
/// terminal where it can show them, else as files.
final class TerminalScreen: Screen {
  /// Where figures go.
  enum FigurePlace: Equatable {
    /// Into the terminal.
    case terminal(PictureTerminal.Kind)
    /// Into files of a folder.
    case folder
    /// Decided when the first figure comes.
    case undecided
  }

  var figurePlace = FigurePlace.undecided
  private let folder: String
  /// Whether the folder's name was made of the script's: then it must be a folder, as a link might
  /// lead the figures anywhere.
  private let refusesLink: Bool
  private let keepsFigures: Bool
  private let allowsColor: Bool
  private let bar: ProgressBar
  private var output = ""
  private let isInteractive = Terminal.isTerminal(Terminal.standardOutput)
  private(set) var files: [String] = []

  /// A screen; `plots` is the folder for figures that the terminal does not show, or with
  /// `keepsFigures` for all of them.
  init(_ settings: RunSettings, plots: String?, keepsFigures: Bool = false) {
    self.keepsFigures = keepsFigures
    bar = ProgressBar(isShown: !settings.quiet && Terminal.isTerminal(Terminal.standardError))
    folder = plots ?? "mscript-plots"
    refusesLink = settings.plots == nil
    allowsColor = !settings.noColor && Terminal.allowsColor(Terminal.standardOutput)
    if settings.plots != nil { figurePlace = .folder }
  }

  func write(_ text: String) {
    bar.clear()
    output += text
    // To a file or pipe in large pieces; to a terminal at once.
    if isInteractive || output.utf8.count >= 8192 { flush() }
  }

  func progress(label: String, done: Int, total: Int?, note: String) {
    flush()
    bar.update(label: label, done: done, total: total, note: note)
  }

  func show(_ figure: ShownFigure) {
    flush()
    bar.clear()
    if figurePlace == .undecided {
      figurePlace = Terminal.pictures().map(FigurePlace.terminal) ?? .folder
    }
    do {
      switch figurePlace {
      case .terminal(let kind):
        let terminal = PictureTerminal(
          kind: kind, columns: Terminal.columns, isColored: allowsColor)
        let bytes = try figure.inline(on: terminal)
        try FileSystem.write(bytes, to: Terminal.standardOutput, name: "standard output")
        Terminal.write("\n")
        if keepsFigures { try write(figure) }
      case .folder, .undecided:
        try write(figure)
      }
    } catch {
      complain("figure \(figure.number): \(error)")
    }
  }

  /// Writes a figure's files into the folder.
  private func write(_ figure: ShownFigure) throws {
    if refusesLink, FileSystem.isLink(folder) {
      throw FigureError(
        description: "\(folder) is a link to another folder, into which nothing is written; "
          + "`--plots DIR` says where figures go")
    }
    files += try figure.files(in: folder)
  }

  private struct FigureError: Error, CustomStringConvertible {
    let description: String
  }

  /// Writes out what is held back, and takes a progress bar away.
  func end() {
    bar.end()
    flush()
  }

  /// Which files the figures are in, nil if there are none.
  var filesNote: String? {
    guard let first = files.first else { return nil }
    return files.count == 1
      ? "figure: \(first)" : "\(files.count) figures: " + files.joined(separator: ", ")
  }

  /// Gives the files that came since the last call.
  func takeFiles() -> [String] {
    defer { files = [] }
    return files
  }

  private func flush() {
    guard !output.isEmpty else { return }
    Terminal.write(output)
    output = ""
  }
}
