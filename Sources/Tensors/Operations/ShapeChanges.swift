extension Operation {
  /// The same elements in another order or shape.
  static let shapeChanges: [Operation] = [reshape, transpose, broadcast, slice, flip, concat]

  static let reshape = Operation(
    "reshape", "the row-major elements in another shape", keeps: [],
    forward: { inputs, attributes in
      try inputs[0].rowMajor(as: inputs[0].dtype).viewed(attributes.sizes)
    }
  ) { r in [try r.gradient.reshape(r.inputs[0].shape)] }

  static let transpose = Operation(
    "transpose", "the axes in another order", keeps: [],
    forward: { inputs, attributes in
      let (x, axes) = (inputs[0], attributes.axes)
      let strides = x.strides
      return Tensor(
        viewing: x, offset: x.offset, shape: axes.map { x.shape[$0] },
        strides: axes.map { strides[$0] })
    }
  ) { r in
    var inverse = r.attributes.axes
    for (place, axis) in r.attributes.axes.enumerated() { inverse[axis] = place }
    return [try r.gradient.transpose(inverse)]
  }

  static let broadcast = Operation(
    "broadcast", "repeated along axes of size 1 and new leading axes", keeps: [],
    forward: { inputs, attributes in
      Tensor(
        viewing: inputs[0], offset: inputs[0].offset, shape: attributes.sizes,
        strides: inputs[0].strides(to: attributes.sizes))
    }
  ) { r in [try r.gradient.summed(toLike: r.inputs[0])] }

  static let slice = Operation(
    "slice", "elements by positions and steps along axes", keeps: [],
    forward: { inputs, attributes in try inputs[0].sliced(attributes.items) }
  ) { r in
    let zeros = try Tensor.zeros(r.inputs[0].shape, dtype: r.gradient.dtype)
    return [try zeros.replacing(r.attributes.items, with: r.gradient)]
  }

  static let flip = Operation(
    "flip", "the order along axes reversed", keeps: [],
    forward: { inputs, attributes in
      let x = inputs[0]
      var (offset, strides) = (x.offset, x.strides)
      for axis in attributes.axes where x.shape[axis] > 0 {
        offset += (x.shape[axis] - 1) * strides[axis]
        strides[axis].negate()
      }
      return Tensor(viewing: x, offset: offset, shape: x.shape, strides: strides)
    }
  ) { r in [try r.gradient.flip(axes: r.attributes.axes)] }

  static let concat = Operation(
    "concat", "tensors one after another along an axis", keeps: [],
    forward: { inputs, attributes in try Tensor.joined(inputs, axis: attributes.axes[0]) }
  ) { r in
    let axis = r.attributes.axes[0]
    let parts = try r.gradient.split(sizes: r.inputs.map { $0.shape[axis] }, axis: axis)
    return zip(parts, r.isNeeded).map { $1 ? $0 : nil }
  }
}

extension Tensor {
  /// The row-major elements in another shape; one size may be -1 and is worked out.
  public func reshape(_ sizes: [Int]) throws(TensorError) -> Tensor {
    if sizes == shape { return self }
    var target = sizes
    if let open = sizes.firstIndex(of: -1) {
      if sizes.lastIndex(of: -1) != open {
        throw .value("reshape: only one size can be -1, got \(sizes)")
      }
      target[open] = 1
      let known = try Shape.count(target, in: "reshape")
      if known == 0 || count % known != 0 {
        throw .shape("reshape: \(count) elements of shape \(shape) do not fill \(sizes)")
      }
      target[open] = count / known
    }
    if try Shape.count(target, in: "reshape") != count {
      throw .shape("reshape: shape \(shape) has \(count) elements, \(sizes) takes another number")
    }
    return try Operation.reshape([self], Attributes(sizes: target))
  }

  /// All elements along one axis.
  public func ravel() throws(TensorError) -> Tensor { try reshape([count]) }

  /// The axes from `start` on joined into one: `[batch, …]` becomes `[batch, rest]` from 1.
  public func flatten(from start: Int = 0) throws(TensorError) -> Tensor {
    if start == 0 && rank == 0 { return try reshape([1]) }
    let start = try Shape.axis(start, rank: rank, in: "flatten")
    return try reshape(Array(shape[..<start]) + [Shape.count(shape[start...])])
  }

