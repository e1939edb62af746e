import Notebook

/// What lines that begin with `:`, `?` or `%` do at the prompt.
final class PromptCommands {
  /// What becomes of the prompt after a command.
  enum Ending {
    case stay, leave
    /// It failed: a filter stops here.
    case failed
  }

  /// One command: its names, what it takes, what it does.
  private struct Entry: Sendable {
    let name: String
    let alias: String?
    let argument: String
    let help: String
    let action: @Sendable (PromptCommands, String) throws -> Ending
  }

  /// Gives the last entries of the history.
  var history: (Int) -> [String] = { _ in [] }
  private let session: Session
  private let screen: TerminalScreen
  private let color: Bool

  init(session: Session, screen: TerminalScreen, color: Bool) {
    self.session = session
    self.screen = screen
    self.color = color
  }

  private static let entries: [Entry] = [
    Entry(
      name: "cells", alias: nil, argument: "", help: "the cells so far",
      action: { commands, _ in commands.say(commands.session.cellList) }),
    Entry(
      name: "help", alias: nil, argument: "[NAME]", help: "this list, or the page of a name",
      action: { commands, name in name.isEmpty ? commands.list() : commands.help(name) }),
    Entry(
      name: "history", alias: "hist", argument: "[N]", help: "what was typed last",
      action: { commands, count in commands.showHistory(Int(count) ?? 20) }),
    Entry(
      name: "plots", alias: nil, argument: "", help: "where figures are shown",
      action: { commands, _ in commands.say(commands.screen.placeText) }),
    Entry(
      name: "quit", alias: "quit", argument: "", help: "leave (also ctrl-d)",
      action: { _, _ in .leave }),
    Entry(
      name: "run", alias: "run", argument: "FILE", help: "run the cells of a file here",
      action: { commands, file in commands.runFile(file) }),
    Entry(
      name: "save", alias: "save", argument: "FILE", help: "save the session as a script",
      action: { commands, file in commands.save(file) }),
    Entry(
      name: "set", alias: nil, argument: "plots KIND",
      help: "show figures as "
        + PictureTerminal.Kind.allCases.map(\.rawValue)
        .joined(separator: ", ") + " or file",
      action: { commands, words in commands.set(words) }),
    Entry(
      name: "time", alias: "time", argument: "CODE", help: "run code and say how long it took",
      action: { commands, code in commands.time(code) }),
    Entry(
      name: "vars", alias: "whos", argument: "", help: "the variables",
      action: { commands, _ in commands.say(commands.session.variableTable) }),
  ]

  /// Runs a line if it is a command; nil if it is code.
  func run(_ line: String) throws -> Ending? {
    let line = line.trimmed
    if line.hasPrefix("?") {
      return help(String(line.drop { $0 == "?" }).trimmed, source: line.hasPrefix("??"))
    }
    guard let mark = line.first, mark == ":" || mark == "%", line.count > 1 else { return nil }
    let rest = line.dropFirst()
    let word = String(rest.prefix { $0 != " " })
    let argument = String(rest.dropFirst(word.count)).trimmed
    let entry = Self.entries.first { mark == ":" ? $0.name == word : $0.alias == word }
    if let entry { return try entry.action(self, argument) }
    // A cell marker in a pasted text begins like an IPython command.
    if mark == "%" && word.hasPrefix("%") { return nil }
    let names = Self.entries.compactMap { mark == ":" ? $0.name : $0.alias }
    let near = Reference.nearest(word, in: names).map { "; did you mean \(mark)\($0)?" }
    complain("there is no command \(mark)\(word)" + (near ?? "; :help lists them"))
    return .failed
  }

  /// What could stand at the cursor of a line.
  func completions(_ line: String, _ cursor: Int) -> [Completion.Candidate] {
    let typed = String(decoding: Array(line.utf8.prefix(cursor)), as: UTF8.self)
    if typed.hasPrefix(":") || typed.hasPrefix("%"), !typed.contains(" ") {
      let word = String(typed.dropFirst())
      return Self.entries.filter { $0.name.hasPrefix(word) }
        .map { Completion.Candidate($0.name, help: $0.help) }
    }
    return session.completions(line, cursor: cursor)
  }

  private func say(_ text: String) -> Ending {
    Terminal.write(text.isEmpty || text.hasSuffix("\n") ? text : text + "\n")
    return .stay
  }

  private func list() -> Ending {
    let rows =
      Self.entries.map { entry in
        (
          ":\(entry.name)" + (entry.argument.isEmpty ? "" : " \(entry.argument)"),
          entry.help
        )
      } + [("?NAME", "the page of a name; ?WORD finds by topic"), ("ctrl-c", "stops what runs")]
    let width = rows.map(\.0.count).max() ?? 0
    return say(
      rows.map { row in
        "  \(row.0)\(String(repeating: " ", count: width - row.0.count))  \(row.1)\n"
      }.joined())
  }

  private func help(_ name: String, source: Bool = false) -> Ending {
    guard !name.isEmpty else { return list() }
    if source, let text = session.sourceText(of: name) { return say(text) }
    if let page = session.help(name) { return say(page) }
    complain("nothing is known of '\(name)'" + Reference().suggestion(for: name))
    return .failed
  }

  private func showHistory(_ count: Int) -> Ending {
    for entry in history(count) {
      Terminal.write("  " + entry.replacing("\n", with: "\n  ") + "\n")
    }
    return .stay
  }

  private func save(_ file: String) -> Ending {
    guard !file.isEmpty else {
      complain(":save takes the name of a file: :save demo.mscript")
      return .failed
    }
    let path = file.contains(".") ? file : file + ".mscript"
    do {
      let count = try session.save(to: path)
      return say("\(path): \(count) cell\(count == 1 ? "" : "s")")
    } catch {
      complain("\(error)")
      return .failed
    }
  }

  private func runFile(_ file: String) -> Ending {
    do {
      return report(session.submit(try FileSystem.readText(file), name: file))
    } catch {
      complain("\(error)")
      return .failed
    }
  }

  private func time(_ code: String) -> Ending {
    let result = session.submit(code)
    let ending = report(result)
    if case .stay = ending { Terminal.write("took \(result.durationText)\n") }
    return ending
  }

  private func report(_ result: Submission) -> Ending {
    screen.end()
    for path in screen.takeFiles() { Terminal.write("figure: \(path)\n") }
    for message in result.messages(color: color) { complain(message) }
    if case .finished = result.ending { return .stay }
    return .failed
  }

  private func set(_ words: String) -> Ending {
    let parts = words.split(separator: " ")
    guard parts.count == 2, parts[0] == "plots" else {
      complain(":set takes: plots KIND")
      return .failed
    }
    if parts[1] == "file" {
      screen.figurePlace = .folder
    } else if let kind = PictureTerminal.Kind(rawValue: String(parts[1])) {
      screen.figurePlace = .terminal(kind)
    } else {
      let kinds = PictureTerminal.Kind.allCases.map(\.rawValue) + ["file"]
      complain("no kind of plots '\(parts[1])'; there are " + kinds.joined(separator: ", "))
      return .failed
    }
    return .stay
  }
}

extension TerminalScreen {
  /// Where figures are shown, in words.
  var placeText: String {
    switch figurePlace {
    case .terminal(let kind): "figures are shown in the terminal as \(kind.rawValue)"
    case .folder: "figures are written to files"
    case .undecided: "figures go to the terminal if it can show them, else to files"
    }
  }
}
