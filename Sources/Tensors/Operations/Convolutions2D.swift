// Convolutions over rows and columns, composed of those over time: the rows that a kernel covers
// stand beside the channels, so that one product does both.

/// Two sizes, of rows and of columns.
public struct Pair: Sendable, Equatable {
  /// Along the rows.
  public let rows: Int
  /// Along the columns.
  public let columns: Int

  /// Both sizes.
  public init(_ rows: Int, _ columns: Int) { (self.rows, self.columns) = (rows, columns) }

  /// The same size for both.
  public init(_ both: Int) { self.init(both, both) }
}

extension Tensor {
  private func check2D(
    _ weights: Tensor, _ bias: Tensor?, outputs: Int, stride: Pair, padding: Pair, dilation: Pair,
    groups: Int, in name: String, _ layout: String
  ) throws(TensorError) {
    if rank != 4 || weights.rank != 4 {
      throw .shape(
        "\(name): x must be [batch, channel, height, width] and w \(layout), got \(shape) and"
          + " \(weights.shape)")
    }
    let amounts = [
      stride.rows, stride.columns, dilation.rows, dilation.columns, groups, padding.rows + 1,
      padding.columns + 1,
    ]
    if !amounts.allSatisfy({ 1...(1 << 30) ~= $0 }) {
      throw .value(
        "\(name): stride, dilation and groups must be at least 1 and padding at least 0, got"
          + " \(stride), \(dilation), \(groups), \(padding)")
    }
    if weights.count == 0 { throw .shape("\(name): w of shape \(weights.shape) is empty") }
    if let bias, bias.shape != [outputs] {
      throw .shape("\(name): the bias must have shape [\(outputs)], got \(bias.shape)")
    }
  }

  /// The convolution (cross-correlation) of `[batch, channel, height, width]` with weights
  /// `[out, in / groups, rows, columns]` and a bias `[out]`. Throws `.shape` where sizes do not
  /// fit.
  public func conv2d(
    _ weights: Tensor, bias: Tensor? = nil, stride: Pair = Pair(1), padding: Pair = Pair(0),
    dilation: Pair = Pair(1), groups: Int = 1
  ) throws(TensorError) -> Tensor {
    try check2D(
      weights, bias, outputs: weights.shape.first ?? 0, stride: stride, padding: padding,
      dilation: dilation, groups: groups, in: "conv2d", "[out, in / groups, rows, columns]")
    let (outputs, height) = (weights.shape[0], weights.shape[2])
    let reach = dilation.rows * Swift.min(height - 1, 1 << 20) + 1
    if shape[1] != weights.shape[1] * groups || shape[2] + 2 * padding.rows < reach {
      throw .shape(
        "conv2d: x \(shape) with padding \(padding.rows) does not fit w \(weights.shape) in"
          + " \(groups) groups: \(weights.shape[1] * groups) channels and \(reach) rows are needed")
    }
    let rows = (shape[2] + 2 * padding.rows - reach) / stride.rows + 1
    let x = try pad([(0, 0), (0, 0), (padding.rows, padding.rows), (0, 0)])
    let starts = try Tensor.arange(ints: 0, rows).multiplying(.int(stride.rows)).unsqueeze(1)
    let places = try starts + Tensor.arange(ints: 0, height).multiplying(.int(dilation.rows))
    let lines = try x.take(places, axis: 2).transpose([0, 2, 1, 3, 4])
      .reshape([shape[0] * rows, shape[1] * height, shape[3]])
    let kernel = try weights.reshape([outputs, weights.shape[1] * height, weights.shape[3]])
    let result = try lines.conv1d(
      kernel, bias: bias, stride: stride.columns, padding: padding.columns,
      dilation: dilation.columns, groups: groups)
    return try result.reshape([shape[0], rows, outputs, result.shape[2]]).moveAxis(1, to: 2)
  }

