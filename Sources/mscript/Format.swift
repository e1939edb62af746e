import ArgumentParser
import Notebook

/// `mscript fmt FILE …`: one canonical layout.
struct Format: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt", abstract: "Lay out scripts in one canonical form; comments are kept.")

  @Flag(help: "Change nothing; status 1 if a file is not laid out so.")
  var check = false

  @Flag(help: "Change nothing; show what would change.")
  var diff = false

  @Argument(help: "Scripts, or - for standard input.")
  var files: [String]

  func run() throws {
    var isClean = true
    for file in files {
      let isInput = file == "-"
      let text = try readText(file)
      let layout = ScriptLayout.format(Transcript.read(text, name: file))
      guard let formatted = layout.text else {
        for message in layout.messages(color: Terminal.allowsColor(Terminal.standardError)) {
          complain(message)
        }
        isClean = false
        continue
      }
      if isInput && !check && !diff { Terminal.write(formatted) }
      guard formatted != text else { continue }
      if diff { Terminal.write(LineDifference.unified(text, formatted, name: file)) }
      if check {
        complain("\(file): not laid out")
        isClean = false
      }
      if !isInput && !check && !diff { try FileSystem.write(file, formatted) }
    }
    if !isClean { throw ExitCode.failed }
  }
}
