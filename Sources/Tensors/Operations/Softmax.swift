import CKernels

extension Operation {
  /// Along one axis, a result of the operand's shape.
  static let scans: [Operation] = [
    softmax, logSoftmax, softmaxGradient, logSoftmaxGradient, cumsum,
  ]

  static let softmax = Operation(
    "softmax", "e^x / sum(e^x) along an axis", keeps: .output,
    forward: { inputs, a in
      try inputs[0].alongRows(a.axes[0], in: "softmax") { x, rows, n, out in
        try Kernels.softmax(x, logarithm: false, rows: rows, n, into: out)
      }
    }
  ) { r in [try softmaxGradient([r.output, r.gradient], r.attributes)] }

  static let logSoftmax = Operation(
    "logSoftmax", "x - log(sum(e^x)) along an axis", keeps: .output,
    forward: { inputs, a in
      try inputs[0].alongRows(a.axes[0], in: "logSoftmax") { x, rows, n, out in
        try Kernels.softmax(x, logarithm: true, rows: rows, n, into: out)
      }
    }
  ) { r in [try logSoftmaxGradient([r.output, r.gradient], r.attributes)] }

  // Fused for speed: y (g - sum(g y)) in one pass over both.
  static let softmaxGradient = Operation(
    "softmax gradient", "y (g - sum(g y)) along an axis", keeps: .inputs,
    forward: { inputs, a in
      try Tensor.rowGradient(inputs[0], inputs[1], axis: a.axes[0], logarithm: false)
    }
  ) { r in
    let (y, g, h, axes) = (r.inputs[0], r.inputs[1], r.gradient, r.attributes.axes)
    let sumHY = try (h * y).sum(axes: axes, keepsAxes: true)
    let sumGY = try (g * y).sum(axes: axes, keepsAxes: true)
    return [try h * (g - sumGY) - g * sumHY, try y * (h - sumHY)]
  }

  static let logSoftmaxGradient = Operation(
    "logSoftmax gradient", "g - e^y sum(g) along an axis", keeps: .inputs,
    forward: { inputs, a in
      try Tensor.rowGradient(inputs[0], inputs[1], axis: a.axes[0], logarithm: true)
    }
  ) { r in
    let (y, g, h, axes) = (r.inputs[0], r.inputs[1], r.gradient, r.attributes.axes)
    let weights = try h * y.exp()
    let total = try weights.sum(axes: axes, keepsAxes: true)
    return [try (weights * g.sum(axes: axes, keepsAxes: true)).neg(), try h - total]
  }

  static let cumsum = Operation(
    "cumsum", "running sums along an axis", keeps: [],
    forward: { inputs, a in
      let x = inputs[0].dtype == .bool ? try inputs[0].rowMajor(as: .i64) : inputs[0]
      return try x.alongRows(a.axes[0], in: "cumsum") { x, rows, n, out in
        try Kernels.cumsum(x, rows: rows, n, into: out)
      }
    }
  ) { r in
    let axes = r.attributes.axes
    return [try r.gradient.flip(axes: axes).cumsum(axis: axes[0]).flip(axes: axes)]
  }
}

extension Tensor {
  /// A view with `axis` moved last, without a record.
  func withLast(_ axis: Int) -> Tensor {
    if axis == rank - 1 { return Tensor.adopt(self, node: nil) }
    var (sizes, steps) = (shape, strides)
    sizes.append(sizes.remove(at: axis))
    steps.append(steps.remove(at: axis))
    return Tensor(viewing: self, offset: offset, shape: sizes, strides: steps)
  }

  /// The opposite of `withLast`.
  func withLast(movedTo axis: Int) -> Tensor {
    if axis == rank - 1 { return self }
    var (sizes, steps) = (shape, strides)
    sizes.insert(sizes.removeLast(), at: axis)
    steps.insert(steps.removeLast(), at: axis)
    return Tensor(viewing: self, offset: offset, shape: sizes, strides: steps)
  }

  /// Calls a kernel over the rows along `axis`, with a result of the same shape.
  func alongRows(
    _ axis: Int, in name: String, _ kernel: (Tensor, Int, Int, Tensor) throws -> Void
  ) throws -> Tensor {
    let x = try withLast(axis).rowMajor(as: dtype)
    let out = try Tensor(uninitialized: x.shape, count: x.count, dtype: dtype, for: name)
    let n = shape[axis]
    if n > 0 { try kernel(x, count / n, n, out) }
    return out.withLast(movedTo: axis)
  }

  static func rowGradient(_ y: Tensor, _ g: Tensor, axis: Int, logarithm: Bool) throws -> Tensor {
    let g = try g.withLast(axis).rowMajor(as: y.dtype)
    return try y.alongRows(axis, in: "softmax") { y, rows, n, out in
      try Kernels.softmaxGradient(y, g, logarithm: logarithm, rows: rows, n, into: out)
    }
  }

  /// `e^x / sum(e^x)` along `axis`.
  public func softmax(axis: Int = -1) throws(TensorError) -> Tensor {
    let axis = try Shape.axis(axis, rank: rank, in: "softmax")
    return try Operation.softmax([astype(dtype.floating)], Attributes(axes: [axis]))
  }

  /// `x - log(sum(e^x))` along `axis`.
  public func logSoftmax(axis: Int = -1) throws(TensorError) -> Tensor {
    let axis = try Shape.axis(axis, rank: rank, in: "logSoftmax")
    return try Operation.logSoftmax([astype(dtype.floating)], Attributes(axes: [axis]))
  }

  /// Running sums along `axis`. Throws `.numeric` if an i64 sum overflows.
  public func cumsum(axis: Int) throws(TensorError) -> Tensor {
    let axis = try Shape.axis(axis, rank: rank, in: "cumsum")
    return try Operation.cumsum([self], Attributes(axes: [axis]))
  }

  /// The nearest point of the simplex along `axis`: max(x - t, 0), with t so that the shares add
  /// up to 1 (Martins and Astudillo, 2016). Many shares are exactly 0.
  public func sparsemax(axis: Int = -1) throws(TensorError) -> Tensor {
    let axis = try Shape.axis(axis, rank: rank, in: "sparsemax")
    let x = try astype(dtype.floating)
    if count == 0 { return x }
    let sorted = try x.detached().sort(axis: axis, descending: true)
    let place = [shape[axis]] + Array(repeating: 1, count: rank - 1 - axis)
    let ranks = try Tensor.arange(ints: 1, shape[axis] + 1).reshape(place).astype(x.dtype)
    let excess = try sorted.cumsum(axis: axis) - 1
    let isIn = try (ranks * sorted).greater(excess).astype(x.dtype)
    let size = try isIn.sum(axes: [axis], keepsAxes: true)
    let bound = try (sorted * isIn).sum(axes: [axis], keepsAxes: true).subtracting(1) / size
    let support = try x.detached().greater(bound).astype(x.dtype)
    let threshold = try (x * support).sum(axes: [axis], keepsAxes: true).subtracting(1) / size
    return try (x - threshold) * support
  }
}
