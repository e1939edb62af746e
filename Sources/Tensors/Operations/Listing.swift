/// What a reference says of a tensor operation.
public struct OperationListing: Sendable {
  /// The name in messages.
  public let name: String
  /// What it computes.
  public let summary: String
  /// The dtypes that it takes as they are; others are brought to f32 first.
  public let dtypes: String
  /// How often it may be differentiated, or why it is not.
  public let gradient: String

  /// Every operation: those with a rule, then those without and why.
  public static let all: [OperationListing] =
    Operation.all.map { operation in
      OperationListing(
        name: operation.name, summary: operation.summary,
        dtypes: takesIntegers.contains(operation.name) ? "bool i64 f32 f64" : "f32 f64",
        gradient: operation.name == "batchNorm"
          ? "first order by a fused pass, then composed" : "every order")
    } + withoutGradient

  /// Operations that compute in integers too.
  private static let takesIntegers: Set<String> = [
    "add", "subtract", "multiply", "power", "minimum", "maximum", "remainder", "neg", "abs", "sign",
    "square", "floor", "ceil", "round", "trunc", "astype", "clip", "where", "relu", "sum", "prod",
    "max", "min", "cumsum", "cumprod", "reshape", "transpose", "broadcast", "slice", "flip",
    "concat", "take", "index add", "gather", "scatter add", "replace",
  ]

  private static let withoutGradient: [OperationListing] = {
    let any = "bool i64 f32 f64"
    let truth = "none: gives bools"
    let places = "none: gives positions"
    let counts = "none: gives counts"
    let steps = "none: constant between its steps"
    return [
      ("equal", "a = b, and so the other comparisons", any, truth),
      ("and", "and, or, xor and not of bools, or of the bits of i64", "bool i64", truth),
      ("isnan", "whether nan; so isinf and isfinite", "f32 f64", truth),
      ("isin", "whether among some values", any, truth),
      ("all", "whether all, or any, are not 0 along axes", any, truth),
      ("countNonzero", "how many are not 0 along axes", any, counts),
      ("floorDividing", "floor(a / b)", "i64 f32 f64", steps),
      ("argmax", "the position of the largest; so argmin", any, places),
      ("argsort", "the positions that sort", any, places),
      ("nonzero", "the positions of what is not 0", any, places),
      ("searchSorted", "where values belong in a sorted vector", any, places),
      ("unique", "the different values, ascending", any, "none: their number varies"),
      ("bincount", "how often each of 0, 1, … occurs", "bool i64", counts),
      ("histogram", "how many lie in each bin", any, counts),
      ("rankdata", "ranks, the mean of equals", any, steps),
      ("matrix_rank", "how many singular values are above a bound", "f32 f64", counts),
      ("hungarian", "the assignment of least cost", "f32 f64", places),
      ("random", "draws of every distribution", any, "none: not a function of tensors"),
    ].map { OperationListing(name: $0.0, summary: $0.1, dtypes: $0.2, gradient: $0.3) }
  }()
}
