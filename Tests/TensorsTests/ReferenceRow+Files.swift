import TestSupport

extension ReferenceRow {
  /// The files of tensor operations, each written by the generator of its name.
  static let files = ["tensors", "matrices", "arrays", "signals", "statistics"]

  /// Every row of all files.
  static func all() throws -> [ReferenceRow] { try files.flatMap { try rows(of: $0) } }
}
