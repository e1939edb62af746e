import CKernels

// Doors to the kernels over rows, indices and random blocks. Operands are row-major.
extension Kernels {
  static func reduce(
    _ op: ck_reduction, _ x: Tensor, outer: Int, _ n: Int, inner: Int, into out: Tensor,
    in name: String
  ) throws(TensorError) {
    let status = ck_reduce(
      Int32(op.rawValue), x.dtype.kernelType, outer, n, inner, x.pointer, out.pointer)
    withExtendedLifetime((x.storage, out.storage)) {}
    try TensorError.check(status, in: name)
  }

  static func argExtreme(_ x: Tensor, largest: Bool, rows: Int, _ n: Int, into out: Tensor)
    throws(TensorError)
  {
    let status = ck_arg_extreme(
      x.dtype.kernelType, largest ? 1 : 0, rows, n, x.pointer, out.integers)
    withExtendedLifetime((x.storage, out.storage)) {}
    try TensorError.check(status, in: largest ? "argmax" : "argmin")
  }

  static func cumsum(_ x: Tensor, rows: Int, _ n: Int, into out: Tensor) throws(TensorError) {
    let status = ck_cumsum(x.dtype.kernelType, rows, n, x.pointer, out.pointer)
    withExtendedLifetime((x.storage, out.storage)) {}
    try TensorError.check(status, in: "cumsum")
  }

  static func softmax(_ x: Tensor, logarithm: Bool, rows: Int, _ n: Int, into out: Tensor)
    throws(TensorError)
  {
    let status = ck_softmax(
      x.dtype.kernelType, logarithm ? 1 : 0, rows, n, x.pointer, out.pointer)
    withExtendedLifetime((x.storage, out.storage)) {}
    try TensorError.check(status, in: "softmax")
  }

  static func softmaxGradient(
    _ y: Tensor, _ g: Tensor, logarithm: Bool, rows: Int, _ n: Int, into out: Tensor
  ) throws(TensorError) {
    let status = ck_softmax_gradient(
      y.dtype.kernelType, logarithm ? 1 : 0, rows, n, y.pointer, g.pointer, out.pointer)
    withExtendedLifetime((y.storage, g.storage, out.storage)) {}
    try TensorError.check(status, in: "softmax")
  }

  static func logSumExp(_ x: Tensor, rows: Int, _ n: Int, into out: Tensor) throws(TensorError) {
    let status = ck_logsumexp(x.dtype.kernelType, rows, n, x.pointer, out.pointer)
    withExtendedLifetime((x.storage, out.storage)) {}
    try TensorError.check(status, in: "logSumExp")
  }

  // MARK: indices

  /// `[outer, n, inner]` and positions along n; the positions were checked.
  struct Blocks {
    var outer: Int
    var n: Int
    var inner: Int
  }

  static func take(_ x: Tensor, _ blocks: Blocks, at index: Tensor, into out: Tensor)
    throws(TensorError)
  {
    let status = ck_take(
      Int32(x.dtype.byteCount), blocks.outer, blocks.n, blocks.inner, index.count, x.pointer,
      index.integers, out.pointer)
    withExtendedLifetime((x.storage, index.storage, out.storage)) {}
    try TensorError.check(status, in: "take")
  }

  static func indexAdd(_ v: Tensor, _ blocks: Blocks, at index: Tensor, into out: Tensor)
    throws(TensorError)
  {
    let status = ck_index_add(
      v.dtype.kernelType, blocks.outer, blocks.n, blocks.inner, index.count, v.pointer,
      index.integers, out.pointer)
    withExtendedLifetime((v.storage, index.storage, out.storage)) {}
    try TensorError.check(status, in: "indexAdd")
  }

  static func gather(
    _ x: Tensor, _ blocks: Blocks, picks: Int, at index: Tensor, into out: Tensor
  ) throws(TensorError) {
    let status = ck_gather(
      Int32(x.dtype.byteCount), blocks.outer, blocks.n, blocks.inner, picks, x.pointer,
      index.integers, out.pointer)
    withExtendedLifetime((x.storage, index.storage, out.storage)) {}
    try TensorError.check(status, in: "gather")
  }

  static func scatterAdd(
    _ v: Tensor, _ blocks: Blocks, picks: Int, at index: Tensor, into out: Tensor
  ) throws(TensorError) {
    let status = ck_scatter_add(
      v.dtype.kernelType, blocks.outer, blocks.n, blocks.inner, picks, v.pointer, index.integers,
      out.pointer)
    withExtendedLifetime((v.storage, index.storage, out.storage)) {}
    try TensorError.check(status, in: "scatterAdd")
  }

  static func scatter(_ v: Tensor, at index: Tensor, into out: Tensor) throws(TensorError) {
    let status = ck_scatter(
      Int32(v.dtype.byteCount), index.count, v.pointer, index.integers, out.pointer)
    withExtendedLifetime((v.storage, index.storage, out.storage)) {}
    try TensorError.check(status, in: "index assignment")
  }

  // MARK: sorting

  static func sort(
    _ x: Tensor, descending: Bool, rows: Int, _ n: Int, into out: Tensor?, order: Tensor?
  ) throws(TensorError) {
    let status = ck_sort(
      x.dtype.kernelType, descending ? 1 : 0, rows, n, x.pointer, out?.pointer, order?.integers)
    withExtendedLifetime((x.storage, out?.storage, order?.storage)) {}
    try TensorError.check(status, in: "sort")
  }

  static func searchSorted(_ sorted: Tensor, _ queries: Tensor, right: Bool, into out: Tensor)
    throws(TensorError)
  {
    let status = ck_searchsorted(
      sorted.dtype.kernelType, right ? 1 : 0, sorted.count, sorted.pointer, queries.count,
      queries.pointer, out.integers)
    withExtendedLifetime((sorted.storage, queries.storage, out.storage)) {}
    try TensorError.check(status, in: "searchSorted")
  }
}

extension Tensor {
  /// The address of the first element of an i64 tensor.
  var integers: UnsafeMutablePointer<Int64> { pointer.assumingMemoryBound(to: Int64.self) }
}
