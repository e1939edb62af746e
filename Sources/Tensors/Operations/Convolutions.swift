import CKernels

// A convolution is linear in its input and in its weights, so it comes as three operations, each
// the adjoint of the others in one operand; their rules name one another and orders compose.
extension Operation {
  /// Convolutions and normalization by channel.
  static let convolutions: [Operation] = [
    convolution, convolutionInput, convolutionWeights, batchNorm,
  ]

  static let convolution: Operation = Operation(
    "conv1d", "out[b, o, t] = sum over c, k of w[o, c, k] x[b, c, t stride + k dilation - padding]",
    keeps: .inputs,
    forward: { inputs, a in
      try Convolution(a, x: inputs[0].shape, w: inputs[1].shape, inputs[0].dtype)
        .forward(inputs[0], inputs[1], bias: inputs.count > 2 ? inputs[2] : nil)
    }
  ) { r in
    let (x, w, g, a) = (r.inputs[0], r.inputs[1], r.gradient, r.attributes)
    var gradients: [Tensor?] = [
      r.isNeeded[0] ? try convolutionInput([g, w], a.with(sizes: x.shape)) : nil,
      r.isNeeded[1] ? try convolutionWeights([x, g], a.with(sizes: w.shape)) : nil,
    ]
    if r.inputs.count > 2 {
      let sums = isRecording ? try g.sum(axes: [0, 2]) : try g.channelSums()
      gradients.append(r.isNeeded[2] ? sums : nil)
    }
    return gradients
  }

  /// The adjoint in x: attributes.sizes is the shape of x.
  static let convolutionInput: Operation = Operation(
    "conv1d gradient of x", "the adjoint of conv1d in x", keeps: .inputs,
    forward: { inputs, a in
      try Convolution(a, x: a.sizes, w: inputs[1].shape, inputs[1].dtype)
        .inputGradient(inputs[0], inputs[1])
    }
  ) { r in
    let (g, w, h, a) = (r.inputs[0], r.inputs[1], r.gradient, r.attributes)
    return [
      r.isNeeded[0] ? try convolution([h, w], a) : nil,
      r.isNeeded[1] ? try convolutionWeights([h, g], a.with(sizes: w.shape)) : nil,
    ]
  }

  /// The adjoint in w: attributes.sizes is the shape of w.
  static let convolutionWeights: Operation = Operation(
    "conv1d gradient of w", "the adjoint of conv1d in w", keeps: .inputs,
    forward: { inputs, a in
      try Convolution(a, x: inputs[0].shape, w: a.sizes, inputs[0].dtype)
        .weightGradient(inputs[0], inputs[1])
    }
  ) { r in
    let (x, g, h, a) = (r.inputs[0], r.inputs[1], r.gradient, r.attributes)
    return [
      r.isNeeded[0] ? try convolutionInput([g, h], a.with(sizes: x.shape)) : nil,
      r.isNeeded[1] ? try convolution([x, h], a) : nil,
    ]
  }
}

extension Attributes {
  func with(sizes: [Int]) -> Attributes {
    Attributes(axes: axes, sizes: sizes)
  }
}

/// The sizes of one convolution, and its three products over columns. Results lie in memory as
/// [channel, batch, time], as the products write them. Items are taken in chunks whose size
/// depends on the shapes alone, so that results do not depend on threads.
struct Convolution {
  private let dtype: DType
  private let batch, channels, time, outputs, inGroup, width, groups, steps: Int
  private let window: ck_window
  /// Items whose columns are made at once.
  private let perChunk: Int
  /// Steps of an item whose columns are made at once: all but for a long item, so that an
  /// interrupt is seen and the columns take some megabytes.
  private let perBlock: Int

  /// `axes` of the attributes holds stride, padding, dilation and groups.
  init(_ a: Attributes, x: [Int], w: [Int], _ dtype: DType) throws(TensorError) {
    let (stride, padding, dilation, groups) = (a.axes[0], a.axes[1], a.axes[2], a.axes[3])
    self.dtype = dtype
    (batch, channels, time) = (x[0], x[1], x[2])
    (outputs, inGroup, width) = (w[0], w[1], w[2])
    self.groups = groups
    steps = (time + 2 * padding - dilation * (width - 1) - 1) / stride + 1
    window = ck_window(
      items: 0, item_step: 0, channels: channels, channel_step: 0, time: time, width: width,
      stride: stride, padding: padding, dilation: dilation, steps: steps)
    // Small work in two halves: enough for a second thread, and the products stay wide.
    let fits = 131_072 / Swift.max(1, channels * width * steps)
    let work = 2 * Double(outputs * inGroup * width) * Double(batch * steps)
    let parts = work < 3e6 ? 1 : work < 16e6 ? 2 : work < 64e6 ? 4 : 8
    perChunk = Swift.max(1, Swift.min(fits, (batch + parts - 1) / parts))
    let most = Swift.min(1 << 20, (1 << 28) / Swift.max(1, outputs / groups))
    perBlock =
      channels * width * steps <= most << 1
      ? Swift.max(1, steps) : Swift.max(64, most / Swift.max(1, channels * width))
  }

