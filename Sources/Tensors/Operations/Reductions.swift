import CKernels

extension Operation {
  /// One value from many, along axes.
  static let reductions: [Operation] = [
    sum, product, maximumOf, minimumOf, variance, rootOfSquares, logSumExp,
  ]

  static let sum = Operation(
    "sum", "the sum along axes", keeps: [],
    forward: { inputs, a in
      try inputs[0].reduced(CK_SUM, a.axes, keepsAxes: a.flag, in: "sum")
    }
  ) { r in [try r.gradientOverInput(r.gradient)] }

  // The product of the others, as a product of those before and those after: zeros are safe.
  static let product = Operation(
    "prod", "the product along axes", keeps: .inputs,
    forward: { inputs, a in
      try inputs[0].reduced(CK_PROD, a.axes, keepsAxes: a.flag, in: "prod")
    }
  ) { r in
    let (x, axes) = (r.inputs[0], r.attributes.axes)
    let rest = (0..<x.rank).filter { !axes.contains($0) }
    let rows = try x.transpose(rest + axes).reshape(rest.map { x.shape[$0] } + [-1])
    let others = try rows.productOfOthers()
    var inverse = Array(0..<x.rank)
    for (place, axis) in (rest + axes).enumerated() { inverse[axis] = place }
    let back = try others.reshape((rest + axes).map { x.shape[$0] }).transpose(inverse)
    return [try r.gradientOverInput(r.gradient) * back]
  }

  // Equal extremes share the gradient equally.
  static let maximumOf = Operation(
    "max", "the largest along axes",
    forward: { inputs, a in
      try inputs[0].reduced(CK_REDUCE_MAX, a.axes, keepsAxes: a.flag, in: "max")
    }
  ) { r in [try extremeGradient(r)] }

  static let minimumOf = Operation(
    "min", "the smallest along axes",
    forward: { inputs, a in
      try inputs[0].reduced(CK_REDUCE_MIN, a.axes, keepsAxes: a.flag, in: "min")
    }
  ) { r in [try extremeGradient(r)] }

  private static func extremeGradient(_ r: Recorded) throws -> Tensor {
    let extreme = try r.spread(r.output.detached())
    let hits = try r.inputs[0].equal(extreme).astype(r.gradient.dtype)
    let share = try hits / hits.sum(axes: r.attributes.axes, keepsAxes: true)
    return try r.gradientOverInput(r.gradient) * share
  }

  static let variance = Operation(
    "var", "sum((x - mean)^2) / (n - ddof) along axes", keeps: .inputs,
    forward: { inputs, a in
      let x = inputs[0]
      let n = Double(Shape.count(a.axes.map { x.shape[$0] }))
      let mean = try x.mean(axes: a.axes, keepsAxes: true)
      let squares = try x.subtracting(mean).reduced(
        CK_SUM_SQUARES, a.axes, keepsAxes: a.flag, in: "var")
      return try squares / (n - a.numbers[0])
    }
  ) { r in
    let (x, axes) = (r.inputs[0], r.attributes.axes)
    let n = Double(Shape.count(axes.map { x.shape[$0] }))
    let centered = try x - x.mean(axes: axes, keepsAxes: true)
    return [try r.gradientOverInput(r.gradient * (2 / (n - r.attributes.numbers[0]))) * centered]
  }

  // The slope of the root at 0 is taken as 0, so that rows of zeros have finite gradients.
  static let rootOfSquares = Operation(
    "norm", "sqrt(sum(x^2)) along axes",
    forward: { inputs, a in
      try inputs[0].reduced(CK_SUM_SQUARES, a.axes, keepsAxes: a.flag, in: "norm").sqrt()
    }
  ) { r in
    let one = Tensor.scalar(1, dtype: r.gradient.dtype)
    let safe = try Tensor.where_(r.output.equal(0), one, r.output)
    return [try r.spread(r.gradient / safe) * r.inputs[0]]
  }

  static let logSumExp = Operation(
    "logSumExp", "log(sum(e^x)) along axes, without overflow",
    forward: { inputs, a in
      try inputs[0].overRows(a.axes, keepsAxes: a.flag, in: "logSumExp") { x, rows, n, out in
        try Kernels.logSumExp(x, rows: rows, n, into: out)
      }
    }
  ) { r in
    // Where all are -inf, none has a share.
    let isNothing = try r.output.equal(.float(-.infinity))
    let logs = try Tensor.where_(isNothing, .scalar(0, dtype: r.output.dtype), r.output)
    let weights = try (r.inputs[0] - r.spread(logs)).exp()
    return [try r.gradientOverInput(r.gradient) * weights]
  }
}

extension Recorded {
  /// A result along axes, with those axes put back as size 1.
  func spread(_ result: Tensor) throws -> Tensor {
    if attributes.flag || attributes.axes.isEmpty { return result }
    return try result.expandDims(axes: attributes.axes)
  }

  /// A result's gradient repeated over the operand.
  func gradientOverInput(_ gradient: Tensor) throws -> Tensor {
    try spread(gradient).broadcast(to: inputs[0].shape)
  }
}

