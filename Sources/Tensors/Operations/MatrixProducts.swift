import CKernels

extension Operation {
  /// Products over a shared axis.
  static let matrixProducts: [Operation] = [matmul]

  // Operands have two or more axes here; leading axes broadcast.
  static let matmul = Operation(
    "matmul", "out[…, i, j] = sum over k of a[…, i, k] b[…, k, j]", keeps: .inputs,
    forward: { inputs, _ in try Tensor.product(inputs[0], inputs[1]) }
  ) { r in
    let (a, b) = (r.inputs[0], r.inputs[1])
    return [
      r.isNeeded[0]
        ? try r.gradient.matmul(b.swapAxes(-1, -2)).summed(toLike: a) : nil,
      r.isNeeded[1]
        ? try a.swapAxes(-1, -2).matmul(r.gradient).summed(toLike: b) : nil,
    ]
  }
}

/// A matrix in memory as BLAS takes it: row-major or transposed, with a step between rows.
struct BLASMatrix {
  let pointer: UnsafeRawPointer
  let isTransposed: Bool
  let step: Int

  /// Where an entry lies, for elements of `width` bytes.
  func address(_ row: Int, _ column: Int, _ width: Int) -> UnsafeRawPointer {
    pointer + (isTransposed ? column * step + row : row * step + column) * width
  }
}

extension Tensor {
  /// The matrix product, batched over leading axes, which broadcast; an operand of one axis is a
  /// row on the left and a column on the right, as in NumPy. i64 and bool are multiplied in f64
  /// and given back as i64 where that is exact, else `.numeric` is thrown.
  public func matmul(_ other: Tensor) throws(TensorError) -> Tensor {
    if rank == 0 || other.rank == 0 {
      throw .shape("matmul: shapes \(shape) and \(other.shape); each needs at least one axis")
    }
    if shape[rank - 1] != other.shape[Swift.max(other.rank - 2, 0)] {
      throw .shape(
        "matmul: shapes \(shape) and \(other.shape); \(shape[rank - 1]) columns do not meet"
          + " \(other.shape[Swift.max(other.rank - 2, 0)]) rows")
    }
    let type = Swift.max(dtype, other.dtype)
    if !type.isFloating {
      return try astype(.f64).matmul(other.astype(.f64)).exactIntegers("matmul")
    }
    var (a, b) = (try astype(type), try other.astype(type))
    if rank == 1 { a = try a.unsqueeze(0) }
    if other.rank == 1 { b = try b.unsqueeze(1) }
    var result = try Operation.matmul([a, b])
    if other.rank == 1 { result = try result.squeeze(axes: [-1]) }
    if rank == 1 { result = try result.squeeze(axes: [other.rank == 1 ? -1 : -2]) }
    return result
  }

  func exactIntegers(_ name: String) throws(TensorError) -> Tensor {
    if count > 0, try abs().max().item() >= 0x1p53 {
      throw .numeric("\(name): the i64 result may not be exact; use astype(f64)")
    }
    return try astype(.i64)
  }

  /// The sum of products of two 1-d tensors.
  public func dot(_ other: Tensor) throws(TensorError) -> Tensor {
    if rank != 1 || other.rank != 1 {
      throw .shape("dot: two 1-d tensors are needed, got shapes \(shape) and \(other.shape)")
    }
    return try matmul(other)
  }

  /// All products of two 1-d tensors, `[rows, columns]`.
  public func outer(_ other: Tensor) throws(TensorError) -> Tensor {
    try ravel().unsqueeze(1).multiplying(other.ravel().unsqueeze(0))
  }

