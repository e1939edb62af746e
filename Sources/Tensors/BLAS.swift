import COpenBLAS

/// Matrix products on plain memory, row-major, on the calling thread. The only file that calls
/// OpenBLAS: big products are cut into tiles by the caller.
public enum BLAS {
  /// Holds the library to one thread; evaluated once, before the first product.
  private static let oneThread: Void = openblas_set_num_threads(1)

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
}
