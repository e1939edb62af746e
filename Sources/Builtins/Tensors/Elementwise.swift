import Catalog
import Glibc
import Machine
import Tensors

extension BuiltinCatalog {
  /// Functions that go element by element; of a number alone they give a number of 64 bits.
  static let elementwise: [Builtin] =
    mappings.map(mapping) + pairings.map(pairing) + tests.map(test) + otherElementwise

  // MARK: one operand

  /// A function of each element.
  private struct Mapping: Sendable {
    let name: String
    let summary: String
    let example: (String, String)
    let ofNumber: @Sendable (Double) -> Double
    let ofTensor: @Sendable (Tensor) throws -> Tensor
    /// Whether a number gives an int, as `round` does.
    var isWhole = false
  }

  private static let mappings: [Mapping] = [
    Mapping(
      name: "exp", summary: "e to the power x.", example: ("0", "1.0"),
      ofNumber: { exp($0) }, ofTensor: { try $0.exp() }),
    Mapping(
      name: "expm1", summary: "e to the power x, less 1, exact for small x.",
      example: ("0", "0.0"), ofNumber: { expm1($0) }, ofTensor: { try $0.expm1() }),
    Mapping(
      name: "log", summary: "The natural logarithm.", example: ("1", "0.0"),
      ofNumber: { log($0) }, ofTensor: { try $0.log() }),
    Mapping(
      name: "log2", summary: "The logarithm to the base 2.", example: ("8", "3.0"),
      ofNumber: { log2($0) }, ofTensor: { try $0.log2() }),
    Mapping(
      name: "log10", summary: "The logarithm to the base 10.", example: ("1000", "3.0"),
      ofNumber: { log10($0) }, ofTensor: { try $0.log10() }),
    Mapping(
      name: "log1p", summary: "The logarithm of 1 + x, exact for small x.",
      example: ("0", "0.0"), ofNumber: { log1p($0) }, ofTensor: { try $0.log1p() }),
    Mapping(
      name: "sqrt", summary: "The square root.", example: ("9", "3.0"),
      ofNumber: { $0.squareRoot() }, ofTensor: { try $0.sqrt() }),
    Mapping(
      name: "rsqrt", summary: "One over the square root.", example: ("4", "0.5"),
      ofNumber: { 1 / $0.squareRoot() }, ofTensor: { try $0.rsqrt() }),
    Mapping(
      name: "square", summary: "The square.", example: ("3", "9.0"),
      ofNumber: { $0 * $0 }, ofTensor: { try $0.square() }),
    Mapping(
      name: "sign", summary: "-1, 0 or 1.", example: ("-2.5", "-1.0"),
      ofNumber: { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }, ofTensor: { try $0.sign() }),
    Mapping(
      name: "reciprocal", summary: "One over x.", example: ("4", "0.25"),
      ofNumber: { 1 / $0 }, ofTensor: { try $0.reciprocal() }),
    Mapping(
      name: "floor", summary: "The next whole number below; of a number an int.",
      example: ("2.7", "2"), ofNumber: { floor($0) }, ofTensor: { try $0.floor() }, isWhole: true),
    Mapping(
      name: "ceil", summary: "The next whole number above; of a number an int.",
      example: ("2.1", "3"), ofNumber: { ceil($0) }, ofTensor: { try $0.ceil() }, isWhole: true),
    Mapping(
      name: "trunc", summary: "The whole part; of a number an int.", example: ("-2.7", "-2"),
      ofNumber: { trunc($0) }, ofTensor: { try $0.trunc() }, isWhole: true),
    Mapping(
      name: "sin", summary: "The sine of an angle in radians.", example: ("0", "0.0"),
      ofNumber: { sin($0) }, ofTensor: { try $0.sin() }),
    Mapping(
      name: "cos", summary: "The cosine of an angle in radians.", example: ("0", "1.0"),
      ofNumber: { cos($0) }, ofTensor: { try $0.cos() }),
    Mapping(
      name: "tan", summary: "The tangent of an angle in radians.", example: ("0", "0.0"),
      ofNumber: { tan($0) }, ofTensor: { try $0.tan() }),
    Mapping(
      name: "asin", summary: "The angle with a sine, in radians.", example: ("0", "0.0"),
      ofNumber: { asin($0) }, ofTensor: { try $0.asin() }),
    Mapping(
      name: "acos", summary: "The angle with a cosine, in radians.", example: ("1", "0.0"),
      ofNumber: { acos($0) }, ofTensor: { try $0.acos() }),
    Mapping(
      name: "atan", summary: "The angle with a tangent, in radians.", example: ("0", "0.0"),
      ofNumber: { atan($0) }, ofTensor: { try $0.atan() }),
    Mapping(
      name: "sinh", summary: "The hyperbolic sine.", example: ("0", "0.0"),
      ofNumber: { sinh($0) }, ofTensor: { try $0.sinh() }),
    Mapping(
      name: "cosh", summary: "The hyperbolic cosine.", example: ("0", "1.0"),
      ofNumber: { cosh($0) }, ofTensor: { try $0.cosh() }),
    Mapping(
      name: "tanh", summary: "The hyperbolic tangent.", example: ("[0.0]", "f32[1]\n  0.0"),
      ofNumber: { tanh($0) }, ofTensor: { try $0.tanh() }),
    Mapping(
      name: "asinh", summary: "The inverse hyperbolic sine.", example: ("0", "0.0"),
      ofNumber: { asinh($0) }, ofTensor: { try $0.asinh() }),
    Mapping(
      name: "acosh", summary: "The inverse hyperbolic cosine.", example: ("1", "0.0"),
      ofNumber: { acosh($0) }, ofTensor: { try $0.acosh() }),
    Mapping(
      name: "atanh", summary: "The inverse hyperbolic tangent.", example: ("0", "0.0"),
      ofNumber: { atanh($0) }, ofTensor: { try $0.atanh() }),
    Mapping(
      name: "radians", summary: "An angle in degrees as one in radians.", example: ("0", "0.0"),
      ofNumber: { $0 / 180 * .pi }, ofTensor: { try $0 * (Double.pi / 180) }),
    Mapping(
      name: "degrees", summary: "An angle in radians as one in degrees.",
      example: ("pi", "180.0"), ofNumber: { $0 / .pi * 180 },
      ofTensor: { try $0 * (180 / Double.pi) }),
    Mapping(
      name: "erf", summary: "The error function.", example: ("0", "0.0"),
      ofNumber: { erf($0) }, ofTensor: { try $0.erf() }),
    Mapping(
      name: "erfc", summary: "One less the error function, exact for large x.",
      example: ("0", "1.0"), ofNumber: { erfc($0) }, ofTensor: { try $0.erfc() }),
    Mapping(
      name: "erfinv", summary: "The inverse of the error function.", example: ("0", "0.0"),
      ofNumber: { scalar($0) { try $0.erfinv() } }, ofTensor: { try $0.erfinv() }),
    Mapping(
      name: "lgamma", summary: "The logarithm of the size of the gamma function.",
      example: ("1", "0.0"), ofNumber: { scalar($0) { try $0.lgamma() } },
      ofTensor: { try $0.lgamma() }),
    Mapping(
      name: "digamma", summary: "The derivative of `lgamma`.",
      example: ("[1.0]", "f32[1]\n  -0.5772"), ofNumber: { scalar($0) { try $0.digamma() } },
      ofTensor: { try $0.digamma() }),
    Mapping(
      name: "normal_cdf", summary: "The standard normal distribution's share below x.",
      example: ("0", "0.5"), ofNumber: { 0.5 * erfc(-$0 / 2.0.squareRoot()) },
      ofTensor: { try $0.normalCDF() }),
    Mapping(
      name: "probit", summary: "The quantile of the standard normal distribution.",
      example: ("0.5", "0.0"), ofNumber: { scalar($0) { try $0.probit() } },
      ofTensor: { try $0.probit() }),
    Mapping(
      name: "sigmoid", summary: "1 / (1 + exp(-x)).", example: ("[0.0]", "f32[1]\n  0.5"),
      ofNumber: { scalar($0) { try $0.sigmoid() } }, ofTensor: { try $0.sigmoid() }),
    Mapping(
      name: "logit", summary: "log(x / (1 - x)), the inverse of `sigmoid`.",
      example: ("0.5", "0.0"), ofNumber: { log($0) - log1p(-$0) },
      ofTensor: { try $0.log() - (-$0).log1p() }),
    Mapping(
      name: "log_sigmoid", summary: "The logarithm of `sigmoid`, exact far below 0.",
      example: ("[1000.0]", "f32[1]\n  0.0"), ofNumber: { 0 - scalar(-$0) { try $0.softplus() } },
      ofTensor: { try 0 - (-$0).softplus() }),
    Mapping(
      name: "softplus", summary: "log(1 + exp(x)).", example: ("[1000.0]", "f32[1]\n  1000.0"),
      ofNumber: { scalar($0) { try $0.softplus() } }, ofTensor: { try $0.softplus() }),
    Mapping(
      name: "relu", summary: "x where it is above 0, else 0.",
      example: ("[-2.0, 3.0]", "f32[2]\n  0.0  3.0"),
      ofNumber: { $0 > 0 || $0.isNaN ? $0 : 0 }, ofTensor: { try $0.relu() }),
    Mapping(
      name: "silu", summary: "x times `sigmoid(x)`.", example: ("[0.0]", "f32[1]\n  0.0"),
      ofNumber: { $0 * scalar($0) { try $0.sigmoid() } }, ofTensor: { try $0 * $0.sigmoid() }),
  ]

