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

  /// Divides rows of `width` by their norms where asked, with 1 / norm of each (0 for a zero
  /// row). Gives the largest norm.
  static func divideByNorms(
    _ rows: UnsafeMutablePointer<Self>, count: Int, width: Int, divide: Bool,
    inverses: UnsafeMutablePointer<Self>
  ) -> Double

  /// Turns gradients by unit rows z into those by the rows that were divided:
  /// (g − (g · z) z) / ‖x‖.
  static func pullBackNorms(
    _ gradients: UnsafeMutablePointer<Self>, count: Int, width: Int, units: UnsafePointer<Self>,
    inverses: UnsafePointer<Self>)

  /// Adds a term to each column, then puts −∞ where the mask, `step` apart by row, is 0.
  static func weigh(
    _ tile: UnsafeMutablePointer<Self>, rows: Int, columns: Int,
    columnTerms: UnsafePointer<Self>?, mask: UnsafePointer<UInt8>?, step: Int)

  /// As `addExponentials`, with each t replaced by its exponential.
  static func keepExponentials(
    of tile: UnsafeMutablePointer<Self>, rows: Int, columns: Int, scale: Self, shift: Self,
    rowSums: UnsafeMutablePointer<Double>, columnSums: UnsafeMutablePointer<Double>?)

  /// Makes scale · e · (u + v) of exponentials e that were kept, u by row and v by column.
  static func makeGradient(
    ofKept exponentials: UnsafePointer<Self>, rows: Int, columns: Int, scale: Self,
    u: UnsafePointer<Self>, v: UnsafePointer<Self>?, into tile: UnsafeMutablePointer<Self>)

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
  public static func divideByNorms(
    _ rows: UnsafeMutablePointer<Float>, count: Int, width: Int, divide: Bool,
    inverses: UnsafeMutablePointer<Float>
  ) -> Double {
    ck_unit_rows_f32(count, width, divide ? 1 : 0, rows, inverses)
  }

  /// See `ContrastElement`.
  public static func pullBackNorms(
    _ gradients: UnsafeMutablePointer<Float>, count: Int, width: Int,
    units: UnsafePointer<Float>, inverses: UnsafePointer<Float>
  ) {
    ck_unit_rows_gradient_f32(count, width, units, inverses, gradients)
  }

  /// See `ContrastElement`.
  public static func weigh(
    _ tile: UnsafeMutablePointer<Float>, rows: Int, columns: Int,
    columnTerms: UnsafePointer<Float>?, mask: UnsafePointer<UInt8>?, step: Int
  ) {
    ck_contrast_weigh_f32(rows, columns, tile, columnTerms, mask, step)
  }

  /// See `ContrastElement`.
  public static func keepExponentials(
    of tile: UnsafeMutablePointer<Float>, rows: Int, columns: Int, scale: Float, shift: Float,
    rowSums: UnsafeMutablePointer<Double>, columnSums: UnsafeMutablePointer<Double>?
  ) {
    ck_contrast_kept_sums_f32(rows, columns, tile, scale, shift, rowSums, columnSums)
  }

  /// See `ContrastElement`.
  public static func makeGradient(
    ofKept exponentials: UnsafePointer<Float>, rows: Int, columns: Int, scale: Float,
    u: UnsafePointer<Float>, v: UnsafePointer<Float>?, into tile: UnsafeMutablePointer<Float>
  ) {
    ck_contrast_kept_gradient_f32(rows, columns, exponentials, scale, u, v, tile)
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
  public static func divideByNorms(
    _ rows: UnsafeMutablePointer<Double>, count: Int, width: Int, divide: Bool,
    inverses: UnsafeMutablePointer<Double>
  ) -> Double {
    ck_unit_rows_f64(count, width, divide ? 1 : 0, rows, inverses)
  }

  /// See `ContrastElement`.
  public static func pullBackNorms(
    _ gradients: UnsafeMutablePointer<Double>, count: Int, width: Int,
    units: UnsafePointer<Double>, inverses: UnsafePointer<Double>
  ) {
    ck_unit_rows_gradient_f64(count, width, units, inverses, gradients)
  }

  /// See `ContrastElement`.
  public static func weigh(
    _ tile: UnsafeMutablePointer<Double>, rows: Int, columns: Int,
    columnTerms: UnsafePointer<Double>?, mask: UnsafePointer<UInt8>?, step: Int
  ) {
    ck_contrast_weigh_f64(rows, columns, tile, columnTerms, mask, step)
  }

  /// See `ContrastElement`.
  public static func keepExponentials(
    of tile: UnsafeMutablePointer<Double>, rows: Int, columns: Int, scale: Double, shift: Double,
    rowSums: UnsafeMutablePointer<Double>, columnSums: UnsafeMutablePointer<Double>?
  ) {
    ck_contrast_kept_sums_f64(rows, columns, tile, scale, shift, rowSums, columnSums)
  }

  /// See `ContrastElement`.
  public static func makeGradient(
    ofKept exponentials: UnsafePointer<Double>, rows: Int, columns: Int, scale: Double,
    u: UnsafePointer<Double>, v: UnsafePointer<Double>?, into tile: UnsafeMutablePointer<Double>
  ) {
    ck_contrast_kept_gradient_f64(rows, columns, exponentials, scale, u, v, tile)
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
