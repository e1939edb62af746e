import Glibc
import Tensors

extension StreamedContrast {
  /// The terms of the loss, see `Denominator`. Anchors without a positive give none.
  var terms: [Double] {
    guard let groups else { return logSums }
    switch denominator {
    case .everything:
      return units.map { row in
        logSums[row] - scale * positiveSums[row] / Double(groups.positiveCount(of: row))
      }
    case .negatives:
      return pairs { row, _, logit in softplus(logSums[row] - scale * logit.value) }
    }
  }

  /// The anchors that have a positive.
  private var units: [Int] {
    guard let groups else { return Array(0..<anchors.count) }
    return (0..<anchors.count).filter { groups.positiveCount(of: $0) > 0 }
  }

  /// Anchors left out because they have no positive.
  var anchorsWithoutPositive: Int { anchors.count - units.count }

  private func pairs<Result>(_ body: (Int, Int, MarginLogit) -> Result) -> [Result] {
    (0..<anchors.count).flatMap { row in
      (pairStarts[row]..<pairStarts[row + 1]).map { pair in
        let cosine = pairCosines[pair]
        return body(row, pair, margin?.logit(cosine) ?? MarginLogit(value: cosine, slope: 1))
      }
    }
  }

  /// Gradients by the rows as given, of anchors and of candidates (nil where these are the same).
  ///
  /// With weights w of the terms and p_ij = exp(l_ij − L_i), the gradient by a similarity is
  /// scale · (w_i p_ij − [ij positive] w_i / positives) · slope, and for `.negatives`
  /// scale · (W_i p_ij) with W_i = Σ w σ(L_i − l), −scale · w σ(L_i − l) · slope at the pair.
  func gradients(
    weights: [Double]
  ) throws -> (anchors: Workspace<Element>, candidates: Workspace<Element>?) {
    let shares = shares(weights)
    let rowFactors = try Workspace<Element>(repeating: 0, count: anchors.count)
    let rowLogs = try Workspace<Element>(repeating: .infinity, count: anchors.count)
    for row in 0..<anchors.count where shares.anchors[row] != 0 {
      if let shift {
        rowFactors[row] = Element(shares.anchors[row] * exp(shift - logSums[row]))
      } else {
        rowFactors[row] = Element(shares.anchors[row])
        rowLogs[row] = Element(logSums[row])
      }
    }
    let own = try Workspace<Element>(repeating: 0, count: anchors.count * anchors.dimension)
    let other =
      isSymmetric
      ? own
      : try Workspace<Element>(repeating: 0, count: candidates.count * candidates.dimension)
    try forEachTile { tile in
      let slopes = try makeGradient(tile, rowFactors, rowLogs)
      correctPositives(in: tile, slopes: slopes, shares)
      accumulate(tile, into: own, other)
    }
    try anchors.pullBack(own)
    if !isSymmetric { try candidates.pullBack(other) }
    return (own, isSymmetric ? nil : other)
  }

  /// What each anchor's denominator weighs, and what each positive pair does.
  private struct Shares {
    var anchors: [Double]
    /// By anchor with `.everything`, by pair with `.negatives`.
    var positives: [Double]
  }

  private func shares(_ weights: [Double]) -> Shares {
    var result = Shares(anchors: [Double](repeating: 0, count: anchors.count), positives: [])
    guard let groups else {
      result.anchors = weights
      return result
    }
    switch denominator {
    case .everything:
      result.positives = result.anchors
      for (row, weight) in zip(units, weights) {
        result.anchors[row] = weight
        result.positives[row] = weight / Double(groups.positiveCount(of: row))
      }
    case .negatives:
      result.positives = pairs { row, pair, logit in
        let excess = logSums[row] - scale * logit.value
        return excess == -.infinity ? 0 : weights[pair] / (1 + exp(-excess))
      }
      for row in 0..<anchors.count {
        for pair in pairStarts[row]..<pairStarts[row + 1] {
          result.anchors[row] += result.positives[pair]
        }
      }
    }
    return result
  }

