import Tensors

/// How the rows of the reference file are computed here: by the first word of their name, or by
/// the whole name where it is in the table. The other words are arguments.
struct ReferenceCase {
  typealias Body = ([Tensor], Words) throws -> [Tensor]

  let body: Body
  /// The largest disagreement with central differences; nil where there is no gradient.
  let gradient: Double?

  init(gradient: Double? = 1e-6, _ body: @escaping Body) {
    self.gradient = gradient
    self.body = body
  }

  static func named(_ name: String) -> (ReferenceCase, Words)? {
    let words = name.split(separator: " ").map(String.init)
    for count in stride(from: words.count, to: 1, by: -1) {
      let start = words[..<count].joined(separator: " ")
      if let found = table[start] { return (found, Words(Array(words[count...]))) }
    }
    return table[words[0]].map { ($0, Words(Array(words.dropFirst()))) }
  }

  nonisolated(unsafe) static let table: [String: ReferenceCase] =
    elementwiseCases.merging(reductionCases) { a, _ in a }
    .merging(shapeCases) { a, _ in a }.merging(indexCases) { a, _ in a }
    .merging(networkCases) { a, _ in a }.merging(matrixCases) { a, _ in a }
    .merging(arrayCases) { a, _ in a }.merging(signalCases) { a, _ in a }
    .merging(statisticsCases) { a, _ in a }
}

/// The arguments in the name of a row.
struct Words {
  let words: [String]

  init(_ words: [String]) { self.words = words }

  /// Comma-separated integers of the first word, or those after a keyword.
  func ints(after keyword: String? = nil) -> [Int] {
    let place = keyword.map { key in (words.firstIndex(of: key) ?? -1) + 1 } ?? 0
    if place >= words.count { return [] }
    return words[place].split(separator: ",").compactMap { Int($0) }
  }

  func number(_ place: Int) -> Double { Double(words[place]) ?? .nan }

  func has(_ word: String) -> Bool { words.contains(word) }

  /// nil for `axes all`.
  var axes: [Int]? { has("all") ? nil : ints(after: "axes") }
}

private func one(_ body: @escaping (Tensor) throws -> Tensor) -> ReferenceCase {
  ReferenceCase { inputs, _ in [try body(inputs[0])] }
}

private func test(_ body: @escaping ([Tensor]) throws -> Tensor) -> ReferenceCase {
  ReferenceCase(gradient: nil) { inputs, _ in [try body(inputs)] }
}

private func two(_ body: @escaping (Tensor, Tensor) throws -> Tensor) -> ReferenceCase {
  ReferenceCase { inputs, _ in [try body(inputs[0], inputs[1])] }
}

