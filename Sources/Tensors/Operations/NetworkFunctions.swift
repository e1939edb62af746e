// What networks do with their weights given: composed, so gradients of every order follow.
extension Tensor {
  /// Scaled and shifted by tensors of the sizes of the last axes.
  private func scaled(_ weight: Tensor?, _ bias: Tensor?, _ sizes: [Int], in name: String)
    throws(TensorError) -> Tensor
  {
    var result = self
    for (part, word) in [(weight, "w"), (bias, "b")] {
      guard let part else { continue }
      if part.shape != sizes {
        throw .shape("\(name): \(word) must have shape \(sizes), got \(part.shape)")
      }
    }
    if let weight { result = try result * weight }
    if let bias { result = try result + bias }
    return result
  }

  private func standardized(over axes: [Int], epsilon: Double) throws(TensorError) -> Tensor {
    let x = try astype(dtype.floating)
    let centered = try x - x.mean(axes: axes, keepsAxes: true)
    let variance = try centered.square().mean(axes: axes, keepsAxes: true)
    return try centered * (variance + epsilon).rsqrt()
  }

  private func checkEpsilon(_ epsilon: Double, in name: String) throws(TensorError) {
    if !(epsilon >= 0) { throw .value("\(name): eps must be at least 0, got \(epsilon)") }
  }

  /// Each row over the last axis brought to mean 0 and variance 1 (over n), then scaled and
  /// shifted (Ba, Kiros and Hinton, 2016).
  public func layerNorm(weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Double = 1e-5)
    throws(TensorError) -> Tensor
  {
    try checkEpsilon(epsilon, in: "layer_norm")
    if rank < 1 { throw .shape("layer_norm: x needs at least one axis, got shape []") }
    return try standardized(over: [rank - 1], epsilon: epsilon)
      .scaled(weight, bias, [shape[rank - 1]], in: "layer_norm")
  }

  /// Each row over the last axis divided by the root of its mean square (Zhang and Sennrich,
  /// 2019), then scaled.
  public func rmsNorm(weight: Tensor? = nil, epsilon: Double = 1e-5) throws(TensorError) -> Tensor {
    try checkEpsilon(epsilon, in: "rms_norm")
    if rank < 1 { throw .shape("rms_norm: x needs at least one axis, got shape []") }
    let x = try astype(dtype.floating)
    let square = try x.square().mean(axes: [-1], keepsAxes: true)
    return try (x * (square + epsilon).rsqrt())
      .scaled(weight, nil, [shape[rank - 1]], in: "rms_norm")
  }

  /// Each of `groups` groups of channels of `[batch, channel, …]` brought to mean 0 and variance
  /// 1 in each item (Wu and He, 2018), then each channel scaled and shifted.
  public func groupNorm(
    groups: Int, weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Double = 1e-5,
    in name: String = "group_norm"
  ) throws(TensorError) -> Tensor {
    try checkEpsilon(epsilon, in: name)
    if rank < 2 || groups < 1 || shape[1] % groups != 0 {
      throw .shape(
        "\(name): x must be [batch, channel, …] with channels that \(groups) groups divide, got"
          + " \(shape)")
    }
    let inGroup = Shape.count(shape.dropFirst()) / groups
    let grouped = try reshape([shape[0], groups, inGroup])
    let result = try grouped.standardized(over: [2], epsilon: epsilon).reshape(shape)
    let last = rank - 1
    return try result.moveAxis(1, to: last).scaled(weight, bias, [shape[1]], in: name)
      .moveAxis(last, to: 1)
  }

  /// Each channel of each item brought to mean 0 and variance 1, then scaled and shifted.
  public func instanceNorm(weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Double = 1e-5)
    throws(TensorError) -> Tensor
  {
    if rank < 3 {
      throw .shape("instance_norm: x must be [batch, channel, time, …], got \(shape)")
    }
    return try groupNorm(
      groups: Swift.max(1, shape[1]), weight: weight, bias: bias, epsilon: epsilon,
      in: "instance_norm")
  }