  /// The product of operands of at least two axes and one floating dtype, without a record.
  static func product(_ a: Tensor, _ b: Tensor) throws(TensorError) -> Tensor {
    let (m, k, n) = (a.shape[a.rank - 2], a.shape[a.rank - 1], b.shape[b.rank - 1])
    let lead = try Shape.broadcast(
      Array(a.shape.dropLast(2)), Array(b.shape.dropLast(2)), in: "matmul")
    let out = try Tensor(uninitialized: lead + [m, n], dtype: a.dtype, for: "matmul")
    if out.count == 0 { return out }
    if k == 0 { return try zeros(out.shape, dtype: a.dtype) }
    let (a, b) = (try a.forBLAS(), try b.forBLAS())
    // A batch of rows against one matrix is one product.
    if b.rank == 2 && a.isContiguous {
      try multiply(a, [0], b, [0], out, m: a.count / k, n: n, k: k)
    } else {
      let (aStarts, bStarts) = (a.batchOffsets(lead), b.batchOffsets(lead))
      try multiply(a, aStarts, b, bStarts, out, m: m, n: n, k: k)
    }
    return out
  }

  /// The same with its last two axes in an order that BLAS takes without a copy.
  func forBLAS() throws(TensorError) -> Tensor {
    let (rows, columns) = (strides[rank - 2], strides[rank - 1])
    let (m, n) = (shape[rank - 2], shape[rank - 1])
    if (columns == 1 || n == 1) && rows >= Swift.max(n, 1) { return self }
    if (rows == 1 || m == 1) && columns >= Swift.max(m, 1) { return self }
    return try fresh()
  }

  /// The last two axes for BLAS, of the matrix at an offset in elements.
  func matrix(at start: Int) -> BLASMatrix {
    let (rows, columns) = (strides[rank - 2], strides[rank - 1])
    let n = shape[rank - 1]
    let address = UnsafeRawPointer(pointer + start * dtype.byteCount)
    if (columns == 1 || n == 1) && rows >= Swift.max(n, 1) {
      return BLASMatrix(pointer: address, isTransposed: false, step: rows)
    }
    return BLASMatrix(pointer: address, isTransposed: true, step: columns)
  }

  /// Where the matrix of each batch entry starts, in elements.
  func batchOffsets(_ lead: [Int]) -> [Int] {
    let own = Array(shape.dropLast(2))
    let steps = Array(strides.dropLast(2))
    var spread = [Int](repeating: 0, count: lead.count)
    for axis in own.indices where own[axis] != 1 {
      spread[lead.count - own.count + axis] = steps[axis]
    }
    var offsets = [0]
    for (axis, size) in lead.enumerated() {
      var next: [Int] = []
      next.reserveCapacity(offsets.count * size)
      for offset in offsets {
        for step in 0..<size { next.append(offset + step * spread[axis]) }
      }
      offsets = next
    }
    return offsets
  }

  /// Products of pairs of matrices into consecutive `[m, n]`.
  private static func multiply(
    _ a: Tensor, _ aStarts: [Int], _ b: Tensor, _ bStarts: [Int], _ out: Tensor, m: Int, n: Int,
    k: Int
  ) throws(TensorError) {
    let tiles = ProductTiles(a, aStarts, b, bStarts, m: m, n: n, k: k)
    do { try tiles.multiply(into: out) } catch { throw TensorError.from(error) }
    withExtendedLifetime((a.storage, b.storage, out.storage)) {}
  }
}

/// A product cut into tiles whose sizes depend on the shapes alone: the bits of the result do
/// not depend on the number of threads, and an interrupt is seen between tiles.
private struct ProductTiles {
  private let a, b: Tensor
  private let aStarts, bStarts: [Int]
  private let m, n, k: Int
  private let tileRows, tileColumns: Int
  /// A small result of a longer sum is made of parts that threads take in turn.
  private static let longSum = 8192

  init(_ a: Tensor, _ aStarts: [Int], _ b: Tensor, _ bStarts: [Int], m: Int, n: Int, k: Int) {
    (self.a, self.aStarts, self.b, self.bStarts) = (a, aStarts, b, bStarts)
    (self.m, self.n, self.k) = (m, n, k)
    let isSmall = m * n * k <= 1 << 21
    tileColumns = isSmall ? n : Swift.min(n, 1024)
    // Each tile packs its operands anew: 256 rows and more keep that under a few percent.
    tileRows = isSmall ? m : Swift.min(m, m >= 2048 ? 512 : m >= 512 ? 256 : 128)
  }

