import Glibc
import Tensors

/// What the denominator of a positive pair's softmax holds beside the pair itself.
enum Denominator: Sendable {
  /// Every other row; the positives of an anchor share it. One term an anchor, the mean over its
  /// positives p of L − l_p, where L is the log-sum-exp of its logits. Without groups, L itself.
  case everything
  /// The negatives only. One term a positive pair, log(1 + exp(L − l_p)).
  case negatives
}

/// The log-sum-exp of each row of a matrix of scaled similarities that is never held: tiles of it
/// are made by matrix products, used and dropped, and made again for the gradient.
///
/// With `anchors === candidates` the matrix is symmetric: half of it is computed, each tile serving
/// its rows and its columns, and the diagonal takes no part. Memory is O(rows · dimension) and one
/// tile a thread (plus one number a positive pair with `.negatives`, and `keptBytes` of tiles for a
/// gradient to come, which need not be made again).
final class StreamedContrast<Element: ContrastElement> {
  let anchors: UnitRows<Element>
  let candidates: UnitRows<Element>
  let groups: PairGroups?
  let denominator: Denominator
  let scale: Double
  let margin: (any Margin)?
  /// The bound of all logits where they span at most 80, so that one exponential with this shift
  /// serves rows and columns; nil where each needs its own maximum.
  let shift: Double?
  let rounds: [[TilePair]]
  let kept: KeptTiles<Element>?
  /// What each candidate's weight adds to its similarities, and the mask of pairs.
  private let columnTerms: Workspace<Element>?
  private let mask: Tensor?

  /// By anchor: the largest logit so far (wide logits only), the sum of exponentials, and L.
  private let maxima: Workspace<Double>
  private let sums: Workspace<Double>
  private(set) var logSums: [Double] = []
  /// By anchor: the sum of its positives' logits before scaling.
  let positiveSums: Workspace<Double>
  /// By positive pair, ordered by anchor, then candidate: its cosine. Only with `.negatives`.
  let pairCosines: Workspace<Double>
  /// Where an anchor's pairs begin.
  let pairStarts: [Int]

  init(
    anchors: UnitRows<Element>, candidates: UnitRows<Element>, groups: PairGroups?,
    denominator: Denominator, scale: Double, margin: (any Margin)?,
    weights: NegativeWeights? = nil, keptBytes: Int = 0
  ) throws {
    self.anchors = anchors
    self.candidates = candidates
    self.groups = groups
    self.denominator = denominator
    self.scale = scale
    self.margin = margin
    let bound = anchors.largestNorm * candidates.largestNorm
    let ends = margin.map { [$0.logit(-1).value, $0.logit(1).value] } ?? []
    let terms = weights?.terms(scale: scale)
    let finite = terms?.filter { $0 > -.infinity } ?? []
    let low = ends.reduce(-bound, min) + finite.reduce(0, min)
    let high = ends.reduce(bound, max) + finite.reduce(0, max)
    shift = scale * (high - low) <= 80 ? scale * high : nil
    columnTerms = try terms.map { try Workspace<Element>(count: $0.count) }
    for (column, term) in (terms ?? []).enumerated() { columnTerms?[column] = Element(term) }
    mask = try weights?.mask?.contiguous()
    let rowBlocks = Self.blockCount(anchors.count)
    rounds =
      anchors === candidates
      ? TileRounds.symmetric(blocks: rowBlocks)
      : TileRounds.rectangular(
        rowBlocks: rowBlocks, columnBlocks: Self.blockCount(candidates.count))
    maxima = try Workspace(repeating: -.infinity, count: anchors.count)
    sums = try Workspace(repeating: 0, count: anchors.count)
    positiveSums = try Workspace(repeating: 0, count: anchors.count)
    var starts = [0]
    if let groups, denominator == .negatives {
      for row in 0..<anchors.count { starts.append(starts[row] + groups.positiveCount(of: row)) }
    }
    pairStarts = starts
    pairCosines = try Workspace(repeating: 0, count: starts[starts.count - 1])
    let sizes = rounds.joined().map {
      Self.rows($0.row, of: anchors.count).count
        * Self.rows($0.column, of: candidates.count).count
    }
    kept = keptBytes > 0 && shift != nil ? try KeptTiles(sizes: sizes, bytes: keptBytes) : nil
  }