nonisolated(unsafe) private let elementwiseCases: [String: ReferenceCase] = [
  "neg": one { try $0.neg() }, "abs": one { try $0.abs() }, "sign": one { try $0.sign() },
  "square": one { try $0.square() }, "exp": one { try $0.exp() }, "expm1": one { try $0.expm1() },
  "log": one { try $0.log() }, "log2": one { try $0.log2() }, "log10": one { try $0.log10() },
  "log1p": one { try $0.log1p() }, "sqrt": one { try $0.sqrt() }, "rsqrt": one { try $0.rsqrt() },
  "reciprocal": one { try $0.reciprocal() }, "floor": one { try $0.floor() },
  "ceil": one { try $0.ceil() }, "round": one { try $0.round() }, "trunc": one { try $0.trunc() },
  "sin": one { try $0.sin() }, "cos": one { try $0.cos() }, "tan": one { try $0.tan() },
  "asin": one { try $0.asin() }, "acos": one { try $0.acos() }, "atan": one { try $0.atan() },
  "sinh": one { try $0.sinh() }, "cosh": one { try $0.cosh() }, "tanh": one { try $0.tanh() },
  "asinh": one { try $0.asinh() }, "acosh": one { try $0.acosh() },
  "atanh": one { try $0.atanh() }, "erf": one { try $0.erf() }, "erfc": one { try $0.erfc() },
  "probit": one { try $0.probit() }, "normalCDF": one { try $0.normalCDF() },
  "sigmoid": one { try $0.sigmoid() }, "softplus": one { try $0.softplus() },
  "relu": one { try $0.relu() }, "gelu": one { try $0.gelu() },
  "leakyRelu": ReferenceCase { [try $0[0].leakyRelu(slope: $1.number(0))] },
  "clip": ReferenceCase { [try $0[0].clip(.float($1.number(0)), .float($1.number(1)))] },
  "not": test { try $0[0].not() }, "isnan": test { try $0[0].isnan() },
  "isinf": test { try $0[0].isinf() }, "isfinite": test { try $0[0].isfinite() },
  "adding": two { try $0 + $1 }, "subtracting": two { try $0 - $1 },
  "multiplying": two { try $0 * $1 }, "dividing": two { try $0 / $1 },
  "floorDividing": test { try $0[0].floorDividing($0[1]) },
  "remainder": two { try $0.remainder($1) }, "minimum": two { try $0.minimum($1) },
  "maximum": two { try $0.maximum($1) }, "atan2": two { try $0.atan2($1) },
  "power": two { try $0.power($1) }, "power 3": one { try $0.power(3) },
  "power 2": one { try $0.power(2) }, "power 0.5": one { try $0.power(0.5) },
  "power of 2": one { try $0.power(of: 2) }, "subtracted from 2": one { try 2 - $0 },
  "divided into 2": one { try 2 / $0 }, "equal": test { try $0[0].equal($0[1]) },
  "notEqual": test { try $0[0].notEqual($0[1]) }, "less": test { try $0[0].less($0[1]) },
  "lessOrEqual": test { try $0[0].lessOrEqual($0[1]) },
  "greater": test { try $0[0].greater($0[1]) },
  "greaterOrEqual": test { try $0[0].greaterOrEqual($0[1]) },
  "and": test { try $0[0].and($0[1]) }, "or": test { try $0[0].or($0[1]) },
  "xor": test { try $0[0].xor($0[1]) },
  "where": ReferenceCase { i, _ in [try Tensor.where_(i[0], i[1], i[2])] },
]

private func reduction(
  gradient: Double? = 1e-6, _ body: @escaping (Tensor, [Int]?) throws -> Tensor
) -> ReferenceCase {
  ReferenceCase(gradient: gradient) { [try body($0[0], $1.axes)] }
}

private func scan(_ gradient: Double? = 1e-6, _ body: @escaping (Tensor, Int) throws -> Tensor)
  -> ReferenceCase
{
  ReferenceCase(gradient: gradient) { [try body($0[0], $1.ints().first ?? -1)] }
}

nonisolated(unsafe) private let reductionCases: [String: ReferenceCase] = [
  "sum": ReferenceCase { [try $0[0].sum(axes: $1.axes, keepsAxes: $1.has("kept"))] },
  "mean": reduction { try $0.mean(axes: $1) }, "prod": reduction { try $0.prod(axes: $1) },
  "max": reduction { try $0.max(axes: $1) }, "min": reduction { try $0.min(axes: $1) },
  "logSumExp": reduction { try $0.logSumExp(axes: $1) },
  "norm": reduction { try $0.norm(axes: $1) }, "std": reduction { try $0.std(axes: $1) },
  "var": ReferenceCase {
    [try $0[0].var(axes: $1.axes, ddof: $1.has("ddof") ? 1 : 0, keepsAxes: $1.has("kept"))]
  },
  "all": reduction(gradient: nil) { try $0.all(axes: $1) },
  "any": reduction(gradient: nil) { try $0.any(axes: $1) },
  "countNonzero": reduction(gradient: nil) { try $0.countNonzero(axes: $1) },
  "argmax": ReferenceCase(gradient: nil) { [try $0[0].argmax(axis: $1.ints().first)] },
  "argmin": ReferenceCase(gradient: nil) { [try $0[0].argmin(axis: $1.ints().first)] },
  "softmax": scan { try $0.softmax(axis: $1) }, "logSoftmax": scan { try $0.logSoftmax(axis: $1) },
  "cumsum": scan { try $0.cumsum(axis: $1) },
  "sort": ReferenceCase {
    [
      try $0[0].sort(
        axis: ($1.ints().first ?? $1.ints(after: "descending").first) ?? -1,
        descending: $1.has("descending"))
    ]
  },
  "argsort": scan(nil) { try $0.argsort(axis: $1) },
  "topk": ReferenceCase(gradient: nil) {
    let top = try $0[0].topk($1.ints()[0])
    return [top.values, top.indices]
  },
  "unique": ReferenceCase(gradient: nil) { i, _ in
    let found = try i[0].unique()
    return [found.values, found.counts]
  },
  "searchSorted": ReferenceCase(gradient: nil) {
    [try $0[0].searchSorted($0[1], right: $1.has("right"))]
  },
  "bincount": test { try $0[0].bincount() },
]

