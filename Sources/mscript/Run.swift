import ArgumentParser

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
    try ScriptRun(
      settings: options.settings, expression: expression, words: words, resume: resume
    ).run()
  }
}
