import Tensors

/// A tensor that training changes: a leaf of the graph of gradients, shared by reference.
public final class Weight {
  /// `weight`, `bias`; a model puts the places of its layers before it, `0.weight`.
  public let name: String
  /// A leaf; setting it makes the given values a new one.
  public var value: Tensor {
    didSet { value = value.detached().tracked() }
  }
  /// What was left here by a walk back from a loss in parts; steps that take a loss use none.
  public var gradient: Tensor?
  /// Whether optimizers leave it alone.
  public var isFrozen = false

  /// A weight that starts with `value`.
  public init(_ name: String, _ value: Tensor) {
    self.name = name
    self.value = value.detached().tracked()
  }
}

/// A tensor that a layer changes by itself and that is saved with it: a running mean.
public final class Buffer {
  /// `running_mean`.
  public let name: String
  /// The numbers as they are now.
  public var value: Tensor

  /// A buffer that starts with `value`.
  public init(_ name: String, _ value: Tensor) {
    self.name = name
    self.value = value
  }
}

/// Everything that a model is made of, by name: `0.weight`, `1.running_mean`.
public struct ModelState {
  /// Names with values, weights first.
  public var tensors: [(name: String, value: Tensor)]

  /// A state of these tensors, in this order.
  public init(_ tensors: [(name: String, value: Tensor)]) {
    self.tensors = tensors
  }
}
