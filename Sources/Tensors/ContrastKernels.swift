import CKernels

/// The element types of the kernels that losses over tiles of similarities are built from: the
/// matrix product that makes a tile, and what is done with it. All work on the calling thread.
public protocol ContrastElement: RealElement {
  /// `c = op(a) * op(b) + beta * c`, row-major with leading dimensions; see `BLAS.gemm`.
  static func product(
    transposeA: Bool, transposeB: Bool, m: Int, n: Int, k: Int, a: UnsafePointer<Self>, lda: Int,
    b: UnsafePointer<Self>, ldb: Int, beta: Self, c: UnsafeMutablePointer<Self>, ldc: Int)

  /// Adds Σ exp(scale · t − shift) to the sums of rows, and of columns where they are wanted.
  static func addExponentials(
    of tile: UnsafePointer<Self>, rows: Int, columns: Int, scale: Self, shift: Self,
    rowSums: UnsafeMutablePointer<Double>, columnSums: UnsafeMutablePointer<Double>?)

  /// Replaces t by scale · exp(scale · t − shift) · (u + v), u by row and v by column.
  static func replaceByGradient(
    _ tile: UnsafeMutablePointer<Self>, rows: Int, columns: Int, scale: Self, shift: Self,
    u: UnsafePointer<Self>, v: UnsafePointer<Self>?)

  /// As `addExponentials`, with a running maximum of scale · t in place of the shift.
  static func addWideExponentials(
    of tile: UnsafePointer<Self>, rows: Int, columns: Int, scale: Self,
    rowMaxima: UnsafeMutablePointer<Double>, rowSums: UnsafeMutablePointer<Double>,
    columnMaxima: UnsafeMutablePointer<Double>?, columnSums: UnsafeMutablePointer<Double>?)

  /// Replaces t by scale · (u · exp(scale · t − rowLogs) + v · exp(scale · t − columnLogs)).
  static func replaceByWideGradient(
    _ tile: UnsafeMutablePointer<Self>, rows: Int, columns: Int, scale: Self,
    u: UnsafePointer<Self>, rowLogs: UnsafePointer<Self>, v: UnsafePointer<Self>?,
    columnLogs: UnsafePointer<Self>?)
}

extension Float: ContrastElement {
  /// See `ContrastElement`.
  public static func product(
    transposeA: Bool, transposeB: Bool, m: Int, n: Int, k: Int, a: UnsafePointer<Float>, lda: Int,
    b: UnsafePointer<Float>, ldb: Int, beta: Float, c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    BLAS.gemm(
      transposeA: transposeA, transposeB: transposeB, m: m, n: n, k: k, a: a, lda: lda, b: b,
      ldb: ldb, beta: beta, c: c, ldc: ldc)
  }

  /// See `ContrastElement`.
  public static func addExponentials(
    of tile: UnsafePointer<Float>, rows: Int, columns: Int, scale: Float, shift: Float,
    rowSums: UnsafeMutablePointer<Double>, columnSums: UnsafeMutablePointer<Double>?
  ) {
    ck_contrast_sums_f32(rows, columns, tile, scale, shift, rowSums, columnSums)
  }

  /// See `ContrastElement`.
  public static func replaceByGradient(
    _ tile: UnsafeMutablePointer<Float>, rows: Int, columns: Int, scale: Float, shift: Float,
    u: UnsafePointer<Float>, v: UnsafePointer<Float>?
  ) {
    ck_contrast_gradient_f32(rows, columns, tile, scale, shift, u, v)
  }

  /// See `ContrastElement`.
  public static func addWideExponentials(
    of tile: UnsafePointer<Float>, rows: Int, columns: Int, scale: Float,
    rowMaxima: UnsafeMutablePointer<Double>, rowSums: UnsafeMutablePointer<Double>,
    columnMaxima: UnsafeMutablePointer<Double>?, columnSums: UnsafeMutablePointer<Double>?
  ) {
    ck_contrast_wide_sums_f32(
      rows, columns, tile, scale, rowMaxima, rowSums, columnMaxima, columnSums)
  }

  /// See `ContrastElement`.
  public static func replaceByWideGradient(
    _ tile: UnsafeMutablePointer<Float>, rows: Int, columns: Int, scale: Float,
    u: UnsafePointer<Float>, rowLogs: UnsafePointer<Float>, v: UnsafePointer<Float>?,
    columnLogs: UnsafePointer<Float>?
  ) {
    ck_contrast_wide_gradient_f32(rows, columns, tile, scale, u, rowLogs, v, columnLogs)
  }
}

extension Double: ContrastElement {
  /// See `ContrastElement`.
  public static func product(
    transposeA: Bool, transposeB: Bool, m: Int, n: Int, k: Int, a: UnsafePointer<Double>, lda: Int,
    b: UnsafePointer<Double>, ldb: Int, beta: Double, c: UnsafeMutablePointer<Double>, ldc: Int
  ) {
    BLAS.gemm(
      transposeA: transposeA, transposeB: transposeB, m: m, n: n, k: k, a: a, lda: lda, b: b,
      ldb: ldb, beta: beta, c: c, ldc: ldc)
  }

  /// See `ContrastElement`.
  public static func addExponentials(
    of tile: UnsafePointer<Double>, rows: Int, columns: Int, scale: Double, shift: Double,
    rowSums: UnsafeMutablePointer<Double>, columnSums: UnsafeMutablePointer<Double>?
  ) {
    ck_contrast_sums_f64(rows, columns, tile, scale, shift, rowSums, columnSums)
  }

  /// See `ContrastElement`.
  public static func replaceByGradient(
    _ tile: UnsafeMutablePointer<Double>, rows: Int, columns: Int, scale: Double, shift: Double,
    u: UnsafePointer<Double>, v: UnsafePointer<Double>?
  ) {
    ck_contrast_gradient_f64(rows, columns, tile, scale, shift, u, v)
  }

  /// See `ContrastElement`.
  public static func addWideExponentials(
    of tile: UnsafePointer<Double>, rows: Int, columns: Int, scale: Double,
    rowMaxima: UnsafeMutablePointer<Double>, rowSums: UnsafeMutablePointer<Double>,
    columnMaxima: UnsafeMutablePointer<Double>?, columnSums: UnsafeMutablePointer<Double>?
  ) {
    ck_contrast_wide_sums_f64(
      rows, columns, tile, scale, rowMaxima, rowSums, columnMaxima, columnSums)
  }

  /// See `ContrastElement`.
  public static func replaceByWideGradient(
    _ tile: UnsafeMutablePointer<Double>, rows: Int, columns: Int, scale: Double,
    u: UnsafePointer<Double>, rowLogs: UnsafePointer<Double>, v: UnsafePointer<Double>?,
    columnLogs: UnsafePointer<Double>?
  ) {
    ck_contrast_wide_gradient_f64(rows, columns, tile, scale, u, rowLogs, v, columnLogs)
  }
}
