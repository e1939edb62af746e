import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Sums, means and their kin; of a list or range of numbers they give a number.
  static let reductions: [Builtin] = [
    reduction(
      "sum", "The sum.", "[1, 2, 3]", "6", ofNumbers: NumberLists.sum,
      { try $0.sum(axes: $1, keepsAxes: $2) }),
    reduction(
      "prod", "The product.", "[2, 3, 4]", "24", ofNumbers: NumberLists.product,
      { try $0.prod(axes: $1, keepsAxes: $2) }),
    reduction(
      "mean", "The mean.", "[1, 2, 6]", "3.0", ofNumbers: NumberLists.mean,
      { try $0.mean(axes: $1, keepsAxes: $2) }),
    spread(
      "var", "The variance: the mean squared distance from the mean.", "1.25",
      ofNumbers: NumberLists.variance, { try $0.var(axes: $1, ddof: $3, keepsAxes: $2) }),
    spread(
      "std", "The standard deviation: the root of the variance.", "1.118033988749895",
      ofNumbers: { .float(try NumberLists.variance($0, $1, $2).float.squareRoot()) },
      { try $0.std(axes: $1, ddof: $3, keepsAxes: $2) }),
    plain(
      "logsumexp", "The logarithm of the sum of exponentials, without overflow.",
      "[0.0, 0.0]", "0.6931472", { try $0.logSumExp(axes: $1, keepsAxes: $2) }),
    plain(
      "count_nonzero", "How many elements are not 0.", "[0, 3, 4]", "2",
      { try $0.countNonzero(axes: $1, keepsAxes: $2) }),
    plain(
      "nansum", "The sum without nan.", "[1.0, nan]", "1.0",
      { try withoutNaN($0).sum(axes: $1, keepsAxes: $2) }),
    plain(
      "nanmean", "The mean without nan.", "[1.0, nan, 3.0]", "2.0",
      { tensor, axes, keeps in
        let floats = tensor.dtype.isFloating ? tensor : try tensor.astype(.f32)
        let count = try floats.isnan().not().astype(floats.dtype).sum(axes: axes, keepsAxes: keeps)
        return try withoutNaN(floats).sum(axes: axes, keepsAxes: keeps) / count
      }),
    position("argmin", "The position of the smallest element.", "1") {
      try $0.argmin(axis: $1, keepsAxes: $2)
    },
    position("argmax", "The position of the largest element.", "0") {
      try $0.argmax(axis: $1, keepsAxes: $2)
    },
    Builtin(
      "norm", TensorArgument("x"), AxesArgument(), Flag("keepdims"),
      Number("p", .atLeast(0), default: 2, passing: .named),
      summary: "The root of the sum of squares of everything, or along an axis.",
      details:
        "`p=1` is the sum of magnitudes, `p=inf` the largest, another p the p-th root of the "
        + "sum of p-th powers.",
      example: Example("norm([3.0, 4.0])", prints: "5.0"), related: ["sum", "normalize"]
    ) { machine, x, axes, keepsAxes, p in
      let floats = x.dtype.isFloating ? x : try x.astype(.f32)
      if p == 2 { return machine.heap.tensor(try floats.norm(axes: axes, keepsAxes: keepsAxes)) }
      let sizes = try floats.abs()
      if p.isInfinite {
        return machine.heap.tensor(try sizes.max(axes: axes, keepsAxes: keepsAxes))
      }
      if p == 1 { return machine.heap.tensor(try sizes.sum(axes: axes, keepsAxes: keepsAxes)) }
      let powers = try sizes.power(.float(p)).sum(axes: axes, keepsAxes: keepsAxes)
      return machine.heap.tensor(try powers.power(.float(1 / p)))
    },
    quantiles,
    Builtin(
      "median", AnyValue("x", accepts: "numbers or a tensor"), AxesArgument(), Flag("keepdims"),
      summary: "The middle element in order; of an even count the mean of the middle two.",
      example: Example("median([3, 1, 2])", prints: "2.0"), related: ["quantile", "mean"]
    ) { machine, x, axes, keepsAxes in
      try quantile(x, 0.5, axes, keepsAxes, "median", machine)
    },
  ]

  private static func withoutNaN(_ tensor: Tensor) throws -> Tensor {
    guard tensor.dtype.isFloating else { return tensor }
    return try .where_(tensor.isnan(), .scalar(0, dtype: tensor.dtype), tensor)
  }

  private static func reduction(
    _ name: String, _ summary: String, _ example: String, _ shown: String,
    ofNumbers: @escaping @Sendable ([Value], String) throws -> Value,
    _ reduce: @escaping @Sendable (Tensor, [Int]?, Bool) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, AnyValue("x", accepts: "numbers or a tensor"), AxesArgument(), Flag("keepdims"),
      summary: summary,
      details: "Of a list or range of numbers a number; of a tensor a tensor, over all axes or "
        + "those given.",
      example: Example("\(name)(\(example))", prints: shown),
      ofOne: { machine, x in
        if let numbers = NumberLists.numbers(x) { return try ofNumbers(numbers, name) }
        return machine.heap.tensor(try reduce(try machine.tensorOperand(x, name), nil, false))
      }
    ) { machine, x, axes, keepsAxes in
      if axes == nil, !keepsAxes, let numbers = NumberLists.numbers(x) {
        return try ofNumbers(numbers, name)
      }
      return machine.heap.tensor(try reduce(try machine.tensorOperand(x, name), axes, keepsAxes))
    }
  }

  private static func spread(
    _ name: String, _ summary: String, _ shown: String,
    ofNumbers: @escaping @Sendable ([Value], String, Int) throws -> Value,
    _ reduce: @escaping @Sendable (Tensor, [Int]?, Bool, Int) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, AnyValue("x", accepts: "numbers or a tensor"), AxesArgument(), Flag("keepdims"),
      Integer("ddof", .atLeast(0), default: 0, passing: .named),
      summary: summary,
      details: "The sum of squares is divided by the count less `ddof`.",
      example: Example("\(name)([1, 2, 3, 4])", prints: shown),
      related: ["mean", name == "var" ? "std" : "var"]
    ) { machine, x, axes, keepsAxes, ddof in
      if axes == nil, !keepsAxes, let numbers = NumberLists.numbers(x) {
        return try ofNumbers(numbers, name, ddof)
      }
      return machine.heap.tensor(
        try reduce(try machine.tensorOperand(x, name), axes, keepsAxes, ddof))
    }
  }

  private static func plain(
    _ name: String, _ summary: String, _ example: String, _ shown: String,
    _ reduce: @escaping @Sendable (Tensor, [Int]?, Bool) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, TensorArgument("x"), AxesArgument(), Flag("keepdims"), summary: summary,
      details: "Over all axes, or those given.",
      example: Example("\(name)(\(example))", prints: shown), related: ["sum", "mean"]
    ) { machine, x, axes, keepsAxes in machine.heap.tensor(try reduce(x, axes, keepsAxes)) }
  }

  private static func position(
    _ name: String, _ summary: String, _ shown: String,
    _ find: @escaping @Sendable (Tensor, Int?, Bool) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, TensorArgument("x"), OptionalInteger("axis"), Flag("keepdims"), summary: summary,
      details: "The first of several equal ones; without `axis` the position in the flat tensor.",
      example: Example("\(name)([7, 1, 5])", prints: shown), related: ["argsort", "topk"]
    ) { machine, x, axis, keepsAxes in machine.heap.tensor(try find(x, axis, keepsAxes)) }
  }
}

