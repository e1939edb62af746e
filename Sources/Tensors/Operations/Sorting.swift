extension Tensor {
  /// Sorted along `axis`, stable, NaN last (in descending order too). Differentiable.
  public func sort(axis: Int = -1, descending: Bool = false) throws(TensorError) -> Tensor {
    if node != nil && Operation.isRecording {
      return try gather(argsort(axis: axis, descending: descending), axis: axis)
    }
    let axis = try Shape.axis(axis, rank: rank, in: "sort")
    do {
      return try alongRows(axis, in: "sort") { x, rows, n, out in
        try Kernels.sort(x, descending: descending, rows: rows, n, into: out, order: nil)
      }
    } catch { throw TensorError.from(error) }
  }

  /// The positions that sort along `axis`, stable, NaN last; i64.
  public func argsort(axis: Int = -1, descending: Bool = false) throws(TensorError) -> Tensor {
    let axis = try Shape.axis(axis, rank: rank, in: "argsort")
    let x = try withLast(axis).rowMajor(as: dtype)
    let order = try Tensor(uninitialized: x.shape, count: count, dtype: .i64, for: "argsort")
    let n = shape[axis]
    if n > 0 {
      try Kernels.sort(x, descending: descending, rows: count / n, n, into: nil, order: order)
    }
    return order.withLast(movedTo: axis)
  }

  /// The `k` largest (or smallest) along `axis`, in order, with their positions; NaN last.
  public func topk(_ k: Int, axis: Int = -1, largest: Bool = true) throws(TensorError)
    -> (values: Tensor, indices: Tensor)
  {
    let place = try Shape.axis(axis, rank: rank, in: "topk")
    if k < 0 || k > shape[place] {
      throw .value("topk: k must be in 0...\(shape[place]), the size of axis \(axis), got \(k)")
    }
    let order = try argsort(axis: place, descending: largest).narrow(axis: place, 0..<k)
    return (try gather(order, axis: place), order)
  }

  /// The distinct values, ascending, with how often each occurs (i64). NaNs count as one.
  public func unique() throws(TensorError) -> (values: Tensor, counts: Tensor) {
    let sorted = try detached().ravel().sort().contiguous()
    let starts =
      switch dtype {
      case .bool: try sorted.firstOfEqual(UInt8.self) { $0 == $1 }
      case .i64: try sorted.firstOfEqual(Int64.self) { $0 == $1 }
      case .f32: try sorted.firstOfEqual(Float.self) { $0 == $1 || ($0.isNaN && $1.isNaN) }
      case .f64: try sorted.firstOfEqual(Double.self) { $0 == $1 || ($0.isNaN && $1.isNaN) }
      }
    let counts = starts.indices.map {
      ($0 + 1 < starts.count ? starts[$0 + 1] : count) - starts[$0]
    }
    let size = [starts.count]
    return (
      try sorted.take(Tensor(ints: starts, shape: size)), try Tensor(ints: counts, shape: size)
    )
  }

  /// Where each run of equal elements begins, for contiguous elements of that type.
  private func firstOfEqual<Element>(
    _ type: Element.Type, _ isSame: (Element, Element) -> Bool
  ) throws(TensorError) -> [Int] {
    let elements = pointer.assumingMemoryBound(to: type)
    var starts: [Int] = []
    try Interrupt.pieces(of: count) { places in
      for place in places where place == 0 || !isSame(elements[place - 1], elements[place]) {
        starts.append(place)
      }
    }
    withExtendedLifetime(storage) {}
    return starts
  }

  /// Where each query would be inserted into this ascending 1-d tensor to keep its order, before
  /// equal values or (`right`) after them; i64.
  public func searchSorted(_ queries: Tensor, right: Bool = false) throws(TensorError) -> Tensor {
    if rank != 1 { throw .shape("searchSorted: the sorted tensor must be 1-d, got \(shape)") }
    let type = Swift.max(dtype, queries.dtype)
    let (sorted, asked) = (try rowMajor(as: type), try queries.rowMajor(as: type))
    let out = try Tensor(
      uninitialized: queries.shape, count: queries.count, dtype: .i64, for: "searchSorted")
    try Kernels.searchSorted(sorted, asked, right: right, into: out)
    return out
  }

  /// How often each of 0, 1, … occurs in this i64 tensor, at least `minimumLength` counts.
  /// Throws `.value` for a negative value.
  public func bincount(minimumLength: Int = 0) throws(TensorError) -> Tensor {
    if dtype > .i64 { throw .type("bincount: the values must be i64, got \(dtype.name)") }
    let values = try rowMajor(as: .i64)
    let from = values.integers
    var (low, high) = (Int64(0), Int64(Swift.max(minimumLength, 0)) - 1)
    try Interrupt.pieces(of: count) {
      for place in $0 {
        low = Swift.min(low, from[place])
        high = Swift.max(high, from[place])
      }
    }
    if low < 0 { throw .value("bincount: \(low) is negative") }
    if high >= Shape.longest { throw .limit("bincount: the value \(high) needs too many counts") }
    let counts = try Tensor.zeros([Swift.max(0, Int(high) + 1)], dtype: .i64)
    let to = counts.integers
    try Interrupt.pieces(of: count) { for place in $0 { to[Int(from[place])] += 1 } }
    withExtendedLifetime(values.storage) {}
    return counts
  }
}