  /// The transpose of `conv1d` in its input: `[batch, in, time]` with weights
  /// `[in, out / groups, width]` to `[batch, out, (time - 1) stride + dilation (width - 1) + 1
  /// - 2 padding + outputPadding]`.
  public func convTranspose1d(
    _ weights: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0,
    outputPadding: Int = 0, dilation: Int = 1, groups: Int = 1
  ) throws(TensorError) -> Tensor {
    if rank != 3 || weights.rank != 3 {
      throw .shape(
        "conv_transpose1d: x must be [batch, in, time] and w [in, out / groups, width], got"
          + " \(shape) and \(weights.shape)")
    }
    if ![stride, dilation, groups, padding + 1, outputPadding + 1].allSatisfy({
      1...(1 << 30) ~= $0
    })
      || outputPadding >= Swift.max(stride, dilation)
    {
      throw .value(
        "conv_transpose1d: stride, dilation and groups must be at least 1, padding at least 0 and"
          + " output_padding below stride, got \(stride), \(dilation), \(groups), \(padding),"
          + " \(outputPadding)")
    }
    let outputs = weights.shape[1] * groups
    if shape[1] != weights.shape[0] || shape[1] % groups != 0 || weights.count == 0 {
      throw .shape(
        "conv_transpose1d: x \(shape) does not fit w \(weights.shape) in \(groups) groups")
    }
    if let bias, bias.shape != [outputs] {
      throw .shape("conv_transpose1d: the bias must have shape [\(outputs)], got \(bias.shape)")
    }
    let covered = dilation * (weights.shape[2] - 1) + 1
    let time = (shape[2] - 1) * stride + covered + outputPadding - 2 * padding
    if shape[2] < 1 || time < 1 {
      throw .shape("conv_transpose1d: nothing is left of x \(shape) with padding \(padding)")
    }
    let type = Swift.max(dtype, weights.dtype, .f32)
    // An output padding of a stride or more shows steps that no convolution would begin at: then
    // the whole transpose is made, lengthened and cut.
    let isPlain = outputPadding < stride
    let full = isPlain ? time : time + 2 * padding - outputPadding
    var result = try Operation.convolutionInput(
      [astype(type), weights.astype(type)],
      Attributes(
        axes: [stride, isPlain ? padding : 0, dilation, groups], sizes: [shape[0], outputs, full]))
    if !isPlain {
      result = try result.pad([(0, 0), (0, 0), (0, outputPadding)])
        .narrow(axis: 2, padding..<padding + time)
    }
    guard let bias else { return result }
    return try result + bias.unsqueeze(1)
  }

  /// The transpose of `conv2d` in its input, with weights `[in, out / groups, rows, columns]`.
  public func convTranspose2d(
    _ weights: Tensor, bias: Tensor? = nil, stride: Pair = Pair(1), padding: Pair = Pair(0),
    outputPadding: Pair = Pair(0), dilation: Pair = Pair(1), groups: Int = 1
  ) throws(TensorError) -> Tensor {
    let outputs = (weights.rank == 4 ? weights.shape[1] : 0) * groups
    try check2D(
      weights, bias, outputs: outputs, stride: stride, padding: padding, dilation: dilation,
      groups: groups, in: "conv_transpose2d", "[in, out / groups, rows, columns]")
    let (height, width) = (weights.shape[2], weights.shape[3])
    let covered = dilation.rows * (height - 1) + 1
    let rows = (shape[2] - 1) * stride.rows + covered + outputPadding.rows
    if shape[1] != weights.shape[0] || shape[2] < 1 || rows <= 2 * padding.rows
      || !(0..<Swift.max(stride.rows, dilation.rows) ~= outputPadding.rows)
    {
      throw .shape(
        "conv_transpose2d: x \(shape) does not fit w \(weights.shape) with padding"
          + " \(padding.rows) and output_padding \(outputPadding.rows)")
    }
    let lines = try moveAxis(1, to: 2).reshape([shape[0] * shape[2], shape[1], shape[3]])
    let kernel = try weights.reshape([weights.shape[0], weights.shape[1] * height, width])
    let spread = try lines.convTranspose1d(
      kernel, stride: stride.columns, padding: padding.columns,
      outputPadding: outputPadding.columns, dilation: dilation.columns, groups: groups)
    let columns = spread.shape[2]
    let values = try spread.reshape([shape[0], shape[2], outputs, height, columns])
      .transpose([0, 2, 1, 3, 4]).reshape([shape[0], outputs, shape[2] * height, columns])
    let starts = try Tensor.arange(ints: 0, shape[2]).multiplying(.int(stride.rows)).unsqueeze(1)
    let places = try starts + Tensor.arange(ints: 0, height).multiplying(.int(dilation.rows))
    let result = try Tensor.zeros([shape[0], outputs, rows, columns], dtype: values.dtype)
      .indexAdd(places.ravel(), values, axis: 2)
      .narrow(axis: 2, padding.rows..<rows - padding.rows)
    guard let bias else { return result }
    return try result + bias.reshape([outputs, 1, 1])
  }
}
