import CKernels

/// The forces on the points of a low-dimensional picture, by rows over all threads. Points are
/// f32 columns `[dims, point]` of 1 to 3 dimensions, and so are the forces.
public enum EmbeddingKernels {
  /// How strongly neighbors belong together: row by row, `columns` and `weights` from
  /// `offsets[row]` to `offsets[row + 1]`.
  public struct Neighbors: Sendable {
    let offsets: [Int]
    let columns: [Int32]
    let weights: [Float]

    /// `offsets` rise from 0 to the number of `columns` and of `weights`; columns are points.
    public init(offsets: [Int], columns: [Int32], weights: [Float]) {
      precondition(columns.count == weights.count && offsets.last == columns.count)
      precondition(columns.allSatisfy { $0 >= 0 && Int($0) < offsets.count - 1 })
      self.offsets = offsets
      self.columns = columns
      self.weights = weights
    }
  }

  private static let chunk = 64

  /// Writes `Σ q² (y_i − y_j)` with `q = 1 / (1 + ‖y_i − y_j‖²)`; gives the sum of all q.
  public static func repulsion(
    _ points: [Float], dims: Int, into forces: inout [Float]
  ) throws -> Double {
    let count = points.count / dims
    precondition(points.count == count * dims && forces.count == points.count)
    var sums = [Double](repeating: 0, count: (count + chunk - 1) / chunk)
    try forces.withUnsafeMutableBufferPointer { forces in
      try sums.withUnsafeMutableBufferPointer { sums in
        let (out, totals) = (forces.baseAddress, sums.baseAddress)
        try Kernels.parallel(sums.count) { part in
          totals?[part] = ck_embedding_repulsion(
            count, dims, points, part * chunk, min(count, (part + 1) * chunk), out)
        }
      }
    }
    return sums.reduce(0, +)
  }

  /// Writes `Σ w q (y_i − y_j)` over neighbors.
  public static func attraction(
    _ points: [Float], dims: Int, _ neighbors: Neighbors, into forces: inout [Float]
  ) throws {
    let count = points.count / dims
    precondition(points.count == count * dims && forces.count == points.count)
    precondition(neighbors.offsets.count == count + 1)
    try forces.withUnsafeMutableBufferPointer { forces in
      let out = forces.baseAddress
      try Kernels.parallel(count, chunk: chunk) { range in
        ck_embedding_attraction(
          count, dims, points, neighbors.offsets, neighbors.columns, neighbors.weights,
          range.lowerBound, range.upperBound, out)
      }
    }
  }

  /// `Σ w (ln w − ln q)` over neighbors.
  public static func divergence(_ points: [Float], dims: Int, _ neighbors: Neighbors) -> Double {
    let count = points.count / dims
    precondition(neighbors.offsets.count == count + 1)
    return ck_embedding_divergence(
      count, dims, points, neighbors.offsets, neighbors.columns, neighbors.weights, 0, count)
  }
}
