import CKernels

extension Tensor {
  /// Means of `[batch, channel, time]` over time, then standard deviations with divisor
  /// time − 1, as `[batch, 2 · channel]`; time is at least 2.
  ///
  /// Fused for speed: one operation in place of seven on small tensors. The gradient,
  ///
  ///     dx = dmean / T + dsd · (x − mean) / ((T − 1) sd),
  ///
  /// has 0 for its second part where sd = 0. First order only. Throws `.shape`.
  public func timeStatistics() throws(TensorError) -> Tensor {
    if rank != 3 || shape[2] < 2 {
      throw .shape(
        "timeStatistics: x must be [batch, channel, time] with at least two frames, got \(shape)")
    }
    let source = try astype(dtype.floating)
    let x = source.strides[2] == 1 && source.isDense ? source : try source.contiguous()
    let (batch, channels, time) = (shape[0], shape[1], shape[2])
    let steps = x.strides
    let memory = try Tensor(
      uninitialized: [2 * channels, batch], dtype: x.dtype, for: "timeStatistics")
    let status = ck_time_statistics(
      x.dtype.kernelType, batch, channels, time, steps[0], steps[1], x.pointer, memory.pointer)
    try TensorError.check(status, in: "timeStatistics")
    let output = Tensor(
      viewing: memory, offset: 0, shape: [batch, 2 * channels], strides: [1, batch])
    let values = x.detached()
    return CustomOperation(name: "stats_pool", inputs: [x], output: output) { gradient in
      let g = try gradient.astype(values.dtype)
      let d = try Tensor(uninitializedLike: values, dtype: values.dtype, for: "stats_pool")
      let status = ck_time_statistics_gradient(
        values.dtype.kernelType, batch, channels, time, steps[0], steps[1], values.pointer,
        memory.pointer, g.strides[0], g.strides[1], g.pointer, d.pointer)
      withExtendedLifetime((values.storage, memory.storage, g.storage, d.storage)) {}
      try TensorError.check(status, in: "stats_pool")
      return [d]
    }.tensor
  }
}
