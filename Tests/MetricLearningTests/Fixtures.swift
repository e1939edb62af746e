import Glibc
import Tensors

@testable import MetricLearning

/// The embeddings that all golden values belong to: X[i][j] = sin(0.37 (i+1)(j+1)) +
/// 0.1 cos(i + 2j), eight rows of five; rows i and i + 4 are two views of an item.
enum GoldenData {
  static let rows = 8
  static let columns = 5
  static let values: [Double] = (0..<rows).flatMap { i in
    (0..<columns).map { j -> Double in
      let wave: Double = sin(0.37 * Double(i + 1) * Double(j + 1))
      let ripple: Double = cos(Double(i) + 2 * Double(j))
      return wave + 0.1 * ripple
    }
  }
  static let labels = [0, 0, 1, 1, 2, 2, 3, 3]

  /// W[k][c] = cos(0.53 (c+1)(k+1)), four columns of five, as rows.
  static func classRows() throws -> Tensor {
    let values = (0..<20).map { place -> Double in
      cos(0.53 * Double(place / 5 + 1) * Double(place % 5 + 1))
    }
    return try Tensor(values, shape: [4, 5], dtype: .f64)
  }

  static func embeddings(_ dtype: DType = .f64) throws -> Tensor {
    try Tensor(values, shape: [rows, columns], dtype: dtype)
  }

  /// The loss of `data` made of the embeddings, and the Frobenius norm of its gradient.
  static func lossAndGradientNorm(
    _ loss: any Loss, dtype: DType = .f64, _ data: (Tensor) throws -> LossData
  ) throws -> (loss: Double, norm: Double) {
    let x = try embeddings(dtype).tracked()
    let value = try loss(data(x))
    guard let gradient = try value.gradients(wrt: [x])[0] else { return (try value.item(), 0) }
    return (try value.item(), try gradient.norm().item())
  }

  /// The first four rows and the last four.
  static func twoViews(_ x: Tensor) throws -> LossData {
    .views(try x.split(sizes: [4, 4]))
  }
}

/// Deterministic numbers without the generator under test: sines of incommensurable steps.
func waves(_ shape: [Int], _ seed: Double, dtype: DType = .f64) throws -> Tensor {
  let count = shape.reduce(1, *)
  let values = (0..<count).map { index -> Double in
    let slow: Double = sin(Double(index) * 1.234567 + seed)
    let fast: Double = cos(Double(index * index % 9973) + seed)
    return slow + 0.5 * fast
  }
  return try Tensor(values, shape: shape, dtype: dtype)
}
