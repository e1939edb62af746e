import ArgumentParser
import Notebook

/// `mscript check FILE …`: what can be said without running.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Parse scripts and resolve their names, without running them.")

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
