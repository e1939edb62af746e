import Notebook

/// Options of everything that runs cells; `RunOptions` reads them from a command line.
struct RunSettings {
  var seed: Int?
  var threads: Int?
  /// No banner, no progress, no notes.
  var quiet = false
  var noColor = false
  /// Where a script's figures go.
  var plots: String?
  /// Paths outside the working folder that may be written.
  var allowedPaths: [String] = []
  /// Seconds after which a cell ends.
  var timeLimit: Double?
  /// Bytes that values may take.
  var memoryLimit: Int?

  /// The options of a session.
  func session(arguments: [String] = [], isJournaled: Bool = false) -> SessionOptions {
    var options = SessionOptions()
    options.seed = seed
    options.threads = threads
    options.arguments = arguments
    options.allowedPaths = allowedPaths
    options.timeLimit = timeLimit
    options.memoryLimit = memoryLimit
    options.isJournaled = isJournaled
    return options
  }

  /// Whether standard error may be colored.
  var colorsErrors: Bool { !noColor && Terminal.allowsColor(Terminal.standardError) }
}
