// Sums and extremes of groups of rows, histograms and ranks.
extension Tensor {
  /// Checks the group of each row, and gives how many groups there are.
  private func groups(_ ids: Tensor, _ count: Int?, in name: String) throws(TensorError) -> Int {
    if ids.dtype != .i64 || ids.rank != 1 || rank < 1 || ids.count != shape[0] {
      throw .shape(
        "\(name): ids must be i64[\(shape.first ?? 0)], one a row, got"
          + " \(ids.dtype.name)\(ids.shape)")
    }
    let found = ids.ints()
    let groups = count ?? (found.max() ?? -1) + 1
    for id in found where id < 0 || id >= groups {
      throw .value("\(name): the id \(id) is outside the \(groups) segments 0...\(groups - 1)")
    }
    return groups
  }

  /// The sums of rows with equal ids: `out[k] = sum of self[i] with ids[i] = k`, 0 of none.
  public func segmentSum(_ ids: Tensor, count: Int? = nil) throws(TensorError) -> Tensor {
    let groups = try groups(ids, count, in: "segment_sum")
    let zeros = try Tensor.zeros([groups] + shape.dropFirst(), dtype: dtype.arithmetic)
    return try zeros.indexAdd(ids, astype(dtype.arithmetic))
  }

  /// The means of rows with equal ids; NaN of none.
  public func segmentMean(_ ids: Tensor, count: Int? = nil) throws(TensorError) -> Tensor {
    let groups = try groups(ids, count, in: "segment_mean")
    let x = try astype(dtype.floating)
    let sums = try Tensor.zeros([groups] + shape.dropFirst(), dtype: x.dtype).indexAdd(ids, x)
    let sizes = try ids.bincount(minimumLength: groups).astype(x.dtype)
    return try sums / sizes.reshape([groups] + Array(repeating: 1, count: rank - 1))
  }

  /// The largest of rows with equal ids, element by element, -inf of none. The gradient goes to
  /// the first of equal ones. Throws `.value` for integers where a segment has no row.
  public func segmentMax(_ ids: Tensor, count: Int? = nil) throws(TensorError) -> Tensor {
    let groups = try groups(ids, count, in: "segment_max")
    let sizes = try ids.bincount(minimumLength: groups)
    if let empty = sizes.ints().firstIndex(of: 0), !dtype.isFloating || shape[0] == 0 {
      if shape[0] == 0 && dtype.isFloating {
        return try Tensor.full(
          [groups] + shape.dropFirst(), .float(-.infinity), dtype: dtype)
      }
      throw .value("segment_max: segment \(empty) has no row, and integers have no -inf")
    }
    let inner = Shape.count(shape.dropFirst())
    let values = detached().doubles()
    var places = [Int](repeating: -1, count: groups * inner)
    let rows = Swift.max(1, Interrupt.piece / Swift.max(1, inner))
    for (row, id) in ids.ints().enumerated() {
      if row % rows == 0 { try Interrupt.check() }
      for column in 0..<inner {
        let (best, value) = (places[id * inner + column], values[row * inner + column])
        if best < 0 {
          places[id * inner + column] = row
        } else {
          let held = values[best * inner + column]
          if value > held || (value.isNaN && !held.isNaN) { places[id * inner + column] = row }
        }
      }
    }
    let index = try Tensor(ints: places.map { Swift.max(0, $0) }, shape: [groups, inner])
    let result = try reshape([shape[0], inner]).gatherRows(index)
      .reshape([groups] + Array(shape.dropFirst()))
    let isEmpty = try sizes.equal(0).reshape([groups] + Array(repeating: 1, count: rank - 1))
    if try !isEmpty.any().itemBool() { return result }
    return try Tensor.where_(isEmpty, Tensor.scalar(-.infinity, dtype: dtype), result)
  }

  /// `out[i, j] = self[index[i, j], j]`, with any number of rows.
  private func gatherRows(_ index: Tensor) throws(TensorError) -> Tensor {
    if shape[1] == 0 { return try Tensor.zeros(index.shape, dtype: dtype) }
    return try gather(index, axis: 0)
  }

  /// How many elements lie between neighboring edges, ascending, the right edge in the last bin;
  /// what lies outside is left out. i64.
  public func histogram(edges: Tensor) throws(TensorError) -> Tensor {
    let bounds = try edges.detached().astype(.f64)
    let limits = bounds.doubles()
    if edges.rank != 1 || limits.count < 2
      || zip(limits, limits.dropFirst()).contains(where: { !($0 < $1) })
    {
      throw .value("histogram: edges must be two or more ascending numbers, got \(edges.shape)")
    }
    let bins = limits.count - 1
    let x = try detached().astype(.f64).ravel()
    let isInside = try x.greaterOrEqual(.float(limits[0])).and(x.lessOrEqual(.float(limits[bins])))
    let inside = try x.indexed([.mask(isInside)])
    let places = try bounds.searchSorted(inside, right: true).subtracting(.int(1))
    return try places.minimum(.int(bins - 1)).bincount(minimumLength: bins)
  }

  /// Counts in `bins` bins of equal width over `range` (the extremes unless given), and the
  /// `bins + 1` edges.
  public func histogram(bins: Int, range: (Double, Double)? = nil) throws(TensorError)
    -> (counts: Tensor, edges: Tensor)
  {
    if !(1...Shape.longest ~= bins) {
      throw .value("histogram: bins must be at least 1, got \(bins)")
    }
    var (low, high) = range ?? (0, 1)
    if range == nil && count > 0 {
      let x = try detached().astype(.f64)
      (low, high) = (try x.min().item(), try x.max().item())
    }
    if !low.isFinite || !high.isFinite || low > high {
      throw .value(
        "histogram: the range must be finite and ascending, got \(low) to \(high); give range=")
    }
    if low == high { (low, high) = (low - 0.5, high + 0.5) }
    let edges = try Tensor.linspace(low, high, bins + 1, dtype: .f64)
    return (try histogram(edges: edges), try edges.astype(dtype.floating))
  }

  /// Ranks from 1 along `axis`; equal elements share the mean of theirs, NaN has none.
  public func rankData(axis: Int = -1) throws(TensorError) -> Tensor {
    let axis = try Shape.axis(axis, rank: rank, in: "rankdata")
    let order = try detached().argsort(axis: axis).withLast(axis).rowMajor(as: .i64)
    let numbers = try detached().withLast(axis).rowMajor(as: .f64)
    let ranks = try Tensor.full(numbers.shape, .float(.nan), dtype: .f64)
    let (places, values) = (order.integers, numbers.pointer.assumingMemoryBound(to: Double.self))
    let out = ranks.pointer.assumingMemoryBound(to: Double.self)
    let n = shape[axis]
    for start in stride(from: 0, to: count, by: Swift.max(1, n)) {
      var (low, look) = (0, Interrupt.piece)
      while low < n {
        if low >= look {
          try Interrupt.check()
          look = low + Interrupt.piece
        }
        let value = values[start + Int(places[start + low])]
        var high = low + 1
        while high < n && values[start + Int(places[start + high])] == value { high += 1 }
        let mean = Double(low + high + 1) / 2
        for place in low..<high where !value.isNaN {
          out[start + Int(places[start + place])] = mean
        }
        low = high
      }
    }
    withExtendedLifetime((order.storage, numbers.storage)) {}
    return try ranks.astype(dtype.floating).withLast(movedTo: axis).contiguous()
  }
}
