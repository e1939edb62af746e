import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Groups of rows, counts and ranks.
  static let segments: [Builtin] = [
    segment("segment_sum", "sums", "i64[2]\n  30  30", "0 for a segment without rows.") {
      try $0.segmentSum($1, count: $2)
    },
    segment("segment_mean", "means", "f32[2]\n  15.0  30.0", "nan for a segment without rows.") {
      try $0.segmentMean($1, count: $2)
    },
    segment(
      "segment_max", "largest elements", "i64[2]\n  20  30",
      "-inf for a segment without rows, an error for integers."
    ) { try $0.segmentMax($1, count: $2) },
    Builtin(
      "histogram", TensorArgument("x"),
      AnyValue(
        "bins", accepts: "how many, or their ascending edges", default: .int(10),
        defaultText: "10"),
      AnyValue(
        "range", accepts: "[low, high] or none for the extremes", default: Value.none,
        defaultText: "none", passing: .named),
      summary: "How many elements lie in each of some bins: the counts and the edges.",
      details: "The right edge belongs to the last bin; what lies outside is left out.",
      example: Example(
        "counts, edges = histogram([1, 2, 2, 4], 3)\ncounts", prints: "i64[3]\n  1  2  1"),
      related: ["bincount", "quantile", "searchsorted"]
    ) { machine, x, bins, range in
      if let count = bins.wholeNumber {
        let found = try x.histogram(bins: count, range: try limits(range))
        return machine.heap.list([
          machine.heap.tensor(found.counts), machine.heap.tensor(found.edges),
        ])
      }
      guard let edges = try machine.tensor(from: bins), range.isNone else {
        throw RuntimeError(
          .type,
          "histogram: 'bins' must be an int with a range, or edges alone, got \(bins.described)")
      }
      return machine.heap.list([
        machine.heap.tensor(try x.histogram(edges: edges)), machine.heap.tensor(edges),
      ])
    },
    Builtin(
      "isin", TensorArgument("x"), TensorArgument("values"),
      summary: "Whether each element is among some values; nan is not.",
      example: Example("isin([1, 2, 3], [3, 1])", prints: "bool[3]\n   true  false   true"),
      related: ["unique", "searchsorted"]
    ) { machine, x, values in machine.heap.tensor(try x.isin(values)) },
    Builtin(
      "rankdata", TensorArgument("x"), Integer("axis", default: -1),
      summary: "Ranks from 1 along an axis; equal elements share the mean of theirs.",
      details: "nan has no rank and gives nan.",
      example: Example("rankdata([10, 30, 10])", prints: "f32[3]\n  1.5  3.0  1.5"),
      related: ["argsort", "sort"]
    ) { machine, x, axis in machine.heap.tensor(try x.rankData(axis: axis)) },
  ]

  private static func limits(_ range: Value) throws -> (Double, Double)? {
    if range.isNone { return nil }
    let numbers = range.listObject?.items.compactMap { $0.number?.asDouble } ?? []
    guard numbers.count == 2, range.listObject?.items.count == 2 else {
      throw RuntimeError(
        .type, "histogram: 'range' must be [low, high] or none, got \(range.described)")
    }
    return (numbers[0], numbers[1])
  }

  private static func segment(
    _ name: String, _ word: String, _ shown: String, _ ofNone: String,
    _ body: @escaping @Sendable (Tensor, Tensor, Int?) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, TensorArgument("x", "[row, …]"), TensorArgument("ids", "i64[row]"),
      OptionalInteger("count", passing: .named),
      summary: "The \(word) of the rows with equal ids, one row an id from 0 on.",
      details: "`count` segments, one more than the largest id unless given. \(ofNone)",
      example: Example("\(name)([10, 20, 30], [0, 0, 1])", prints: shown),
      related: ["segment_sum", "segment_mean", "segment_max", "index_add"].filter { $0 != name }
    ) { machine, x, ids, count in machine.heap.tensor(try body(x, ids, count)) }
  }
}
