// What the loop does inline: numbers with numbers. Nil means that the slow path has to look.

enum Fast {
  @inline(__always)
  static func add(_ x: Value, _ y: Value) -> Value? {
    if x.tag == Tag.int, y.tag == Tag.int {
      let (sum, overflow) = x.int.addingReportingOverflow(y.int)
      return overflow ? nil : .int(sum)
    }
    guard let (a, b) = floats(x, y) else { return nil }
    return .float(a + b)
  }

  @inline(__always)
  static func subtract(_ x: Value, _ y: Value) -> Value? {
    if x.tag == Tag.int, y.tag == Tag.int {
      let (difference, overflow) = x.int.subtractingReportingOverflow(y.int)
      return overflow ? nil : .int(difference)
    }
    guard let (a, b) = floats(x, y) else { return nil }
    return .float(a - b)
  }

  @inline(__always)
  static func multiply(_ x: Value, _ y: Value) -> Value? {
    if x.tag == Tag.int, y.tag == Tag.int {
      let (product, overflow) = x.int.multipliedReportingOverflow(by: y.int)
      return overflow ? nil : .int(product)
    }
    guard let (a, b) = floats(x, y) else { return nil }
    return .float(a * b)
  }

  @inline(__always)
  static func divide(_ x: Value, _ y: Value) -> Value? {
    if x.tag == Tag.int, y.tag == Tag.int {
      // Ints beyond 2^53 are left to the slow path: their quotient needs care in rounding.
      let limit = 1 << 53
      guard y.int != 0, abs(y.int) <= limit, abs(x.int) <= limit else { return nil }
      return .float(Double(x.int) / Double(y.int))
    }
    guard let (a, b) = floats(x, y), b != 0 else { return nil }
    return .float(a / b)
  }

  @inline(__always)
  static func floorDivide(_ x: Value, _ y: Value) -> Value? {
    guard x.tag == Tag.int, y.tag == Tag.int, y.int > 0 else { return nil }
    let quotient = x.int / y.int
    return .int(x.int % y.int < 0 ? quotient - 1 : quotient)
  }

  @inline(__always)
  static func remainder(_ x: Value, _ y: Value) -> Value? {
    guard x.tag == Tag.int, y.tag == Tag.int, y.int > 0 else { return nil }
    let rest = x.int % y.int
    return .int(rest < 0 ? rest + y.int : rest)
  }

  @inline(__always)
  static func equal(_ x: Value, _ y: Value) -> Bool? {
    if x.tag == Tag.int, y.tag == Tag.int { return x.int == y.int }
    if x.tag == Tag.float, y.tag == Tag.float { return x.float == y.float }
    if x.tag == Tag.bool, y.tag == Tag.bool { return x.bits == y.bits }
    return x.tag == Tag.none && y.tag == Tag.none ? true : nil
  }

  @inline(__always)
  static func less(_ x: Value, _ y: Value) -> Bool? {
    if x.tag == Tag.int, y.tag == Tag.int { return x.int < y.int }
    if x.tag == Tag.float, y.tag == Tag.float { return x.float < y.float }
    return nil
  }

  @inline(__always)
  static func lessOrEqual(_ x: Value, _ y: Value) -> Bool? {
    if x.tag == Tag.int, y.tag == Tag.int { return x.int <= y.int }
    if x.tag == Tag.float, y.tag == Tag.float { return x.float <= y.float }
    return nil
  }

  @inline(__always)
  static func truth(_ x: Value) -> Bool? {
    if x.tag == Tag.bool { return x.bool }
    if x.tag == Tag.int { return x.int != 0 }
    return x.tag == Tag.none ? false : nil
  }

  /// Two floats, or a float beside an int.
  @inline(__always)
  private static func floats(_ x: Value, _ y: Value) -> (Double, Double)? {
    if x.tag == Tag.float {
      if y.tag == Tag.float { return (x.float, y.float) }
      if y.tag == Tag.int { return (x.float, Double(y.int)) }
    } else if x.tag == Tag.int, y.tag == Tag.float {
      return (Double(x.int), y.float)
    }
    return nil
  }
}

// A fast result, or else the slow path's.
extension VirtualMachine {
  @inline(__always)
  func arithmetic(
    _ fast: Value?, _ op: BinaryOperation, _ x: Value, _ y: Value
  ) throws(RuntimeError) -> Value {
    if let fast { return fast }
    return try slowBinary(op, x, y)
  }

  @inline(__always)
  func isTrue(_ x: Value) throws(RuntimeError) -> Bool {
    if let result = Fast.truth(x) { return result }
    return try slowTruth(x)
  }

  @inline(__always)
  func compared(
    _ fast: Bool?, _ op: Comparison, _ x: Value, _ y: Value
  ) throws(RuntimeError) -> Value {
    if let fast { return .bool(fast) }
    return try slowCompare(op, x, y)
  }

  @inline(__always)
  func decided(
    _ fast: Bool?, _ op: Comparison, _ x: Value, _ y: Value
  ) throws(RuntimeError) -> Bool {
    if let fast { return fast }
    return try slowDecide(op, x, y)
  }
}
