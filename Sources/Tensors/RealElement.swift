/// The element types of real tensors, for code that is written once for both.
public protocol RealElement: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// The dtype of tensors of such elements.
  static var dtype: DType { get }

  /// Lends the row-major elements of a tensor of this dtype.
  static func lend<Result>(
    _ tensor: Tensor, _ body: (UnsafeBufferPointer<Self>) throws -> Result
  ) throws -> Result

  /// A tensor of `shape` whose elements `fill` writes.
  static func tensor(
    shape: [Int], _ fill: (UnsafeMutableBufferPointer<Self>) throws -> Void
  ) throws -> Tensor
}

extension Float: RealElement {
  /// The dtype of tensors of such elements.
  public static var dtype: DType { .f32 }

  /// Lends the row-major elements of a tensor of this dtype.
  public static func lend<Result>(
    _ tensor: Tensor, _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) throws -> Result {
    try tensor.withF32(body)
  }

  /// A tensor of `shape` whose elements `fill` writes.
  public static func tensor(
    shape: [Int], _ fill: (UnsafeMutableBufferPointer<Float>) throws -> Void
  ) throws -> Tensor {
    try Tensor.makeF32(shape, fill)
  }
}

extension Double: RealElement {
  /// The dtype of tensors of such elements.
  public static var dtype: DType { .f64 }

  /// Lends the row-major elements of a tensor of this dtype.
  public static func lend<Result>(
    _ tensor: Tensor, _ body: (UnsafeBufferPointer<Double>) throws -> Result
  ) throws -> Result {
    try tensor.withF64(body)
  }

  /// A tensor of `shape` whose elements `fill` writes.
  public static func tensor(
    shape: [Int], _ fill: (UnsafeMutableBufferPointer<Double>) throws -> Void
  ) throws -> Tensor {
    try Tensor.makeF64(shape, fill)
  }
}
