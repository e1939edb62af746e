import ArgumentParser
import Notebook

/// `mscript doc [NAME]`: help pages and the reference.
struct Doc: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the page of a name or topic, or write the whole reference.")

  @Flag(help: "All builtins.")
  var all = false

  @Option(help: ArgumentHelp("The form: text or md.", valueName: "form"))
  var to: String = "text"

  @Argument(help: "A name or a topic.")
  var name: String?

  func validate() throws {
    guard to == "text" || to == "md" else { throw ValidationError("--to must be text or md.") }
  }

  func run() throws {
    let reference = Reference()
    if all {
      Terminal.write(to == "md" ? reference.markdown : reference.text)
    } else if let name {
      guard let page = to == "md" ? reference.markdown(of: name) : reference.page(of: name) else {
        complain("mscript: no builtin or topic '\(name)'" + reference.suggestion(for: name))
        throw ExitCode.failed
      }
      Terminal.write(page)
    } else {
      Terminal.write(reference.overview)
    }
  }
}
