// Orders of axes in memory other than row-major. Operations that go over all elements keep the
// order of a dense operand, and layers over [batch, channel, time] use memory [channel, batch,
// time]: a product by columns writes it and a channel is one run of numbers.
extension Tensor {
  /// Whether the elements fill one block of memory without gaps, in whatever order of axes.
  var isDense: Bool {
    if isContiguous { return true }
    let own = strides
    if rank == 2 { return own[0] == 1 && own[1] == shape[0] }
    let order = shape.indices.filter { shape[$0] != 1 }.sorted { own[$0] < own[$1] }
    var step = 1
    for axis in order {
      if own[axis] != step { return false }
      step *= shape[axis]
    }
    return true
  }

  /// Uninitialized elements of the shape of `other` and, where that is dense, its order of axes.
  init(uninitializedLike other: Tensor, dtype: DType, for name: @autoclosure () -> String)
    throws(TensorError)
  {
    if other.isContiguous || !other.isDense {
      try self.init(
        uninitialized: other.shape, count: other.count, dtype: dtype, for: name())
      return
    }
    let memory = try Tensor(
      uninitialized: [other.count], count: other.count, dtype: dtype, for: name())
    self.init(viewing: memory, offset: 0, shape: other.shape, strides: other.strides)
  }

  /// Uninitialized `[batch, channel, time]` in memory `[channel, batch, time]`.
  init(
    channelMajor batch: Int, _ channels: Int, _ time: Int, dtype: DType,
    for name: @autoclosure () -> String
  ) throws(TensorError) {
    let memory = try Tensor(uninitialized: [channels, batch, time], dtype: dtype, for: name())
    self.init(
      viewing: memory, offset: 0, shape: [batch, channels, time],
      strides: [time, batch * time, 1])
  }

  /// Whether the memory of `[batch, channel, …]` is `[channel, batch, …]`, row-major.
  var isChannelMajor: Bool {
    guard rank >= 2 else { return false }
    let own = strides
    var step = 1
    for axis in stride(from: rank - 1, through: 2, by: -1) {
      if shape[axis] != 1 && own[axis] != step { return false }
      step *= shape[axis]
    }
    return (shape[0] == 1 || own[0] == step) && (shape[1] == 1 || own[1] == step * shape[0])
  }

  /// The values in memory `[channel, batch, …]`, without a record.
  func channelMajor(as target: DType) throws(TensorError) -> Tensor {
    if dtype == target && isChannelMajor { return Tensor.adopt(self, node: nil) }
    let own = strides
    let swapped = Tensor(
      viewing: self, offset: offset, shape: [shape[1], shape[0]] + shape[2...],
      strides: [own[1], own[0]] + own[2...])
    let rows = try swapped.rowMajor(as: target)
    let steps = rows.strides
    return Tensor(
      viewing: rows, offset: rows.offset, shape: shape, strides: [steps[1], steps[0]] + steps[2...])
  }
}