  /// Makes the gradient by the logits, from a kept tile or anew, positives as if they were none.
  /// - Returns: the slopes of the margin at the positives, or nothing where all are 1.
  private func makeGradient(
    _ tile: Tile<Element>, _ factors: Workspace<Element>, _ logs: Workspace<Element>
  ) throws -> [Double] {
    let row = tile.rows.lowerBound
    let column = tile.columns.lowerBound
    if let kept, let exponentials = kept.entries(of: tile.number) {
      Element.makeGradient(
        ofKept: exponentials, rows: tile.rows.count, columns: tile.columns.count,
        scale: Element(scale), u: factors.start + row,
        v: isSymmetric ? factors.start + column : nil, into: tile.entries)
      return kept[slopesOf: tile.number]
    }
    try fill(tile)
    var slopes: [Double] = []
    placePositives(in: tile) { _, _, _, logit in
      if margin != nil { slopes.append(logit.slope) }
    }
    if let shift {
      Element.replaceByGradient(
        tile.entries, rows: tile.rows.count, columns: tile.columns.count, scale: Element(scale),
        shift: Element(shift), u: factors.start + row,
        v: isSymmetric ? factors.start + column : nil)
    } else {
      Element.replaceByWideGradient(
        tile.entries, rows: tile.rows.count, columns: tile.columns.count, scale: Element(scale),
        u: factors.start + row, rowLogs: logs.start + row,
        v: isSymmetric ? factors.start + column : nil,
        columnLogs: isSymmetric ? logs.start + column : nil)
    }
    return slopes
  }

  private func correctPositives(in tile: Tile<Element>, slopes: [Double], _ shares: Shares) {
    guard let groups else { return }
    var next = 0
    groups.forEachPositive(rows: tile.rows, columns: tile.columns) { row, column in
      var share: Double
      switch denominator {
      case .everything:
        share = shares.positives[row] + (isSymmetric ? shares.positives[column] : 0)
      case .negatives:
        share = shares.positives[pairStarts[row] + groups.rank(of: column, for: row)]
        if isSymmetric {
          share += shares.positives[pairStarts[column] + groups.rank(of: row, for: column)]
        }
      }
      let slope = slopes.isEmpty ? 1 : slopes[next]
      let gradient = (Double(tile[row, column]) - scale * share) * slope
      tile[row, column] = Element(gradient)
      next += 1
    }
  }

  /// Adds G · candidates to the rows' gradient and Gᵀ · anchors to the columns'. On the diagonal of
  /// a symmetric matrix G already holds both directions.
  private func accumulate(
    _ tile: Tile<Element>, into own: Workspace<Element>, _ other: Workspace<Element>
  ) {
    let dimension = anchors.dimension
    let rowStart = tile.rows.lowerBound * dimension
    let columnStart = tile.columns.lowerBound * dimension
    Element.product(
      transposeA: false, transposeB: false, m: tile.rows.count, n: dimension,
      k: tile.columns.count, a: tile.entries, lda: tile.columns.count,
      b: candidates.values.start + columnStart, ldb: dimension, beta: 1,
      c: own.start + rowStart, ldc: dimension)
    if tile.isDiagonal { return }
    Element.product(
      transposeA: true, transposeB: false, m: tile.columns.count, n: dimension,
      k: tile.rows.count, a: tile.entries, lda: tile.columns.count,
      b: anchors.values.start + rowStart, ldb: dimension, beta: 1,
      c: other.start + columnStart, ldc: dimension)
  }
}

/// log(1 + e^x) without overflow.
func softplus(_ x: Double) -> Double {
  max(x, 0) + log1p(exp(-abs(x)))
}

/// 1 / (1 + e^−x).
func sigmoid(_ x: Double) -> Double {
  x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))
}
