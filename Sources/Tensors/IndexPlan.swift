/// What the items of an index mean for a shape: a strided view first, then picks on it.
struct IndexPlan {
  /// A step of the strided view, in order of the view's axes.
  enum Part {
    case position(axis: Int, at: Int)
    case run(axis: Int, start: Int, count: Int, step: Int)
    case newAxis
  }

  /// Positions along an axis of the strided view.
  struct Pick {
    let axis: Int
    let index: Tensor
  }

  private(set) var parts: [Part] = []
  private(set) var picks: [Pick] = []
  /// The items of the strided view alone, one an axis, every one spelled out.
  private(set) var basic: [IndexItem] = []
  /// Whether the view is the whole tensor.
  private(set) var isWhole = true
  /// Whether no slice or new axis stands between the picks.
  private(set) var picksStandTogether = true

  private let shape: [Int]
  private var axis = 0
  private var viewAxis = 0
  private var lastPick: Int?

  init(_ items: [IndexItem], of shape: [Int]) throws(TensorError) {
    self.shape = shape
    let taken = items.reduce(0) { $0 + IndexPlan.width($1) }
    if taken > shape.count {
      throw .index("index: \(taken) positions for a tensor of shape \(shape)")
    }
    let hasArrays = items.contains(where: IndexPlan.isArray)
    var sawEllipsis = false
    for (place, item) in items.enumerated() {
      switch item {
      case .ellipsis:
        if sawEllipsis { throw .index("index: ... stands only once") }
        sawEllipsis = true
        for _ in 0..<(shape.count - taken) { try whole() }
      case .newAxis:
        parts.append(.newAxis)
        basic.append(.newAxis)
        isWhole = false
        viewAxis += 1
      case .at(let at): try position(at, asPick: hasArrays)
      case .slice(let start, let end, let step): try run(start, end, step)
      case .mask(let mask): try self.mask(mask)
      case .gather(let index):
        if index.dtype != .i64 {
          throw .type("index: item \(place) must be i64 or bool, got \(index.dtype.name)")
        }
        try pick(index)
      }
    }
    while axis < shape.count { try whole() }
  }

  private static func isArray(_ item: IndexItem) -> Bool {
    switch item {
    case .mask, .gather: true
    case .at, .slice, .ellipsis, .newAxis: false
    }
  }

  private static func width(_ item: IndexItem) -> Int {
    switch item {
    case .at, .slice, .gather: 1
    case .mask(let mask): mask.rank
    case .ellipsis, .newAxis: 0
    }
  }

  private mutating func whole() throws(TensorError) { try run(nil, nil, 1) }

  private mutating func position(_ at: Int, asPick: Bool) throws(TensorError) {
    let size = shape[axis]
    if at < -size || at >= size {
      throw .index("index: position \(at) is outside axis \(axis) of shape \(shape)")
    }
    // Beside index tensors a position is one of them and broadcasts.
    if asPick { return try pick(Tensor.scalar(int: at)) }
    parts.append(.position(axis: axis, at: at < 0 ? at + size : at))
    basic.append(.at(at))
    isWhole = false
    axis += 1
  }

  private mutating func run(_ start: Int?, _ end: Int?, _ step: Int) throws(TensorError) {
    if step == 0 { throw .value("index: the step of a slice cannot be 0") }
    let size = shape[axis]
    func clamp(_ at: Int, _ low: Int, _ high: Int) -> Int {
      let resolved = at < 0 ? max(at, -size - 1) + size : at
      return min(max(resolved, low), high)
    }
    let (from, count): (Int, Int)
    if step > 0 {
      let low = clamp(start ?? 0, 0, size)
      let high = clamp(end ?? size, 0, size)
      (from, count) = (low, high > low ? (high - low - 1) / step + 1 : 0)
    } else {
      let high = clamp(start ?? size - 1, -1, size - 1)
      let low = end.map { clamp($0, -1, size - 1) } ?? -1
      let back = step == .min ? Int.max : -step
      (from, count) = (high, high > low ? (high - low - 1) / back + 1 : 0)
    }
    let stride = count > 1 ? step : 1
    parts.append(.run(axis: axis, start: max(from, 0), count: count, step: stride))
    basic.append(.slice(start: start, end: end, step: step))
    if from != 0 || count != size || stride != 1 { isWhole = false }
    axis += 1
    viewAxis += 1
  }

  private mutating func pick(_ index: Tensor) throws(TensorError) {
    if let lastPick, lastPick != viewAxis - 1 { picksStandTogether = false }
    let at = viewAxis
    try whole()
    picks.append(Pick(axis: at, index: index))
    lastPick = at
  }

  private mutating func mask(_ mask: Tensor) throws(TensorError) {
    if mask.dtype != .bool { throw .type("index: a mask must be bool, got \(mask.dtype.name)") }
    let covered = Array(shape[axis..<axis + mask.rank])
    if mask.shape != covered {
      throw .index("index: a mask of shape \(mask.shape) on axes of shape \(covered)")
    }
    if mask.rank == 0 {
      throw .type("index: a mask of shape [] has no axis; use a position or a slice")
    }
    for index in try mask.nonzero() { try pick(index) }
  }
}