  /// The axes in the order of `axes`, or reversed.
  public func transpose(_ axes: [Int]? = nil) throws(TensorError) -> Tensor {
    guard let axes else {
      return try Operation.transpose([self], Attributes(axes: Array((0..<rank).reversed())))
    }
    var order: [Int] = []
    for axis in axes { order.append(try Shape.axis(axis, rank: rank, in: "transpose")) }
    if order.sorted() != Array(0..<rank) {
      throw .value("transpose: \(axes) does not name each of the \(rank) axes once")
    }
    return try Operation.transpose([self], Attributes(axes: order))
  }

  /// Two axes exchanged.
  public func swapAxes(_ a: Int, _ b: Int) throws(TensorError) -> Tensor {
    var order = Array(0..<rank)
    order.swapAt(
      try Shape.axis(a, rank: rank, in: "swapAxes"), try Shape.axis(b, rank: rank, in: "swapAxes"))
    return try Operation.transpose([self], Attributes(axes: order))
  }

  /// The axis `from` moved to the place `to`.
  public func moveAxis(_ from: Int, to: Int) throws(TensorError) -> Tensor {
    let source = try Shape.axis(from, rank: rank, in: "moveAxis")
    let target = try Shape.axis(to, rank: rank, in: "moveAxis")
    if source == target { return self }
    var order = Array(0..<rank)
    order.insert(order.remove(at: source), at: target)
    return try Operation.transpose([self], Attributes(axes: order))
  }

  /// Without axes of size 1: those given, or all. Throws `.shape` for a given axis of another size.
  public func squeeze(axes: [Int]? = nil) throws(TensorError) -> Tensor {
    let chosen: [Int]
    if let axes {
      chosen = try Shape.axes(axes, rank: rank, in: "squeeze")
      for axis in chosen where shape[axis] != 1 {
        throw .shape("squeeze: axis \(axis) of shape \(shape) has size \(shape[axis]), not 1")
      }
    } else {
      chosen = shape.indices.filter { shape[$0] == 1 }
    }
    return try reshape(shape.indices.filter { !chosen.contains($0) }.map { shape[$0] })
  }

  /// A new axis of size 1 at `axis` of the result.
  public func unsqueeze(_ axis: Int) throws(TensorError) -> Tensor {
    let place = try Shape.axis(axis, rank: rank + 1, in: "unsqueeze")
    var sizes = shape
    sizes.insert(1, at: place)
    return try reshape(sizes)
  }

  /// New axes of size 1 at `axes` of the result.
  public func expandDims(axes: [Int]) throws(TensorError) -> Tensor {
    let places = try Shape.axes(axes, rank: rank + axes.count, in: "expandDims")
    var sizes = shape
    for place in places { sizes.insert(1, at: place) }
    return try reshape(sizes)
  }

  /// Repeated to `target` by NumPy's rules, without copying.
  public func broadcast(to target: [Int]) throws(TensorError) -> Tensor {
    if target == shape { return self }
    try checkSpread(to: target, in: "broadcast")
    return try Operation.broadcast([self], Attributes(sizes: target))
  }

  private func checkSpread(to target: [Int], in name: String) throws(TensorError) {
    _ = try Shape.count(target, in: name)
    let joint = rank > target.count ? nil : try? Shape.broadcast(target, shape, in: name)
    if joint != target { throw .shape("\(name): shape \(shape) does not broadcast to \(target)") }
  }

  /// A repeated view without a record.
  func spread(to target: [Int], in name: String) throws(TensorError) -> Tensor {
    try checkSpread(to: target, in: name)
    return Tensor(viewing: self, offset: offset, shape: target, strides: strides(to: target))
  }

  /// The order along `axes` reversed; nil means all.
  public func flip(axes: [Int]? = nil) throws(TensorError) -> Tensor {
    try Operation.flip(
      [self], Attributes(axes: try Shape.axes(axes, rank: rank, in: "flip")))
  }
}