  /// Where each block of steps of an item begins.
  private var blockStarts: StrideTo<Int> { stride(from: 0, to: steps, by: perBlock) }

  private func block(from start: Int) -> Range<Int> { start..<Swift.min(steps, start + perBlock) }

  private var outGroup: Int { outputs / groups }
  private var depth: Int { inGroup * width }
  private var bytes: Int { dtype.byteCount }

  private func scratch(_ count: Int) throws(TensorError) -> Storage {
    try Storage(byteCount: count * bytes, for: "conv1d")
  }

  /// Itself where a step in time is one element, as the columns need it.
  private func readable(_ x: Tensor) throws(TensorError) -> Tensor {
    x.dtype == dtype && (x.shape[2] == 1 || x.strides[2] == 1) ? x : try x.rowMajor(as: dtype)
  }

  /// What the kernels are told of some items and some of their steps.
  private func window(_ items: Range<Int>, _ steps: Range<Int>) -> ck_window {
    var window = window
    window.items = items.count
    window.steps = steps.count
    window.padding -= steps.lowerBound * window.stride
    return window
  }

  /// The columns of some channels, items and steps of x, `[channels · width, items · steps]`.
  private func columns(
    of x: Tensor, _ items: Range<Int>, _ steps: Range<Int>, channels: Range<Int>,
    into columns: UnsafeMutableRawPointer
  ) {
    var window = window(items, steps)
    let strides = x.strides
    window.channels = channels.count
    window.item_step = strides[0]
    window.channel_step = strides[1]
    let start = items.lowerBound * strides[0] + channels.lowerBound * strides[1]
    _ = ck_im2col(dtype.kernelType, &window, x.pointer + start * bytes, columns)
  }

  func forward(_ x: Tensor, _ w: Tensor, bias: Tensor?) throws -> Tensor {
    let x = try readable(x)
    let w = try w.rowMajor(as: dtype)
    let bias = try bias?.rowMajor(as: dtype)
    let out = try Tensor(channelMajor: batch, outputs, steps, dtype: dtype, for: "conv1d")
    if out.count == 0 { return out }
    let row = batch * steps
    let blocks = (steps + perBlock - 1) / perBlock
    // Items in chunks, or one item's blocks, each a part.
    try Kernels.parallel((batch + perChunk - 1) / perChunk * blocks) { part in
      let first = part / blocks * perChunk
      let items = first..<Swift.min(batch, first + perChunk)
      let block = block(from: part % blocks * perBlock)
      let n = items.count * block.count
      let columns = try scratch(channels * width * n)
      self.columns(of: x, items, block, channels: 0..<channels, into: columns.pointer)
      for group in 0..<groups {
        let target =
          out.pointer
          + (group * outGroup * row + items.lowerBound * steps + block.lowerBound) * bytes
        BLAS.gemm(
          dtype, m: outGroup, n: n, k: depth, a: w.pointer + group * outGroup * depth * bytes,
          lda: depth, b: columns.pointer + group * depth * n * bytes, ldb: n, c: target, ldc: row)
        if let bias {
          _ = ck_add_to_rows(
            dtype.kernelType, outGroup, n, row, bias.pointer + group * outGroup * bytes, target)
        }
      }
      withExtendedLifetime(columns) {}
    }
    withExtendedLifetime((x.storage, w.storage, bias?.storage, out.storage)) {}
    return out
  }

  func inputGradient(_ g: Tensor, _ w: Tensor) throws -> Tensor {
    let g = try g.channelMajor(as: dtype)
    let w = try w.rowMajor(as: dtype)
    let out = try Tensor(channelMajor: batch, channels, time, dtype: dtype, for: "conv1d")
    (out.pointer).initializeMemory(as: UInt8.self, repeating: 0, count: out.count * bytes)
    if out.count == 0 || g.count == 0 { return out }
    let row = batch * steps
    try Kernels.parallel(batch, chunk: perChunk) { items in
      let columns = try scratch(channels * width * items.count * perBlock)
      for start in blockStarts {
        if start > 0 { try Interrupt.check() }
        let block = block(from: start)
        let n = items.count * block.count
        for group in 0..<groups {
          let from = group * outGroup * row + items.lowerBound * steps + start
          BLAS.gemm(
            dtype, transposeA: true, m: depth, n: n, k: outGroup,
            a: w.pointer + group * outGroup * depth * bytes, lda: depth,
            b: g.pointer + from * bytes, ldb: row,
            c: columns.pointer + group * depth * n * bytes, ldc: n)
        }
        var window = window(items, block)
        window.item_step = time
        window.channel_step = batch * time
        _ = ck_col2im_add(
          dtype.kernelType, &window, columns.pointer, out.pointer + items.lowerBound * time * bytes)
      }
      withExtendedLifetime(columns) {}
    }
    withExtendedLifetime((g.storage, w.storage, out.storage)) {}
    return out
  }

