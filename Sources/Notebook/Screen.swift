import Machine

/// What a face of the notebook (prompt, command, kernel) shows while a cell runs.
public protocol Screen: AnyObject {
  /// Text that a cell printed or showed.
  func write(_ text: String)
  /// Progress of a loop; `total` is nil where the length is unknown. A call with `done == total`
  /// ends it.
  func progress(label: String, done: Int, total: Int?, note: String)
  /// A figure that a cell shows.
  func show(_ figure: ShownFigure)
}

/// Shows nothing.
public final class NoScreen: Screen {
  /// A screen that shows nothing.
  public init() {}

  /// Drops the text.
  public func write(_ text: String) {}
  /// Drops the progress.
  public func progress(label: String, done: Int, total: Int?, note: String) {}
  /// Drops the figure.
  public func show(_ figure: ShownFigure) {}
}

/// Passes a cell's output on to the screen, and keeps it for the records.
final class RecordingSink: OutputSink {
  private let screen: any Screen
  private let presenter: any FigurePresenter
  private(set) var text = ""
  private var figureCount = 0

  init(screen: any Screen, presenter: any FigurePresenter) {
    self.screen = screen
    self.presenter = presenter
  }

  /// Forgets what earlier cells put out.
  func beginCell() {
    text = ""
  }

  func write(_ text: String) {
    self.text += text
    screen.write(text)
  }

  func show(figure: any ScriptObject) {
    figureCount += 1
    screen.show(ShownFigure(number: figureCount, object: figure, presenter: presenter))
  }

  func progress(label: String, done: Int, total: Int?, note: String) {
    screen.progress(label: label, done: done, total: total, note: note)
  }
}
