/// One part of an index, for one axis unless said.
public enum IndexItem: @unchecked Sendable {
  /// A position, negative from the end; the axis goes away.
  case at(Int)
  /// Positions `start`, `start + step`, … before `end`; clamped, and nil is the far end.
  case slice(start: Int?, end: Int?, step: Int)
  /// As many whole axes as are left.
  case ellipsis
  /// A new axis of size 1; takes none.
  case newAxis
  /// Where a bool tensor holds; it covers as many axes as it has.
  case mask(Tensor)
  /// Positions of an i64 tensor; several broadcast together and pick element by element.
  case gather(Tensor)
}

extension Tensor {
  /// The part that `items` name, as NumPy picks it; axes without an item are whole.
  /// Differentiable. Throws `.index` for a position outside or too many items.
  public func indexed(_ items: [IndexItem]) throws(TensorError) -> Tensor {
    let plan = try IndexPlan(items, of: shape)
    let part = try plan.isWhole ? self : Operation.slice([self], Attributes(items: plan.basic))
    return plan.picks.isEmpty ? part : try part.picked(plan)
  }

  /// A copy with the part that `items` name replaced by `values`, which broadcast to it and
  /// take its dtype. Differentiable in both. With repeated positions the last stays.
  /// Throws `.type` for fractions into i64.
  public func replacing(_ items: [IndexItem], with values: Tensor) throws(TensorError) -> Tensor {
    try Operation.replace([self, values], Attributes(items: items))
  }

  /// Replaces the part that `items` name in place if nothing else holds the memory.
  public mutating func replace(_ items: [IndexItem], with values: Tensor) throws(TensorError) {
    if node != nil || (values.node != nil && dtype.isFloating && Operation.isRecording) {
      self = try replacing(items, with: values)
      return
    }
    let converted = try values.weakened(to: dtype)
    let plan = try IndexPlan(items, of: shape)
    let places = plan.picks.isEmpty ? nil : try Tensor.places(plan, of: shape)
    if !isContiguous || !isKnownUniquelyReferenced(&storage) {
      self = try fresh()
    }
    try write(converted, plan, places)
  }

  /// A copy with a part replaced, without a record.
  func overwritten(_ items: [IndexItem], with values: Tensor) throws(TensorError) -> Tensor {
    let converted = try values.weakened(to: dtype)
    let plan = try IndexPlan(items, of: shape)
    let places = plan.picks.isEmpty ? nil : try Tensor.places(plan, of: shape)
    let result = try fresh()
    try result.write(converted, plan, places)
    return result
  }

  /// Writes into this tensor's own, row-major memory.
  private func write(_ values: Tensor, _ plan: IndexPlan, _ places: Tensor?) throws(TensorError) {
    if let places {
      let spread = try values.trimmed(to: places.rank).spread(
        to: places.shape, in: "index assignment")
      return try Kernels.scatter(spread.rowMajor(as: dtype), at: places, into: self)
    }
    let part = sliced(plan.basic, resolved: plan)
    let source = try values.trimmed(to: part.rank).spread(to: part.shape, in: "index assignment")
    if part.count == 0 { return }
    // The values may be a view of the very memory that is written.
    let safe = source.storage === storage ? try source.fresh() : source
    try Kernels.store(safe, into: part)
  }

  /// Without leading axes of size 1 beyond `rank`.
  private func trimmed(to rank: Int) throws(TensorError) -> Tensor {
    var extra = 0
    while self.rank - extra > rank && shape[extra] == 1 { extra += 1 }
    if extra == 0 { return self }
    return Tensor(
      viewing: self, offset: offset, shape: Array(shape[extra...]),
      strides: Array(strides[extra...]))
  }

  /// The row-major positions that an index picks, as i64 in the shape of the part.
  static func places(_ plan: IndexPlan, of shape: [Int]) throws(TensorError) -> Tensor {
    let all = try Tensor.arange(ints: 0, Shape.count(shape, in: "index")).viewed(shape)
    return try all.sliced(plan.basic, resolved: plan).picked(plan).rowMajor(as: .i64)
  }

  /// In `target`, where a float that is not whole into i64 is refused.
  func weakened(to target: DType) throws(TensorError) -> Tensor {
    if target < .f32 && dtype.isFloating {
      if try !equal(trunc()).all().itemBool() {
        throw .type(
          "index assignment: the values must be whole numbers to go into \(target.name)")
      }
    }
    return try detached().astype(target)
  }

  /// The part that positions and slices name, as a view without a record.
  func sliced(_ items: [IndexItem]) throws(TensorError) -> Tensor {
    sliced(items, resolved: try IndexPlan(items, of: shape))
  }

  private func sliced(_ items: [IndexItem], resolved plan: IndexPlan) -> Tensor {
    let own = strides
    var (offset, sizes, steps) = (offset, [Int](), [Int]())
    for part in plan.parts {
      switch part {
      case .position(let axis, let at): offset += at * own[axis]
      case .run(let axis, let start, let count, let step):
        if count > 0 { offset += start * own[axis] }
        sizes.append(count)
        steps.append(step * own[axis])
      case .newAxis:
        sizes.append(1)
        steps.append(0)
      }
    }
    return Tensor(viewing: self, offset: offset, shape: sizes, strides: steps)
  }

  /// Picks by index tensors along axes of the part that the basic items left.
  private func picked(_ plan: IndexPlan) throws(TensorError) -> Tensor {
    let axes = plan.picks.map(\.axis)
    var joint: [Int] = []
    for pick in plan.picks { joint = try Shape.broadcast(joint, pick.index.shape, in: "index") }
    // The row-major position in the picked axes, taken together as one axis.
    var flat = try Tensor.zeros(joint, dtype: .i64)
    for pick in plan.picks {
      let size = shape[pick.axis]
      let index = try pick.index.wrapped(size: size, in: "index")
      flat = try flat.multiplying(.int(size)).adding(index)
    }
    let rest = (0..<rank).filter { !axes.contains($0) }
    let picked = Shape.count(axes.map { shape[$0] })
    let first = try transpose(axes + rest).reshape([picked] + rest.map { shape[$0] })
    let result = try first.take(flat.ravel(), axis: 0).reshape(joint + rest.map { shape[$0] })
    // Index axes that stand together stay in their place, as in NumPy; others come first.
    guard let start = axes.first, plan.picksStandTogether, start > 0 else { return result }
    let moved = Array(joint.count..<joint.count + start) + Array(0..<joint.count)
    return try result.transpose(moved + Array(joint.count + start..<result.rank))
  }

  /// Positions counted from the front. Throws `.index` for one outside.
  func wrapped(size: Int, in name: String) throws(TensorError) -> Tensor {
    if dtype != .i64 { throw .type("\(name): positions must be i64, got \(dtype.name)") }
    let rows = try rowMajor(as: .i64)
    let from = rows.integers
    var isNegative = false
    for position in 0..<count {
      let at = Int(from[position])
      if at < -size || at >= size {
        throw .index("\(name): position \(at) is outside an axis of size \(size)")
      }
      if at < 0 { isNegative = true }
    }
    if !isNegative { return rows }
    let result = try Tensor(uninitialized: shape, count: count, dtype: .i64, for: name)
    let to = result.integers
    for position in 0..<count {
      to[position] = from[position] < 0 ? from[position] + Int64(size) : from[position]
    }
    withExtendedLifetime(rows.storage) {}
    return result
  }
}
