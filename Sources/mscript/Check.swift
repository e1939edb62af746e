import ArgumentParser
import Notebook

/// `mscript check FILE …`: what can be said without running.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look for mistakes without running: names, calls, shapes, dead code.",
    discussion: "Errors give status 1; warnings alone give 0.")

  @Flag(help: "No colors.")
  var noColor = false

  @Flag(help: "Warnings give status 1 too.")
  var strict = false

  @Argument(help: "Scripts, or - for standard input.")
  var files: [String]

  func run() throws {
    var hasErrors = false
    let color = !noColor && Terminal.allowsColor(Terminal.standardError)
    for file in files {
      let checked = ScriptCheck.check(Transcript.read(try readText(file), name: file))
      let messages = checked.messages(color: color)
      for message in messages { complain(message) }
      hasErrors = hasErrors || checked.hasErrors || strict && !messages.isEmpty
    }
    if hasErrors { throw ExitCode.failed }
  }
}
