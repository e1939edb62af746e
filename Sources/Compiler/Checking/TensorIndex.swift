import Catalog

/// What indices take of a tensor.
enum TensorIndex {
  /// An end or step of a slice.
  enum Bound {
    case open
    case at(Int)
    case unknown
  }

  /// One index.
  enum Part {
    case at(Outline)
    case slice(Bound, Bound, Bound)
    case ellipsis
  }

  /// The sizes of what is taken; nil where that is not known.
  /// - Throws: `index` for a position outside, or more positions than axes.
  static func sizes(
    of sizes: [Int?], _ parts: [Part]
  ) throws(OutlineError) -> [Int?]? {
    var taken = 0
    for part in parts {
      switch part {
      case .at(.none), .ellipsis: break
      case .at(.int), .slice: taken += 1
      // Masks take several axes, and what gathers makes new ones.
      case .at: return nil
      }
    }
    guard taken <= sizes.count else {
      throw OutlineError(
        "index", "index: \(taken) positions for a tensor of shape \(Outline.text(sizes))")
    }
    var result: [Int?] = []
    var axis = 0
    for part in parts {
      switch part {
      case .at(.int(let place)):
        try check(place, axis: axis, of: sizes)
        axis += 1
      case .at: result.append(1)
      case .slice(let start, let stop, let step):
        result.append(length(sizes[axis], start, stop, step))
        axis += 1
      case .ellipsis:
        let count = sizes.count - taken
        result += sizes[axis..<(axis + count)]
        axis += count
      }
    }
    return result + sizes[axis...]
  }

  private static func check(
    _ place: Int?, axis: Int, of sizes: [Int?]
  ) throws(OutlineError) {
    guard let place, let size = sizes[axis], !(-size..<size).contains(place) else { return }
    throw OutlineError(
      "index", "index: position \(place) is outside axis \(axis) of shape \(Outline.text(sizes))")
  }

  private static func length(_ size: Int?, _ start: Bound, _ stop: Bound, _ step: Bound) -> Int? {
    if case .open = start, case .open = stop, case .open = step { return size }
    guard let size, case .open = step else { return nil }
    func clamped(_ bound: Bound, open: Int) -> Int? {
      switch bound {
      case .open: open
      case .at(let place): min(max(place < 0 ? place + size : place, 0), size)
      case .unknown: nil
      }
    }
    guard let low = clamped(start, open: 0), let high = clamped(stop, open: size) else {
      return nil
    }
    return max(0, high - low)
  }
}
