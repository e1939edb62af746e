import Tensors

/// Exponentials of tiles that a forward pass made, so that its gradient need not make them
/// again: the first ones, as many as fit. Which they are depends on the shapes alone.
final class KeptTiles<Element: ContrastElement> {
  private let memory: Workspace<Element>
  /// Where each tile begins, by its number; tiles beyond the last are made again.
  private let starts: [Int]
  /// The slopes of the margin at each tile's positives; empty without a margin.
  private let slopes: UnsafeMutablePointer<[Double]>

  /// - Parameters:
  ///   - sizes: the number of entries of each tile, in the order in which they are made.
  ///   - bytes: the most that are kept.
  init(sizes: [Int], bytes: Int) throws {
    var starts: [Int] = []
    var total = 0
    for size in sizes {
      if (total + size) * MemoryLayout<Element>.stride > bytes { break }
      starts.append(total)
      total += size
    }
    self.starts = starts
    memory = try Workspace(count: total)
    slopes = UnsafeMutablePointer<[Double]>.allocate(capacity: max(starts.count, 1))
    slopes.initialize(repeating: [], count: starts.count)
  }

  deinit {
    slopes.deinitialize(count: starts.count)
    slopes.deallocate()
  }

  /// The memory of a tile, nil where it is not kept.
  func entries(of tile: Int) -> UnsafeMutablePointer<Element>? {
    tile < starts.count ? memory.start + starts[tile] : nil
  }

  /// The slopes at a kept tile's positives, in the order in which they are visited. Each tile is
  /// written by one thread.
  subscript(slopesOf tile: Int) -> [Double] {
    get { slopes[tile] }
    set { slopes[tile] = newValue }
  }
}
