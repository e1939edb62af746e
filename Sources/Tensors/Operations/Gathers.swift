extension Operation {
  /// Elements picked, replaced or added by position.
  static let gathers: [Operation] = [take, gather, indexAdd, scatterAdd, replace]

  static let take: Operation = Operation(
    "take", "slices along an axis, by position", keeps: [],
    forward: { inputs, attributes in
      let x = try inputs[0].rowMajor(as: inputs[0].dtype)
      let (axis, index) = (attributes.axes[0], attributes.tensors[0])
      var shape = x.shape
      shape[axis] = index.count
      let out = try Tensor(uninitialized: shape, dtype: x.dtype, for: "take")
      try Kernels.take(x, x.blocks(axis), at: index, into: out)
      return out
    }
  ) { r in
    let zeros = try Tensor.zeros(r.inputs[0].shape, dtype: r.gradient.dtype)
    return [try indexAdd([zeros, r.gradient], r.attributes)]
  }

  static let indexAdd: Operation = Operation(
    "index add", "x with slices added at positions along an axis", keeps: [],
    forward: { inputs, attributes in
      let result = try inputs[0].fresh()
      let values = try inputs[1].rowMajor(as: result.dtype)
      try Kernels.indexAdd(
        values, result.blocks(attributes.axes[0]), at: attributes.tensors[0], into: result)
      return result
    }
  ) { r in [r.gradient, r.isNeeded[1] ? try take([r.gradient], r.attributes) : nil] }

  static let gather: Operation = Operation(
    "gather", "out[…, j, …] = x[…, index[…, j, …], …]", keeps: [],
    forward: { inputs, attributes in
      let x = try inputs[0].rowMajor(as: inputs[0].dtype)
      let (axis, index) = (attributes.axes[0], attributes.tensors[0])
      let out = try Tensor(uninitialized: index.shape, dtype: x.dtype, for: "gather")
      try Kernels.gather(x, x.blocks(axis), picks: index.shape[axis], at: index, into: out)
      return out
    }
  ) { r in
    let zeros = try Tensor.zeros(r.inputs[0].shape, dtype: r.gradient.dtype)
    return [try scatterAdd([zeros, r.gradient], r.attributes)]
  }

  static let scatterAdd: Operation = Operation(
    "scatter add", "x with values added at x[…, index[…, j, …], …]", keeps: [],
    forward: { inputs, attributes in
      let result = try inputs[0].fresh()
      let values = try inputs[1].rowMajor(as: result.dtype)
      let (axis, index) = (attributes.axes[0], attributes.tensors[0])
      try Kernels.scatterAdd(
        values, result.blocks(axis), picks: index.shape[axis], at: index, into: result)
      return result
    }
  ) { r in [r.gradient, r.isNeeded[1] ? try gather([r.gradient], r.attributes) : nil] }

  // Positions given more than once count once, for the value that stayed: the gradient of the
  // values is taken at their positions only where they still stand.
  static let replace = Operation(
    "replace", "x with a part replaced by values", keeps: [],
    forward: { inputs, attributes in
      try inputs[0].overwritten(attributes.items, with: inputs[1])
    }
  ) { r in
    let items = r.attributes.items
    let zero = Tensor.scalar(0, dtype: r.gradient.dtype)
    let base = r.isNeeded[0] ? try r.gradient.replacing(items, with: zero) : nil
    guard r.isNeeded[1] else { return [base, nil] }
    var part = try r.gradient.indexed(items)
    if let stays = try Tensor.lastWriters(items, of: r.inputs[0].shape, part.shape) {
      part = try Tensor.where_(stays, part, zero)
    }
    let values = r.inputs[1]
    let lead = Swift.max(0, values.rank - part.rank)
    let matched = try part.reshape(Array(repeating: 1, count: lead) + part.shape)
    return [base, try matched.summed(toLike: values)]
  }
}

extension Tensor {
  /// The row-major elements about an axis.
  func blocks(_ axis: Int) -> Kernels.Blocks {
    Kernels.Blocks(
      outer: Shape.count(shape[..<axis]), n: shape[axis], inner: Shape.count(shape[(axis + 1)...]))
  }