extension Tensor {
  /// Reduces along ascending axes, from the last group of neighbors to the first.
  func reduced(_ op: ck_reduction, _ axes: [Int], keepsAxes: Bool, in name: String)
    throws(TensorError) -> Tensor
  {
    var x = try rowMajor(as: dtype.arithmetic)
    if op != CK_SUM && op != CK_PROD && op != CK_SUM_SQUARES {
      try checkNotEmpty(axes, in: name)
    }
    var kept = shape
    for axis in axes { kept[axis] = 1 }
    var step = op
    var end = axes.count
    while end > 0 {
      var start = end - 1
      while start > 0 && axes[start - 1] == axes[start] - 1 { start -= 1 }
      let (low, high) = (axes[start], axes[end - 1])
      let n = Shape.count(x.shape[low...high])
      var target = x.shape
      for axis in low...high { target[axis] = 1 }
      let out = try Tensor(uninitialized: target, dtype: x.dtype, for: name)
      try Kernels.reduce(
        step, x, outer: Shape.count(x.shape[..<low]), n,
        inner: Shape.count(x.shape[(high + 1)...]), into: out, in: name)
      x = out
      if step == CK_SUM_SQUARES { step = CK_SUM }
      end = start
    }
    if axes.isEmpty && op == CK_SUM_SQUARES { x = try x.square() }
    return x.viewed(keepsAxes ? kept : Tensor.without(axes, shape))
  }

  /// `shape` without some axes.
  static func without(_ axes: [Int], _ shape: [Int]) -> [Int] {
    shape.indices.filter { !axes.contains($0) }.map { shape[$0] }
  }

  private func checkNotEmpty(_ axes: [Int], in name: String) throws(TensorError) {
    for axis in axes where shape[axis] == 0 {
      throw .value("\(name): axis \(axis) of shape \(shape) is empty and has no \(name)")
    }
  }

  /// Calls a kernel over rows that hold the elements along `axes`, one result a row.
  func overRows(
    _ axes: [Int], keepsAxes: Bool, as result: DType? = nil, in name: String,
    _ kernel: (Tensor, Int, Int, Tensor) throws -> Void
  ) throws -> Tensor {
    try checkNotEmpty(axes, in: name)
    let rest = (0..<rank).filter { !axes.contains($0) }
    let n = Shape.count(axes.map { shape[$0] })
    let order = rest + axes
    let own = strides
    let rows = try Tensor(
      viewing: self, offset: offset, shape: order.map { shape[$0] }, strides: order.map { own[$0] }
    ).rowMajor(as: dtype)
    var kept = shape
    for axis in axes { kept[axis] = 1 }
    let out = try Tensor(
      uninitialized: keepsAxes ? kept : rest.map { shape[$0] }, dtype: result ?? dtype, for: name)
    try kernel(rows, out.count, n, out)
    return out
  }

  /// For each element of a row the product of the others in it.
  func productOfOthers() throws -> Tensor {
    let n = shape[rank - 1]
    let ones = try Tensor.ones(Array(shape.dropLast()) + [1], dtype: dtype)
    var before = [ones]
    var after = [ones]
    for step in 0..<Swift.max(0, n - 1) {
      before.append(try before[step] * narrow(axis: rank - 1, step..<step + 1))
      after.append(try after[step] * narrow(axis: rank - 1, n - 1 - step..<n - step))
    }
    if n == 0 { return self }
    return try Tensor.concat(before, axis: -1) * Tensor.concat(after.reversed(), axis: -1)
  }

  /// The sum along `axes` (nil: all); bool and i64 add up in i64. Throws `.numeric` if an i64
  /// sum overflows.
  public func sum(axes: [Int]? = nil, keepsAxes: Bool = false) throws(TensorError) -> Tensor {
    if axes == nil, !keepsAxes, let result = try plainSum() { return result }
    let axes = try Shape.axes(axes, rank: rank, in: "sum")
    return try Operation.sum([self], Attributes(axes: axes, flag: keepsAxes))
  }

  /// The product along `axes`.
  public func prod(axes: [Int]? = nil, keepsAxes: Bool = false) throws(TensorError) -> Tensor {
    let axes = try Shape.axes(axes, rank: rank, in: "prod")
    return try Operation.product([self], Attributes(axes: axes, flag: keepsAxes))
  }

  /// The mean along `axes`; NaN of nothing. f32 for i64 and bool.
  public func mean(axes: [Int]? = nil, keepsAxes: Bool = false) throws(TensorError) -> Tensor {
    let axes = try Shape.axes(axes, rank: rank, in: "mean")
    let n = Shape.count(axes.map { shape[$0] })
    if dtype.isFloating {
      return try sum(axes: axes, keepsAxes: keepsAxes).dividing(.int(n))
    }
    return try astype(.f64).sum(axes: axes, keepsAxes: keepsAxes).dividing(.int(n)).astype(.f32)
  }

