/// An n-dimensional array: a value whose copies share memory until one of them is changed. It
/// may carry the record of the operation that made it, for gradients.
public struct Tensor: @unchecked Sendable {
  var storage: Storage
  /// Where the first element lies in the storage, in elements.
  var offset: Int
  /// The sizes of the axes; `[]` for a single number.
  public internal(set) var shape: [Int]
  /// Steps between neighbors along each axis in elements; nil if row-major.
  private(set) var layout: [Int]?
  /// The type of the elements.
  public let dtype: DType
  /// The number of elements.
  public let count: Int
  /// The operation that made it, if gradients are tracked.
  var node: Node?

  /// The number of axes.
  public var rank: Int { shape.count }

  /// Whether the elements lie in row-major order without gaps.
  public var isContiguous: Bool { layout == nil }

  /// Uninitialized elements of a checked shape.
  init(uninitialized shape: [Int], count: Int, dtype: DType, for name: @autoclosure () -> String)
    throws(TensorError)
  {
    storage = try Storage(byteCount: count * dtype.byteCount, for: name())
    offset = 0
    self.shape = shape
    self.count = count
    self.dtype = dtype
  }

  /// Uninitialized elements of the shape of an existing tensor, or one derived from it.
  init(uninitialized shape: [Int], dtype: DType, for name: @autoclosure () -> String)
    throws(TensorError)
  {
    let count = try Shape.count(shape, in: name())
    try self.init(uninitialized: shape, count: count, dtype: dtype, for: name())
  }

  /// The row-major elements at the start of a block, without a record.
  init(adopting storage: Storage, shape: [Int], dtype: DType) {
    self.storage = storage
    offset = 0
    self.shape = shape
    count = Shape.count(shape)
    self.dtype = dtype
  }

  /// Another view of the same memory, without a record.
  init(viewing base: Tensor, offset: Int, shape: [Int], strides: [Int]?) {
    storage = base.storage
    self.offset = offset
    self.shape = shape
    layout = strides.flatMap { Shape.isRowMajor(shape, $0) ? nil : $0 }
    dtype = base.dtype
    count = Shape.count(shape)
  }

  /// The same row-major elements in another shape of equal count, without a record.
  func viewed(_ shape: [Int]) -> Tensor {
    Tensor(viewing: self, offset: offset, shape: shape, strides: nil)
  }

  /// Steps between neighbors along each axis, in elements.
  var strides: [Int] { layout ?? Shape.strides(shape) }

  /// The address of the first element.
  var pointer: UnsafeMutableRawPointer { storage.pointer + offset * dtype.byteCount }

  /// The same values with another record.
  @inline(__always)
  static func adopt(_ tensor: Tensor, node: Node?) -> Tensor {
    var result = tensor
    result.node = node
    return result
  }

  /// Whether operations on it are recorded.
  public var tracksGradient: Bool { node != nil }

  /// The same values in row-major order; itself if they are.
  public func contiguous() throws(TensorError) -> Tensor {
    if layout == nil { return self }
    return Tensor.adopt(try rowMajor(as: dtype), node: node)
  }

  /// The values in row-major order in a type, converted, without a record.
  func rowMajor(as target: DType) throws(TensorError) -> Tensor {
    if layout == nil && target == dtype { return Tensor.adopt(self, node: nil) }
    let result = try Tensor(uninitialized: shape, count: count, dtype: target, for: "astype")
    try Kernels.copy(self, into: result)
    return result
  }

  /// A copy whose memory nothing else holds, row-major, without a record.
  func fresh() throws(TensorError) -> Tensor {
    let result = try Tensor(uninitialized: shape, count: count, dtype: dtype, for: "copy")
    try Kernels.copy(self, into: result)
    return result
  }
}
