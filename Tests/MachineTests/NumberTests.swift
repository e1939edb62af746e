import Machine
import Testing

@Suite struct NumberTests {
  let bench = Bench()

  private func shown(_ op: BinaryOperation, _ a: Value, _ b: Value) throws -> String {
    bench.machine.shown(try bench.machine.binary(op, a, b))
  }

  // Expected: Python 3.11.
  @Test(arguments: [
    (7, 2, "3", "1"), (-7, 2, "-4", "1"), (7, -2, "-4", "-1"), (-7, -2, "3", "-1"),
    (Int.min, 1, "-9223372036854775808", "0"),
  ])
  func `floors quotients and remainders of ints`(
    a: Int, b: Int, quotient: String, remainder: String
  ) throws {
    #expect(try shown(.floorDivide, .int(a), .int(b)) == quotient)
    #expect(try shown(.remainder, .int(a), .int(b)) == remainder)
  }

  // Expected: Python 3.11.
  @Test(arguments: [
    (7.5, 2.0, "3.0", "1.5"), (-7.5, 2.0, "-4.0", "0.5"), (7.5, -2.0, "-4.0", "-0.5"),
    (1.0, 0.1, "9.0", "0.09999999999999995"), (-0.0, 3.0, "-0.0", "0.0"),
  ])
  func `floors quotients and remainders of floats`(
    a: Double, b: Double, quotient: String, remainder: String
  ) throws {
    #expect(try shown(.floorDivide, .float(a), .float(b)) == quotient)
    #expect(try shown(.remainder, .float(a), .float(b)) == remainder)
  }

  @Test func `divides ints truly, and raises to negative powers`() throws {
    #expect(try shown(.divide, .int(6), .int(3)) == "2.0")
    #expect(try shown(.power, .int(2), .int(-1)) == "0.5")
    #expect(try shown(.power, .int(-2), .int(63)) == "-9223372036854775808")
    #expect(try shown(.add, .bool(true), .bool(true)) == "2")
    #expect(try shown(.multiply, .float(1e308), .float(10)) == "inf")
  }

  @Test func `reports overflow, division by zero and powers without a real value`() {
    let machine = bench.machine
    #expect(
      failure { _ = try machine.binary(.add, .int(.max), .int(1)) }
        == "numeric: integer overflow: 9223372036854775807 + 1 is outside the 64-bit integers"
        + " / a float takes it: write one of the numbers with a point")
    #expect(
      failure { _ = try machine.binary(.power, .int(2), .int(63)) }
        == "numeric: integer overflow: 2 ** 63 is outside the 64-bit integers"
        + " / a float takes it: write one of the numbers with a point")
    #expect(
      failure { _ = try machine.binary(.remainder, .float(1), .int(0)) }
        == "numeric: division by zero: 1.0 % 0")
    #expect(
      failure { _ = try machine.binary(.power, .float(-8), .float(1 / 3)) }
        == "numeric: -8.0 ** 0.3333333333333333 is no real number: a negative base with a "
        + "fractional power")
    #expect(failure { _ = try machine.unary(.negate, .int(.min)) }.hasPrefix("numeric: integer"))
    #expect(
      failure { _ = try machine.binary(.floorDivide, .int(.min), .int(-1)) }
        .hasPrefix("numeric: integer overflow"))
  }

  @Test func `compares by exact value beyond 2^53`() throws {
    let big = 1 << 53
    #expect(try bench.machine.isEqual(.int(big), .float(Double(big))))
    #expect(!(try bench.machine.isEqual(.int(big + 1), .float(Double(big)))))
    #expect(try bench.machine.compare(.greater, .int(big + 1), .float(Double(big))).bool)
    #expect(try bench.machine.compare(.less, .int(.max), .float(0x1p63)).bool)
    #expect(!(try bench.machine.compare(.lessOrEqual, .float(.nan), .int(1)).bool))
  }

  @Test func `works bit by bit on ints, logically on bools`() throws {
    #expect(try shown(.bitAnd, .int(6), .int(3)) == "2")
    #expect(try shown(.bitOr, .bool(true), .bool(false)) == "true")
    #expect(bench.machine.shown(try bench.machine.unary(.invert, .int(5))) == "-6")
    #expect(bench.machine.shown(try bench.machine.unary(.invert, .bool(true))) == "false")
  }

  // Expected: Python 3.11's repr.
  @Test(arguments: [
    (0.1, "0.1"), (1.0, "1.0"), (1e16, "1e+16"), (1e-5, "1e-05"), (123456789.125, "123456789.125"),
    (.leastNonzeroMagnitude, "5e-324"), (-0.0, "-0.0"), (.infinity, "inf"), (.nan, "nan"),
  ])
  func `shows floats with the fewest digits that read back`(value: Double, text: String) {
    #expect(bench.machine.shown(.float(value)) == text)
  }
}
