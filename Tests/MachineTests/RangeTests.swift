import Machine
import Testing

@Suite struct RangeTests {
  let bench = Bench()

  private func items(
    _ a: Value, _ b: Value, _ step: Value? = nil, inclusive: Bool = false
  ) throws -> String {
    let range = try bench.machine.makeRange(a, b, by: step, inclusive: inclusive)
    return try bench.machine.printed(bench.machine.heap.list(try bench.machine.items(of: range)))
  }

  @Test func `runs up and down, with and without its end`() throws {
    #expect(try items(.int(0), .int(4)) == "[0, 1, 2, 3]")
    #expect(try items(.int(0), .int(4), inclusive: true) == "[0, 1, 2, 3, 4]")
    #expect(try items(.int(10), .int(0)) == "[]")
    #expect(try items(.int(10), .int(0), .int(-4)) == "[10, 6, 2]")
    #expect(try items(.int(3), .int(3), inclusive: true) == "[3]")
    #expect(try items(.int(0), .int(7), .int(3)) == "[0, 3, 6]")
  }

  @Test func `allows for rounding in the count of floats`() throws {
    let (zero, tenth) = (Value.float(0), Value.float(0.1))
    let closed = try bench.machine.makeRange(zero, .float(0.3), by: tenth, inclusive: true)
    #expect(closed.rangeObject?.count == 4)
    let open = try bench.machine.makeRange(.int(0), .int(1), by: tenth, inclusive: false)
    #expect(open.rangeObject?.count == 10)
    #expect(bench.machine.shown(open) == "0.0..1.0 by 0.1")
  }

  @Test func `ends at the largest int`() throws {
    let machine = bench.machine
    let range = try machine.makeRange(.int(.max - 1), .int(.max), by: nil, inclusive: true)
    #expect(range.rangeObject?.count == 2)
    #expect(range.rangeObject?.item(1).int == .max)
    #expect(
      failure { _ = try machine.makeRange(.int(.min), .int(.max), by: nil, inclusive: true) }
        == "limit: a range of over 2^63 items")
  }

  @Test func `says what is wrong with its parts`() throws {
    let machine = bench.machine
    #expect(
      failure { _ = try machine.makeRange(.int(0), .int(1), by: .int(0), inclusive: false) }
        == "value: the step of a range must not be 0 / `10..0 by -1` runs down")
    #expect(
      failure { _ = try machine.makeRange(.int(0), bench.text("a"), by: nil, inclusive: false) }
        == "type: the end of a range must be a number, got text \"a\"")
    #expect(
      failure {
        _ = try machine.makeRange(.int(0), .float(.infinity), by: nil, inclusive: false)
      } == "value: ends and step of a range must be finite, got inf")
  }
}