  /// A function of tensors for one number.
  private static func scalar(_ x: Double, _ body: (Tensor) throws -> Tensor) -> Double {
    // Tensors of shape [] cannot fail here; should one, the value is undefined.
    (try? body(.scalar(x)).item()) ?? .nan
  }

  private static func mapping(_ mapping: Mapping) -> Builtin {
    Builtin(
      mapping.name, AnyValue("x", accepts: "a number or a tensor"),
      summary: mapping.summary, details: "Element by element; the gradient is known.",
      example: Example("\(mapping.name)(\(mapping.example.0))", prints: mapping.example.1)
    ) { machine, x in
      guard let number = x.asDouble else {
        return machine.heap.tensor(
          try mapping.ofTensor(try machine.tensorOperand(x, mapping.name)))
      }
      if mapping.isWhole {
        if let whole = x.asInt { return .int(whole) }
        guard let whole = Int(exactly: mapping.ofNumber(number)) else {
          throw RuntimeError(
            .numeric,
            "\(mapping.name)(\(NumberText.shortest(number))) is outside the 64-bit integers")
        }
        return .int(whole)
      }
      return .float(mapping.ofNumber(number))
    }
  }

  // MARK: two operands

  private struct Pairing: Sendable {
    let name: String
    let summary: String
    let example: (String, String)
    /// Of numbers.
    let ofNumbers: @Sendable (Double, Double) -> Double
    let ofTensors: @Sendable (Tensor, Tensor) throws -> Tensor
    /// Of ints, where they give an int.
    var ofInts: (@Sendable (Int, Int) -> Int?)?
  }

