extension Tensor {
  /// Tensors of one rank one after another along `axis`, in the largest of their dtypes.
  public static func concat(_ parts: [Tensor], axis: Int = 0) throws(TensorError) -> Tensor {
    guard let first = parts.first else { throw .value("concat: there is nothing to join") }
    if first.rank == 0 { throw .shape("concat: tensors of shape [] have no axis; use stack") }
    let axis = try Shape.axis(axis, rank: first.rank, in: "concat")
    let type = parts.reduce(first.dtype) { Swift.max($0, $1.dtype) }
    var converted: [Tensor] = []
    for (index, part) in parts.enumerated() {
      let fits =
        part.rank == first.rank
        && part.shape.indices.allSatisfy { $0 == axis || part.shape[$0] == first.shape[$0] }
      if !fits {
        throw .shape(
          "concat: along axis \(axis) all other sizes must agree; part 0 has shape"
            + " \(first.shape), part \(index) \(part.shape)")
      }
      converted.append(try part.astype(type))
    }
    return try Operation.concat(converted, Attributes(axes: [axis]))
  }

  static func joined(_ parts: [Tensor], axis: Int) throws -> Tensor {
    var shape = parts[0].shape
    shape[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
    let out = try Tensor(uninitialized: shape, dtype: parts[0].dtype, for: "concat")
    let strides = Shape.strides(shape)
    var start = 0
    for part in parts where part.count > 0 {
      let place = Tensor(
        viewing: out, offset: start * strides[axis], shape: part.shape, strides: strides)
      // One behind the other, each is a run of its own.
      if Shape.count(shape[..<axis]) == 1 {
        try Kernels.copy(part, into: place)
      } else {
        try Kernels.store(part, into: place)
      }
      start += part.shape[axis]
    }
    return out
  }

  /// Tensors of one shape side by side along a new axis.
  public static func stack(_ parts: [Tensor], axis: Int = 0) throws(TensorError) -> Tensor {
    guard let first = parts.first else { throw .value("stack: there is nothing to join") }
    let axis = try Shape.axis(axis, rank: first.rank + 1, in: "stack")
    var raised: [Tensor] = []
    for (index, part) in parts.enumerated() {
      if part.shape != first.shape {
        throw .shape(
          "stack: all shapes must agree; part 0 has \(first.shape), part \(index) \(part.shape)")
      }
      raised.append(try part.unsqueeze(axis))
    }
    return try concat(raised, axis: axis)
  }

  /// Parts of the given sizes along `axis`. Throws `.shape` if they do not add up.
  public func split(sizes: [Int], axis: Int = 0) throws(TensorError) -> [Tensor] {
    let axis = try Shape.axis(axis, rank: rank, in: "split")
    if sizes.contains(where: { $0 < 0 || $0 > shape[axis] }) || sizes.reduce(0, +) != shape[axis] {
      throw .shape(
        "split: sizes \(sizes) do not add up to \(shape[axis]), the size of axis \(axis)")
    }
    var parts: [Tensor] = []
    var start = 0
    for size in sizes {
      parts.append(try narrow(axis: axis, start..<start + size))
      start += size
    }
    return parts
  }

  /// `count` equal parts along `axis`.
  public func split(_ count: Int, axis: Int = 0) throws(TensorError) -> [Tensor] {
    let axis = try Shape.axis(axis, rank: rank, in: "split")
    if count < 1 || shape[axis] % count != 0 {
      throw .shape("split: size \(shape[axis]) of axis \(axis) has no \(count) equal parts")
    }
    return try split(sizes: Array(repeating: shape[axis] / count, count: count), axis: axis)
  }

  /// The slice `range` along one axis.
  func narrow(axis: Int, _ range: Range<Int>) throws(TensorError) -> Tensor {
    let whole = IndexItem.slice(start: nil, end: nil, step: 1)
    let items = Array(repeating: whole, count: axis)
    return try indexed(items + [.slice(start: range.lowerBound, end: range.upperBound, step: 1)])
  }

  /// Entries moved on by `shift` along each of `axes`, around the end; without axes, along the
  /// row-major order of all.
  public func roll(_ shift: Int, axes: [Int]? = nil) throws(TensorError) -> Tensor {
    guard let axes else { return try ravel().roll(shift, axes: [0]).reshape(shape) }
    var result = self
    for axis in try Shape.axes(axes, rank: rank, in: "roll") where shape[axis] > 1 {
      let size = shape[axis]
      let cut = (size - shift % size) % size
      if cut == 0 { continue }
      result = try Tensor.concat(
        [result.narrow(axis: axis, cut..<size), result.narrow(axis: axis, 0..<cut)], axis: axis)
    }
    return result
  }

  /// The whole tensor repeated `counts` times along the last axes, as NumPy's `tile`.
  public func tile(_ counts: [Int]) throws(TensorError) -> Tensor {
    if counts.contains(where: { $0 < 0 }) {
      throw .value("tile: counts cannot be negative, got \(counts)")
    }
    let rank = Swift.max(self.rank, counts.count)
    let sizes = Array(repeating: 1, count: rank - self.rank) + shape
    let repeats = Array(repeating: 1, count: rank - counts.count) + counts
    var spread: [Int] = []
    var between: [Int] = []
    var target: [Int] = []
    for (size, count) in zip(sizes, repeats) {
      between += [1, size]
      spread += [count, size]
      target.append(try Shape.count([size, count], in: "tile"))
    }
    return try reshape(between).broadcast(to: spread).reshape(target)
  }

  /// Each entry along `axis` repeated `count` times in place; without an axis, of all in order.
  public func `repeat`(_ count: Int, axis: Int? = nil) throws(TensorError) -> Tensor {
    if count < 0 { throw .value("repeat: the count cannot be negative, got \(count)") }
    guard let axis else { return try ravel().repeat(count, axis: 0) }
    let place = try Shape.axis(axis, rank: rank, in: "repeat")
    var spread = shape
    spread.insert(count, at: place + 1)
    var target = shape
    target[place] = try Shape.count([shape[place], count], in: "repeat")
    return try unsqueeze(place + 1).broadcast(to: spread).reshape(target)
  }

  /// `value` added before and after along each axis: `[(before, after), …]`, one pair an axis.
  public func pad(_ widths: [(Int, Int)], value: Scalar = 0) throws(TensorError) -> Tensor {
    if widths.count != rank
      || widths.contains(where: { !(0...Shape.longest ~= $0.0 && 0...Shape.longest ~= $0.1) })
    {
      throw .value("pad: one pair of widths of at least 0 for each of \(rank) axes")
    }
    var target = shape
    var items: [IndexItem] = []
    for (axis, width) in widths.enumerated() {
      target[axis] += width.0 + width.1
      items.append(.slice(start: width.0, end: width.0 + shape[axis], step: 1))
    }
    return try Tensor.full(target, value, dtype: dtype).replacing(items, with: self)
  }

  /// Entries on and below the diagonal that starts `offset` columns to the right; others are 0.
  public func tril(_ offset: Int = 0) throws(TensorError) -> Tensor {
    try masked(by: "tril", offset) { row, column, offset in column <= row + offset }
  }

  /// Entries on and above the diagonal that starts `offset` columns to the right; others are 0.
  public func triu(_ offset: Int = 0) throws(TensorError) -> Tensor {
    try masked(by: "triu", offset) { row, column, offset in column >= row + offset }
  }

  private func masked(by name: String, _ offset: Int, _ keeps: (Int, Int, Int) -> Bool)
    throws(TensorError) -> Tensor
  {
    if rank < 2 { throw .shape("\(name): a matrix is needed, got shape \(shape)") }
    let (rows, columns) = (shape[rank - 2], shape[rank - 1])
    let offset = Swift.max(-rows, Swift.min(columns, offset))
    let mask = try Tensor(uninitialized: [rows, columns], dtype: .bool, for: name)
    let out = mask.pointer.assumingMemoryBound(to: Bool.self)
    for row in 0..<rows {
      for column in 0..<columns { out[row * columns + column] = keeps(row, column, offset) }
    }
    return try Tensor.where_(mask, self, Tensor.scalar(0, dtype: dtype))
  }

  /// The diagonal of the last two axes that starts `offset` columns to the right.
  public func diagonal(_ offset: Int = 0) throws(TensorError) -> Tensor {
    if rank < 2 { throw .shape("diagonal: a matrix is needed, got shape \(shape)") }
    let (rows, columns) = (shape[rank - 2], shape[rank - 1])
    let offset = Swift.max(-rows, Swift.min(columns, offset))
    let start = (Swift.max(0, -offset), Swift.max(0, offset))
    let length = Swift.max(0, Swift.min(rows - start.0, columns - start.1))
    var places: [Int] = []
    for step in 0..<length { places.append((start.0 + step) * columns + start.1 + step) }
    return try flatten(from: rank - 2).take(Tensor(ints: places, shape: [length]), axis: -1)
  }
}
