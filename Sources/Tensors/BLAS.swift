import COpenBLAS

/// Matrix products and triangular equations on plain memory, row-major, on the calling thread:
/// big products are cut into tiles by the caller. Only this file and `LAPACK` call OpenBLAS.
public enum BLAS {
  /// Holds the library to one thread; evaluated once, before the first product.
  static let oneThread: Void = openblas_set_num_threads(1)

  /// `c = alpha * op(a) * op(b) + beta * c` in f32, where `op` transposes if asked: `op(a)` is
  /// `[m, k]`, `op(b)` `[k, n]`, `c` `[m, n]`; a leading dimension is the step between rows.
  public static func gemm(
    transposeA: Bool = false, transposeB: Bool = false, m: Int, n: Int, k: Int, alpha: Float = 1,
    a: UnsafePointer<Float>, lda: Int, b: UnsafePointer<Float>, ldb: Int, beta: Float = 0,
    c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    _ = oneThread
    cblas_sgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans,
      transposeB ? CblasTrans : CblasNoTrans, Int32(m), Int32(n), Int32(k), alpha, a, Int32(lda),
      b, Int32(ldb), beta, c, Int32(ldc))
  }

  /// The same in f64.
  public static func gemm(
    transposeA: Bool = false, transposeB: Bool = false, m: Int, n: Int, k: Int,
    alpha: Double = 1, a: UnsafePointer<Double>, lda: Int, b: UnsafePointer<Double>, ldb: Int,
    beta: Double = 0, c: UnsafeMutablePointer<Double>, ldc: Int
  ) {
    _ = oneThread
    cblas_dgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans,
      transposeB ? CblasTrans : CblasNoTrans, Int32(m), Int32(n), Int32(k), alpha, a, Int32(lda),
      b, Int32(ldb), beta, c, Int32(ldc))
  }

  /// The same for tensors' memory, of whichever of the two types.
  static func gemm(
    _ dtype: DType, transposeA: Bool = false, transposeB: Bool = false, m: Int, n: Int, k: Int,
    a: UnsafeRawPointer, lda: Int, b: UnsafeRawPointer, ldb: Int, beta: Double = 0,
    c: UnsafeMutableRawPointer, ldc: Int
  ) {
    if dtype == .f64 {
      gemm(
        transposeA: transposeA, transposeB: transposeB, m: m, n: n, k: k,
        a: a.assumingMemoryBound(to: Double.self), lda: lda,
        b: b.assumingMemoryBound(to: Double.self), ldb: ldb, beta: beta,
        c: c.assumingMemoryBound(to: Double.self), ldc: ldc)
    } else {
      gemm(
        transposeA: transposeA, transposeB: transposeB, m: m, n: n, k: k,
        a: a.assumingMemoryBound(to: Float.self), lda: lda,
        b: b.assumingMemoryBound(to: Float.self), ldb: ldb, beta: Float(beta),
        c: c.assumingMemoryBound(to: Float.self), ldc: ldc)
    }
  }

  /// Solves `op(a) x = b` in place of `b` `[n, columns]`, where `a` `[n, n]` is triangular.
  static func triangularSolve(
    _ dtype: DType, lower: Bool, n: Int, columns: Int, a: UnsafeRawPointer,
    b: UnsafeMutableRawPointer
  ) {
    _ = oneThread
    let (rows, count) = (Int32(n), Int32(columns))
    if dtype == .f64 {
      dtrsm_(
        lower ? 1 : 0, rows, count, a.assumingMemoryBound(to: Double.self),
        b.assumingMemoryBound(to: Double.self))
    } else {
      strsm_(
        lower ? 1 : 0, rows, count, a.assumingMemoryBound(to: Float.self),
        b.assumingMemoryBound(to: Float.self))
    }
  }
}
