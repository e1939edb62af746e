import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Convolutions, pools and values between given ones.
  static let convolutions: [Builtin] = [
    conv1d, conv2d, transposed1d, transposed2d,
    slide("convolve", "out[k] = Σ a[j] v[k − j], wherever both overlap.", "full", "[1, 1, 1, -3]") {
      try $0.convolve($1, $2)
    },
    slide("correlate", "out[k] = Σ a[j + k] v[j], where both overlap fully.", "valid", "[-1, -1]") {
      try $0.correlate($1, $2)
    },
    pool(
      "max_pool", "The largest", "Padding is never the largest; equal ones share the gradient.",
      "[2.0, 4.0]"
    ) { try $0.maxPool($1, stride: $2, padding: $3) },
    pool("avg_pool", "The mean", "Padding counts as zeros.", "[1.5, 3.5]") {
      try $0.averagePool($1, stride: $2, padding: $3)
    },
    Builtin(
      "resize", TensorArgument("x"),
      Integers("size", accepts: "one size for each of the last axes"),
      Choice("mode", ["nearest", "linear"], default: "nearest"),
      summary: "The last axes brought to other sizes.",
      details:
        "Each new element stands for an equal share of the axis: it takes the old one there, "
        + "or with mode=\"linear\" goes between the two nearest centers.",
      example: Example("resize([1, 2], 4)", prints: "i64[4]\n  1  1  2  2"),
      related: ["interp", "avg_pool", "repeat"]
    ) { machine, x, sizes, mode in
      machine.heap.tensor(try x.resize(sizes, linear: mode == "linear"))
    },
    Builtin(
      "interp", TensorArgument("q"), TensorArgument("x", "of ascending places"),
      TensorArgument("y", "of values there"),
      summary: "Values at places q on the line through the points (x, y).",
      details: "Beyond the ends that of the end. The gradient is known in q and y.",
      example: Example("interp([0.5], [0.0, 1.0], [10.0, 20.0])", prints: "f32[1]\n  15.0"),
      related: ["searchsorted", "trapezoid", "resize"]
    ) { machine, q, x, y in machine.heap.tensor(try q.interpolated(x, y)) },
  ]

  private static let modes = ["zero", "reflect", "replicate", "circular"]

  private static let conv1d = Builtin(
    "conv1d", TensorArgument("x", "[batch, channel, time]"),
    TensorArgument("w", "[out, in / groups, width]"), OptionalTensorArgument("b", "[out]"),
    Integer("stride", .atLeast(1), default: 1, passing: .named),
    Integer("padding", .atLeast(0), default: 0, passing: .named),
    Integer("dilation", .atLeast(1), default: 1, passing: .named),
    Integer("groups", .atLeast(1), default: 1, passing: .named),
    Choice("padding_mode", modes, default: "zero"),
    summary: "The convolution over time with given weights (a cross-correlation, as PyTorch's).",
    example: Example(
      "conv1d(ones(1, 1, 4), ones(1, 1, 3)).tolist()", prints: "[[[3.0, 3.0]]]"),
    related: ["conv2d", "conv_transpose1d", "unfold", "correlate"]
  ) { machine, x, w, b, stride, padding, dilation, groups, mode in
    let padded =
      mode == "zero"
      ? x : try x.pad(widths(x, [padding]), mode: Tensor.Padding(rawValue: mode) ?? .constant)
    return machine.heap.tensor(
      try padded.conv1d(
        w, bias: b, stride: stride, padding: mode == "zero" ? padding : 0, dilation: dilation,
        groups: groups))
  }

  private static let conv2d = Builtin(
    "conv2d", TensorArgument("x", "[batch, channel, height, width]"),
    TensorArgument("w", "[out, in / groups, rows, columns]"), OptionalTensorArgument("b", "[out]"),
    PairArgument("stride", default: 1), PairArgument("padding", default: 0),
    PairArgument("dilation", default: 1),
    Integer("groups", .atLeast(1), default: 1, passing: .named),
    Choice("padding_mode", modes, default: "zero"),
    summary: "The convolution over rows and columns with given weights (a cross-correlation).",
    example: Example(
      "conv2d(ones(1, 1, 2, 3), ones(1, 1, 2, 2)).tolist()", prints: "[[[[4.0, 4.0]]]]"),
    related: ["conv1d", "conv_transpose2d", "max_pool"]
  ) { machine, x, w, b, stride, padding, dilation, groups, mode in
    let padded =
      mode == "zero"
      ? x
      : try x.pad(
        widths(x, [padding.rows, padding.columns]),
        mode: Tensor.Padding(rawValue: mode) ?? .constant)
    return machine.heap.tensor(
      try padded.conv2d(
        w, bias: b, stride: stride, padding: mode == "zero" ? padding : Pair(0),
        dilation: dilation, groups: groups))
  }

  /// The widths of padding: none but on the last axes.
  private static func widths(_ x: Tensor, _ amounts: [Int]) -> [(Int, Int)] {
    (0..<x.rank).map { axis in
      let place = axis - (x.rank - amounts.count)
      return place < 0 ? (0, 0) : (amounts[place], amounts[place])
    }
  }

  private static let transposed1d = Builtin(
    "conv_transpose1d", TensorArgument("x", "[batch, in, time]"),
    TensorArgument("w", "[in, out / groups, width]"), OptionalTensorArgument("b", "[out]"),
    Integer("stride", .atLeast(1), default: 1, passing: .named),
    Integer("padding", .atLeast(0), default: 0, passing: .named),
    Integer("output_padding", .atLeast(0), default: 0, passing: .named),
    Integer("dilation", .atLeast(1), default: 1, passing: .named),
    Integer("groups", .atLeast(1), default: 1, passing: .named),
    summary: "The transpose of `conv1d` in its input: with a stride it lengthens.",
    details: "time becomes (time − 1) stride + dilation (width − 1) + 1 − 2 padding + "
      + "output_padding.",
    example: Example(
      "conv_transpose1d(ones(1, 1, 2), ones(1, 1, 2), stride=2).shape", prints: "[1, 1, 4]"),
    related: ["conv1d", "conv_transpose2d"]
  ) { machine, x, w, b, stride, padding, extra, dilation, groups in
    machine.heap.tensor(
      try x.convTranspose1d(
        w, bias: b, stride: stride, padding: padding, outputPadding: extra, dilation: dilation,
        groups: groups))
  }

  private static let transposed2d = Builtin(
    "conv_transpose2d", TensorArgument("x", "[batch, in, height, width]"),
    TensorArgument("w", "[in, out / groups, rows, columns]"), OptionalTensorArgument("b", "[out]"),
    PairArgument("stride", default: 1), PairArgument("padding", default: 0),
    PairArgument("output_padding", default: 0), PairArgument("dilation", default: 1),
    Integer("groups", .atLeast(1), default: 1, passing: .named),
    summary: "The transpose of `conv2d` in its input: with a stride it enlarges.",
    example: Example(
      "conv_transpose2d(ones(1, 1, 2, 2), ones(1, 1, 2, 2), stride=2).shape",
      prints: "[1, 1, 4, 4]"),
    related: ["conv2d", "conv_transpose1d"]
  ) { machine, x, w, b, stride, padding, extra, dilation, groups in
    machine.heap.tensor(
      try x.convTranspose2d(
        w, bias: b, stride: stride, padding: padding, outputPadding: extra, dilation: dilation,
        groups: groups))
  }

  private static func slide(
    _ name: String, _ summary: String, _ mode: String, _ shown: String,
    _ body: @escaping @Sendable (Tensor, Tensor, Tensor.Overlap) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, TensorArgument("a", "[n]"), TensorArgument("v", "[m]"),
      Choice("mode", ["full", "same", "valid"], default: mode),
      summary: summary,
      details: "\"full\" keeps every overlap, \"valid\" the full ones, \"same\" the middle part as "
        + "long as the longer operand.",
      example: Example("\(name)([1, 2, 3], [1, -1]).tolist()", prints: shown),
      related: [name == "convolve" ? "correlate" : "convolve", "conv1d"]
    ) { machine, a, v, mode in
      machine.heap.tensor(try body(a, v, Tensor.Overlap(rawValue: mode) ?? .full))
    }
  }

  private static func pool(
    _ name: String, _ word: String, _ ofPadding: String, _ shown: String,
    _ body: @escaping @Sendable (Tensor, [Int], [Int]?, [Int]?) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, TensorArgument("x", "[batch, channel, …]"),
      Integers("kernel", accepts: "one size for each axis after the channels, or one for all"),
      OptionalIntegers("stride"), OptionalIntegers("padding"),
      summary: "\(word) of each window over the axes after the channels.",
      details: "The stride is the kernel unless given. A vector or a matrix is taken as one "
        + "channel. \(ofPadding)",
      example: Example("\(name)([1.0, 2.0, 3.0, 4.0], 2).tolist()", prints: shown),
      related: [name == "max_pool" ? "avg_pool" : "max_pool", "unfold", "stats_pool"]
    ) { machine, x, kernel, stride, padding in
      let axes = x.rank > 2 ? x.rank - 2 : x.rank
      func spread(_ sizes: [Int]) -> [Int] {
        sizes.count == 1 ? [Int](repeating: sizes[0], count: max(1, axes)) : sizes
      }
      return machine.heap.tensor(
        try body(x, spread(kernel), stride.map(spread), padding.map(spread)))
    }
  }
}