  private static let pairings: [Pairing] = [
    Pairing(
      name: "maximum", summary: "The larger of two, element by element.",
      example: ("[1, 5], 3", "i64[2]\n  3  5"),
      ofNumbers: { $0.isNaN || $1.isNaN ? .nan : Swift.max($0, $1) },
      ofTensors: { try $0.maximum($1) }, ofInts: { Swift.max($0, $1) }),
    Pairing(
      name: "minimum", summary: "The smaller of two, element by element.",
      example: ("[1, 5], 3", "i64[2]\n  1  3"),
      ofNumbers: { $0.isNaN || $1.isNaN ? .nan : Swift.min($0, $1) },
      ofTensors: { try $0.minimum($1) }, ofInts: { Swift.min($0, $1) }),
    Pairing(
      name: "atan2", summary: "The angle of the point (x, y): `atan2(y, x)`, in radians.",
      example: ("0, 1", "0.0"), ofNumbers: { atan2($0, $1) }, ofTensors: { try $0.atan2($1) }),
    Pairing(
      name: "hypot", summary: "The length of the vector (a, b).", example: ("3, 4", "5.0"),
      ofNumbers: { hypot($0, $1) },
      ofTensors: { try PairFormulas.hypot($0, $1) }),
    Pairing(
      name: "logaddexp", summary: "log(exp(a) + exp(b)), without overflow.",
      example: ("1000, -1000", "1000.0"),
      ofNumbers: { a, b in
        let high = Swift.max(a, b)
        return high.isFinite ? high + log1p(exp(-Swift.abs(a - b))) : a + b
      },
      ofTensors: { try PairFormulas.logAddExp($0, $1) }),
    Pairing(
      name: "floor_divide", summary: "The quotient rounded down, as `//`.",
      example: ("7, 2", "3"), ofNumbers: { floor($0 / $1) },
      ofTensors: { try $0.floorDividing($1) }, ofInts: { floorQuotient($0, $1) }),
    Pairing(
      name: "fmod", summary: "The remainder with the sign of the first, as in C.",
      example: ("-7.0, 2", "-1.0"), ofNumbers: { fmod($0, $1) },
      ofTensors: { try PairFormulas.fmod($0, $1) }),
    Pairing(
      name: "xlogy", summary: "x log y, and 0 where x is 0.", example: ("0, 0", "0.0"),
      ofNumbers: { $0 == 0 && !$1.isNaN ? 0 : $0 * log($1) },
      ofTensors: { try PairFormulas.xLogY($0, $1) }),
  ]

