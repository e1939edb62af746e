/// What a reference says of a tensor operation beside its own page: whose convention it follows,
/// and what becomes of a gradient g that reaches its result y.
public struct OperationGuide: Sendable {
  /// The script name.
  public let name: String
  /// The function or paper that it agrees with.
  public let follows: String
  /// The rule of its gradient, or why it is not differentiable.
  public let gradient: String

  /// All operations on tensors, in the order of their families.
  public static let all: [OperationGuide] = [
    elementwise, reductions, arrays, matrices, signals, statistics,
  ].flatMap(rows)

  /// The builtins that belong to these families: what the guide must cover.
  public static let covered: [String] = [
    BuiltinCatalog.tensorCreation, BuiltinCatalog.elementwise, BuiltinCatalog.reductions,
    BuiltinCatalog.scans, BuiltinCatalog.shapes, BuiltinCatalog.grids, BuiltinCatalog.sorting,
    BuiltinCatalog.segments, BuiltinCatalog.linearAlgebra, BuiltinCatalog.tensorProducts,
    BuiltinCatalog.matrices, BuiltinCatalog.convolutions, BuiltinCatalog.spectral,
    BuiltinCatalog.networkFunctions, BuiltinCatalog.random, BuiltinCatalog.distributions,
    BuiltinCatalog.statistics, BuiltinCatalog.learners,
  ].flatMap { $0.map(\.name) }.filter { !streams.contains($0) }

  /// What sets or makes streams of random numbers, and gives none.
  private static let streams: Set = ["seed", "random"]

  /// The lines of a table, `name | follows | gradient`; a gradient `none: it gives bools` says why
  /// there is none.
  private static func rows(_ table: String) -> [OperationGuide] {
    table.split(separator: "\n").map { line in
      let cells = line.split(separator: "|").map { cell in
        var text = cell
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
      }
      precondition(cells.count == 3, "a row has a name, a source and a gradient: \(line)")
      let gradient =
        cells[2].hasPrefix("none: ")
        ? "not differentiable, because " + cells[2].dropFirst(6) : cells[2]
      return OperationGuide(name: cells[0], follows: cells[1], gradient: gradient)
    }
  }
}
