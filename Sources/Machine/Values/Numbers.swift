import Glibc

/// Arithmetic and order of bools, ints and floats; a bool counts as 0 or 1.
enum Numbers {
  // MARK: order

  /// Whether two numbers have the same exact value; NaN equals nothing.
  static func areEqual(_ a: Value, _ b: Value) -> Bool {
    order(a, b) == .some(0)
  }

  /// -1, 0 or 1 by exact value; nil where one is NaN.
  static func order(_ a: Value, _ b: Value) -> Int? {
    switch (a.asInt, b.asInt) {
    case (let a?, let b?): a == b ? 0 : a < b ? -1 : 1
    case (let a?, nil): order(a, b.float)
    case (nil, let b?): order(b, a.float).map { -$0 }
    case (nil, nil):
      a.float == b.float ? 0 : a.float < b.float ? -1 : a.float > b.float ? 1 : nil
    }
  }

  /// Compares without rounding the int to a float.
  private static func order(_ a: Int, _ b: Double) -> Int? {
    if b.isNaN { return nil }
    if b >= 0x1p63 { return -1 }
    if b < -0x1p63 { return 1 }
    let whole = Int(b.rounded(.towardZero))
    if a != whole { return a < whole ? -1 : 1 }
    let rest = b - b.rounded(.towardZero)
    return rest == 0 ? 0 : rest > 0 ? -1 : 1
  }

  // MARK: arithmetic

  /// `a op b` for two numbers.
  /// - Throws: `numeric` for overflow, division by zero and what has no real value; `type` for
  ///   `@`, and for `&` and `|` on floats.
  static func binary(
    _ op: BinaryOperation, _ a: Value, _ b: Value
  ) throws(RuntimeError) -> Value {
    if let x = a.asInt, let y = b.asInt {
      if op == .bitAnd || op == .bitOr {
        let bits = op == .bitAnd ? x & y : x | y
        return a.tag == Tag.bool && b.tag == Tag.bool ? .bool(bits != 0) : .int(bits)
      }
      return try integers(op, x, y)
    }
    let (x, y) = (a.asDouble ?? .nan, b.asDouble ?? .nan)
    if y == 0, op == .divide || op == .floorDivide || op == .remainder {
      throw divisionByZero(op, a, b)
    }
    return try floats(op, x, y)
  }

  private static func integers(
    _ op: BinaryOperation, _ a: Int, _ b: Int
  ) throws(RuntimeError) -> Value {
    let result: (partialValue: Int, overflow: Bool)
    switch op {
    case .add: result = a.addingReportingOverflow(b)
    case .subtract: result = a.subtractingReportingOverflow(b)
    case .multiply: result = a.multipliedReportingOverflow(by: b)
    case .divide:
      guard b != 0 else { throw divisionByZero(op, .int(a), .int(b)) }
      return .float(Double(a) / Double(b))
    case .floorDivide:
      guard b != 0 else { throw divisionByZero(op, .int(a), .int(b)) }
      result = a.dividedReportingOverflow(by: b)
      if !result.overflow && a % b != 0 && (a < 0) != (b < 0) {
        return .int(result.partialValue - 1)
      }
    case .remainder:
      guard b != 0 else { throw divisionByZero(op, .int(a), .int(b)) }
      if b == -1 { return .int(0) }
      let rest = a % b
      return .int(rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest)
    case .power: return try power(a, b)
    case .matmul, .bitAnd, .bitOr: throw OperatorErrors.unsupported(op, .int(a), .int(b))
    }
    guard !result.overflow else { throw overflow("\(a) \(op.spelling) \(signed(b))") }
    return .int(result.partialValue)
  }

  private static func power(_ base: Int, _ exponent: Int) throws(RuntimeError) -> Value {
    if exponent < 0 {
      guard base != 0 else { throw divisionByZero(.power, .int(base), .int(exponent)) }
      return .float(pow(Double(base), Double(exponent)))
    }
    var (result, square, left) = (1, base, exponent)
    while true {
      if left & 1 == 1 {
        let product = result.multipliedReportingOverflow(by: square)
        guard !product.overflow else { throw overflow("\(signed(base)) ** \(exponent)") }
        result = product.partialValue
      }
      left >>= 1
      if left == 0 { return .int(result) }
      let product = square.multipliedReportingOverflow(by: square)
      guard !product.overflow else { throw overflow("\(signed(base)) ** \(exponent)") }
      square = product.partialValue
    }
  }

  private static func floats(
    _ op: BinaryOperation, _ a: Double, _ b: Double
  ) throws(RuntimeError) -> Value {
    switch op {
    case .add: return .float(a + b)
    case .subtract: return .float(a - b)
    case .multiply: return .float(a * b)
    case .divide: return .float(a / b)
    case .floorDivide: return .float(floorDivided(a, b))
    case .remainder: return .float(remainder(a, b))
    case .power:
      if a == 0 && b < 0 { throw divisionByZero(op, .float(a), .float(b)) }
      if a < 0 && a.isFinite && b.isFinite && b != b.rounded() {
        throw RuntimeError(
          .numeric,
          "\(NumberText.shortest(a)) ** \(NumberText.shortest(b)) is no real number: "
            + "a negative base with a fractional power")
      }
      return .float(pow(a, b))
    case .matmul, .bitAnd, .bitOr: throw OperatorErrors.unsupported(op, .float(a), .float(b))
    }
  }

  /// The remainder with the sign of the divisor.
  private static func remainder(_ a: Double, _ b: Double) -> Double {
    let rest = fmod(a, b)
    if rest == 0 { return Double(signOf: b, magnitudeOf: 0) }
    return (rest < 0) != (b < 0) ? rest + b : rest
  }

  /// The quotient rounded down, consistent with `remainder`.
  private static func floorDivided(_ a: Double, _ b: Double) -> Double {
    let rest = fmod(a, b)
    if !rest.isFinite { return (a / b).rounded(.down) }
    var quotient = (a - rest) / b
    if rest != 0 && (rest < 0) != (b < 0) { quotient -= 1 }
    if quotient == 0 { return Double(signOf: a / b, magnitudeOf: 0) }
    let whole = quotient.rounded(.down)
    return quotient - whole > 0.5 ? whole + 1 : whole
  }

  /// `op a` for a number.
  static func unary(_ op: UnaryOperation, _ a: Value) throws(RuntimeError) -> Value {
    switch op {
    case .plus: return a.asInt.map { .int($0) } ?? a
    case .negate:
      guard let whole = a.asInt else { return .float(-a.float) }
      guard whole != .min else { throw overflow("-(\(whole))") }
      return .int(-whole)
    case .invert:
      if a.tag == Tag.bool { return .bool(!a.bool) }
      if a.tag == Tag.int { return .int(~a.int) }
      throw RuntimeError(
        .type, "`~` needs a bool, an int or a tensor of these, got a float",
        hint: "`-x` negates, `not x` is the opposite truth")
    }
  }

  // MARK: errors

  private static func signed(_ value: Int) -> String { value < 0 ? "(\(value))" : "\(value)" }

  private static func overflow(_ call: String) -> RuntimeError {
    RuntimeError(
      .numeric, "integer overflow: \(call) is outside the 64-bit integers",
      hint: "a float takes it: write one of the numbers with a point")
  }

  private static func divisionByZero(
    _ op: BinaryOperation, _ a: Value, _ b: Value
  ) -> RuntimeError {
    RuntimeError(
      .numeric, "division by zero: \(NumberText.of(a)) \(op.spelling) \(NumberText.of(b))")
  }
}
