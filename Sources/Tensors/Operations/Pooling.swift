// Windows over the last axes, and values between given ones: composed, so gradients follow.
extension Tensor {
  /// Calls `reduce` on the windows along each of the last axes in turn.
  private func pooled(
    _ kernel: [Int], _ stride: [Int]?, _ padding: [Int], fill: Double, in name: String,
    _ reduce: (Tensor) throws(TensorError) -> Tensor
  ) throws(TensorError) -> Tensor {
    let steps = stride ?? kernel
    if kernel.isEmpty || kernel.count >= rank + 1 || steps.count != kernel.count
      || padding.count != kernel.count
    {
      throw .value(
        "\(name): kernel, stride and padding need one size for each of the last axes pooled, got"
          + " \(kernel), \(steps) and \(padding) for shape \(shape)")
    }
    var result = self
    if padding.contains(where: { $0 != 0 }) {
      let first = rank - kernel.count
      for (size, amount) in zip(kernel, padding) where amount < 0 || 2 * amount > size {
        throw .value(
          "\(name): padding must be in 0...\(size / 2), half the kernel, got \(amount)")
      }
      result = try astype(dtype.floating).pad(
        (0..<rank).map { $0 < first ? (0, 0) : (padding[$0 - first], padding[$0 - first]) },
        value: .float(fill))
    }
    for (place, size) in kernel.enumerated() {
      let axis = rank - kernel.count + place
      if size < 1 || size > result.shape[axis] || steps[place] < 1 {
        throw .value(
          "\(name): the kernel \(size) with stride \(steps[place]) does not fit axis \(axis) of"
            + " shape \(shape)")
      }
      result = try reduce(result.unfold(size: size, step: steps[place], axis: axis))
    }
    return result
  }

  /// The largest of each window over the last axes, one kernel size an axis; the stride is the
  /// kernel unless given. Equal extremes share the gradient.
  public func maxPool(_ kernel: [Int], stride: [Int]? = nil, padding: [Int]? = nil)
    throws(TensorError) -> Tensor
  {
    try pooled(
      kernel, stride, padding ?? kernel.map { _ in 0 }, fill: -.infinity, in: "max_pool"
    ) { (windows) throws(TensorError) in try windows.max(axes: [-1]) }
  }

  /// The mean of each window over the last axes; padding counts as zeros.
  public func averagePool(_ kernel: [Int], stride: [Int]? = nil, padding: [Int]? = nil)
    throws(TensorError) -> Tensor
  {
    try pooled(kernel, stride, padding ?? kernel.map { _ in 0 }, fill: 0, in: "avg_pool") {
      (windows) throws(TensorError) in try windows.mean(axes: [-1])
    }
  }

  /// The last axes brought to other sizes: each new element stands for an equal share of the
  /// axis, and takes the old one there or, `linear`, between the two nearest centers.
  public func resize(_ sizes: [Int], linear: Bool) throws(TensorError) -> Tensor {
    if sizes.isEmpty || sizes.count > rank || sizes.contains(where: { !(1...Shape.longest ~= $0) })
    {
      throw .value("resize: one size of at least 1 an axis is needed, got \(sizes) for \(shape)")
    }
    var result = linear ? try astype(dtype.floating) : self
    for (place, size) in sizes.enumerated() {
      let axis = rank - sizes.count + place
      let n = shape[axis]
      if n == 0 { throw .shape("resize: axis \(axis) of shape \(shape) is empty") }
      if n == size { continue }
      let ratio = Double(n) / Double(size)
      let centers = (0..<size).map {
        linear ? Swift.max(0, (Double($0) + 0.5) * ratio - 0.5) : Double($0) * ratio
      }
      let low = centers.map { Swift.min(Int($0), n - 1) }
      let lower = try result.take(Tensor(ints: low, shape: [size]), axis: axis)
      if !linear {
        result = lower
        continue
      }
      let high = low.map { Swift.min($0 + 1, n - 1) }
      let upper = try result.take(Tensor(ints: high, shape: [size]), axis: axis)
      let tail = Array(repeating: 1, count: rank - 1 - axis)
      let weights = try Tensor(
        zip(centers, low).map { $0 - Double($1) }, shape: [size] + tail, dtype: result.dtype)
      result = try lower + (upper - lower) * weights
    }
    return result
  }

  /// Values at these places on the line through the points (`x`, `y`), x ascending; beyond the
  /// ends that of the end.
  public func interpolated(_ x: Tensor, _ y: Tensor) throws(TensorError) -> Tensor {
    if x.rank != 1 || y.shape != x.shape || x.count == 0 {
      throw .shape(
        "interp: x and y must be 1-d tensors of one length, at least 1, got \(x.shape) and"
          + " \(y.shape)")
    }
    let type = Swift.max(dtype, x.dtype, y.dtype).floating
    let (q, places, values) = (try astype(type), try x.astype(type), try y.astype(type))
    let ends = places.detached().doubles()
    if zip(ends, ends.dropFirst()).contains(where: { !($0 < $1) }) {
      throw .value("interp: x must be ascending")
    }
    if x.count == 1 {
      return try values.broadcast(to: [1]).take(q.detached().equal(q).astype(.i64) * 0)
    }
    let low = try places.detached().searchSorted(q.detached(), right: true)
      .subtracting(.int(1)).clip(.int(0), .int(x.count - 2))
    let (x0, x1) = (try places.take(low), try places.take(low + 1))
    let (y0, y1) = (try values.take(low), try values.take(low + 1))
    let share = try ((q - x0) / (x1 - x0)).clip(.int(0), .int(1))
    return try y0 + (y1 - y0) * share
  }

  /// How much of a convolution is kept where the operands do not overlap fully.
  public enum Overlap: String, Sendable, CaseIterable {
    /// Wherever they overlap at all.
    case full
    /// The middle part, as long as the longer operand.
    case same
    /// Where they overlap fully.
    case valid
  }

  /// `out[k] = sum over j of self[j] kernel[k - j]` of 1-d tensors.
  public func convolve(_ kernel: Tensor, _ overlap: Overlap = .full) throws(TensorError) -> Tensor {
    try slid(kernel, overlap, in: "convolve")
  }

  /// `out[k] = sum over j of self[j + k] kernel[j]` of 1-d tensors, k from where they first meet.
  public func correlate(_ kernel: Tensor, _ overlap: Overlap = .valid) throws(TensorError)
    -> Tensor
  {
    try slid(kernel.flip(), overlap, in: "correlate")
  }

  private func slid(_ kernel: Tensor, _ overlap: Overlap, in name: String) throws(TensorError)
    -> Tensor
  {
    if rank != 1 || kernel.rank != 1 || count == 0 || kernel.count == 0 {
      throw .shape(
        "\(name): two 1-d tensors that are not empty are needed, got \(shape) and \(kernel.shape)")
    }
    if kernel.count > count && overlap != .full {
      // The result is that of the exchanged operands; turned round for a correlation.
      return try kernel.slid(self, overlap, in: name)
    }
    let m = kernel.count
    let type = Swift.max(dtype, kernel.dtype)
    let working = type.isFloating ? type : .f64
    let row = try astype(working).reshape([1, 1, count])
    let weights = try kernel.astype(working).flip().reshape([1, 1, m])
    var result = try row.conv1d(weights, padding: overlap == .valid ? 0 : m - 1).ravel()
    if overlap == .same { result = try result.narrow(axis: 0, (m - 1) / 2..<(m - 1) / 2 + count) }
    return type.isFloating ? result : try result.exactIntegers(name)
  }
}
