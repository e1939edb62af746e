import CKernels

extension Operation {
  // Fused for speed: two passes forward and two backward over [batch, channel, time]. The
  // gradient is composed of tensor operations where it is recorded itself.
  // With h = (x - mean) r, r = 1 / sqrt(var + eps), and means over batch and time:
  // dx = w r (g - mean(g) - h mean(g h)), dw = sum(g h), db = sum(g).
  static let batchNorm = Operation(
    "batchNorm", "(x - mean) / sqrt(var + eps) w + b, moments over batch and time",
    keeps: .inputs,
    forward: { inputs, a in
      let (mean, variance) = (a.tensors[0], a.tensors[1])
      return try ChannelMap(inputs[0]).normalized(
        inputs, mean: mean, variance: variance, epsilon: a.numbers[0])
    }
  ) { r in
    let x = r.inputs[0]
    if isRecording { return try composedGradients(r) }
    return try ChannelMap(x).gradients(r)
  }

  private static func composedGradients(_ r: Recorded) throws -> [Tensor?] {
    let (x, g) = (r.inputs[0], r.gradient)
    let axes = (0..<x.rank).filter { $0 != 1 }
    let channel = Array(repeating: 1, count: x.rank - 2)
    let n = Double(x.count / Swift.max(1, x.shape[1]))
    let centered = try x - x.mean(axes: axes, keepsAxes: true)
    let scale = try
      (centered.square().mean(axes: axes, keepsAxes: true)
      + r.attributes.numbers[0]).rsqrt()
    let h = try centered * scale
    let sumG = try g.sum(axes: axes, keepsAxes: true)
    let sumGH = try (g * h).sum(axes: axes, keepsAxes: true)
    var weight = scale
    if r.inputs.count > 1 { weight = try scale * r.inputs[1].reshape([1, -1] + channel) }
    var gradients: [Tensor?] = [try weight * (g - sumG / n - h * sumGH / n)]
    if r.inputs.count > 1 {
      gradients.append(try sumGH.reshape([x.shape[1]]))
      gradients.append(try sumG.reshape([x.shape[1]]))
    }
    return gradients
  }
}

/// `[batch, channel, …]` with the axes after the second taken together; memory of the order
/// [channel, batch, …] is that of one item whose time is batch and time together.
private struct ChannelMap {
  let x: Tensor
  let batch, channels, time: Int
  private let isChannelMajor: Bool
  private var type: Int32 { x.dtype.kernelType }

  init(_ x: Tensor) throws {
    isChannelMajor = !x.isContiguous && x.isChannelMajor
    self.x = isChannelMajor ? x : try x.rowMajor(as: x.dtype)
    let rest = Shape.count(x.shape[2...])
    (batch, channels, time) =
      isChannelMajor ? (1, x.shape[1], x.shape[0] * rest) : (x.shape[0], x.shape[1], rest)
  }

  /// The values of another tensor of the shape of x in the same order.
  private func aligned(_ g: Tensor) throws(TensorError) -> Tensor {
    isChannelMajor ? try g.channelMajor(as: x.dtype) : try g.rowMajor(as: x.dtype)
  }

  private func perChannel() throws(TensorError) -> Tensor {
    try Tensor(uninitialized: [channels], count: channels, dtype: x.dtype, for: "batchNorm")
  }

  func moments() throws -> (mean: Tensor, variance: Tensor) {
    let (mean, variance) = (try perChannel(), try perChannel())
    let status = ck_channel_moments(
      type, batch, channels, time, x.pointer, mean.pointer, variance.pointer)
    try TensorError.check(status, in: "batchNorm")
    return (mean, variance)
  }

  func normalized(_ inputs: [Tensor], mean: Tensor, variance: Tensor, epsilon: Double)
    throws -> Tensor
  {
    var scale = try (variance + epsilon).rsqrt()
    if inputs.count > 1 { scale = try scale * inputs[1].detached() }
    var shift = try (mean * scale).neg()
    if inputs.count > 1 { shift = try shift + inputs[2].detached() }
    let out = try Tensor(uninitializedLike: x, dtype: x.dtype, for: "batchNorm")
    let status = ck_channel_affine(
      type, batch, channels, time, x.pointer, scale.pointer, shift.pointer, out.pointer)
    withExtendedLifetime((scale.storage, shift.storage)) {}
    try TensorError.check(status, in: "batchNorm")
    return out
  }