private func shaped(_ body: @escaping (Tensor, [Int]) throws -> Tensor) -> ReferenceCase {
  ReferenceCase { [try body($0[0], $1.ints())] }
}

nonisolated(unsafe) private let shapeCases: [String: ReferenceCase] = [
  "reshape": shaped { try $0.reshape($1) }, "ravel": one { try $0.ravel() },
  "flatten": shaped { try $0.flatten(from: $1[0]) },
  "transpose": shaped { try $0.transpose($1.isEmpty ? nil : $1) },
  "swapAxes": shaped { try $0.swapAxes($1[0], $1[1]) },
  "moveAxis": shaped { try $0.moveAxis($1[0], to: $1[1]) },
  "squeeze": one { try $0.squeeze() }, "unsqueeze": shaped { try $0.unsqueeze($1[0]) },
  "expandDims": shaped { try $0.expandDims(axes: $1) },
  "broadcast": shaped { try $0.broadcast(to: $1) },
  "concat": ReferenceCase { [try Tensor.concat($0, axis: $1.ints()[0])] },
  "stack": ReferenceCase { [try Tensor.stack($0, axis: $1.ints()[0])] },
  "split": ReferenceCase { try $0[0].split(sizes: $1.ints(), axis: $1.ints(after: "axis")[0]) },
  "flip": shaped { try $0.flip(axes: $1) },
  "roll": ReferenceCase {
    [try $0[0].roll($1.ints()[0], axes: $1.has("axis") ? $1.ints(after: "axis") : nil)]
  },
  "tile": shaped { try $0.tile($1) },
  "repeat": ReferenceCase {
    [try $0[0].repeat($1.ints()[0], axis: $1.has("axis") ? $1.ints(after: "axis")[0] : nil)]
  },
  "pad": one { try $0.pad([(1, 0), (0, 2)], value: 9.5) },
  "tril": shaped { try $0.tril($1[0]) }, "triu": shaped { try $0.triu($1[0]) },
  "diagonal": shaped { try $0.diagonal($1[0]) },
  "eye": test { _ in try Tensor.eye(3, columns: 4, dtype: .f64) },
  "arange": test { _ in try Tensor.arange(0.5, 2, step: 0.25, dtype: .f64) },
  "linspace": test { _ in try Tensor.linspace(-1, 2, 7, dtype: .f64) },
]

private let all = IndexItem.slice(start: nil, end: nil, step: 1)
private let reversed = IndexItem.slice(start: nil, end: nil, step: -1)
private func from(_ start: Int?, to end: Int? = nil, by step: Int = 1) -> IndexItem {
  .slice(start: start, end: end, step: step)
}

private func index(_ items: @escaping ([Tensor]) -> [IndexItem]) -> ReferenceCase {
  ReferenceCase { inputs, _ in [try inputs[0].indexed(items(inputs))] }
}