  /// Chunks of items, or one item's blocks, one after the other; within one, threads make columns
  /// of some channels, then the gradients of some outputs.
  func weightGradient(_ x: Tensor, _ g: Tensor) throws -> Tensor {
    let x = try readable(x)
    let g = try g.channelMajor(as: dtype)
    let out = try Tensor.zeros([outputs, inGroup, width], dtype: dtype)
    if out.count == 0 || batch == 0 || steps <= 0 { return out }
    let perChunk = Swift.max(1, Swift.min(batch, (1 << 20) / (channels * width * steps)))
    let columns = try scratch(channels * width * perChunk * perBlock)
    let work = 2 * Double(outputs * depth) * Double(perChunk * perBlock)
    let rows = work < 3e6 ? outGroup : Swift.max(16, Swift.min(64, (outGroup + 1) / 2))
    let blocks = (outGroup + rows - 1) / rows
    for low in stride(from: 0, to: batch, by: perChunk) {
      let items = low..<Swift.min(batch, low + perChunk)
      for start in blockStarts {
        let block = block(from: start)
        let n = items.count * block.count
        try Kernels.parallel(channels, chunk: work < 3e6 ? channels : 16) { channels in
          self.columns(
            of: x, items, block, channels: channels,
            into: columns.pointer + channels.lowerBound * width * n * bytes)
        }
        try Kernels.parallel(groups * blocks) { index in
          let group = index / blocks
          let first = group * outGroup + index % blocks * rows
          let from = (first * batch + items.lowerBound) * steps + start
          BLAS.gemm(
            dtype, transposeB: true, m: Swift.min(rows, (group + 1) * outGroup - first), n: depth,
            k: n, a: g.pointer + from * bytes, lda: batch * steps,
            b: columns.pointer + group * depth * n * bytes, ldb: n, beta: 1,
            c: out.pointer + first * depth * bytes, ldc: depth)
        }
      }
    }
    withExtendedLifetime((x.storage, g.storage, columns)) {}
    return out
  }
}

extension Tensor {
  /// Sums of `[batch, channel, time]` by channel, without a record.
  fileprivate func channelSums() throws(TensorError) -> Tensor {
    let rows = try channelMajor(as: dtype)
    let out = try Tensor(uninitialized: [shape[1]], dtype: dtype, for: "conv1d")
    try Kernels.reduce(
      CK_SUM, rows, outer: shape[1], shape[0] * shape[2], inner: 1, into: out, in: "conv1d")
    return out
  }
}

extension Tensor {
  /// The convolution (cross-correlation) of `[batch, channel, time]` with weights
  /// `[out, in / groups, width]` and a bias `[out]`. Throws `.shape` where sizes do not fit.
  public func conv1d(
    _ weights: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0, dilation: Int = 1,
    groups: Int = 1
  ) throws(TensorError) -> Tensor {
    if rank != 3 || weights.rank != 3 {
      throw .shape(
        "conv1d: x must be [batch, channel, time] and w [out, in / groups, width], got \(shape)"
          + " and \(weights.shape)")
    }
    if ![stride, dilation, groups].allSatisfy({ 1...Shape.longest ~= $0 })
      || !(0...Shape.longest ~= padding)
    {
      throw .value(
        "conv1d: stride, dilation and groups must be at least 1 and padding at least 0, got"
          + " \(stride), \(dilation), \(groups), \(padding)")
    }
    if shape[1] != weights.shape[1] * groups || weights.shape[0] % groups != 0 {
      throw .shape(
        "conv1d: x \(shape) has \(shape[1]) channels, w \(weights.shape) in \(groups) groups takes"
          + " \(weights.shape[1] * groups)")
    }
    let reach = dilation * Swift.min(weights.shape[2] - 1, 1 << 20) + 1
    if weights.shape[2] < 1 || shape[2] + 2 * padding < reach {
      throw .shape(
        "conv1d: the kernel covers \(reach) steps, x has \(shape[2]) and \(padding) of padding"
          + " on each side")
    }
    if let bias, bias.shape != [weights.shape[0]] {
      throw .shape("conv1d: the bias must have shape [\(weights.shape[0])], got \(bias.shape)")
    }
    let type = Swift.max(dtype, weights.dtype, .f32)
    var inputs = [try astype(type), try weights.astype(type)]
    if let bias { inputs.append(try bias.astype(type)) }
    return try Operation.convolution(
      inputs, Attributes(axes: [stride, padding, dilation, groups]))
  }
}