  private var rowTiles: Int { (m + tileRows - 1) / tileRows }
  private var columnTiles: Int { (n + tileColumns - 1) / tileColumns }

  func multiply(into out: Tensor) throws {
    let total = rowTiles * columnTiles * aStarts.count
    if total == 1 && k > ProductTiles.longSum && m * n <= 1 << 16 {
      return try sumOfParts(into: out)
    }
    let work = tileRows * tileColumns * k
    if total == 1 || total * work < 1 << 18 {
      for index in 0..<total { try tile(index, of: out) }
    } else {
      try Kernels.parallel(total, chunk: Swift.max(1, (1 << 18) / Swift.max(1, work))) {
        for index in $0 { try tile(index, of: out) }
      }
    }
  }

  private func tile(_ index: Int, of out: Tensor) throws {
    let perMatrix = rowTiles * columnTiles
    let (batch, place) = (index / perMatrix, index % perMatrix)
    let (row, column) = (place / columnTiles * tileRows, place % columnTiles * tileColumns)
    let target = out.pointer + ((batch * m + row) * n + column) * out.dtype.byteCount
    let step = Swift.min(4096, depth(of: tileRows * tileColumns))
    try steps(
      batch, rows: row..<Swift.min(m, row + tileRows),
      columns: column..<Swift.min(n, column + tileColumns), sum: 0..<k, step: step, into: target)
  }

  /// How much of a sum one call of BLAS takes, which no interrupt stops: some milliseconds' work,
  /// and no more memory than is read in such a time.
  private func depth(of area: Int) -> Int {
    Swift.max(1024, Swift.min((1 << 29) / area, (1 << 22) / (tileRows + tileColumns)))
  }

  /// A part of the sums of a tile, in steps that are added in their order.
  private func steps(
    _ batch: Int, rows: Range<Int>, columns: Range<Int>, sum: Range<Int>, step: Int,
    into target: UnsafeMutableRawPointer
  ) throws {
    for low in stride(from: sum.lowerBound, to: sum.upperBound, by: step) {
      let isFirst = low == sum.lowerBound
      if !isFirst { try Interrupt.check() }
      part(
        batch, rows: rows, columns: columns, sum: low..<Swift.min(sum.upperBound, low + step),
        beta: isFirst ? 0 : 1, into: target)
    }
  }

  /// A small result of a long sum: its parts in parallel, each into a matrix of its own.
  private func sumOfParts(into out: Tensor) throws {
    let count = Swift.min(16, (k + 4095) / 4096)
    let length = (k + count - 1) / count
    let parts = try Tensor(uninitialized: [count, m, n], dtype: out.dtype, for: "matmul")
    let width = out.dtype.byteCount
    try Kernels.parallel(count) { index in
      let range = index * length..<Swift.min(k, (index + 1) * length)
      try steps(
        0, rows: 0..<m, columns: 0..<n, sum: range, step: depth(of: m * n),
        into: parts.pointer + index * m * n * width)
    }
    try Kernels.reduce(CK_SUM, parts, outer: 1, count, inner: m * n, into: out, in: "matmul")
  }

  private func part(
    _ batch: Int, rows: Range<Int>, columns: Range<Int>, sum: Range<Int>, beta: Double,
    into target: UnsafeMutableRawPointer
  ) {
    let width = a.dtype.byteCount
    let (left, right) = (a.matrix(at: aStarts[batch]), b.matrix(at: bStarts[batch]))
    BLAS.gemm(
      a.dtype, transposeA: left.isTransposed, transposeB: right.isTransposed, m: rows.count,
      n: columns.count, k: sum.count,
      a: left.address(rows.lowerBound, sum.lowerBound, width), lda: left.step,
      b: right.address(sum.lowerBound, columns.lowerBound, width), ldb: right.step, beta: beta,
      c: target, ldc: n)
  }
}
