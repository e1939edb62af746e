import CKernels

// The short way for what small tensors do most: floats of one dtype that lie row by row, in one
// shape or with a number, and no gradients. `Operation` does all of it too, later.

extension Tensor {
  /// Whether nothing has to be recorded, converted or looked at in another order.
  @inline(__always)
  private var isPlain: Bool { node == nil && dtype.isFloating && isContiguous }

  /// `self op other` where both are plain and of one shape, else nil.
  @inline(__always)
  func plain(_ op: ck_binary, _ other: Tensor, in name: @autoclosure () -> String)
    throws(TensorError) -> Tensor?
  {
    guard isPlain, other.isPlain, dtype == other.dtype, shape == other.shape else { return nil }
    let out = try Tensor(uninitialized: shape, count: count, dtype: dtype, for: name())
    try Kernels.plainBinary(
      op, (pointer, 1), (other.pointer, 1), into: out, in: name())
    withExtendedLifetime((storage, other.storage)) {}
    return out
  }

  /// `self op number`, or `number op self`, where this is plain, else nil.
  @inline(__always)
  func plain(
    _ op: ck_binary, _ number: Scalar, isFirst: Bool = false, in name: @autoclosure () -> String
  ) throws(TensorError) -> Tensor? {
    guard isPlain else { return nil }
    let out = try Tensor(uninitialized: shape, count: count, dtype: dtype, for: name())
    let value = number.double
    var bits = dtype == .f32 ? UInt64(Float(value).bitPattern) : value.bitPattern
    let this = (pointer, 1)
    try withUnsafeMutableBytes(of: &bits) { bytes throws(TensorError) in
      guard let base = bytes.baseAddress else { return }
      try Kernels.plainBinary(
        op, isFirst ? (base, 0) : this, isFirst ? this : (base, 0), into: out, in: name())
    }
    withExtendedLifetime(storage) {}
    return out
  }

  /// The sum of all elements where this is plain, else nil.
  @inline(__always)
  func plainSum() throws(TensorError) -> Tensor? {
    guard isPlain, !shape.isEmpty else { return nil }
    let out = try Tensor(uninitialized: [], count: 1, dtype: dtype, for: "sum")
    try Kernels.reduce(CK_SUM, self, outer: 1, count, inner: 1, into: out, in: "sum")
    return out
  }
}

extension Kernels {
  /// Two runs of as many elements as `out` has, each with its step; the caller keeps them alive.
  @inline(__always)
  fileprivate static func plainBinary(
    _ op: ck_binary, _ a: (pointer: UnsafeMutableRawPointer, step: Int),
    _ b: (pointer: UnsafeMutableRawPointer, step: Int), into out: Tensor,
    in name: @autoclosure () -> String
  ) throws(TensorError) {
    var (count, aStep, bStep) = (out.count, a.step, b.step)
    let status = ck_binary(
      Int32(op.rawValue), out.dtype.kernelType, 1, &count, a.pointer, &aStep, b.pointer, &bStep,
      out.pointer)
    withExtendedLifetime(out.storage) {}
    if status != 0 { try TensorError.check(status, in: name()) }
  }
}
