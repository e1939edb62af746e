import Catalog

/// What builtins give for the outlines of their arguments: the shape rules that `mscript check`
/// follows. A builtin without a rule gives an unknown value.
public enum OutlineRules {
  /// The rules by the name of the builtin.
  public static let byName: [String: OutlineRule] = {
    var rules: [String: OutlineRule] = [:]
    for family in [
      creation, elementwise, reductions.mapValues(ofData), shapes.mapValues(ofData), joining,
      products, layers, objects, plain,
    ] {
      rules.merge(family) { first, _ in first }
    }
    return rules
  }()

  /// A rule of a function whose name without data may be a layer.
  private static func ofData(_ rule: @escaping OutlineRule) -> OutlineRule {
    { (call) throws(OutlineError) -> Outline in call.gives("x") ? try rule(call) : .unknown }
  }

  // MARK: Making tensors

  private static let creation: [String: OutlineRule] = [
    "zeros": filled("zeros"), "ones": filled("ones"), "rand": filled("rand"),
    "randn": filled("randn"),
    "zeros_like": like, "ones_like": like, "full_like": like,
    "full": { (call) throws(OutlineError) -> Outline in
      .tensor(dtype: nil, sizes: call["shape"].flatMap { sizes(of: [$0]) })
    },
    "normal": drawn, "uniform": drawn,
    "randint": { (call) throws(OutlineError) -> Outline in
      guard let shape = call["shape"] else { return .unknown }
      return .tensor(dtype: "i64", sizes: sizes(of: [shape]))
    },
    "tensor": { (call) throws(OutlineError) -> Outline in
      .tensor(dtype: dtype(call, default: nil), sizes: call["x"]?.asTensor?.sizes)
    },
    "eye": { (call) throws(OutlineError) -> Outline in
      let rows = call.int("n")
      let columns = call.gives("columns") ? call.int("columns") : rows
      return .tensor(dtype: dtype(call, default: "f32"), sizes: [rows, columns])
    },
    "linspace": { (call) throws(OutlineError) -> Outline in
      .tensor(dtype: dtype(call, default: "f32"), sizes: [call.int("count", default: 50)])
    },
    "logspace": { (call) throws(OutlineError) -> Outline in
      .tensor(dtype: dtype(call, default: "f32"), sizes: [call.int("count", default: 50)])
    },
    "one_hot": { (call) throws(OutlineError) -> Outline in
      guard let sizes = call["y"]?.asTensor?.sizes else {
        return .tensor(dtype: nil, sizes: nil)
      }
      return .tensor(dtype: dtype(call, default: "f32"), sizes: sizes + [call.int("classes")])
    },
  ]

  /// A builtin of sizes, loose or as one list.
  private static func filled(_ name: String) -> OutlineRule {
    { (call) throws(OutlineError) -> Outline in
      let sizes = call.rest.flatMap { OutlineRules.sizes(of: $0) }
      if let sizes, sizes.contains(where: { $0.map { $0 < 0 } ?? false }) {
        throw .shape("\(name): a size cannot be negative, got shape \(Outline.text(sizes))")
      }
      return .tensor(dtype: dtype(call, default: "f32"), sizes: sizes)
    }
  }

  private static let like: OutlineRule = { (call) throws(OutlineError) -> Outline in
    let x = call["x"]?.asTensor
    return .tensor(dtype: dtype(call, default: x?.dtype), sizes: x?.sizes)
  }

  /// Random numbers: one, or a tensor where a shape is given.
  private static let drawn: OutlineRule = { (call) throws(OutlineError) -> Outline in
    guard let shape = call["shape"] else { return .unknown }
    return .tensor(dtype: dtype(call, default: "f32"), sizes: sizes(of: [shape]))
  }

  /// The dtype that a call asks for.
  static func dtype(_ call: OutlineCall, default fallback: String?) -> String? {
    switch call["dtype"] {
    case nil, .some(.none): fallback
    case .builtin(let name): name
    default: nil
    }
  }

  /// Sizes given loose or as one list; nil where their number is not known.
  static func sizes(of values: [Outline]) -> [Int?]? {
    if values.count == 1, case .list(let items) = values[0] { return items.flatMap(sizes) }
    var sizes: [Int?] = []
    for value in values {
      guard case .int(let size) = value else {
        // A tensor may stand for a number; anything else may be a list.
        guard case .tensor(_, let shape?) = value, shape.isEmpty else { return nil }
        sizes.append(nil)
        continue
      }
      sizes.append(size)
    }
    return sizes
  }

  // MARK: Element by element

