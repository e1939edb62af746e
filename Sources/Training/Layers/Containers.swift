import Catalog
import Tensors

/// Layers one after the other.
public final class Sequential: Layer {
  /// The layers inside it, in order.
  public let layers: [any Layer]
  /// Whether it behaves as in training.
  public var isTraining = true

  /// The layers in the order in which they are applied.
  public init(_ layers: [any Layer]) {
    self.layers = layers
  }

  /// The maker's call as it would be typed.
  public var call: String { "sequential(\(layers.map(\.call).joined(separator: ", ")))" }

  /// The layer's value; throws `TrainingError` for a shape that it does not take.
  public func callAsFunction(
    _ x: Tensor, using generator: inout RandomGenerator
  ) throws -> Tensor {
    var x = x
    for layer in layers { x = try layer(x, using: &generator) }
    return x
  }
}

/// Layers one after the other, added to what went in.
public final class Residual: Layer {
  /// The layers inside it, in order.
  public let layers: [any Layer]
  /// Whether it behaves as in training.
  public var isTraining = true

  /// x + f(x), f the layers in this order.
  public init(_ layers: [any Layer]) {
    self.layers = layers
  }

  /// The maker's call as it would be typed.
  public var call: String { "residual(\(layers.map(\.call).joined(separator: ", ")))" }

  /// The layer's value; throws `TrainingError` for a shape that it does not take.
  public func callAsFunction(
    _ x: Tensor, using generator: inout RandomGenerator
  ) throws -> Tensor {
    var y = x
    for layer in layers { y = try layer(y, using: &generator) }
    guard y.shape == x.shape else {
      throw TrainingError(
        "shape", "residual: its layers must keep the shape, got \(x.shape) to \(y.shape)")
    }
    return try x + y
  }
}

/// All layers whose maker takes only options; `sequential` and `residual` take layers.
public enum LayerCatalog {
  /// In the order of the reference page.
  public static let all: [Entry<LayerMaker>] =
    [Linear.entry, Conv1d.entry, BatchNorm.entry, Dropout.entry] + Pointwise.entries
}
