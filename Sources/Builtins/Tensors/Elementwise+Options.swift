import Catalog
import Glibc
import Machine
import Tensors

extension BuiltinCatalog {
  /// Elementwise functions with options, and comparisons with a tolerance.
  static let otherElementwise: [Builtin] = [
    Builtin(
      "clip", AnyValue("x", accepts: "a number or a tensor"),
      AnyValue("low", accepts: "a number or none", default: Value.none, defaultText: "none"),
      AnyValue("high", accepts: "a number or none", default: Value.none, defaultText: "none"),
      summary: "Values brought between two bounds.",
      example: Example("clip([-2, 0, 7], 0, 5)", prints: "i64[3]\n  0  0  5"),
      related: ["maximum", "minimum"]
    ) { machine, x, low, high in
      let bounds = try [low, high].map { bound -> Scalar? in
        if bound.isNone { return nil }
        guard let scalar = bound.number?.scalar else {
          throw RuntimeError(.type, "clip: bounds must be numbers or none, got \(bound.described)")
        }
        return scalar
      }
      if let number = x.asDouble {
        var result = x
        if let bound = bounds[0], number < bound.double { result = low.number ?? x }
        if let bound = bounds[1], (result.asDouble ?? number) > bound.double {
          result = high.number ?? x
        }
        return result
      }
      return machine.heap.tensor(try machine.tensorOperand(x, "clip").clip(bounds[0], bounds[1]))
    },
    Builtin(
      "leaky_relu", AnyValue("x", accepts: "a number or a tensor"),
      Number("slope", default: 0.01, passing: .named),
      summary: "x where it is above 0, else slope · x.",
      example: Example("leaky_relu([-2.0])", prints: "f32[1]\n  -0.02"), related: ["relu", "elu"]
    ) { machine, x, slope in
      if let number = x.asDouble { return .float(number > 0 ? number : slope * number) }
      return machine.heap.tensor(
        try machine.tensorOperand(x, "leaky_relu").leakyRelu(slope: slope))
    },
    Builtin(
      "elu", AnyValue("x", accepts: "a number or a tensor"),
      Number("alpha", default: 1, passing: .named),
      summary: "x where it is above 0, else alpha · (exp(x) - 1).",
      example: Example("elu([2.0])", prints: "f32[1]\n  2.0"), related: ["relu", "leaky_relu"]
    ) { machine, x, alpha in
      if let number = x.asDouble { return .float(number > 0 ? number : alpha * expm1(number)) }
      let tensor = try machine.tensorOperand(x, "elu")
      return machine.heap.tensor(try tensor.relu() + tensor.clip(nil, .int(0)).expm1() * alpha)
    },
    Builtin(
      "gelu", AnyValue("x", accepts: "a number or a tensor"),
      Choice("approximate", ["none", "tanh"], default: "none"),
      summary: "x times the normal distribution's share below x.",
      details: "approximate=\"tanh\" is x / 2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))).",
      example: Example("gelu([0.0, 100.0])", prints: "f32[2]\n    0.0  100.0"),
      source: Citation(
        "Hendrycks and Gimpel", 2016, "Gaussian Error Linear Units", "arxiv.org/abs/1606.08415"),
      related: ["relu", "silu", "normal_cdf"]
    ) { machine, x, form in
      let tensor = try x.asDouble.map { Tensor.scalar($0) } ?? machine.tensorOperand(x, "gelu")
      let result = try form == "tanh" ? tensor.tanhGelu() : tensor.gelu()
      return x.isNumber ? .float(try result.item()) : machine.heap.tensor(result)
    },
    softmax("softmax", "exp(x) over its sum along an axis.", "f32[2]\n  0.5  0.5") {
      try $0.softmax(axis: $1)
    },
    softmax("log_softmax", "The logarithm of `softmax`.", "f32[2]\n  -0.6931  -0.6931") {
      try $0.logSoftmax(axis: $1)
    },
    softmax(
      "sparsemax", "The nearest point of the simplex: shares of which many are exactly 0.",
      "f32[2]\n  0.5  0.5"
    ) { try $0.sparsemax(axis: $1) },
    Builtin(
      "nan_to_num", AnyValue("x", accepts: "a number or a tensor"),
      Number("value", default: 0, passing: .named),
      summary: "x with `value` in place of nan.",
      example: Example("nan_to_num(nan)", prints: "0.0"), related: ["isnan", "nanmean"]
    ) { machine, x, value in
      if let number = x.asDouble { return number.isNaN ? .float(value) : x }
      let tensor = try machine.tensorOperand(x, "nan_to_num")
      guard tensor.dtype.isFloating else { return machine.heap.tensor(tensor) }
      return machine.heap.tensor(
        try .where_(tensor.isnan(), .scalar(value, dtype: tensor.dtype), tensor))
    },
    Builtin(
      "isclose", AnyValue("a", accepts: "a number or a tensor"),
      AnyValue("b", accepts: "a number or a tensor"),
      Number("rtol", .atLeast(0), default: 1e-5, passing: .named),
      Number("atol", .atLeast(0), default: 1e-8, passing: .named), Flag("equal_nan"),
      summary: "Whether |a - b| ≤ atol + rtol · |b|, element by element.",
      example: Example("isclose(0.1 + 0.2, 0.3)", prints: "true"), related: ["allclose"]
    ) { machine, a, b, relative, absolute, nanEqual in
      let close = try areClose(a, b, relative, absolute, nanEqual, "isclose", machine)
      if a.isNumber && b.isNumber { return .bool(try close.itemBool()) }
      return machine.heap.tensor(close)
    },
    Builtin(
      "allclose", AnyValue("a", accepts: "a number or a tensor"),
      AnyValue("b", accepts: "a number or a tensor"),
      Number("rtol", .atLeast(0), default: 1e-5, passing: .named),
      Number("atol", .atLeast(0), default: 1e-8, passing: .named), Flag("equal_nan"),
      summary: "Whether all elements are close: `all(isclose(a, b))`, as a bool.",
      example: Example("allclose([1, 2], [1, 2.000001])", prints: "true"), related: ["isclose"]
    ) { machine, a, b, relative, absolute, nanEqual in
      .bool(
        try areClose(a, b, relative, absolute, nanEqual, "allclose", machine).all().itemBool())
    },
  ]