  var isSymmetric: Bool { anchors === candidates }

  private static func blockCount(_ count: Int) -> Int {
    let size = TileRounds.blockSize(count: count)
    return (count + size - 1) / size
  }

  private static func rows(_ block: Int, of count: Int) -> Range<Int> {
    let size = TileRounds.blockSize(count: count)
    return block * size..<min((block + 1) * size, count)
  }

  /// Walks all tiles, round by round, with a tile's memory for each thread.
  /// - Throws: `TensorError.interrupted`, which it looks for before every tile.
  func forEachTile(_ body: (Tile<Element>) throws -> Void) throws {
    let largest = rounds.map(\.count).max() ?? 0
    let lanes = max(1, min(Threads.count, largest))
    let size =
      TileRounds.blockSize(count: anchors.count) * TileRounds.blockSize(count: candidates.count)
    let memory = try (0..<lanes).map { _ in try Workspace<Element>(count: size) }
    var number = 0
    for pairs in rounds where !pairs.isEmpty {
      let lanes = min(lanes, pairs.count)
      let first = number
      number += pairs.count
      try Kernels.parallel(lanes) { lane in
        for index in stride(from: lane, to: pairs.count, by: lanes) {
          try Interrupt.check()
          let tile = Tile(
            rows: Self.rows(pairs[index].row, of: anchors.count),
            columns: Self.rows(pairs[index].column, of: candidates.count),
            isDiagonal: isSymmetric && pairs[index].row == pairs[index].column,
            number: first + index, entries: memory[lane].start)
          try body(tile)
        }
      }
    }
  }

  /// Similarities of a tile as their pairs count; −∞ where a row meets itself.
  func fill(_ tile: Tile<Element>) throws {
    let dimension = anchors.dimension
    Element.product(
      transposeA: false, transposeB: true, m: tile.rows.count, n: tile.columns.count,
      k: dimension, a: anchors.values.start + tile.rows.lowerBound * dimension, lda: dimension,
      b: candidates.values.start + tile.columns.lowerBound * dimension, ldb: dimension, beta: 0,
      c: tile.entries, ldc: tile.columns.count)
    if tile.isDiagonal {
      for row in tile.rows { tile[row, row] = -.infinity }
    }
    if columnTerms != nil || mask != nil { try weigh(tile) }
  }

  /// Weights and mask, with the positives as they were.
  private func weigh(_ tile: Tile<Element>) throws {
    var positives: [Element] = []
    groups?.forEachPositive(rows: tile.rows, columns: tile.columns) { row, column in
      positives.append(tile[row, column])
    }
    let terms = columnTerms.map { UnsafePointer($0.start + tile.columns.lowerBound) }
    let first = tile.rows.lowerBound * candidates.count + tile.columns.lowerBound
    func weigh(_ mask: UnsafePointer<UInt8>?) {
      Element.weigh(
        tile.entries, rows: tile.rows.count, columns: tile.columns.count, columnTerms: terms,
        mask: mask, step: candidates.count)
    }
    if let mask {
      try mask.withBool { flags in
        guard let start = flags.baseAddress else { return }
        weigh(UnsafeRawPointer(start + first).assumingMemoryBound(to: UInt8.self))
      }
    } else {
      weigh(nil)
    }
    var next = 0
    groups?.forEachPositive(rows: tile.rows, columns: tile.columns) { row, column in
      tile[row, column] = positives[next]
      next += 1
    }
  }

