import Machine
import Testing

@Suite struct DictTableTests {
  let bench = Bench()

  @Test func `keeps the order of insertion and the first spelling of a key`() throws {
    var table = DictTable()
    try table.set(.int(10), for: .int(1))
    try table.set(.int(20), for: bench.text("a"))
    try table.set(.int(30), for: .float(1))
    #expect(table.count == 2)
    #expect(table.keys[0].tag == Tag.int)
    #expect(table.values.map(\.int) == [30, 20])
  }

  @Test func `takes true, 1 and 1.0 for one key, and -0.0 for 0`() throws {
    var table = DictTable()
    try table.set(.int(1), for: .bool(true))
    #expect(try table.value(for: .int(1))?.int == 1)
    #expect(try table.value(for: .float(1))?.int == 1)
    try table.set(.int(2), for: .int(0))
    #expect(try table.value(for: .float(-0.0))?.int == 2)
  }

  @Test func `holds none and lists as keys`() throws {
    var table = DictTable()
    try table.set(.int(1), for: .none)
    try table.set(.int(2), for: bench.ints(1, 2))
    #expect(try table.value(for: bench.list(.float(1), .int(2)))?.int == 2)
    #expect(try table.value(for: .none)?.int == 1)
  }

  @Test func `refuses nan and dicts as keys`() {
    #expect(
      failure { _ = try DictKey(.float(.nan)) } == "value: nan cannot be a key: it equals nothing")
    #expect(
      failure { _ = try DictKey(bench.dict([])) }
        == "type: a value of type dict cannot be a key"
        + " / keys are none, bools, numbers, texts, or lists of these")
  }

  @Test func `finds every key among many, after removals too`() throws {
    var table = DictTable()
    for k in 0..<2_000 { try table.set(.int(k * k), for: .int(k)) }
    for k in stride(from: 0, to: 2_000, by: 3) { #expect(try table.remove(.int(k)) != nil) }
    for k in 0..<2_000 {
      let found = try table.value(for: .int(k))?.int
      #expect(found == (k % 3 == 0 ? nil : k * k))
    }
    #expect(table.count == 1_333)
    #expect(table.keys.first?.int == 1)
    #expect(try table.remove(.int(0)) == nil)
  }

  @Test func `puts a removed key back at the end`() throws {
    var table = DictTable()
    for name in ["a", "b"] { try table.set(.none, for: bench.text(name)) }
    _ = try table.remove(bench.text("a"))
    try table.set(.none, for: bench.text("a"))
    #expect(table.keys.map(\.string) == ["b", "a"])
  }

  @Test func `is a value: a copy does not change with the other`() throws {
    var table = DictTable()
    try table.set(.int(1), for: .int(1))
    let copy = table
    try table.set(.int(2), for: .int(1))
    #expect(try copy.value(for: .int(1))?.int == 1)
    #expect(table.map { $0.value.int } == [2])
  }
}
