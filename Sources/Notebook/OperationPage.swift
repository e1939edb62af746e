import Builtins
import Tensors

/// The tables of tensor operations in Markdown.
enum OperationPage {
  /// What scripts call, with whose convention it follows; then the records that compute it.
  static var markdown: String { conventions + "\n" + records }

  private static var conventions: String {
    table(
      [
        "# Conventions and gradients", "",
        "Whose convention a function of tensors follows, and what becomes of a gradient g that",
        "reaches its result y.", "",
      ], ["function", "follows", "gradient"],
      OperationGuide.all.map { ["`\($0.name)`", $0.follows, $0.gradient] })
  }

  private static var records: String {
    table(
      [
        "# Tensor operations", "",
        "What tensors compute with, under the names of messages. Everything else is composed of these,",
        "gradients included. Other dtypes are brought to f32 first.", "",
      ], ["operation", "what it gives", "dtypes", "gradient"],
      OperationListing.all.map { ["`\($0.name)`", $0.summary, $0.dtypes, $0.gradient] })
  }

  private static func table(_ text: [String], _ head: [String], _ rows: [[String]]) -> String {
    let lines = rows.map { cells in
      line(cells.map { $0.replacing("|", with: "\\|") })
    }
    let rule = line(head.map { _ in "---" })
    return (text + [line(head), rule] + lines).joined(separator: "\n") + "\n"
  }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }
}