  /// Puts the positives' logits into their places, or −∞ where they take no part in denominators.
  /// - Parameter visit: called with row, column, cosine and logit of each, before the change.
  @inline(__always)
  func placePositives(
    in tile: Tile<Element>, _ visit: (Int, Int, Double, MarginLogit) -> Void
  ) {
    groups?.forEachPositive(rows: tile.rows, columns: tile.columns) { row, column in
      let cosine = Double(tile[row, column])
      let logit = margin?.logit(cosine) ?? MarginLogit(value: cosine, slope: 1)
      visit(row, column, cosine, logit)
      tile[row, column] = denominator == .negatives ? -.infinity : Element(logit.value)
    }
  }

  /// Computes `logSums` and what is needed of the positives.
  func computeLogSums() throws {
    try forEachTile { scratch in
      let memory = kept?.entries(of: scratch.number)
      let tile = memory.map(scratch.moved) ?? scratch
      let servesColumns = isSymmetric && !tile.isDiagonal
      var slopes: [Double] = []
      try fill(tile)
      placePositives(in: tile) { row, column, cosine, logit in
        note(row, column, cosine, logit.value)
        if servesColumns { note(column, row, cosine, logit.value) }
        if memory != nil && margin != nil { slopes.append(logit.slope) }
      }
      if memory != nil { kept?[slopesOf: tile.number] = slopes }
      addExponentials(of: tile, keep: memory != nil, servesColumns: servesColumns)
    }
    logSums = (0..<anchors.count).map { row in
      sums[row] > 0 ? log(sums[row]) + (shift ?? maxima[row]) : -.infinity
    }
  }

  private func addExponentials(of tile: Tile<Element>, keep: Bool, servesColumns: Bool) {
    let (rows, columns) = (tile.rows.count, tile.columns.count)
    let rowSums = sums.start + tile.rows.lowerBound
    let columnSums = servesColumns ? sums.start + tile.columns.lowerBound : nil
    guard let shift else {
      Element.addWideExponentials(
        of: tile.entries, rows: rows, columns: columns, scale: Element(scale),
        rowMaxima: maxima.start + tile.rows.lowerBound, rowSums: rowSums,
        columnMaxima: servesColumns ? maxima.start + tile.columns.lowerBound : nil,
        columnSums: columnSums)
      return
    }
    if keep {
      Element.keepExponentials(
        of: tile.entries, rows: rows, columns: columns, scale: Element(scale),
        shift: Element(shift), rowSums: rowSums, columnSums: columnSums)
    } else {
      Element.addExponentials(
        of: tile.entries, rows: rows, columns: columns, scale: Element(scale),
        shift: Element(shift), rowSums: rowSums, columnSums: columnSums)
    }
  }

  private func note(_ anchor: Int, _ positive: Int, _ cosine: Double, _ logit: Double) {
    switch denominator {
    case .everything: positiveSums[anchor] += logit
    case .negatives:
      guard let groups else { return }
      pairCosines[pairStarts[anchor] + groups.rank(of: positive, for: anchor)] = cosine
    }
  }
}

/// A tile in memory: similarities, then logits, then gradients.
struct Tile<Element> {
  let rows: Range<Int>
  let columns: Range<Int>
  /// Whether its rows are its columns.
  let isDiagonal: Bool
  /// Its place in the order of all tiles.
  let number: Int
  let entries: UnsafeMutablePointer<Element>

  /// The same tile in other memory.
  func moved(to entries: UnsafeMutablePointer<Element>) -> Tile {
    Tile(
      rows: rows, columns: columns, isDiagonal: isDiagonal, number: number, entries: entries)
  }

  /// The entry of a row and a column of the whole matrix.
  @inline(__always)
  subscript(row: Int, column: Int) -> Element {
    get { entries[(row - rows.lowerBound) * columns.count + column - columns.lowerBound] }
    nonmutating set {
      entries[(row - rows.lowerBound) * columns.count + column - columns.lowerBound] = newValue
    }
  }
}
