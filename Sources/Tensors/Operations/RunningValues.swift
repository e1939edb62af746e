import CKernels

extension Operation {
  /// Running products and sums of exponentials, and the recurrence that their rules need.
  static let runningValues: [Operation] = [recurrence, cumprod, logCumSumExp]

  // The adjoint runs back: s_i = g_i + a_(i+1) s_(i+1), db = s, da_i = s_i out_(i-1).
  static let recurrence: Operation = Operation(
    "recurrence", "out_i = a_i out_(i-1) + b_i along an axis, from out_0 = b_0",
    forward: { inputs, a in
      let rates = try inputs[0].withLast(a.axes[0]).rowMajor(as: inputs[1].dtype)
      return try inputs[1].alongRows(a.axes[0], in: "recurrence") { b, rows, n, out in
        let status = ck_recurrence(
          b.dtype.kernelType, rows, n, rates.pointer, b.pointer, out.pointer)
        withExtendedLifetime((rates.storage, b.storage, out.storage)) {}
        try TensorError.check(status, in: "recurrence")
      }
    }
  ) { r in
    let axis = r.attributes.axes[0]
    let s = try r.gradient.recurringBack(rates: r.inputs[0], axis: axis)
    return [r.isNeeded[0] ? try s * r.output.delayed(axis: axis, first: 0) : nil, s]
  }

  // dx_j = (product of those before j) · h_j with h_j = g_j + x_(j+1) h_(j+1): zeros are safe.
  static let cumprod = Operation(
    "cumprod", "running products along an axis", keeps: .inputs,
    forward: { inputs, a in
      let x = inputs[0].dtype == .bool ? try inputs[0].rowMajor(as: .i64) : inputs[0]
      return try x.alongRows(a.axes[0], in: "cumprod") { x, rows, n, out in
        let status = ck_cumprod(x.dtype.kernelType, rows, n, x.pointer, out.pointer)
        withExtendedLifetime((x.storage, out.storage)) {}
        try TensorError.check(status, in: "cumprod")
      }
    }
  ) { r in
    let (x, axis) = (r.inputs[0], r.attributes.axes[0])
    let before = try x.delayed(axis: axis, first: 1).cumprod(axis: axis)
    return [try before * r.gradient.recurringBack(rates: x, axis: axis)]
  }

  // With s_j = g_j + e^(y_j - y_(j+1)) s_(j+1): dx_j = e^(x_j - y_j) s_j; no exponent exceeds 0.
  static let logCumSumExp = Operation(
    "logcumsumexp", "log of running sums of e^x along an axis, without overflow",
    forward: { inputs, a in
      try inputs[0].alongRows(a.axes[0], in: "logcumsumexp") { x, rows, n, out in
        let status = ck_logcumsumexp(x.dtype.kernelType, rows, n, x.pointer, out.pointer)
        withExtendedLifetime((x.storage, out.storage)) {}
        try TensorError.check(status, in: "logcumsumexp")
      }
    }
  ) { r in
    let (x, y, axis) = (r.inputs[0], r.output, r.attributes.axes[0])
    let rates = try (y.delayed(axis: axis, first: -.infinity) - y).exp()
    let zero = Tensor.scalar(0, dtype: x.dtype)
    let isNothing = try y.equal(.float(-.infinity))
    let safe = try Tensor.where_(isNothing, zero, rates)
    let shares = try Tensor.where_(isNothing, zero, (x - y).exp())
    return [try shares * r.gradient.recurringBack(rates: safe, axis: axis)]
  }
}

extension Tensor {
  /// Moved on by one place along an axis, with a number in the first.
  func delayed(axis: Int, first: Double) throws(TensorError) -> Tensor {
    if shape[axis] == 0 { return self }
    var head = shape
    head[axis] = 1
    return try Tensor.concat(
      [.full(head, .float(first), dtype: dtype), narrow(axis: axis, 0..<shape[axis] - 1)],
      axis: axis)
  }

  /// s_i = self_i + rates_(i+1) s_(i+1) along an axis.
  func recurringBack(rates: Tensor, axis: Int) throws(TensorError) -> Tensor {
    let turned = try rates.flip(axes: [axis]).delayed(axis: axis, first: 0)
    return try flip(axes: [axis]).recurrence(rates: turned, axis: axis).flip(axes: [axis])
  }