  private static func softmax(
    _ name: String, _ summary: String, _ shown: String,
    _ body: @escaping @Sendable (Tensor, Int) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, TensorArgument("x"), Integer("axis", default: -1),
      summary: summary, details: "Along the last axis unless another is named.",
      example: Example("\(name)([1.0, 1.0])", prints: shown),
      related: [name == "softmax" ? "log_softmax" : "softmax", "logsumexp"]
    ) { machine, x, axis in machine.heap.tensor(try body(x, axis)) }
  }

  private static func areClose(
    _ a: Value, _ b: Value, _ relative: Double, _ absolute: Double, _ nanEqual: Bool,
    _ entry: String, _ machine: VirtualMachine
  ) throws -> Tensor {
    guard let (x, y) = try machine.tensorOperands(a, b) else {
      throw RuntimeError(
        .type, "\(entry): takes numbers and tensors, got \(a.described) and \(b.described)")
    }
    let (p, q) = (try wide(x, a), try wide(y, b))
    let near = try (p - q).abs().lessOrEqual(q.abs() * relative + absolute)
    let isFinite = try p.isfinite().and(q.isfinite())
    var close = try near.and(isFinite).or(p.equal(q))
    if nanEqual { close = try close.or(p.isnan().and(q.isnan())) }
    return close
  }

  /// A tensor in f64; a plain number without the rounding to f32.
  private static func wide(_ tensor: Tensor, _ value: Value) throws -> Tensor {
    if let number = value.asDouble { return .scalar(number) }
    return try tensor.detached().astype(.f64)
  }
}