  /// dx = a g + b x + d with a, b and d by channel.
  func gradients(_ r: Recorded) throws -> [Tensor?] {
    let (mean, variance) = (r.attributes.tensors[0], r.attributes.tensors[1])
    let g = try aligned(r.gradient)
    let (sum, product) = (try perChannel(), try perChannel())
    let status = ck_channel_gradient_sums(
      type, batch, channels, time, x.pointer, g.pointer, mean.pointer, sum.pointer,
      product.pointer)
    try TensorError.check(status, in: "batchNorm")
    let n = Double(batch * time)
    let scale = try (variance + r.attributes.numbers[0]).rsqrt()
    var gradients: [Tensor?] = [nil]
    if r.inputs.count > 1 { gradients += [try product * scale, sum] }
    if r.isNeeded[0] {
      let a = r.inputs.count > 1 ? try scale * r.inputs[1].detached() : scale
      let b = try a * scale.square() * product / -n
      let d = try (a * sum / n + b * mean).neg()
      let out = try Tensor(uninitializedLike: x, dtype: x.dtype, for: "batchNorm")
      let status = ck_channel_combine(
        type, batch, channels, time, g.pointer, x.pointer, a.pointer, b.pointer, d.pointer,
        out.pointer)
      withExtendedLifetime((a.storage, b.storage, d.storage)) {}
      try TensorError.check(status, in: "batchNorm")
      gradients[0] = out
    }
    withExtendedLifetime((g.storage, mean.storage)) {}
    return gradients
  }
}

extension Tensor {
  private func checkChannels(_ parts: [Tensor?], _ names: [String]) throws(TensorError) {
    if rank < 2 {
      throw .shape("batchNorm: x must be [batch, channel] or [batch, channel, time], got \(shape)")
    }
    for (part, name) in zip(parts, names) {
      if let part, part.shape != [shape[1]] {
        throw .shape("batchNorm: \(name) must have shape [\(shape[1])], got \(part.shape)")
      }
    }
  }

  /// Normalizes each channel of `[batch, channel, …]` by its moments over the batch and the
  /// other axes, then scales and shifts it; `weight` and `bias` `[channel]` come together. Also
  /// gives the batch mean and the variance over n (not n - 1), without records.
  public func batchNorm(weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Double = 1e-5)
    throws(TensorError) -> (output: Tensor, mean: Tensor, variance: Tensor)
  {
    try checkChannels([weight, bias], ["weight", "bias"])
    if (weight == nil) != (bias == nil) {
      throw .value("batchNorm: weight and bias are given together or not at all")
    }
    if count == 0 { throw .shape("batchNorm: an empty batch of shape \(shape) has no moments") }
    let x = try astype(dtype.floating)
    var inputs = [x]
    if let weight, let bias {
      inputs += [try weight.astype(x.dtype), try bias.astype(x.dtype)]
    }
    do {
      let moments = try ChannelMap(x).moments()
      let output = try Operation.batchNorm(
        inputs, Attributes(numbers: [epsilon], tensors: [moments.mean, moments.variance]))
      return (output, moments.mean, moments.variance)
    } catch { throw TensorError.from(error) }
  }

  /// Normalizes each channel by given moments, as a trained network does.
  public func batchNorm(
    mean: Tensor, variance: Tensor, weight: Tensor? = nil, bias: Tensor? = nil,
    epsilon: Double = 1e-5
  ) throws(TensorError) -> Tensor {
    try checkChannels([mean, variance, weight, bias], ["mean", "variance", "weight", "bias"])
    let channel = [1, shape[1]] + Array(repeating: 1, count: rank - 2)
    var scale = try (variance + epsilon).rsqrt()
    if let weight { scale = try scale * weight }
    var shift = try (mean * scale).neg()
    if let bias { shift = try shift + bias }
    return try self * scale.reshape(channel) + shift.reshape(channel)
  }

  /// `x wᵀ + b` for x `[…, in]`, w `[out, in]`, b `[out]`.
  public func linear(_ weights: Tensor, bias: Tensor? = nil) throws(TensorError) -> Tensor {
    if rank < 1 || weights.rank != 2 || shape[rank - 1] != weights.shape[1] {
      throw .shape("linear: x must be […, in] and w [out, in], got \(shape) and \(weights.shape)")
    }
    let product = try matmul(weights.swapAxes(0, 1))
    guard let bias else { return product }
    if bias.shape != [weights.shape[0]] {
      throw .shape("linear: the bias must have shape [\(weights.shape[0])], got \(bias.shape)")
    }
    return try product + bias
  }
}
