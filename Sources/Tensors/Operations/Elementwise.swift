import CKernels

extension Operation {
  /// Functions of one operand, each beside its derivative in x (or in its result y).
  static let elementwise: [Operation] = [
    neg, abs, sign, square, exp, expm1, log, log2, log10, log1p, sqrt, rsqrt, reciprocal, floor,
    ceil, round, trunc, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh,
    erf, erfc, probit, normalCDF, cast, clip, choose,
  ]

  /// An operation of one operand whose rule gives the gradient from those of the result.
  static func unary(
    _ name: String, _ op: ck_unary, _ summary: String, keeps: Kept, keepsIntegers: Bool = false,
    _ rule: @escaping @Sendable (Recorded) throws -> Tensor
  ) -> Operation {
    Operation(
      name, summary, keeps: keeps,
      forward: { inputs, _ in
        var x = inputs[0]
        if !x.dtype.isFloating {
          let target = keepsIntegers ? x.dtype.arithmetic : .f32
          if x.dtype != target { x = try x.rowMajor(as: target) }
        }
        return try Tensor.plainUnary(op, x, name)
      }, gradient: { [try rule($0)] })
  }

  static let neg = unary("neg", CK_NEG, "-x", keeps: [], keepsIntegers: true) { r in
    try r.gradient.neg()
  }
  static let abs = unary(
    "abs", CK_ABS, "|x|; the slope at 0 is 0", keeps: .inputs, keepsIntegers: true
  ) { r in
    try r.gradient * r.inputs[0].sign()
  }
  static let sign = unary("sign", CK_SIGN, "-1, 0 or 1", keeps: [], keepsIntegers: true, flat)
  static let square = unary("square", CK_SQUARE, "x^2", keeps: .inputs, keepsIntegers: true) { r in
    try r.gradient * (2 * r.inputs[0])
  }
  static let exp = unary("exp", CK_EXP, "e^x", keeps: .output) { r in
    try r.gradient * r.output
  }
  static let expm1 = unary("expm1", CK_EXPM1, "e^x - 1, exact near 0", keeps: .output) { r in
    try r.gradient * (r.output + 1)
  }
  static let log = unary("log", CK_LOG, "natural logarithm", keeps: .inputs) { r in
    try r.gradient / r.inputs[0]
  }
  static let log2 = unary("log2", CK_LOG2, "logarithm of base 2", keeps: .inputs) { r in
    try r.gradient / (r.inputs[0] * 0.6931471805599453)
  }
  static let log10 = unary("log10", CK_LOG10, "logarithm of base 10", keeps: .inputs) { r in
    try r.gradient / (r.inputs[0] * 2.302585092994046)
  }
  static let log1p = unary("log1p", CK_LOG1P, "log(1 + x), exact near 0", keeps: .inputs) { r in
    try r.gradient / (r.inputs[0] + 1)
  }
  static let sqrt = unary("sqrt", CK_SQRT, "square root", keeps: .output) { r in
    try r.gradient * 0.5 / r.output
  }
  static let rsqrt = unary("rsqrt", CK_RSQRT, "1 / sqrt(x)", keeps: .output) { r in
    try r.gradient * (-0.5 * (r.output * r.output.square()))
  }
  static let reciprocal = unary("reciprocal", CK_RECIPROCAL, "1 / x", keeps: .output) { r in
    try r.gradient.neg() * r.output.square()
  }
  static let floor = unary(
    "floor", CK_FLOOR, "largest integer <= x", keeps: [], keepsIntegers: true, flat)
  static let ceil = unary(
    "ceil", CK_CEIL, "smallest integer >= x", keeps: [], keepsIntegers: true, flat)
  static let round = unary(
    "round", CK_ROUND, "nearest integer, half to even", keeps: [], keepsIntegers: true, flat)
  static let trunc = unary(
    "trunc", CK_TRUNC, "the integer part", keeps: [], keepsIntegers: true, flat)
  static let sin = unary("sin", CK_SIN, "sine of radians", keeps: .inputs) { r in
    try r.gradient * r.inputs[0].cos()
  }
  static let cos = unary("cos", CK_COS, "cosine of radians", keeps: .inputs) { r in
    try r.gradient.neg() * r.inputs[0].sin()
  }
  static let tan = unary("tan", CK_TAN, "tangent of radians", keeps: .output) { r in
    try r.gradient * (r.output.square() + 1)
  }
  static let asin = unary("asin", CK_ASIN, "arc sine in radians", keeps: .inputs) { r in
    try r.gradient * (1 - r.inputs[0].square()).rsqrt()
  }
  static let acos = unary("acos", CK_ACOS, "arc cosine in radians", keeps: .inputs) { r in
    try r.gradient.neg() * (1 - r.inputs[0].square()).rsqrt()
  }
  static let atan = unary("atan", CK_ATAN, "arc tangent in radians", keeps: .inputs) { r in
    try r.gradient / (r.inputs[0].square() + 1)
  }
  static let sinh = unary("sinh", CK_SINH, "hyperbolic sine", keeps: .inputs) { r in
    try r.gradient * r.inputs[0].cosh()
  }
  static let cosh = unary("cosh", CK_COSH, "hyperbolic cosine", keeps: .inputs) { r in
    try r.gradient * r.inputs[0].sinh()
  }
  static let tanh = unary("tanh", CK_TANH, "hyperbolic tangent", keeps: .output) { r in
    try tanhGradient([r.gradient, r.output])
  }
  static let asinh = unary("asinh", CK_ASINH, "inverse of sinh", keeps: .inputs) { r in
    try r.gradient * (r.inputs[0].square() + 1).rsqrt()
  }
  static let acosh = unary("acosh", CK_ACOSH, "inverse of cosh", keeps: .inputs) { r in
    try r.gradient * (r.inputs[0].square() - 1).rsqrt()
  }
  static let atanh = unary("atanh", CK_ATANH, "inverse of tanh", keeps: .inputs) { r in
    try r.gradient / (1 - r.inputs[0].square())
  }
  static let erf = unary("erf", CK_ERF, "error function", keeps: .inputs) { r in
    try r.gradient * (1.1283791670955126 * r.inputs[0].square().neg().exp())
  }
  static let erfc = unary("erfc", CK_ERFC, "1 - erf(x)", keeps: .inputs) { r in
    try r.gradient * (-1.1283791670955126 * r.inputs[0].square().neg().exp())
  }
  static let probit = unary(
    "probit", CK_PROBIT, "quantile of the normal distribution", keeps: .output
  ) { r in
    try r.gradient * (2.5066282746310002 * (0.5 * r.output.square()).exp())
  }
  static let normalCDF = unary(
    "normalCDF", CK_NORMAL_CDF, "normal distribution function", keeps: .inputs
  ) { r in
    try r.gradient * normalDensity(r.inputs[0])
  }

