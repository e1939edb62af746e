import Catalog
import Tensors

/// A layer without weights: a function of its input alone.
public final class Pointwise: Layer {
  /// The maker's call as it would be typed.
  public let call: String
  /// Whether it behaves as in training.
  public var isTraining = true
  private let body: (Tensor) throws -> Tensor

  /// The layer that computes `body`.
  public init(_ call: String, _ body: @escaping (Tensor) throws -> Tensor) {
    self.call = call
    self.body = body
  }

  /// The layer's value; throws `TrainingError` for a shape that it does not take.
  public func callAsFunction(
    _ x: Tensor, using generator: inout RandomGenerator
  ) throws -> Tensor {
    try body(x)
  }

  /// max(x, 0).
  public static func relu() -> Pointwise { Pointwise("relu()") { try $0.relu() } }

  /// The hyperbolic tangent.
  public static func tanh() -> Pointwise { Pointwise("tanh()") { try $0.tanh() } }

  /// `[batch, …]` to `[batch, everything else]`.
  public static func flatten() -> Pointwise {
    Pointwise("flatten()") { x in
      guard x.rank >= 1 else {
        throw TrainingError("shape", "flatten(): takes [batch, ...], got shape \(x.shape)")
      }
      return try x.flatten(from: 1)
    }
  }

  /// Means over time, then unbiased standard deviations: `[batch, channel, time]` to
  /// `[batch, 2 · channel]`.
  public static func statsPool() -> Pointwise {
    Pointwise("stats_pool()") { x in try statisticsOverTime(x) }
  }

  /// Means over time: `[batch, channel, time]` to `[batch, channel]`.
  public static func meanPool() -> Pointwise {
    Pointwise("mean_pool()") { x in
      guard x.rank == 3, x.shape[2] >= 1 else {
        throw TrainingError(
          "shape", "mean_pool(): takes [batch, channel, time], got shape \(x.shape)")
      }
      return try x.mean(axes: [2])
    }
  }

  static let entries: [Entry<LayerMaker>] = [
    Entry(
      "relu", summary: "max(x, 0) as a layer.",
      example: Example("relu()(tensor([-1.0, 2.0])).tolist()", prints: "[0.0, 2.0]")
    ) { LayerMaker { _ in relu() } },
    Entry(
      "tanh", summary: "The hyperbolic tangent as a layer.",
      example: Example("tanh()(tensor([0.0])).tolist()", prints: "[0.0]")
    ) { LayerMaker { _ in tanh() } },
    Entry(
      "flatten", summary: "[batch, ...] to [batch, everything else].",
      example: Example("flatten()(zeros(2, 3, 4)).shape", prints: "[2, 12]")
    ) { LayerMaker { _ in flatten() } },
    Entry(
      "stats_pool",
      summary: "Means over time, then unbiased standard deviations.",
      details: """
        x [batch, channel, time] with at least two frames gives [batch, 2 · channel]. The standard
        deviation has divisor time − 1; where it is 0 its gradient counts as 0.
        """,
      example: Example("stats_pool()(zeros(2, 3, 4)).shape", prints: "[2, 6]"),
      source: Citation(
        "Snyder et al.", 2018, "X-Vectors", "doi.org/10.1109/ICASSP.2018.8461375"),
      related: ["mean_pool"]
    ) { LayerMaker { _ in statsPool() } },
    Entry(
      "mean_pool", summary: "Means over time: [batch, channel, time] to [batch, channel].",
      example: Example("mean_pool()(ones(2, 3, 4)).shape", prints: "[2, 3]"),
      related: ["stats_pool"]
    ) { LayerMaker { _ in meanPool() } },
  ]
}
