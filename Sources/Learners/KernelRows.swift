import Tensors

/// Rows of the matrix of inner products of data rows, made when asked for; those used last stay
/// within 256 MB.
final class KernelRows {
  private let rows: Tensor
  private let gamma: Double?
  private let squares: [Double]
  private var kept: [Int: [Double]] = [:]
  /// When each was asked for last.
  private var uses: [Int: Int] = [:]
  private var clock = 0
  private let room: Int

  /// The number of data rows.
  var count: Int { rows.shape[0] }
  /// The inner product of each row with itself.
  let diagonal: [Double]

  /// `rows` are f64 and row-major; `gamma` nil stands for the plain product.
  init(_ rows: Tensor, gamma: Double?) throws {
    self.rows = rows
    self.gamma = gamma
    squares = try Rows.squares(rows).doubles()
    diagonal = gamma == nil ? squares : [Double](repeating: 1, count: rows.shape[0])
    room = max(2, (256 << 20) / (8 * max(1, rows.shape[0])))
  }

  /// The inner products of row `index` with all.
  func row(_ index: Int) throws -> [Double] {
    clock += 1
    uses[index] = clock
    if let known = kept[index] { return known }
    try Interrupt.check()
    if kept.count >= room,
      let oldest = kept.keys.min(by: { uses[$0, default: 0] < uses[$1, default: 0] })
    {
      kept[oldest] = nil
    }
    let own = try rows.indexed([.at(index)])
    var products = try rows.matmul(own)
    if let gamma {
      let lengths = try Tensor(squares, shape: [count], dtype: .f64)
      let far = try (lengths - 2 * products + squares[index]).maximum(0)
      products = try (far * -gamma).exp()
    }
    let values = products.doubles()
    kept[index] = values
    return values
  }
}
