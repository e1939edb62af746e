import ArgumentParser
import Notebook

/// The prompt on a terminal.
struct Prompt {
  private let settings: RunSettings
  private let session: Session
  private let screen: TerminalScreen
  private let commands: PromptCommands
  private let colors: Bool

  init(_ settings: RunSettings) {
    self.settings = settings
    Interrupts.install()
    screen = TerminalScreen(settings, plots: settings.plots)
    session = Session(settings.session(isJournaled: true), screen: screen)
    colors = !settings.noColor && Terminal.allowsColor(Terminal.standardOutput)
    commands = PromptCommands(session: session, screen: screen, color: colors)
  }

  /// Reads and runs cells until the user leaves.
  func run(resume: Bool) throws {
    if !settings.quiet {
      Terminal.write(
        "mscript \(Version.number)   seed \(session.seed)   :help, ?name, ctrl-d leaves\n")
    }
    if resume { resumeLast() } else { runStartup() }
    try? FileSystem.makeFolder(StateFolder.path)
    let commands = commands
    let editor = LineEditor(history: StateFolder.history) { line, cursor in
      commands.completions(line, cursor)
    }
    commands.history = { editor.history(last: $0) }
    var pending = ""
    while true {
      switch editor.read(prompt: prompt(for: pending), block: pending) {
      case .interrupted:
        pending = ""
      case .end:
        Terminal.write("\n")
        guard !pending.isEmpty else { return session.leave() }
        pending = ""
      case .block(let text):
        pending = runIfComplete(text, editor)
      case .line(let line):
        if pending.isEmpty {
          guard !line.trimmed.isEmpty else { continue }
          if let ending = try commands.run(line) {
            editor.remember(line)
            if ending == .leave { return session.leave() }
            continue
          }
        }
        pending = runIfComplete(pending.isEmpty ? line : "\(pending)\n\(line)", editor)
      }
    }
  }

  /// Runs a text that is whole; gives what is still to be completed.
  private func runIfComplete(_ text: String, _ editor: LineEditor) -> String {
    if case .incomplete = Session.completeness(of: text) { return text }
    editor.remember(text)
    submit(text)
    return ""
  }

  private func submit(_ text: String) {
    let result = session.submit(text)
    screen.end()
    if let problem = session.takeJournalProblem() { complain(problem) }
    for path in screen.takeFiles() { Terminal.write("figure: \(path)\n") }
    for message in result.messages(color: colors) { complain(message) }
  }

  private func resumeLast() {
    guard let (path, script) = Journal.lastUnfinished() else {
      return complain("there is no session that was cut off")
    }
    let result = session.resume(script)
    screen.end()
    let count = result.outcomes.count { $0.cell.hasMarker }
    for message in result.messages(color: colors) { complain(message) }
    complain("resumed \(path): \(count) cell\(count == 1 ? "" : "s")")
    do { try Journal.close(path) } catch { complain("\(error)") }
  }

  private func runStartup() {
    guard let text = try? FileSystem.readText(StateFolder.startup) else { return }
    let result = session.submit(text, tags: ["startup"])
    screen.end()
    for message in result.messages(color: colors) { complain(message) }
  }

  /// `> `, or the open brackets and dots where a text goes on.
  private func prompt(for pending: String) -> String {
    let plain: String
    if pending.isEmpty {
      plain = "> "
    } else if case .incomplete(let nesting) = Session.completeness(of: pending) {
      plain = nesting.isEmpty ? ".. " : "\(nesting) .. "
    } else {
      plain = ".. "
    }
    // Between the two marks readline counts no columns.
    return colors ? "\u{1}\u{1B}[36m\u{2}\(plain)\u{1}\u{1B}[0m\u{2}" : plain
  }
}
