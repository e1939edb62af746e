import ArgumentParser
import Notebook

/// What `mscript` does where no subcommand is named.
struct ScriptRun {
  var settings = RunSettings()
  /// The line of `-e`.
  var expression: String?
  /// A script and its arguments.
  var words: [String] = []
  /// Whether the prompt takes up the last session that was cut off.
  var resume = false

  /// The run that a command line of one of the usual forms asks for: nothing, `-e EXPR`, `FILE …`,
  /// the last also behind `--quiet`. Nil for any other, which is the parser's.
  ///
  /// Building the parser's tree of commands takes 4 ms, as long as all the rest of a short run.
  ///
  /// `subcommands` is asked only about a first word that looks like one: it has no dot and no slash.
  init?(usual arguments: [String], subcommands: @autoclosure () -> [String]) {
    var rest = arguments[...]
    if rest.first == "--quiet" {
      settings.quiet = true
      rest.removeFirst()
    }
    if rest.count == 2, rest.first == "-e" {
      expression = rest.last
      return
    }
    guard let word = rest.first else { return }
    if word.hasPrefix("-") && word != "-" { return nil }
    let isPath = word.utf8.contains(UInt8(ascii: ".")) || word.utf8.contains(UInt8(ascii: "/"))
    if !isPath, subcommands().contains(word) { return nil }
    words = Array(rest)
  }

  init(settings: RunSettings, expression: String?, words: [String], resume: Bool) {
    self.settings = settings
    self.expression = expression
    self.words = words
    self.resume = resume
  }

  func run() throws {
    if let expression {
      try runScript(Transcript.read(expression, name: "-e"), arguments: words, plots: nil)
    } else if let file = words.first {
      let text = file == "-" ? try readStandardInput() : try readScript(file)
      let name = file == "-" ? "standard input" : file
      let plots = file == "-" ? "mscript-plots" : Self.plotFolder(of: file)
      try runScript(
        Transcript.read(text, name: name), arguments: Array(words.dropFirst()), plots: plots)
    } else if Terminal.isTerminal(Terminal.standardInput) {
      try Prompt(settings).run(resume: resume)
    } else {
      try Filter(settings).run()
    }
  }

  private func readStandardInput() throws -> String {
    let bytes = try FileSystem.read(descriptor: Terminal.standardInput, name: "standard input")
    return String(decoding: bytes, as: UTF8.self)
  }

  /// `dir/demo.mscript` gives `demo-plots`, in the working folder.
  static func plotFolder(of file: String) -> String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    return (stem.isEmpty ? name : stem) + "-plots"
  }

  /// Runs all cells; the first uncaught error ends the run.
  private func runScript(_ script: Script, arguments: [String], plots: String?) throws {
    Interrupts.install()
    let screen = TerminalScreen(settings, plots: settings.plots ?? plots, keepsFigures: true)
    var options = settings.session(arguments: arguments)
    options.isRecorded = false
    let session = Session(options, screen: screen)
    // Never freed: the process ends behind this, and to free a million values one by one takes
    // longer than many a script.
    _ = Unmanaged.passRetained(session)
    let result = session.run(script)
    screen.end()
    for message in result.messages(color: settings.colorsErrors) { complain(message) }
    if !settings.quiet {
      if let note = screen.filesNote { complain(note) }
      if let note = session.drawnSeedNote { complain(note) }
    }
    switch result.ending {
    case .finished: return
    case .failed: throw ExitCode.failed
    case .interrupted: throw ExitCode.interrupted
    }
  }
}
