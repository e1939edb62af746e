import ArgumentParser
import Notebook

/// `mscript [FILE]`: the prompt, a script, a line, or standard input.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a script; without one, the prompt.")

  @OptionGroup var options: RunOptions

  @Option(
    name: .short, parsing: .unconditional,
    help: ArgumentHelp("Run this line and show its value.", valueName: "expression"))
  var expression: String?

  @Flag(help: "At the prompt: run the cells of the last session that was cut off.")
  var resume = false

  @Argument(
    parsing: .captureForPassthrough,
    help: ArgumentHelp("A script, or - for standard input, and its arguments.", valueName: "file"))
  var words: [String] = []

  func validate() throws {
    if let word = words.first, word.hasPrefix("-"), word != "-" {
      throw ValidationError("there is no option \(word)")
    }
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
      try Prompt(options).run(resume: resume)
    } else {
      try Filter(options).run()
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
    let screen = TerminalScreen(options, plots: options.plots ?? plots, keepsFigures: true)
    var sessionOptions = options.session(arguments: arguments)
    sessionOptions.isRecorded = false
    let session = Session(sessionOptions, screen: screen)
    let result = session.run(script)
    screen.end()
    for message in result.messages(color: options.colorsErrors) { complain(message) }
    if !options.quiet {
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

/// Standard input that is no terminal: each complete text is a cell, and runs at once.
struct Filter {
  let options: RunOptions

  init(_ options: RunOptions) {
    self.options = options
  }

  func run() throws {
    Interrupts.install()
    let screen = TerminalScreen(options, plots: options.plots ?? "mscript-plots")
    let session = Session(options.session(isJournaled: true), screen: screen)
    let commands = PromptCommands(session: session, screen: screen, color: false)
    var pending = ""
    while let line = readLine(strippingNewline: true) {
      if pending.isEmpty, let ending = try commands.run(line) {
        if ending == .leave { break }
        if ending == .failed { throw ExitCode.failed }
        continue
      }
      pending += pending.isEmpty ? line : "\n" + line
      if case .incomplete = Session.completeness(of: pending) { continue }
      try submit(pending, session, screen)
      pending = ""
    }
    if !pending.isEmpty { try submit(pending, session, screen) }
    session.leave()
  }

  private func submit(_ text: String, _ session: Session, _ screen: TerminalScreen) throws {
    let result = session.submit(text)
    screen.end()
    if let problem = session.takeJournalProblem() { complain(problem) }
    for message in result.messages(color: options.colorsErrors) { complain(message) }
    switch result.ending {
    case .finished: return
    case .failed: throw ExitCode.failed
    case .interrupted: throw ExitCode.interrupted
    }
  }
}
