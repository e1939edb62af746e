import ArgumentParser
import Notebook

/// `mscript replay FILE`: runs a saved session again and compares.
struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a saved session cell by cell and compare with its records.")

  @OptionGroup var options: RunOptions

  @Flag(help: "Stop at the first difference, and write nothing.")
  var check = false

  @Flag(help: "Write the new results into the file.")
  var update = false

  @Argument(help: "A session file.")
  var file: String

  func validate() throws {
    if check && update { throw ValidationError("--check writes nothing: leave out --update.") }
  }

  func run() throws {
    let settings = options.settings
    let script = Transcript.read(try readScript(file), name: file)
    Interrupts.install()
    let replay = SessionReplay(script, settings.session(), check: check)
    if !settings.quiet, let note = replay.receiptNote { complain(note) }
    let report = replay.run { row in
      if !settings.quiet || row.isDifferent { Terminal.write(row.text + "\n") }
    }
    for message in report.messages(color: settings.colorsErrors) { complain(message) }
    Terminal.write(report.summary + "\n")
    if update, report.isComplete {
      try FileSystem.write(file, Transcript.write(report.updated))
    }
    if report.isInterrupted { throw ExitCode.interrupted }
    if !report.isSame && !(update && report.isComplete) { throw ExitCode.failed }
  }
}