/// Statistics of plain numbers, in `int` or `float`.
enum NumberLists {
  /// The numbers of a number, a flat list of numbers or a range; nil for anything else.
  static func numbers(_ value: Value) -> [Value]? {
    if value.isNumber { return [value] }
    if let items = value.listObject?.items {
      return items.allSatisfy(\.isNumber) ? items : nil
    }
    guard let range = value.rangeObject, range.count < 1 << 28 else { return nil }
    return range.items
  }

  /// The sum: an int of ints, else a float, with the rounding errors carried along.
  static func sum(_ numbers: [Value], _ name: String) throws -> Value {
    guard let sum = try fold(numbers, from: 0, name, { $0.addingReportingOverflow($1) }) else {
      return .float(floatSum(numbers.lazy.map { $0.asDouble ?? .nan }))
    }
    return .int(sum)
  }

  /// The product.
  static func product(_ numbers: [Value], _ name: String) throws -> Value {
    let product = try fold(numbers, from: 1, name) { $0.multipliedReportingOverflow(by: $1) }
    return product.map { .int($0) } ?? .float(numbers.reduce(1) { $0 * ($1.asDouble ?? .nan) })
  }

  /// The mean, as a float.
  static func mean(_ numbers: [Value], _ name: String) throws -> Value {
    guard !numbers.isEmpty else { throw RuntimeError(.value, "\(name) of nothing") }
    return .float(floatSum(numbers.lazy.map { $0.asDouble ?? .nan }) / Double(numbers.count))
  }

  /// The variance with a divisor of the count less `ddof`.
  static func variance(_ numbers: [Value], _ name: String, _ ddof: Int) throws -> Value {
    guard numbers.count > ddof else {
      throw RuntimeError(
        .value, "\(name): \(numbers.count) numbers are too few for ddof=\(ddof)")
    }
    let floats = numbers.map { $0.asDouble ?? .nan }
    let mean = floatSum(floats) / Double(floats.count)
    let squares = floatSum(floats.map { ($0 - mean) * ($0 - mean) })
    return .float(squares / Double(floats.count - ddof))
  }

  /// The value below which a share lies, by linear interpolation.
  static func quantile(_ values: [Double], _ share: Double, _ name: String) throws -> Double {
    guard !values.isEmpty else { throw RuntimeError(.value, "\(name) of nothing") }
    if values.contains(where: \.isNaN) { return .nan }
    let sorted = values.sorted()
    let position = share * Double(sorted.count - 1)
    let low = Int(position)
    let weight = position - Double(low)
    guard weight > 0 else { return sorted[low] }
    return sorted[low] + (sorted[low + 1] - sorted[low]) * weight
  }

  /// All ints put together; nil where there is another number.
  @inline(__always)
  private static func fold(
    _ numbers: [Value], from start: Int, _ name: String,
    _ combine: (Int, Int) -> (partialValue: Int, overflow: Bool)
  ) throws -> Int? {
    guard numbers.allSatisfy({ $0.asInt != nil }) else { return nil }
    var result = start
    for number in numbers {
      let (next, overflow) = combine(result, number.asInt ?? 0)
      guard !overflow else { throw overflowed(name) }
      result = next
    }
    return result
  }

  /// Neumaier's sum.
  private static func floatSum(_ values: some Sequence<Double>) -> Double {
    var (sum, rest) = (0.0, 0.0)
    for value in values {
      let next = sum + value
      if next.isFinite {
        rest += sum.magnitude >= value.magnitude ? (sum - next) + value : (value - next) + sum
      }
      sum = next
    }
    return sum.isFinite ? sum + rest : sum
  }

  private static func overflowed(_ name: String) -> RuntimeError {
    RuntimeError(
      .numeric, "\(name): integer overflow: the result is outside the 64-bit integers",
      hint: "floats take it: `\(name)(map(float, xs))`")
  }
}
