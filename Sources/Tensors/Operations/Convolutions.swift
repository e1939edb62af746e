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
    if r.inputs.count > 2 { gradients.append(r.isNeeded[2] ? try g.sum(axes: [0, 2]) : nil) }
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

/// The sizes of one convolution, and its three products over columns. Items are taken in chunks
/// whose size depends on the shapes alone, so that results do not depend on threads.
struct Convolution {
  private let dtype: DType
  private let batch, channels, time, outputs, inGroup, width, groups, steps: Int
  private let window: ck_window
  /// Items whose columns are made at once.
  private let perChunk: Int

  /// `axes` of the attributes holds stride, padding, dilation and groups.
  init(_ a: Attributes, x: [Int], w: [Int], _ dtype: DType) throws(TensorError) {
    let (stride, padding, dilation, groups) = (a.axes[0], a.axes[1], a.axes[2], a.axes[3])
    self.dtype = dtype
    (batch, channels, time) = (x[0], x[1], x[2])
    (outputs, inGroup, width) = (w[0], w[1], w[2])
    self.groups = groups
    steps = (time + 2 * padding - dilation * (width - 1) - 1) / stride + 1
    perChunk = Swift.max(1, Swift.min(batch, 65_536 / Swift.max(1, inGroup * width * steps)))
    window = ck_window(
      items: 0, total: channels, channels: inGroup, time: time, width: width, stride: stride,
      padding: padding, dilation: dilation, steps: steps)
  }

  private var outGroup: Int { outputs / groups }
  private var depth: Int { inGroup * width }
  private var chunks: Int { (batch + perChunk - 1) / perChunk }
  private func items(_ chunk: Int) -> Range<Int> {
    chunk * perChunk..<Swift.min(batch, (chunk + 1) * perChunk)
  }
  private var bytes: Int { dtype.byteCount }

  private func scratch(_ count: Int) throws(TensorError) -> Storage {
    try Storage(byteCount: count * bytes, for: "conv1d")
  }

  private func columns(of x: Tensor, _ items: Range<Int>, group: Int, into columns: Storage) {
    var window = window
    window.items = items.count
    let start = (items.lowerBound * channels + group * inGroup) * time
    _ = ck_im2col(dtype.kernelType, &window, x.pointer + start * bytes, columns.pointer)
  }

  private func outputStart(_ items: Range<Int>, group: Int) -> Int {
    (items.lowerBound * outputs + group * outGroup) * steps * bytes
  }

  func forward(_ x: Tensor, _ w: Tensor, bias: Tensor?) throws -> Tensor {
    let x = try x.rowMajor(as: dtype)
    let w = try w.rowMajor(as: dtype)
    let bias = try bias?.rowMajor(as: dtype)
    let out = try Tensor(uninitialized: [batch, outputs, steps], dtype: dtype, for: "conv1d")
    if out.count == 0 { return out }
    try Kernels.parallel(chunks) { chunk in
      let items = items(chunk)
      let n = items.count * steps
      let columns = try scratch(depth * n)
      let rows = try scratch(outGroup * n)
      for group in 0..<groups {
        self.columns(of: x, items, group: group, into: columns)
        BLAS.gemm(
          dtype, m: outGroup, n: n, k: depth,
          a: w.pointer + group * outGroup * depth * bytes, lda: depth, b: columns.pointer, ldb: n,
          c: rows.pointer, ldc: n)
        _ = ck_rows_to_items(
          dtype.kernelType, items.count, outputs, outGroup, steps, rows.pointer,
          bias.map { UnsafeRawPointer($0.pointer + group * outGroup * bytes) },
          out.pointer + outputStart(items, group: group))
      }
      withExtendedLifetime((columns, rows)) {}
    }
    withExtendedLifetime((x.storage, w.storage, bias?.storage)) {}
    return out
  }

  func inputGradient(_ g: Tensor, _ w: Tensor) throws -> Tensor {
    let g = try g.rowMajor(as: dtype)
    let w = try w.rowMajor(as: dtype)
    let out = try Tensor.zeros([batch, channels, time], dtype: dtype)
    if out.count == 0 || g.count == 0 { return out }
    try Kernels.parallel(chunks) { chunk in
      let items = items(chunk)
      let n = items.count * steps
      let columns = try scratch(depth * n)
      let rows = try scratch(outGroup * n)
      var window = window
      window.items = items.count
      for group in 0..<groups {
        _ = ck_items_to_rows(
          dtype.kernelType, items.count, outputs, outGroup, steps,
          g.pointer + outputStart(items, group: group), rows.pointer)
        BLAS.gemm(
          dtype, transposeA: true, m: depth, n: n, k: outGroup,
          a: w.pointer + group * outGroup * depth * bytes, lda: depth, b: rows.pointer, ldb: n,
          c: columns.pointer, ldc: n)
        let start = (items.lowerBound * channels + group * inGroup) * time
        _ = ck_col2im_add(
          dtype.kernelType, &window, columns.pointer, out.pointer + start * bytes)
      }
      withExtendedLifetime((columns, rows)) {}
    }
    withExtendedLifetime((g.storage, w.storage)) {}
    return out
  }

  /// Runs of chunks add up in sums of their own, which are added in their order.
  func weightGradient(_ x: Tensor, _ g: Tensor) throws -> Tensor {
    let x = try x.rowMajor(as: dtype)
    let g = try g.rowMajor(as: dtype)
    let size = outputs * depth
    if size == 0 || batch == 0 || steps <= 0 {
      return try Tensor.zeros([outputs, inGroup, width], dtype: dtype)
    }
    let runs = Swift.min(chunks, 8)
    let sums = try Tensor.zeros([runs, outputs, inGroup, width], dtype: dtype)
    try Kernels.parallel(runs) { run in
      let columns = try scratch(depth * perChunk * steps)
      let rows = try scratch(outGroup * perChunk * steps)
      for chunk in run * chunks / runs..<(run + 1) * chunks / runs {
        let items = items(chunk)
        let n = items.count * steps
        for group in 0..<groups {
          self.columns(of: x, items, group: group, into: columns)
          _ = ck_items_to_rows(
            dtype.kernelType, items.count, outputs, outGroup, steps,
            g.pointer + outputStart(items, group: group), rows.pointer)
          BLAS.gemm(
            dtype, transposeB: true, m: outGroup, n: depth, k: n, a: rows.pointer, lda: n,
            b: columns.pointer, ldb: n, beta: 1,
            c: sums.pointer + (run * size + group * outGroup * depth) * bytes, ldc: depth)
        }
      }
      withExtendedLifetime((columns, rows)) {}
    }
    withExtendedLifetime((x.storage, g.storage)) {}
    return try runs == 1 ? sums.viewed([outputs, inGroup, width]) : sums.sum(axes: [0])
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
