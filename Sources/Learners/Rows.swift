import Tensors

/// Tells how far a fit is: steps done, steps at most, a few words on how it stands.
public typealias FitReport = (_ done: Int, _ most: Int, _ note: String) -> Void

/// What all fits ask of their data, and how they walk over it.
enum Rows {
  /// The rows without a record of gradients. Throws `.shape` for other than `[row, dim]` with at
  /// least `least` rows and a column, `.value` where a number is not finite.
  static func checked(
    _ x: Tensor, _ name: String, function: String, least: Int = 1
  ) throws(TensorError) -> Tensor {
    guard x.rank == 2, x.shape[0] >= least, x.shape[1] >= 1 else {
      let rows = least == 1 ? "a row" : "\(least) rows"
      throw .shape(
        "\(function): '\(name)' must be [row, dim] with at least \(rows), got \(x.shape)")
    }
    let rows = x.dtype.isFloating ? x.detached() : try x.detached().astype(.f64)
    guard try rows.isfinite().all().itemBool() else {
      throw .value(
        "\(function): '\(name)' must be finite, got nan or inf; x[x.isfinite().all(axis=1)] "
          + "keeps the other rows")
    }
    return rows
  }

  /// New rows for what was fitted to `dim` columns. Throws `.shape` for others.
  static func fitting(_ x: Tensor, dim: Int, function: String) throws(TensorError) -> Tensor {
    guard x.rank == 2, x.shape[1] == dim else {
      throw .shape("\(function): fitted to rows [row, \(dim)], got \(x.shape)")
    }
    return x.dtype.isFloating ? x : try x.astype(.f64)
  }

  /// Rows `range` of a tensor.
  static func part(_ x: Tensor, _ range: Range<Int>) throws(TensorError) -> Tensor {
    try x.indexed([.slice(start: range.lowerBound, end: range.upperBound, step: 1)])
  }

  /// Calls `body` with ranges that cover the rows, so that `width` numbers a row stay within
  /// 16 MB. Throws `.interrupted` between two of them where that is asked for.
  static func blocks(
    _ count: Int, width: Int, _ body: (Range<Int>) throws -> Void
  ) throws {
    let size = max(64, (1 << 21) / max(width, 1))
    for start in stride(from: 0, to: count, by: size) {
      try Interrupt.check()
      try body(start..<min(start + size, count))
    }
  }

  /// The mean of the rows, f64 `[dim]`, summed block by block.
  static func mean(_ x: Tensor) throws -> Tensor {
    var sum = try Tensor.zeros([x.shape[1]], dtype: .f64)
    try blocks(x.shape[0], width: x.shape[1]) { range in
      sum = try sum + part(x, range).astype(.f64).sum(axes: [0])
    }
    return try sum / Double(x.shape[0])
  }

  /// Σ (x − center)ᵀ (x − center) over the rows, f64 `[dim, dim]`, block by block.
  static func scatter(_ x: Tensor, around center: Tensor) throws -> Tensor {
    let dim = x.shape[1]
    var sum = try Tensor.zeros([dim, dim], dtype: .f64)
    try blocks(x.shape[0], width: dim) { range in
      let block = try part(x, range).astype(.f64) - center
      sum = try sum + block.swapAxes(0, 1).matmul(block)
    }
    return sum
  }

  /// The variance of each column, over rows.
  static func variances(_ x: Tensor) throws -> [Double] {
    let center = try mean(x)
    var sum = try Tensor.zeros([x.shape[1]], dtype: .f64)
    try blocks(x.shape[0], width: x.shape[1]) { range in
      sum = try sum + (part(x, range).astype(.f64) - center).square().sum(axes: [0])
    }
    return try (sum / Double(x.shape[0])).doubles()
  }

  /// ‖x‖² of each row, `[row]` in the rows' dtype.
  static func squares(_ x: Tensor) throws(TensorError) -> Tensor {
    try x.square().sum(axes: [1])
  }
}
