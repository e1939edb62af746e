import Catalog
import Machine
import Tensors

/// Similarities and distances of rows.
enum Similarities {
  static let all: [Builtin] = [cosine, dot, euclidean, squaredEuclidean]

  private static let cosine = pairwise(
    "cosine_similarity",
    summary: "The cosine of the angle between rows of a and b: −1 to 1.",
    details: "a · b / (‖a‖ ‖b‖); a row of zeros gives 0.",
    example: Example("cosine_similarity([1.0, 0.0], [-2.0, 0.0])", prints: "-1.0"),
    related: ["dot_similarity", "euclidean_distance", "verify"]
  ) { a, b in
    try unit(a).multiplying(unit(b)).sum(axes: [-1])
  }

  private static let dot = pairwise(
    "dot_similarity",
    summary: "The dot product of rows of a and b.",
    details: "Larger is more alike.",
    example: Example("dot_similarity([1.0, 2.0], [3.0, 4.0])", prints: "11.0"),
    related: ["cosine_similarity"]
  ) { a, b in
    try a.multiplying(b).sum(axes: [-1])
  }

  private static let euclidean = pairwise(
    "euclidean_distance",
    summary: "The Euclidean distance between rows of a and b.",
    details: "√Σ (a − b)²; where rows coincide the gradient is 0.",
    example: Example("euclidean_distance([0.0, 0.0], [3.0, 4.0])", prints: "5.0"),
    related: ["squared_euclidean_distance", "cosine_similarity"]
  ) { a, b in
    try a.subtracting(b).norm(axes: [-1])
  }

  private static let squaredEuclidean = pairwise(
    "squared_euclidean_distance",
    summary: "The squared Euclidean distance between rows of a and b.",
    details: "Σ (a − b)².",
    example: Example("squared_euclidean_distance([0.0, 0.0], [3.0, 4.0])", prints: "25.0"),
    related: ["euclidean_distance"]
  ) { a, b in
    try a.subtracting(b).square().sum(axes: [-1])
  }

  /// Rows divided by their norm; rows of zeros stay as they are.
  private static func unit(_ x: Tensor) throws -> Tensor {
    let norm = try x.norm(axes: [-1], keepsAxes: true)
    return try x.dividing(norm.maximum(.float(1e-30)))
  }

  private static func pairwise(
    _ name: String, summary: String, details: String, example: Example, related: [String],
    _ body: @escaping @Sendable (Tensor, Tensor) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, TensorArgument("a", "[…, dim]"), TensorArgument("b", "[…, dim]"), summary: summary,
      details: details + " Compares row with row over the last axis; other axes broadcast.",
      example: example, related: related
    ) { machine, a, b in
      guard a.rank >= 1, b.rank >= 1, a.shape.last == b.shape.last else {
        throw RuntimeError(
          .shape, "\(name): the last axes must agree, got shapes \(a.shape) and \(b.shape)")
      }
      return machine.heap.tensor(try body(a, b))
    }
  }
}
