import ArgumentParser
import Notebook

/// `mscript check FILE …`: what can be said without running.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look for mistakes without running: names, calls, shapes, dead code.",
    discussion: "Errors give status 1; warnings alone give 0.")

  @Flag(help: "No colors.")
  var noColor = false

  @Argument(help: "Scripts.")
  var files: [String]

  func run() throws {
    var hasErrors = false
    let color = !noColor && Terminal.allowsColor(Terminal.standardError)
    for file in files {
      let checked = ScriptCheck.check(Transcript.read(try readScript(file), name: file))
      for message in checked.messages(color: color) { complain(message) }
      hasErrors = hasErrors || checked.hasErrors
    }
    if hasErrors { throw ExitCode.failed }
  }
}