  /// e^(-x^2 / 2) / sqrt(2 pi).
  static func normalDensity(_ x: Tensor) throws -> Tensor {
    try 0.3989422804014327 * (-0.5 * x.square()).exp()
  }

  /// The gradient of what is constant between its steps.
  @Sendable private static func flat(_ r: Recorded) throws -> Tensor {
    try Tensor.zeros(r.gradient.shape, dtype: r.gradient.dtype)
  }

  static let cast = Operation(
    "astype", "the same numbers in another dtype", keeps: [],
    forward: { inputs, attributes in
      try inputs[0].rowMajor(as: DType(rawValue: UInt8(attributes.sizes[0])) ?? .f32)
    }
  ) { r in [try r.gradient.astype(r.inputs[0].dtype)] }

  // At the bounds themselves the slope is 1, so that a value put exactly there can move back.
  static let clip = Operation(
    "clip", "x kept within low...high", keeps: .inputs,
    forward: { inputs, attributes in
      let x = inputs[0]
      let low = Tensor.scalar(attributes.numbers[0], dtype: x.dtype)
      let high = Tensor.scalar(attributes.numbers[1], dtype: x.dtype)
      return try apply(CK_MIN, [apply(CK_MAX, [x, low], "clip"), high], "clip")
    }
  ) { r in
    let inside = try r.inputs[0].greaterOrEqual(.float(r.attributes.numbers[0]))
      .and(r.inputs[0].lessOrEqual(.float(r.attributes.numbers[1])))
    return [try r.gradient * inside.astype(r.gradient.dtype)]
  }

  static let choose = Operation(
    "where", "a where the condition holds, else b",
    keeps: [],
    forward: { inputs, attributes in
      try Tensor.chosen(attributes.tensors[0], inputs[0], inputs[1])
    }
  ) { r in
    let condition = r.attributes.tensors[0]
    let zero = Tensor.scalar(0, dtype: r.gradient.dtype)
    return [
      r.isNeeded[0]
        ? try Tensor.where_(condition, r.gradient, zero).summed(toLike: r.inputs[0]) : nil,
      r.isNeeded[1]
        ? try Tensor.where_(condition, zero, r.gradient).summed(toLike: r.inputs[1]) : nil,
    ]
  }
}

extension Tensor {
  /// The same numbers in another dtype, differentiable between f32 and f64. Into i64 fractions
  /// are cut off. Throws `.value` for NaN, infinity or too large numbers into i64.
  public func astype(_ target: DType) throws(TensorError) -> Tensor {
    if target == dtype { return self }
    if target == .i64 && dtype.isFloating {
      let low = try greaterOrEqual(.float(-0x1p63))
      let high = try less(.float(0x1p63))
      if try !low.and(high).all().itemBool() {
        throw .value("astype: NaN, infinity or a number beyond 64 bits has no i64 value")
      }
    }
    if node == nil { return try rowMajor(as: target) }
    return try Operation.cast([self], Attributes(sizes: [Int(target.rawValue)]))
  }

  /// `a` where `condition` (bool) holds, else `b`; all three broadcast.
  public static func where_(_ condition: Tensor, _ a: Tensor, _ b: Tensor)
    throws(TensorError) -> Tensor
  {
    try Operation.choose([a, b], Attributes(tensors: [condition.detached()]))
  }

