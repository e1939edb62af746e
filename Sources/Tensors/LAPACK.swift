import COpenBLAS

/// Factorizations of one matrix in plain memory, on the calling thread. LAPACK reads columns
/// where a tensor has rows, so it sees the transpose; each comment says what that makes of the
/// result. What is given back is LAPACK's status: 0, or a step at which the matrix failed.
enum LAPACK {
  /// The lower Cholesky factor of a symmetric `[n, n]` in place; the other triangle stays.
  static func cholesky(_ dtype: DType, n: Int, _ a: UnsafeMutableRawPointer) -> Int {
    dtype == .f64
      ? cholesky(.f64, n, a.assumingMemoryBound(to: Double.self))
      : cholesky(.f32, n, a.assumingMemoryBound(to: Float.self))
  }

  /// LU factors of the transpose of `[n, n]` in place, with row exchanges from 1.
  static func lu(
    _ dtype: DType, n: Int, _ a: UnsafeMutableRawPointer, pivots: UnsafeMutablePointer<Int32>
  ) -> Int {
    dtype == .f64
      ? lu(.f64, n, a.assumingMemoryBound(to: Double.self), pivots)
      : lu(.f32, n, a.assumingMemoryBound(to: Float.self), pivots)
  }

  /// Solves `a x = b` from the factors that `lu` left: `b` holds its columns one after another.
  static func solve(
    _ dtype: DType, n: Int, columns: Int, factors a: UnsafeRawPointer,
    pivots: UnsafePointer<Int32>, _ b: UnsafeMutableRawPointer
  ) {
    if dtype == .f64 {
      solve(
        .f64, n, columns, a.assumingMemoryBound(to: Double.self), pivots,
        b.assumingMemoryBound(to: Double.self))
    } else {
      solve(
        .f32, n, columns, a.assumingMemoryBound(to: Float.self), pivots,
        b.assumingMemoryBound(to: Float.self))
    }
  }

  /// Thin QR of the `[m, n]` whose columns lie one after another: R in the upper triangle of
  /// `a`, the columns of Q, min(m, n) of them, in `q`.
  static func qr(
    _ dtype: DType, m: Int, n: Int, _ a: UnsafeMutableRawPointer, q: UnsafeMutableRawPointer
  ) throws(TensorError) -> Int {
    dtype == .f64
      ? try qr(
        .f64, m, n, a.assumingMemoryBound(to: Double.self), q.assumingMemoryBound(to: Double.self))
      : try qr(
        .f32, m, n, a.assumingMemoryBound(to: Float.self), q.assumingMemoryBound(to: Float.self))
  }

  /// Thin singular value decomposition of a row-major `[m, n]`, which is destroyed: rows of
  /// `u` `[m, k]` and `vt` `[k, n]`. The transpose is V S Uᵀ, whose columns are those rows.
  static func svd(
    _ dtype: DType, m: Int, n: Int, _ a: UnsafeMutableRawPointer, s: UnsafeMutableRawPointer,
    u: UnsafeMutableRawPointer, vt: UnsafeMutableRawPointer
  ) throws(TensorError) -> Int {
    dtype == .f64
      ? try svd(
        .f64, m, n, a.assumingMemoryBound(to: Double.self),
        s.assumingMemoryBound(to: Double.self), u.assumingMemoryBound(to: Double.self),
        vt.assumingMemoryBound(to: Double.self))
      : try svd(
        .f32, m, n, a.assumingMemoryBound(to: Float.self), s.assumingMemoryBound(to: Float.self),
        u.assumingMemoryBound(to: Float.self), vt.assumingMemoryBound(to: Float.self))
  }

  /// Ascending eigenvalues of a symmetric `[n, n]`, whose place the vectors take, one a row.
  static func eigh(
    _ dtype: DType, n: Int, _ a: UnsafeMutableRawPointer, values: UnsafeMutableRawPointer
  ) throws(TensorError) -> Int {
    dtype == .f64
      ? try eigh(
        .f64, n, a.assumingMemoryBound(to: Double.self),
        values.assumingMemoryBound(to: Double.self))
      : try eigh(
        .f32, n, a.assumingMemoryBound(to: Float.self),
        values.assumingMemoryBound(to: Float.self))
  }

  // MARK: one type at a time

  fileprivate typealias Size = UnsafePointer<Int32>?
  fileprivate typealias Status = UnsafeMutablePointer<Int32>?
  fileprivate typealias Letter = UnsafePointer<CChar>?

  /// The routines for one element type, by LAPACK's names.
  fileprivate struct Routines<T>: Sendable {
    typealias In = UnsafePointer<T>?
    typealias Out = UnsafeMutablePointer<T>?
    let potrf: @Sendable (Letter, Size, Out, Size, Status) -> Void
    let getrf: @Sendable (Size, Size, Out, Size, Status, Status) -> Void
    let getrs: @Sendable (Letter, Size, Size, In, Size, Size, Out, Size, Status) -> Void
    let geqrf: @Sendable (Size, Size, Out, Size, Out, Out, Size, Status) -> Void
    let orgqr: @Sendable (Size, Size, Size, Out, Size, In, Out, Size, Status) -> Void
    let gesdd:
      @Sendable (
        Letter, Size, Size, Out, Size, Out, Out, Size, Out, Size, Out, Size, Status, Status
      ) -> Void
    let syevd:
      @Sendable (Letter, Letter, Size, Out, Size, Out, Out, Size, Status, Size, Status) -> Void
  }