  /// The variance along `axes`, over n - `ddof`.
  public func `var`(axes: [Int]? = nil, ddof: Int = 0, keepsAxes: Bool = false)
    throws(TensorError) -> Tensor
  {
    let axes = try Shape.axes(axes, rank: rank, in: "var")
    let x = try astype(dtype.floating)
    return try Operation.variance(
      [x], Attributes(axes: axes, numbers: [Double(ddof)], flag: keepsAxes))
  }

  /// The standard deviation along `axes`, over n - `ddof`.
  public func std(axes: [Int]? = nil, ddof: Int = 0, keepsAxes: Bool = false)
    throws(TensorError) -> Tensor
  {
    try `var`(axes: axes, ddof: ddof, keepsAxes: keepsAxes).sqrt()
  }

  /// The largest along `axes`, NaN if there is one. Throws `.value` for an empty axis.
  public func max(axes: [Int]? = nil, keepsAxes: Bool = false) throws(TensorError) -> Tensor {
    try extreme(Operation.maximumOf, axes, keepsAxes, "max")
  }

  /// The smallest along `axes`, NaN if there is one. Throws `.value` for an empty axis.
  public func min(axes: [Int]? = nil, keepsAxes: Bool = false) throws(TensorError) -> Tensor {
    try extreme(Operation.minimumOf, axes, keepsAxes, "min")
  }

  private func extreme(_ operation: Operation, _ axes: [Int]?, _ keepsAxes: Bool, _ name: String)
    throws(TensorError) -> Tensor
  {
    let axes = try Shape.axes(axes, rank: rank, in: name)
    let result = try operation([self], Attributes(axes: axes, flag: keepsAxes))
    return dtype == .bool ? try result.astype(.bool) : result
  }

  /// Whether all along `axes` are not 0; bool.
  public func all(axes: [Int]? = nil, keepsAxes: Bool = false) throws(TensorError) -> Tensor {
    try countNonzero(axes: axes, keepsAxes: keepsAxes, over: "all").equal(
      .int(Shape.count(try Shape.axes(axes, rank: rank, in: "all").map { shape[$0] })))
  }

  /// Whether any along `axes` is not 0; bool.
  public func any(axes: [Int]? = nil, keepsAxes: Bool = false) throws(TensorError) -> Tensor {
    try countNonzero(axes: axes, keepsAxes: keepsAxes, over: "any").notEqual(0)
  }

  /// How many along `axes` are not 0; i64.
  public func countNonzero(axes: [Int]? = nil, keepsAxes: Bool = false)
    throws(TensorError) -> Tensor
  {
    try countNonzero(axes: axes, keepsAxes: keepsAxes, over: "countNonzero")
  }

  private func countNonzero(axes: [Int]?, keepsAxes: Bool, over name: String)
    throws(TensorError) -> Tensor
  {
    let axes = try Shape.axes(axes, rank: rank, in: name)
    return try rowMajor(as: .bool).reduced(CK_SUM, axes, keepsAxes: keepsAxes, in: name)
  }

  /// The position of the largest along `axis` (nil: of all, row-major); the first of equals and
  /// the first NaN. i64.
  public func argmax(axis: Int? = nil, keepsAxes: Bool = false) throws(TensorError) -> Tensor {
    try argExtreme(axis, keepsAxes, largest: true)
  }

  /// The position of the smallest along `axis` (nil: of all, row-major). i64.
  public func argmin(axis: Int? = nil, keepsAxes: Bool = false) throws(TensorError) -> Tensor {
    try argExtreme(axis, keepsAxes, largest: false)
  }

  private func argExtreme(_ axis: Int?, _ keepsAxes: Bool, largest: Bool)
    throws(TensorError) -> Tensor
  {
    let name = largest ? "argmax" : "argmin"
    let axes = try Shape.axes(axis.map { [$0] }, rank: rank, in: name)
    do {
      return try overRows(axes, keepsAxes: keepsAxes, as: .i64, in: name) { x, rows, n, out in
        try Kernels.argExtreme(x, largest: largest, rows: rows, n, into: out)
      }
    } catch { throw TensorError.from(error) }
  }

  /// The root of the sum of squares along `axes`; its gradient at 0 is 0.
  public func norm(axes: [Int]? = nil, keepsAxes: Bool = false) throws(TensorError) -> Tensor {
    let axes = try Shape.axes(axes, rank: rank, in: "norm")
    let x = try astype(dtype.floating)
    return try Operation.rootOfSquares([x], Attributes(axes: axes, flag: keepsAxes))
  }

  /// `log(sum(e^x))` along `axes`, without overflow; -inf of none.
  public func logSumExp(axes: [Int]? = nil, keepsAxes: Bool = false) throws(TensorError) -> Tensor {
    let axes = try Shape.axes(axes, rank: rank, in: "logSumExp")
    let x = try astype(dtype.floating)
    if axes.contains(where: { shape[$0] == 0 }) {
      return try x.sum(axes: axes, keepsAxes: keepsAxes) - .infinity
    }
    return try Operation.logSumExp([x], Attributes(axes: axes, flag: keepsAxes))
  }
}
