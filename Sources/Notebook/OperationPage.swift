import Tensors

/// The table of tensor operations in Markdown, from the records that compute them.
enum OperationPage {
  /// The section, ordered as the families are.
  static var markdown: String {
    let rows = OperationListing.all.map { operation in
      let cells = [
        "`\(operation.name)`", operation.summary, operation.dtypes, operation.gradient,
      ].map { $0.replacing("|", with: "\\|") }
      return "| " + cells.joined(separator: " | ") + " |"
    }
    let head = [
      "# Tensor operations", "",
      "What tensors compute with, under the names of messages. Everything else is composed of these,",
      "gradients included. Other dtypes are brought to f32 first.", "",
      "| operation | what it gives | dtypes | gradient |", "| --- | --- | --- | --- |",
    ]
    return (head + rows).joined(separator: "\n") + "\n"
  }
}