  private static func cholesky<T>(
    _ use: Routines<T>, _ n: Int, _ a: UnsafeMutablePointer<T>
  ) -> Int {
    _ = BLAS.oneThread
    var (upper, size, info) = (letter("U"), Int32(n), Int32(0))
    use.potrf(&upper, &size, a, &size, &info)
    return Int(info)
  }

  private static func lu<T>(
    _ use: Routines<T>, _ n: Int, _ a: UnsafeMutablePointer<T>,
    _ pivots: UnsafeMutablePointer<Int32>
  ) -> Int {
    _ = BLAS.oneThread
    var (size, info) = (Int32(n), Int32(0))
    use.getrf(&size, &size, a, &size, pivots, &info)
    return Int(info)
  }

  private static func solve<T>(
    _ use: Routines<T>, _ n: Int, _ columns: Int, _ a: UnsafePointer<T>,
    _ pivots: UnsafePointer<Int32>, _ b: UnsafeMutablePointer<T>
  ) {
    var (transposed, size, count) = (letter("T"), Int32(n), Int32(columns))
    var info = Int32(0)
    use.getrs(&transposed, &size, &count, a, &size, pivots, b, &size, &info)
  }

  private static func qr<T: RealElement>(
    _ use: Routines<T>, _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<T>,
    _ q: UnsafeMutablePointer<T>
  ) throws(TensorError) -> Int {
    _ = BLAS.oneThread
    var (rows, columns, rank) = (Int32(m), Int32(n), Int32(Swift.min(m, n)))
    var (ask, info, size) = (Int32(-1), Int32(0), T.zero)
    use.geqrf(&rows, &columns, a, &rows, q, &size, &ask, &info)
    let tau = try Scratch<T>(count: Int(rank), for: "qr")
    var length = Int32(size)
    let work = try Scratch<T>(count: Swift.max(Int(length), n), for: "qr")
    use.geqrf(&rows, &columns, a, &rows, tau.start, work.start, &length, &info)
    q.update(from: a, count: m * Int(rank))
    use.orgqr(&rows, &rank, &rank, q, &rows, tau.start, work.start, &length, &info)
    withExtendedLifetime((tau, work)) {}
    return Int(info)
  }

  private static func svd<T: RealElement>(
    _ use: Routines<T>, _ m: Int, _ n: Int, _ a: UnsafeMutablePointer<T>,
    _ s: UnsafeMutablePointer<T>, _ u: UnsafeMutablePointer<T>, _ vt: UnsafeMutablePointer<T>
  ) throws(TensorError) -> Int {
    _ = BLAS.oneThread
    let k = Swift.min(m, n)
    var (thin, rows, columns, rank) = (letter("S"), Int32(n), Int32(m), Int32(k))
    var (ask, info, size) = (Int32(-1), Int32(0), T.zero)
    let steps = try Scratch<Int32>(count: 8 * k, for: "svd")
    use.gesdd(
      &thin, &rows, &columns, a, &rows, s, vt, &rows, u, &rank, &size, &ask, steps.start, &info)
    // The size is a float that may have been rounded down.
    var length = Int32(size * 1.01) + 8
    let work = try Scratch<T>(count: Int(length), for: "svd")
    use.gesdd(
      &thin, &rows, &columns, a, &rows, s, vt, &rows, u, &rank, work.start, &length, steps.start,
      &info)
    withExtendedLifetime((work, steps)) {}
    return Int(info)
  }

  private static func eigh<T: RealElement>(
    _ use: Routines<T>, _ n: Int, _ a: UnsafeMutablePointer<T>, _ values: UnsafeMutablePointer<T>
  ) throws(TensorError) -> Int {
    _ = BLAS.oneThread
    var (vectors, upper, order) = (letter("V"), letter("U"), Int32(n))
    var (ask, info, size, count) = (Int32(-1), Int32(0), T.zero, Int32(0))
    use.syevd(
      &vectors, &upper, &order, a, &order, values, &size, &ask, &count, &ask, &info)
    var length = Int32(size * 1.01) + 8
    let work = try Scratch<T>(count: Int(length), for: "eigh")
    let steps = try Scratch<Int32>(count: Int(count), for: "eigh")
    use.syevd(
      &vectors, &upper, &order, a, &order, values, work.start, &length, steps.start, &count,
      &info)
    withExtendedLifetime((work, steps)) {}
    return Int(info)
  }

  private static func letter(_ text: Unicode.Scalar) -> CChar { CChar(text.value) }
}

extension LAPACK.Routines where T == Double {
  fileprivate static var f64: Self {
    Self(
      potrf: { dpotrf_($0, $1, $2, $3, $4) }, getrf: { dgetrf_($0, $1, $2, $3, $4, $5) },
      getrs: { dgetrs_($0, $1, $2, $3, $4, $5, $6, $7, $8) },
      geqrf: { dgeqrf_($0, $1, $2, $3, $4, $5, $6, $7) },
      orgqr: { dorgqr_($0, $1, $2, $3, $4, $5, $6, $7, $8) },
      gesdd: { dgesdd_($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) },
      syevd: { dsyevd_($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) })
  }
}

extension LAPACK.Routines where T == Float {
  fileprivate static var f32: Self {
    Self(
      potrf: { spotrf_($0, $1, $2, $3, $4) }, getrf: { sgetrf_($0, $1, $2, $3, $4, $5) },
      getrs: { sgetrs_($0, $1, $2, $3, $4, $5, $6, $7, $8) },
      geqrf: { sgeqrf_($0, $1, $2, $3, $4, $5, $6, $7) },
      orgqr: { sorgqr_($0, $1, $2, $3, $4, $5, $6, $7, $8) },
      gesdd: { sgesdd_($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) },
      syevd: { ssyevd_($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) })
  }
}
