import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Making tensors, and the names of their dtypes.
  static let tensorCreation: [Builtin] = [
    Builtin(
      "tensor", AnyValue("x", accepts: "numbers in lists, a range, or tensors"), DTypeArgument(),
      summary: "A tensor of numbers in lists, of a range, or of tensors stacked.",
      details: "Bools give bool, ints i64, floats f32 unless `dtype` says otherwise.",
      example: Example("tensor([[1, 2], [3, 4]])", prints: "i64[2, 2]\n  1  2\n  3  4"),
      related: ["zeros", "full", "arange", "stack"]
    ) { machine, value, dtype in
      let made =
        try value.asTensor?.cast(to: dtype) ?? machine.tensor(fromNumbers: value, dtype: dtype)
      guard let made else {
        throw RuntimeError(
          .type, "tensor: 'x' must be numbers in lists, a range or tensors, got \(value.described)")
      }
      return machine.heap.tensor(made)
    },
    filled("zeros", "zeros", "f32[3]\n  0.0  0.0  0.0") { try .zeros($0, dtype: $1) },
    filled("ones", "ones", "f32[3]\n  1.0  1.0  1.0") { try .ones($0, dtype: $1) },
    Builtin(
      "full", AnyValue("shape", accepts: "a size, or a list of sizes"),
      AnyValue("value", accepts: "a number"), DTypeArgument(),
      summary: "A tensor of one value everywhere.",
      details: "The dtype follows from the value (bool, i64 or f32) unless it is given.",
      example: Example("full(3, 0.5)", prints: "f32[3]\n  0.5  0.5  0.5"),
      related: ["zeros", "ones", "repeat"]
    ) { machine, shape, value, dtype in
      guard let scalar = value.number?.scalar else {
        throw RuntimeError(.type, "full: 'value' must be a number, got \(value.described)")
      }
      let natural: DType =
        switch scalar {
        case .bool: .bool
        case .int: .i64
        case .float: .f32
        }
      return machine.heap.tensor(
        try .full(try ShapeArgument.sizes(of: shape, "full"), scalar, dtype: dtype ?? natural))
    },
    like("zeros_like", "zeros", "i64[2]\n  0  0") { try .zeros($0.shape, dtype: $1) },
    like("ones_like", "ones", "i64[2]\n  1  1") { try .ones($0.shape, dtype: $1) },
    Builtin(
      "full_like", TensorArgument("x"), AnyValue("value", accepts: "a number"), DTypeArgument(),
      summary: "One value everywhere, in the shape and dtype of another tensor.",
      example: Example("full_like(tensor([1, 2]), 7)", prints: "i64[2]\n  7  7"),
      related: ["full", "zeros_like"]
    ) { machine, x, value, dtype in
      guard let scalar = value.number?.scalar else {
        throw RuntimeError(.type, "full_like: 'value' must be a number, got \(value.described)")
      }
      return machine.heap.tensor(try .full(x.shape, scalar, dtype: dtype ?? x.dtype))
    },
    Builtin(
      "eye", Integer("n", .atLeast(0)), OptionalInteger("columns"), DTypeArgument(),
      summary: "The identity matrix.",
      example: Example("eye(2)", prints: "f32[2, 2]\n  1.0  0.0\n  0.0  1.0"),
      related: ["diagonal", "zeros"]
    ) { machine, rows, columns, dtype in
      machine.heap.tensor(try .eye(rows, columns: columns, dtype: dtype ?? .f32))
    },
    arange,
    Builtin(
      "linspace", Number("start"), Number("end"), Integer("count", .atLeast(0), default: 50),
      DTypeArgument(),
      summary: "Numbers at equal distances, both ends among them.",
      example: Example("linspace(0, 1, 3)", prints: "f32[3]\n  0.0  0.5  1.0"),
      related: ["arange", "logspace"]
    ) { machine, start, end, count, dtype in
      machine.heap.tensor(try .linspace(start, end, count, dtype: dtype ?? .f32))
    },
    Builtin(
      "logspace", Number("start"), Number("end"), Integer("count", .atLeast(0), default: 50),
      DTypeArgument(),
      summary: "Powers of ten whose exponents stand at equal distances.",
      example: Example("logspace(0, 2, 3)", prints: "f32[3]\n    1.0   10.0  100.0"),
      related: ["linspace"]
    ) { machine, start, end, count, dtype in
      let exponents = try Tensor.linspace(start, end, count, dtype: .f64)
      return machine.heap.tensor(try exponents.power(of: .float(10)).astype(dtype ?? .f32))
    },
    Builtin(
      "one_hot", TensorArgument("y", "i64[batch]"),
      OptionalInteger("classes", passing: .named), DTypeArgument(),
      summary: "Rows of zeros with a one at each label; classes come last.",
      details: "`classes` is one more than the largest label unless it is given.",
      example: Example("one_hot([0, 2])", prints: "f32[2, 3]\n  1.0  0.0  0.0\n  0.0  0.0  1.0"),
      related: ["eye", "argmax"]
    ) { machine, labels, classes, dtype in
      guard labels.dtype == .i64 else {
        throw RuntimeError(
          .type, "one_hot: 'y' must be i64 labels, got \(labels.dtype.name)\(labels.shape)")
      }
      let ints = labels.ints()
      let count = classes ?? (ints.max() ?? -1) + 1
      for label in ints where label < 0 || label >= count {
        throw RuntimeError(
          .value, "one_hot: the label \(label) is outside the \(count) classes 0…\(count - 1)")
      }
      let hot = try labels.unsqueeze(-1).equal(try .arange(ints: 0, count))
      return machine.heap.tensor(try hot.astype(dtype ?? .f32))
    },
    dtypeName(.f32, "32-bit floats: the dtype of a tensor unless another is given."),
    dtypeName(.f64, "64-bit floats."),
    dtypeName(.i64, "64-bit integers."),
  ]

  private static func filled(
    _ name: String, _ word: String, _ shown: String,
    _ make: @escaping @Sendable ([Int], DType) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, Rest("shape", accepts: "sizes, loose or as one list"), DTypeArgument(),
      summary: "A tensor of \(word).",
      example: Example("\(name)(3)", prints: shown),
      related: ["\(name)_like", "full", "tensor"]
    ) { machine, sizes, dtype in
      machine.heap.tensor(try make(try ShapeArgument.sizes(sizes, name), dtype ?? .f32))
    }
  }

  private static func like(
    _ name: String, _ word: String, _ shown: String,
    _ make: @escaping @Sendable (Tensor, DType) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, TensorArgument("x"), DTypeArgument(),
      summary: "A tensor of \(word), in the shape and dtype of another.",
      example: Example("\(name)(tensor([5, 6]))", prints: shown), related: [word, "full_like"]
    ) { machine, x, dtype in machine.heap.tensor(try make(x, dtype ?? x.dtype)) }
  }

  private static func dtypeName(_ dtype: DType, _ summary: String) -> Builtin {
    let name = dtype.name
    let shown = dtype == .i64 ? "i64[2]\n  1  2" : "\(name)[2]\n  1.0  2.0"
    return Builtin(
      name, TensorArgument("x"),
      summary: summary,
      details: "As a value it names the dtype, `zeros(3, dtype=\(name))`; called it converts, as "
        + "`x.astype(\(name))` does.",
      example: Example("\(name)(tensor([1, 2]))", prints: shown),
      related: ["astype", "tensor"]
    ) { machine, x in machine.heap.tensor(try x.cast(to: dtype)) }
  }

  private static let arangeDocumentation = Documentation.of(
    "arange",
    [
      ParameterDescription("start", accepts: "a number", defaultText: "0"),
      ParameterDescription("end", accepts: "a number"),
      ParameterDescription("step", accepts: "a number, not 0", defaultText: "1"),
      ParameterDescription(
        "dtype", accepts: "f32, f64, i64 or bool", defaultText: "none", passing: .named),
    ],
    "Numbers from `start` on, by `step`, without `end`.",
    details: "With one number it is the end. Ints give i64, floats f32.",
    example: Example("arange(3)", prints: "i64[3]\n  0  1  2"), related: ["linspace", "range"])

  private static let arange = Builtin(arangeDocumentation) { machine, arguments in
    var arguments = arguments
    if arguments.positional.count == 1 && !arguments.named.contains(where: { $0.name == "end" }) {
      arguments.positional.insert(.int(0), at: 0)
    }
    let values = try arangeDocumentation.bound(arguments)
    guard let end = values[1] else {
      throw arangeDocumentation.error(.missing(parameter: "end", accepts: "a number"))
    }
    let range = try machine.makeRange(values[0] ?? .int(0), end, by: values[2], inclusive: false)
    let dtype = try DTypeArgument().read(value: values[3], in: machine)
    guard let made = try machine.tensor(fromNumbers: range, dtype: dtype) else { return .none }
    return machine.heap.tensor(made)
  }
}

extension Tensor {
  /// The same values in another dtype; as it is where that is nil.
  func cast(to dtype: DType?) throws -> Tensor {
    guard let dtype, dtype != self.dtype else { return self }
    return try astype(dtype)
  }
}
