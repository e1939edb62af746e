import CKernels
import Synchronization

/// Work in fixed pieces over the threads, and the doors to the C kernels. Each keeps the
/// tensors that it lends alive until the kernel is done.
public enum Kernels {
  /// Calls `body` with `0 ..< count`, on all threads. The order of calls is not fixed, so each
  /// must write only its own part: then the result does not depend on the number of threads.
  /// The first error (by index) is thrown when all calls are done; an interrupt skips those
  /// that have not begun and throws `.interrupted`.
  public static func parallel(_ count: Int, _ body: (Int) throws -> Void) throws {
    if count == 1 { return try body(0) }
    try withoutActuallyEscaping(body) { body in
      let work = ParallelWork(body)
      withExtendedLifetime(work) {
        ck_parallel(
          count,
          { context, index in
            guard let context else { return }
            Unmanaged<ParallelWork>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.run(index) }
          }, Unmanaged.passUnretained(work).toOpaque())
      }
      if let failure = work.failure { throw failure.error }
    }
  }

  /// Calls `body` with consecutive ranges of `chunk` elements that cover `0 ..< count`.
  public static func parallel(_ count: Int, chunk: Int, _ body: (Range<Int>) throws -> Void) throws
  {
    let chunk = max(chunk, 1)
    try parallel((count + chunk - 1) / chunk) { index in
      try body(index * chunk..<min(count, (index + 1) * chunk))
    }
  }

  // MARK: elementwise

  static func copy(_ x: Tensor, into out: Tensor) throws(TensorError) {
    let status = ck_copy(
      x.dtype.kernelType, out.dtype.kernelType, Int32(x.rank), x.shape, x.pointer, x.strides,
      out.pointer)
    withExtendedLifetime((x.storage, out.storage)) {}
    try TensorError.check(status, in: "copy")
  }

  static func unary(_ op: ck_unary, _ x: Tensor, into out: Tensor, in name: String)
    throws(TensorError)
  {
    let status: Int32
    // A result in another order than row-major has that of a dense operand.
    if x.isContiguous || !out.isContiguous {
      status = withUnsafePointers(x.count, 1) { shape, strides in
        ck_unary(Int32(op.rawValue), x.dtype.kernelType, 1, shape, x.pointer, strides, out.pointer)
      }
    } else {
      status = ck_unary(
        Int32(op.rawValue), x.dtype.kernelType, Int32(x.rank), x.shape, x.pointer, x.strides,
        out.pointer)
    }
    withExtendedLifetime((x.storage, out.storage)) {}
    try TensorError.check(status, in: name)
  }

  /// `a` and `b` have one dtype and the shape of `out`, or are repeated by strides of 0. Where
  /// `out` is not row-major, each lies in memory as it does or is a single number.
  static func binary(
    _ op: ck_binary, _ a: Tensor, _ b: Tensor, into out: Tensor, in name: String
  ) throws(TensorError) {
    let type = a.dtype.kernelType
    let op = Int32(op.rawValue)
    let status: Int32
    if a.liesAs(out) && b.liesAs(out) {
      status = withUnsafePointers(out.count, 1) { shape, one in
        ck_binary(op, type, 1, shape, a.pointer, one, b.pointer, one, out.pointer)
      }
    } else if !out.isContiguous {
      // One operand is a single number.
      var (steps, size) = ([a.liesAs(out) ? 1 : 0, b.liesAs(out) ? 1 : 0], out.count)
      status = ck_binary(
        op, type, 1, &size, a.pointer, &steps, b.pointer, [steps[1]], out.pointer)
    } else {
      let aStrides = a.strides(to: out.shape)
      let bStrides = b.strides(to: out.shape)
      status = ck_binary(
        op, type, Int32(out.rank), out.shape, a.pointer, aStrides, b.pointer, bStrides,
        out.pointer)
    }
    withExtendedLifetime((a.storage, b.storage, out.storage)) {}
    try TensorError.check(status, in: name)
  }

  static func choose(_ condition: Tensor, _ a: Tensor, _ b: Tensor, into out: Tensor)
    throws(TensorError)
  {
    let shape = out.shape
    let status = ck_where(
      out.dtype.kernelType, Int32(out.rank), shape,
      condition.pointer.assumingMemoryBound(to: UInt8.self), condition.strides(to: shape),
      a.pointer, a.strides(to: shape), b.pointer, b.strides(to: shape), out.pointer)
    withExtendedLifetime((condition.storage, a.storage, b.storage, out.storage)) {}
    try TensorError.check(status, in: "where")
  }

  /// Writes `values`, whose shape is `shape` or repeated to it, into strided places of `out`.
  static func store(_ values: Tensor, into out: Tensor) throws(TensorError) {
    let status = ck_store(
      out.dtype.kernelType, Int32(out.rank), out.shape, values.pointer,
      values.strides(to: out.shape), out.pointer, out.strides)
    withExtendedLifetime((values.storage, out.storage)) {}
    try TensorError.check(status, in: "index assignment")
  }

  @inline(__always)
  private static func withUnsafePointers(
    _ a: Int, _ b: Int, _ body: (UnsafePointer<Int>, UnsafePointer<Int>) -> Int32
  ) -> Int32 {
    var a = a
    var b = b
    return body(&a, &b)
  }
}

/// A closure that threads share, and the first error by index.
private final class ParallelWork: @unchecked Sendable {
  let body: (Int) throws -> Void
  var failure: (index: Int, error: any Error)?
  private let isLocked = Atomic(false)

  init(_ body: @escaping (Int) throws -> Void) { self.body = body }

  func run(_ index: Int) {
    do {
      if ck_interrupt_requested() != 0 { throw TensorError.interrupted }
      try body(index)
    } catch {
      while isLocked.exchange(true, ordering: .acquiring) {}
      if failure.map({ index < $0.index }) ?? true { failure = (index, error) }
      isLocked.store(false, ordering: .releasing)
    }
  }
}

extension Tensor {
  /// Whether elements of both at one place of memory belong together, all of them.
  func liesAs(_ other: Tensor) -> Bool {
    if isContiguous && other.isContiguous { return count == other.count }
    return shape == other.shape && strides == other.strides && isDense
  }

  /// Strides that repeat the elements to a shape that it broadcasts to.
  func strides(to target: [Int]) -> [Int] {
    if shape == target { return strides }
    var result = [Int](repeating: 0, count: target.count)
    let own = strides
    let lead = target.count - rank
    for axis in 0..<rank where shape[axis] != 1 { result[lead + axis] = own[axis] }
    return result
  }
}
