import Tensors

/// Every pair i < j of rows as a trial, scored by the cosine of the two rows: pairs in the order
/// (0, 1), (0, 2), …, (1, 2), ….
public struct AllPairTrials: Sendable {
  /// Cosines `[pair]`, f32, or f64 for f64 embeddings.
  public let scores: Tensor
  /// bool `[pair]`: whether the two labels are equal.
  public let targets: Tensor

  /// Scores all pairs by tiles of a matrix product.
  /// - Parameters:
  ///   - embeddings: `[n, dimension]`, n ≥ 2.
  ///   - labels: one class number a row.
  /// - Throws: `LossError` for other shapes, `TensorError` of kind `limit` for too many pairs.
  public init(embeddings: Tensor, labels: [Int]) throws {
    guard embeddings.rank == 2, embeddings.shape[0] >= 2, embeddings.shape[1] >= 1 else {
      throw LossError(
        "shape",
        "verify: embeddings must be [n, dim] of at least two rows, got \(embeddings.shape)")
    }
    let n = embeddings.shape[0]
    guard labels.count == n else {
      throw LossError(
        "shape", "verify: takes one label a row, got \(n) rows and \(labels.count) labels")
    }
    scores =
      embeddings.dtype == .f64
      ? try Self.scores(embeddings, of: Double.self)
      : try Self.scores(embeddings.astype(.f32), of: Float.self)
    targets = try Tensor.makeBool([n * (n - 1) / 2]) { buffer in
      var place = 0
      for i in 0..<n {
        for j in i + 1..<n {
          buffer[place] = labels[i] == labels[j]
          place += 1
        }
      }
    }
  }

  private static func scores<Element: ContrastElement>(
    _ embeddings: Tensor, of type: Element.Type
  ) throws -> Tensor {
    let rows = try UnitRows<Element>([embeddings], normalize: true)
    let n = rows.count
    let dimension = rows.dimension
    let block = 256
    return try Element.tensor(shape: [n * (n - 1) / 2]) { buffer in
      guard let out = buffer.baseAddress else { return }
      try Kernels.parallel(n, chunk: block) { range in
        let tile = try Workspace<Element>(repeating: 0, count: range.count * block)
        for first in stride(from: range.lowerBound / block * block, to: n, by: block) {
          let columns = first..<min(first + block, n)
          Element.product(
            transposeA: false, transposeB: true, m: range.count, n: columns.count, k: dimension,
            a: rows.values.start + range.lowerBound * dimension, lda: dimension,
            b: rows.values.start + first * dimension, ldb: dimension, beta: 0, c: tile.start,
            ldc: columns.count)
          for i in range {
            let start = max(i + 1, first)
            if start >= columns.upperBound { continue }
            // Pairs before row i: Σ_{k<i} (n − 1 − k).
            let place = i * (2 * n - i - 1) / 2 + start - i - 1
            (out + place).update(
              from: tile.start + (i - range.lowerBound) * columns.count + start - first,
              count: columns.upperBound - start)
          }
        }
      }
    }
  }
}

/// The cosine of each row of one matrix with each row of another, `[a rows, b rows]`; a zero row
/// has cosine 0 with everything. First order only.
public func cosineSimilarities(_ first: Tensor, _ second: Tensor) throws -> Tensor {
  guard first.rank == 2, second.rank == 2, first.shape[1] == second.shape[1] else {
    throw LossError(
      "shape",
      "cosine_similarity: takes rows of one width, got \(first.shape) and \(second.shape)")
  }
  return try normalizedRows(first).matmul(normalizedRows(second).transpose())
}