  /// `out_i = rates_i out_(i-1) + self_i` along an axis, from the first as it is; both of one
  /// shape.
  func recurrence(rates: Tensor, axis: Int) throws(TensorError) -> Tensor {
    try Operation.recurrence([rates, self], Attributes(axes: [axis]))
  }

  /// Running products along `axis`. Throws `.numeric` if an i64 product overflows.
  public func cumprod(axis: Int) throws(TensorError) -> Tensor {
    let axis = try Shape.axis(axis, rank: rank, in: "cumprod")
    return try Operation.cumprod([self], Attributes(axes: [axis]))
  }

  /// `log` of the running sums of `e^x` along `axis`, without overflow.
  public func logCumSumExp(axis: Int) throws(TensorError) -> Tensor {
    let axis = try Shape.axis(axis, rank: rank, in: "logcumsumexp")
    return try Operation.logCumSumExp([astype(dtype.floating)], Attributes(axes: [axis]))
  }

  /// The largest so far along `axis`; NaN from the first NaN on. The gradient goes to the latest
  /// of equal ones.
  public func cummax(axis: Int) throws(TensorError) -> Tensor {
    try runningExtreme(axis, largest: true, "cummax")
  }

  /// The smallest so far along `axis`; NaN from the first NaN on.
  public func cummin(axis: Int) throws(TensorError) -> Tensor {
    try runningExtreme(axis, largest: false, "cummin")
  }

  private func runningExtreme(_ axis: Int, largest: Bool, _ name: String) throws(TensorError)
    -> Tensor
  {
    let axis = try Shape.axis(axis, rank: rank, in: name)
    let x = try withLast(axis).rowMajor(as: dtype)
    let places = try Tensor(uninitialized: x.shape, count: count, dtype: .i64, for: name)
    let n = shape[axis]
    if n > 0 {
      let status = ck_cum_extreme(
        dtype.kernelType, largest ? 1 : 0, count / n, n, x.pointer, places.integers)
      withExtendedLifetime((x.storage, places.storage)) {}
      try TensorError.check(status, in: name)
    }
    return try gather(places.withLast(movedTo: axis), axis: axis)
  }

  /// The integral over `axis` by trapezoids, at places `x` or at distance `step`.
  public func trapezoid(_ x: Tensor? = nil, step: Double = 1, axis: Int = -1)
    throws(TensorError) -> Tensor
  {
    let axis = try Shape.axis(axis, rank: rank, in: "trapezoid")
    let n = shape[axis]
    let y = try astype(dtype.floating)
    if n == 0 { return try y.sum(axes: [axis]) }
    let pairs = try y.narrow(axis: axis, 1..<n) + y.narrow(axis: axis, 0..<n - 1)
    guard let x else { return try pairs.sum(axes: [axis]) * (0.5 * step) }
    var places = x
    if x.rank == 1 {
      let rest = Array(repeating: 1, count: rank - 1 - axis)
      places = try x.reshape([x.count] + rest)
    }
    let along = places.rank - rank + axis
    if along < 0 || places.shape[along] != n {
      throw .shape("trapezoid: y of shape \(shape) needs x with \(n) places, got \(x.shape)")
    }
    let widths = try places.narrow(axis: along, 1..<n) - places.narrow(axis: along, 0..<n - 1)
    return try (pairs * widths).sum(axes: [axis]) * 0.5
  }

  /// Differences of neighbors along `axis`, taken `order` times.
  public func diff(order: Int = 1, axis: Int = -1) throws(TensorError) -> Tensor {
    let axis = try Shape.axis(axis, rank: rank, in: "diff")
    if order < 0 { throw .value("diff: the order must be at least 0, got \(order)") }
    var result = self
    for _ in 0..<Swift.min(order, shape[axis]) {
      let n = result.shape[axis]
      result =
        try result.narrow(axis: axis, Swift.min(1, n)..<n)
        - result.narrow(axis: axis, 0..<Swift.max(0, n - 1))
    }
    return result
  }
}