/// One size for rows and columns, or a list of both; an option by name.
struct PairArgument: ValueParameter {
  let description: ParameterDescription
  private let fallback: Int

  init(_ name: String, default fallback: Int) {
    self.fallback = fallback
    description = ParameterDescription(
      name, accepts: "a whole number ≥ \(fallback), or [rows, columns]",
      defaultText: "\(fallback)", passing: .named)
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> Pair {
    guard let value else { return Pair(fallback) }
    if let both = value.wholeNumber { return Pair(both) }
    let sizes = value.listObject?.items.compactMap(\.wholeNumber) ?? []
    guard sizes.count == 2, value.listObject?.items.count == 2 else {
      throw wrongType(value, machine)
    }
    return Pair(sizes[0], sizes[1])
  }
}

/// A list of ints or one int, an option by name; nil where it is left out.
struct OptionalIntegers: ValueParameter {
  let description: ParameterDescription

  init(_ name: String) {
    description = ParameterDescription(
      name, accepts: "an int, a list of ints, or none", defaultText: "none", passing: .named)
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> [Int]? {
    guard let value, !value.isNone else { return nil }
    if let whole = value.wholeNumber { return [whole] }
    guard let items = value.listObject?.items else { throw wrongType(value, machine) }
    return try items.map { item in
      guard let whole = item.wholeNumber else { throw wrongType(value, machine) }
      return whole
    }
  }
}