  static func chosen(_ condition: Tensor, _ a: Tensor, _ b: Tensor) throws -> Tensor {
    let type = Swift.max(a.dtype, b.dtype)
    let test = try condition.dtype == .bool ? condition : condition.rowMajor(as: .bool)
    let first = try a.dtype == type ? a : a.rowMajor(as: type)
    let second = try b.dtype == type ? b : b.rowMajor(as: type)
    let shape = try Shape.broadcast(
      Shape.broadcast(a.shape, b.shape, in: "where"), condition.shape, in: "where")
    let out = try Tensor(uninitialized: shape, dtype: type, for: "where")
    try Kernels.choose(test, first, second, into: out)
    return out
  }

  /// The values kept within `low...high`; nil leaves a side open.
  public func clip(_ low: Scalar?, _ high: Scalar?) throws(TensorError) -> Tensor {
    var type = low?.dtype(beside: dtype) ?? dtype
    type = Swift.max(type, high?.dtype(beside: dtype) ?? dtype)
    let x = try astype(type)
    return try Operation.clip(
      [x],
      Attributes(numbers: [low?.double ?? -.infinity, high?.double ?? .infinity]))
  }

  /// `-x`.
  public func neg() throws(TensorError) -> Tensor { try Operation.neg([self]) }

  /// `|x|`.
  public func abs() throws(TensorError) -> Tensor { try Operation.abs([self]) }

  /// `-1, 0 or 1`.
  public func sign() throws(TensorError) -> Tensor { try Operation.sign([self]) }

  /// X^2.
  public func square() throws(TensorError) -> Tensor { try Operation.square([self]) }

  /// `e^x`.
  public func exp() throws(TensorError) -> Tensor { try Operation.exp([self]) }

  /// `e^x - 1, exact near 0`.
  public func expm1() throws(TensorError) -> Tensor { try Operation.expm1([self]) }

  /// The natural logarithm.
  public func log() throws(TensorError) -> Tensor { try Operation.log([self]) }

  /// The logarithm of base 2.
  public func log2() throws(TensorError) -> Tensor { try Operation.log2([self]) }

  /// The logarithm of base 10.
  public func log10() throws(TensorError) -> Tensor { try Operation.log10([self]) }

  /// `log(1 + x), exact near 0`.
  public func log1p() throws(TensorError) -> Tensor { try Operation.log1p([self]) }

  /// The square root; NaN below 0.
  public func sqrt() throws(TensorError) -> Tensor { try Operation.sqrt([self]) }

  /// `1 / sqrt(x)`.
  public func rsqrt() throws(TensorError) -> Tensor { try Operation.rsqrt([self]) }

  /// `1 / x`.
  public func reciprocal() throws(TensorError) -> Tensor { try Operation.reciprocal([self]) }

  /// The largest integer at most x.
  public func floor() throws(TensorError) -> Tensor { try Operation.floor([self]) }

  /// The smallest integer at least x.
  public func ceil() throws(TensorError) -> Tensor { try Operation.ceil([self]) }

  /// The nearest integer, half to even.
  public func round() throws(TensorError) -> Tensor { try Operation.round([self]) }

  /// The integer part.
  public func trunc() throws(TensorError) -> Tensor { try Operation.trunc([self]) }

  /// The sine of radians.
  public func sin() throws(TensorError) -> Tensor { try Operation.sin([self]) }

  /// The cosine of radians.
  public func cos() throws(TensorError) -> Tensor { try Operation.cos([self]) }

  /// The tangent of radians.
  public func tan() throws(TensorError) -> Tensor { try Operation.tan([self]) }

  /// The arc sine in radians.
  public func asin() throws(TensorError) -> Tensor { try Operation.asin([self]) }

  /// The arc cosine in radians.
  public func acos() throws(TensorError) -> Tensor { try Operation.acos([self]) }

  /// The arc tangent in radians.
  public func atan() throws(TensorError) -> Tensor { try Operation.atan([self]) }

  /// The hyperbolic sine.
  public func sinh() throws(TensorError) -> Tensor { try Operation.sinh([self]) }

  /// The hyperbolic cosine.
  public func cosh() throws(TensorError) -> Tensor { try Operation.cosh([self]) }

  /// The hyperbolic tangent.
  public func tanh() throws(TensorError) -> Tensor { try Operation.tanh([self]) }

  /// The inverse of `sinh`.
  public func asinh() throws(TensorError) -> Tensor { try Operation.asinh([self]) }

  /// The inverse of `cosh`.
  public func acosh() throws(TensorError) -> Tensor { try Operation.acosh([self]) }

  /// The inverse of `tanh`.
  public func atanh() throws(TensorError) -> Tensor { try Operation.atanh([self]) }

  /// The error function.
  public func erf() throws(TensorError) -> Tensor { try Operation.erf([self]) }

  /// `1 - erf(x), exact for large x`.
  public func erfc() throws(TensorError) -> Tensor { try Operation.erfc([self]) }

  /// The quantile of the normal distribution at probability x.
  public func probit() throws(TensorError) -> Tensor { try Operation.probit([self]) }

  /// The normal distribution function.
  public func normalCDF() throws(TensorError) -> Tensor { try Operation.normalCDF([self]) }
}