  private static let elementwise: [String: OutlineRule] = {
    let names = [
      "exp", "expm1", "log", "log2", "log10", "log1p", "sqrt", "rsqrt", "square", "sign",
      "reciprocal", "floor", "ceil", "trunc", "sin", "cos", "tan", "asin", "acos", "atan", "sinh",
      "cosh", "tanh", "sigmoid", "relu", "gelu", "silu", "elu", "leaky_relu", "softplus",
      "log_sigmoid", "erf", "erfc", "abs", "softmax", "log_softmax", "normalize", "clip",
      "stop_gradient", "isnan", "isfinite", "isinf", "argsort", "cumsum", "flip", "roll", "tril",
      "triu", "nan_to_num", "shuffled",
    ]
    var rules: [String: OutlineRule] = [:]
    for name in names { rules[name] = mapping(name) }
    for name in ["maximum", "minimum", "atan2", "hypot", "fmod", "floor_divide", "logaddexp"] {
      rules[name] = pairing(name)
    }
    return rules
  }()

  private static func pairing(_ name: String) -> OutlineRule {
    { (call) throws(OutlineError) -> Outline in
      guard let a = call["a"]?.asTensor?.sizes, let b = call["b"]?.asTensor?.sizes else {
        return .unknown
      }
      let sizes = try Sizes.broadcast(a, b, in: name)
      return a.isEmpty && b.isEmpty ? .unknown : .tensor(dtype: nil, sizes: sizes)
    }
  }

  /// The shape of the argument; of a number a number. Without data an activation is a layer.
  private static func mapping(_ name: String) -> OutlineRule {
    { (call) throws(OutlineError) -> Outline in
      switch call["x"] {
      case .tensor(let dtype, let sizes): .tensor(dtype: floating(dtype), sizes: sizes)
      case .list, .range: .tensor(dtype: nil, sizes: call["x"]?.asTensor?.sizes)
      case nil where isPointwise(name):
        model { (dtype, sizes) throws(OutlineError) in .tensor(dtype: dtype, sizes: sizes) }
      default: .unknown
      }
    }
  }

  private static func floating(_ dtype: String?) -> String? {
    dtype?.hasPrefix("f") == true ? dtype : nil
  }

  // MARK: Products

  private static let products: [String: OutlineRule] = [
    "matmul": { (call) throws(OutlineError) -> Outline in
      guard let a = call["a"]?.asTensor?.sizes, let b = call["b"]?.asTensor?.sizes else {
        return .unknown
      }
      return .tensor(dtype: nil, sizes: try Sizes.product(a, b))
    },
    "dot_similarity": pairwise, "cosine_similarity": pairwise, "euclidean_distance": pairwise,
    "squared_euclidean_distance": pairwise,
  ]

  /// Rows of one against rows of the other; the words of the mismatch are those of the run.
  private static let pairwise: OutlineRule = { (call) throws(OutlineError) -> Outline in
    guard let a = call["a"]?.asTensor?.sizes, a.count == 2 else { return .unknown }
    guard let other = call["b"] else { return .tensor(dtype: nil, sizes: [a[0], a[0]]) }
    guard let b = other.asTensor?.sizes, b.count == 2 else { return .unknown }
    return .tensor(dtype: nil, sizes: [a[0], b[0]])
  }

  // MARK: Language

  private static let plain: [String: OutlineRule] = [
    "len": { (call) throws(OutlineError) -> Outline in
      switch call["x"] {
      case .list(let items): .int(items?.count)
      case .text(let text): .int(text?.unicodeScalars.count)
      case .range(let count): .int(count)
      case .tensor(_, let sizes?): .int(sizes.first ?? nil)
      default: .int(nil)
      }
    },
    "range": { (call) throws(OutlineError) -> Outline in .range(count: nil) },
    "print": { (call) throws(OutlineError) -> Outline in .none },
    "display": { (call) throws(OutlineError) -> Outline in .none },
    "str": { (call) throws(OutlineError) -> Outline in .text(nil) },
    "type": { (call) throws(OutlineError) -> Outline in .text(nil) },
    "join": { (call) throws(OutlineError) -> Outline in .text(nil) },
    "upper": { (call) throws(OutlineError) -> Outline in .text(nil) },
    "lower": { (call) throws(OutlineError) -> Outline in .text(nil) },
    "strip": { (call) throws(OutlineError) -> Outline in .text(nil) },
    "lines": { (call) throws(OutlineError) -> Outline in .list(nil) },
    "sorted": { (call) throws(OutlineError) -> Outline in
      if case .list(let items) = call["xs"], let count = items?.count {
        return .list(Array(repeating: .unknown, count: count))
      }
      return .unknown
    },
    "arange": { (call) throws(OutlineError) -> Outline in .tensor(dtype: nil, sizes: [nil]) },
  ]
}
