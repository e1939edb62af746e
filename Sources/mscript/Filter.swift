import ArgumentParser
import Notebook

/// Standard input that is no terminal: each complete text is a cell, and runs at once.
struct Filter {
  let settings: RunSettings

  init(_ settings: RunSettings) {
    self.settings = settings
  }

  func run() throws {
    Interrupts.install()
    let screen = TerminalScreen(settings, plots: settings.plots ?? "mscript-plots")
    let session = Session(settings.session(isJournaled: true), screen: screen)
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
    for message in result.messages(color: settings.colorsErrors) { complain(message) }
    switch result.ending {
    case .finished: return
    case .failed: throw ExitCode.failed
    case .interrupted: throw ExitCode.interrupted
    }
  }
}
