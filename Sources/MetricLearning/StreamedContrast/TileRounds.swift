/// A tile of the matrix of similarities, by its block of rows and its block of columns.
struct TilePair: Equatable {
  let row: Int
  let column: Int
}

/// The tiles in rounds: within a round no block of rows or columns comes twice, so that its tiles
/// can be worked on at once, each adding to its own blocks, and the order of additions to a block
/// is that of the rounds for any number of threads.
enum TileRounds {
  /// Every tile on or above the diagonal of a symmetric matrix: first the diagonal, then the pairs
  /// of blocks as a round-robin tournament pairs its players.
  static func symmetric(blocks: Int) -> [[TilePair]] {
    let diagonal = (0..<blocks).map { TilePair(row: $0, column: $0) }
    guard blocks > 1 else { return [diagonal] }
    let players = blocks + blocks % 2
    var rounds = [diagonal]
    for round in 0..<players - 1 {
      // The last player stays, the others move around the table.
      var pairs = [(round, players - 1)]
      for seat in 1..<max(players / 2, 1) {
        pairs.append(
          ((round + seat) % (players - 1), (round - seat + players - 1) % (players - 1)))
      }
      rounds.append(
        pairs.filter { $0.0 < blocks && $0.1 < blocks }.map {
          TilePair(row: min($0.0, $0.1), column: max($0.0, $0.1))
        })
    }
    return rounds
  }

  /// Every tile of a matrix of separate rows and columns.
  static func rectangular(rowBlocks: Int, columnBlocks: Int) -> [[TilePair]] {
    let cycle = max(rowBlocks, columnBlocks)
    return (0..<cycle).map { shift in
      (0..<rowBlocks).compactMap { row in
        let column = (row + shift) % cycle
        return column < columnBlocks ? TilePair(row: row, column: column) : nil
      }
    }
  }

  /// Rows (or columns) a block: 512 of them make a tile of f32 that stays in the cache; fewer rows
  /// are cut finer, so that two threads find work. It depends on the number of rows alone.
  static func blockSize(count: Int) -> Int {
    if count <= 256 { return 256 }
    return count <= 1024 ? 128 : count <= 4096 ? 256 : 512
  }
}