private func assign(_ items: @escaping ([Tensor]) -> [IndexItem]) -> ReferenceCase {
  ReferenceCase { inputs, _ in
    [try inputs[0].replacing(items(inputs), with: inputs[inputs.count - 1])]
  }
}

nonisolated(unsafe) private let indexCases: [String: ReferenceCase] = [
  "index [1]": index { _ in [.at(1)] }, "index [-1, 2]": index { _ in [.at(-1), .at(2)] },
  "index [..., 0]": index { _ in [.ellipsis, .at(0)] },
  "index [:, 1:]": index { _ in [all, from(1)] },
  "index [:, ::-1, ::2]": index { _ in [all, reversed, from(nil, by: 2)] },
  "index [0, None, :, 3:0:-2]": index { _ in [.at(0), .newAxis, all, from(3, to: 0, by: -2)] },
  "index [5:]": index { _ in [from(5)] }, "index [:, -2:9]": index { _ in [all, from(-2, to: 9)] },
  "index [::-1, 2:0:-1]": index { _ in [reversed, from(2, to: 0, by: -1)] },
  "index mask [:, m]": index { [all, .mask($0[1])] }, "index mask [m]": index { [.mask($0[1])] },
  "index gather [p]": index { [.gather($0[1])] },
  "index gather [:, :, p]": index { [all, all, .gather($0[1])] },
  "index gather [0, p]": index { [.at(0), .gather($0[1])] },
  "index gather [p, :, q]": index { [.gather($0[1]), all, .gather($0[2])] },
  "index gather [:, p, q]": index { [all, .gather($0[1]), .gather($0[2])] },
  "assign [1]": assign { _ in [.at(1)] }, "assign [..., 0]": assign { _ in [.ellipsis, .at(0)] },
  "assign [:, ::-1, ::2]": assign { _ in [all, reversed, from(nil, by: 2)] },
  "assign mask [m]": assign { [.mask($0[1])] },
  "assign gather [:, p]": assign { [all, .gather($0[1])] },
  "assign gather [p]": assign { [.gather($0[1])] },
  "take": ReferenceCase { [try $0[0].take($0[1], axis: $1.ints()[0])] },
  "gather": ReferenceCase { [try $0[0].gather($0[1], axis: $1.ints()[0])] },
  "scatterAdd": ReferenceCase { [try $0[0].scatterAdd($0[1], $0[2], axis: $1.ints()[0])] },
  "indexAdd": ReferenceCase { [try $0[0].indexAdd($0[1], $0[2], axis: $1.ints()[0])] },
  "nonzero": ReferenceCase(gradient: nil) { i, _ in try i[0].nonzero() },
]

nonisolated(unsafe) private let networkCases: [String: ReferenceCase] = [
  "matmul": two { try $0.matmul($1) },
  "matmul transposed": two { try $0.transpose().matmul($1.transpose()) },
  "dot": two { try $0.dot($1) }, "outer": two { try $0.outer($1) },
  "conv1d": ReferenceCase {
    let o = $1.ints().isEmpty ? [1, 0, 1, 1] : $1.ints()
    let bias = $0.count > 2 ? $0[2] : nil
    return [
      try $0[0].conv1d(
        $0[1], bias: bias, stride: o[0], padding: o[1], dilation: o[2], groups: o[3])
    ]
  },
  "batchNorm": ReferenceCase { i, _ in
    let result = try i[0].batchNorm(weight: i[1], bias: i[2])
    return [result.output, result.mean, result.variance]
  },
  "batchNorm plain": ReferenceCase { i, _ in
    let result = try i[0].batchNorm()
    return [result.output, result.mean, result.variance]
  },
  "batchNorm given": ReferenceCase { i, _ in
    [try i[0].batchNorm(mean: i[1], variance: i[2], weight: i[3], bias: i[4])]
  },
  "linear": ReferenceCase { i, _ in
    [try i[0].linear(i[1], bias: i.count > 2 ? i[2] : nil)]
  },
]
