// Moves of elements that are composed of views, gathers and joins.
extension Tensor {
  /// How `pad` continues a tensor beyond its ends.
  public enum Padding: String, Sendable, CaseIterable {
    /// One value.
    case constant
    /// Mirrored about the outermost elements, which stand once.
    case reflect
    /// The outermost element.
    case replicate
    /// From the other end.
    case circular
  }

  /// Elements before and after along each axis, `[(before, after), …]`, taken from the tensor
  /// itself as `mode` says; `.constant` is 0. Throws `.value` where an empty axis has none.
  public func pad(_ widths: [(Int, Int)], mode: Padding) throws(TensorError) -> Tensor {
    if mode == .constant { return try pad(widths) }
    if widths.count != rank
      || widths.contains(where: { !(0...Shape.longest ~= $0.0 && 0...Shape.longest ~= $0.1) })
    {
      throw .value("pad: one pair of widths of at least 0 for each of \(rank) axes")
    }
    var result = self
    for (axis, (before, after)) in widths.enumerated() where before + after > 0 {
      let n = shape[axis]
      if n == 0 { throw .value("pad: axis \(axis) of shape \(shape) is empty; mode=\"constant\"") }
      _ = try Shape.count([before, after + n], in: "pad")
      let places = (-before..<n + after).map { mode.position($0, n) }
      result = try result.take(Tensor(ints: places, shape: [places.count]), axis: axis)
    }
    return result
  }

  /// One tensor for each 1-d tensor, repeated over the grid of all: `parts[k]` along axis k, or
  /// with `cartesian` (x, y order) the first two axes exchanged.
  public static func meshgrid(_ parts: [Tensor], cartesian: Bool = false) throws(TensorError)
    -> [Tensor]
  {
    var order = Array(parts.indices)
    if cartesian && parts.count > 1 { order.swapAt(0, 1) }
    var grids: [Tensor] = []
    for (place, part) in parts.enumerated() {
      if part.rank > 1 {
        throw .shape("meshgrid: parts must be 1-d, got shape \(part.shape)")
      }
      var sizes = Array(repeating: 1, count: parts.count)
      sizes[order.firstIndex(of: place) ?? place] = part.count
      grids.append(try part.reshape(sizes).broadcast(to: order.map { parts[$0].count }))
    }
    return grids
  }

  /// A matrix with this 1-d tensor as the diagonal `offset` columns to the right; of a matrix
  /// that diagonal.
  public func diag(_ offset: Int = 0) throws(TensorError) -> Tensor {
    if rank == 2 { return try diagonal(offset) }
    if rank != 1 { throw .shape("diag: a 1-d or 2-d tensor is needed, got shape \(shape)") }
    if !(-Shape.longest...Shape.longest ~= offset) {
      throw .limit("diag: the offset \(offset) is too large")
    }
    let n = count + Swift.abs(offset)
    let zeros = try Tensor.zeros([n, n], dtype: dtype)
    let steps = try Tensor.arange(ints: 0, count)
    let rows = try steps + Swift.max(0, -offset)
    let columns = try steps + Swift.max(0, offset)
    return try zeros.replacing([.gather(rows), .gather(columns)], with: self)
  }

  /// Turned by `quarters` of a turn in the plane of two axes, from the first towards the second.
  public func rot90(_ quarters: Int = 1, axes: [Int] = [0, 1]) throws(TensorError) -> Tensor {
    if axes.count != 2 { throw .value("rot90: two axes are needed, got \(axes)") }
    let first = try Shape.axis(axes[0], rank: rank, in: "rot90")
    let second = try Shape.axis(axes[1], rank: rank, in: "rot90")
    if first == second { throw .value("rot90: two different axes are needed, got \(axes)") }
    switch ((quarters % 4) + 4) % 4 {
    case 1: return try flip(axes: [second]).swapAxes(first, second)
    case 2: return try flip(axes: [first, second])
    case 3: return try swapAxes(first, second).flip(axes: [second])
    default: return self
    }
  }

  /// Windows of `size` elements along `axis`, one every `step`: the axis counts the windows, and
  /// a new last axis the elements of each.
  public func unfold(size: Int, step: Int = 1, axis: Int = -1) throws(TensorError) -> Tensor {
    let axis = try Shape.axis(axis, rank: rank, in: "unfold")
    let n = shape[axis]
    if size < 1 || size > n || step < 1 {
      throw .value(
        "unfold: size must be in 1...\(n), the size of the axis, and step at least 1, got"
          + " \(size) and \(step)")
    }
    let windows = (n - size) / step + 1
    let starts = try Tensor.arange(ints: 0, windows).multiplying(.int(step)).unsqueeze(1)
    let places = try starts + Tensor.arange(ints: 0, size)
    return try take(places, axis: axis).moveAxis(axis + 1, to: -1)
  }

  /// Whether each element is among `values`; bool. NaN is not.
  public func isin(_ values: Tensor) throws(TensorError) -> Tensor {
    let type = Swift.max(dtype, values.dtype)
    let (x, sorted) = (
      try detached().astype(type), try values.detached().astype(type).ravel().sort()
    )
    if sorted.count == 0 { return try Tensor.zeros(shape, dtype: .bool) }
    let places = try sorted.searchSorted(x).clip(nil, .int(sorted.count - 1))
    return try sorted.take(places).equal(x)
  }
}

extension Tensor.Padding {
  /// Which of n elements stands at a place that may lie outside.
  fileprivate func position(_ place: Int, _ n: Int) -> Int {
    switch self {
    case .constant, .replicate: return Swift.min(Swift.max(place, 0), n - 1)
    case .circular: return ((place % n) + n) % n
    case .reflect:
      if n == 1 { return 0 }
      let period = 2 * (n - 1)
      let at = ((place % period) + period) % period
      return at < n ? at : period - at
    }
  }
}