  private static func floorQuotient(_ a: Int, _ b: Int) -> Int? {
    let (quotient, overflow) = a.dividedReportingOverflow(by: b)
    guard !overflow else { return nil }
    return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient
  }

  private static func pairing(_ pairing: Pairing) -> Builtin {
    Builtin(
      pairing.name, AnyValue("a", accepts: "a number or a tensor"),
      AnyValue("b", accepts: "a number or a tensor"),
      summary: pairing.summary, details: "Shapes broadcast; numbers are weak beside tensors.",
      example: Example("\(pairing.name)(\(pairing.example.0))", prints: pairing.example.1)
    ) { machine, a, b in
      if let x = a.asDouble, let y = b.asDouble {
        if let ofInts = pairing.ofInts, let m = a.asInt, let n = b.asInt {
          guard let whole = ofInts(m, n) else {
            throw RuntimeError(.numeric, "\(pairing.name)(\(m), \(n)) has no value in int")
          }
          return .int(whole)
        }
        return .float(pairing.ofNumbers(x, y))
      }
      guard let (x, y) = try machine.tensorOperands(a, b) else {
        throw RuntimeError(
          .type,
          "\(pairing.name): takes numbers and tensors, got \(a.described) and "
            + "\(b.described)")
      }
      return machine.heap.tensor(try pairing.ofTensors(x, y))
    }
  }

  // MARK: asking

  private struct Question {
    let name: String
    let summary: String
    let example: String
    let ofNumber: @Sendable (Double) -> Bool
    let ofTensor: @Sendable (Tensor) throws -> Tensor
  }

  private static let tests: [Question] = [
    Question(
      name: "isnan", summary: "Whether an element is nan.", example: "nan",
      ofNumber: { $0.isNaN }, ofTensor: { try $0.isnan() }),
    Question(
      name: "isinf", summary: "Whether an element is inf or -inf.", example: "inf",
      ofNumber: { $0.isInfinite }, ofTensor: { try $0.isinf() }),
    Question(
      name: "isfinite", summary: "Whether an element is neither nan nor infinite.",
      example: "1.5", ofNumber: { $0.isFinite }, ofTensor: { try $0.isfinite() }),
  ]

  private static func test(_ test: Question) -> Builtin {
    Builtin(
      test.name, AnyValue("x", accepts: "a number or a tensor"), summary: test.summary,
      example: Example("\(test.name)(\(test.example))", prints: "true"),
      related: ["nan_to_num"]
    ) { machine, x in
      if let number = x.asDouble { return .bool(test.ofNumber(number)) }
      return machine.heap.tensor(try test.ofTensor(machine.tensorOperand(x, test.name)))
    }
  }
}