  /// Which of the picked elements are the last at their position; nil if no position repeats.
  static func lastWriters(_ items: [IndexItem], of shape: [Int], _ part: [Int])
    throws(TensorError) -> Tensor?
  {
    let plan = try IndexPlan(items, of: shape)
    if plan.picks.isEmpty { return nil }
    let places = try Tensor.places(plan, of: shape).ints()
    var last: [Int: Int] = [:]
    for (writer, place) in places.enumerated() { last[place] = writer }
    if last.count == places.count { return nil }
    return try Tensor(
      bools: places.enumerated().map { last[$0.element] == $0.offset }, shape: part)
  }

  /// Slices along `axis` at the positions of an i64 tensor, whose axes replace it.
  public func take(_ positions: Tensor, axis: Int = 0) throws(TensorError) -> Tensor {
    let axis = try Shape.axis(axis, rank: rank, in: "take")
    let index = try positions.wrapped(size: shape[axis], in: "take")
    let result = try Operation.take([self], Attributes(axes: [axis], tensors: [index]))
    if positions.rank == 1 { return result }
    return try result.reshape(
      Array(shape[..<axis]) + positions.shape + Array(shape[(axis + 1)...]))
  }

  /// `out[…, j, …] = x[…, index[…, j, …], …]` along `axis`; other sizes are those of `x`.
  public func gather(_ index: Tensor, axis: Int) throws(TensorError) -> Tensor {
    let axis = try checkAlong(index, axis, "gather")
    let index = try index.wrapped(size: shape[axis], in: "gather")
    return try Operation.gather([self], Attributes(axes: [axis], tensors: [index]))
  }

  /// A copy with `values` added at `x[…, index[…, j, …], …]`; repeated positions add up.
  public func scatterAdd(_ index: Tensor, _ values: Tensor, axis: Int)
    throws(TensorError) -> Tensor
  {
    let axis = try checkAlong(index, axis, "scatterAdd")
    let index = try index.wrapped(size: shape[axis], in: "scatterAdd")
    let spread = try values.astype(dtype).broadcast(to: index.shape)
    return try Operation.scatterAdd([self, spread], Attributes(axes: [axis], tensors: [index]))
  }

  private func checkAlong(_ index: Tensor, _ axis: Int, _ name: String) throws(TensorError) -> Int {
    let axis = try Shape.axis(axis, rank: rank, in: name)
    let fits =
      index.rank == rank && shape.indices.allSatisfy { $0 == axis || index.shape[$0] == shape[$0] }
    if !fits {
      throw .shape(
        "\(name): the index must have the sizes of \(shape) but on axis \(axis), got \(index.shape)"
      )
    }
    return axis
  }

  /// A copy with `values` added to the slices at `positions` along `axis`; repeated ones add up.
  public func indexAdd(_ positions: Tensor, _ values: Tensor, axis: Int = 0)
    throws(TensorError) -> Tensor
  {
    let axis = try Shape.axis(axis, rank: rank, in: "indexAdd")
    let index = try positions.ravel().wrapped(size: shape[axis], in: "indexAdd")
    let target = Array(shape[..<axis]) + positions.shape + Array(shape[(axis + 1)...])
    var flat = shape
    flat[axis] = index.count
    let spread = try values.astype(dtype).broadcast(to: target).reshape(flat)
    return try Operation.indexAdd([self, spread], Attributes(axes: [axis], tensors: [index]))
  }

  /// The positions of elements that are not 0, one i64 tensor an axis, in row-major order.
  public func nonzero() throws(TensorError) -> [Tensor] {
    let flags = try rowMajor(as: .bool)
    let found = try countNonzero().itemInt()
    var parts: [Tensor] = []
    for _ in shape {
      parts.append(try Tensor(uninitialized: [found], dtype: .i64, for: "nonzero"))
    }
    let isSet = flags.pointer.assumingMemoryBound(to: Bool.self)
    let columns = parts.map(\.integers)
    var next = 0
    try Interrupt.pieces(of: count) { places in
      for place in places where isSet[place] {
        var rest = place
        for axis in stride(from: rank - 1, through: 0, by: -1) {
          columns[axis][next] = Int64(rest % shape[axis])
          rest /= shape[axis]
        }
        next += 1
      }
    }
    withExtendedLifetime((flags.storage, parts)) {}
    return parts
  }
}