  /// softmax(q kᵀ · scale) v for q `[…, n, dim]`, k `[…, m, dim]`, v `[…, m, width]`; the scale
  /// is 1 / sqrt(dim) unless given (Vaswani et al., 2017). `mask` `[…, n, m]` holds where a
  /// query may look if it is bool, else it is added to the scores; `causal` lets the query i see
  /// the keys up to i. A query that may look nowhere gives 0.
  public func attention(
    _ k: Tensor, _ v: Tensor, mask: Tensor? = nil, causal: Bool = false, scale: Double? = nil
  ) throws(TensorError) -> Tensor {
    if rank < 2 || k.rank < 2 || v.rank < 2 || shape[rank - 1] != k.shape[k.rank - 1]
      || k.shape[k.rank - 2] != v.shape[v.rank - 2]
    {
      throw .shape(
        "attention: q [..., n, dim], k [..., m, dim] and v [..., m, width] are needed, got"
          + " \(shape), \(k.shape) and \(v.shape)")
    }
    let q = try astype(dtype.floating)
    let factor = scale ?? 1 / Double(Swift.max(1, shape[rank - 1])).squareRoot()
    var scores = try (q * factor).matmul(k.mT)
    var allowed: Tensor?
    if let mask, mask.dtype != .bool { scores = try scores + mask }
    if let mask, mask.dtype == .bool { allowed = mask }
    if causal {
      let square = [shape[rank - 2], k.shape[k.rank - 2]]
      let triangle = try Tensor.ones(square, dtype: .bool).tril().astype(.bool)
      if let given = allowed { allowed = try given.and(triangle) } else { allowed = triangle }
    }
    guard let allowed else { return try scores.softmax().matmul(v) }
    let low = Tensor.scalar(-1e30, dtype: scores.dtype)
    let shares = try Tensor.where_(allowed, scores, low).softmax()
    return try (shares * allowed.astype(shares.dtype)).matmul(v)
  }

  /// One step of a gated recurrent unit from the state h `[batch, hidden]` with weights
  /// `[3 hidden, in]`, `[3 hidden, hidden]` and biases, gates in the order r, z, n:
  /// n = tanh(wx + bw + r (uh + bu)), h' = (1 - z) n + z h (Cho et al., 2014, as PyTorch has it).
  public func gruCell(
    _ h: Tensor, _ w: Tensor, _ u: Tensor, _ bw: Tensor? = nil, _ bu: Tensor? = nil
  ) throws(TensorError) -> Tensor {
    let hidden = h.shape.last ?? 0
    if w.rank != 2 || w.shape[0] != 3 * hidden || u.shape != [3 * hidden, hidden] {
      throw .shape(
        "gru_cell: with a state \(h.shape), w must be [\(3 * hidden), in] and u"
          + " [\(3 * hidden), \(hidden)], got \(w.shape) and \(u.shape)")
    }
    let a = try linear(w, bias: bw).split(3, axis: -1)
    let b = try h.linear(u, bias: bu).split(3, axis: -1)
    let r = try (a[0] + b[0]).sigmoid()
    let z = try (a[1] + b[1]).sigmoid()
    let n = try (a[2] + r * b[2]).tanh()
    return try n + z * (h - n)
  }

  /// The means over the last axis of `[batch, channel, time]`, then the standard deviations over
  /// time - 1: `[batch, 2 channel]`. Where all frames agree, the deviation's gradient is 0.
  public func statisticsPool() throws(TensorError) -> Tensor {
    if rank != 3 || shape[2] < 2 {
      throw .shape(
        "stats_pool: x must be [batch, channel, time] with at least two frames, got \(shape)")
    }
    let x = try astype(dtype.floating)
    let mean = try x.mean(axes: [2], keepsAxes: true)
    let root = try (x - mean).norm(axes: [2]) * (1 / Double(shape[2] - 1)).squareRoot()
    return try Tensor.concat([mean.squeeze(axes: [2]), root], axis: 1)
  }
}
