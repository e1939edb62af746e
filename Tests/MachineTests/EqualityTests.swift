import Machine
import Tensors
import Testing

@Suite struct EqualityTests {
  let bench = Bench()
  private var machine: VirtualMachine { bench.machine }

  private func tensor(_ values: [Double], dtype: DType = .f32) throws -> Value {
    machine.heap.tensor(try Tensor(values, shape: [values.count], dtype: dtype))
  }

  @Test func `compares lists, dicts and ranges by their items`() throws {
    #expect(try machine.isEqual(bench.ints(1, 2), bench.list(.float(1), .int(2))))
    #expect(!(try machine.isEqual(bench.ints(1, 2), bench.ints(1, 2, 3))))
    #expect(!(try machine.isEqual(bench.ints(1, 2), .int(1))))
    #expect(
      try machine.isEqual(
        bench.dict([("a", .int(1)), ("b", .int(2))]), bench.dict([("b", .int(2)), ("a", .int(1))])))
    #expect(try machine.isEqual(bench.range(0, 10, by: 3), bench.range(0, 12, by: 3)))
    #expect(!(try machine.isEqual(bench.range(0, 2), bench.ints(0, 1))))
    #expect(!(try machine.isEqual(.none, .bool(false))))
  }

  @Test func `compares a tensor element by element with numbers and lists of them`() throws {
    let x = try tensor([1, 2, 3])
    let mask = try machine.compare(.equal, x, .int(2))
    #expect(mask.asTensor?.bools() == [false, true, false])
    let other = try machine.compare(.notEqual, bench.ints(1, 0, 3), x)
    #expect(other.asTensor?.bools() == [false, true, false])
    let less = try machine.compare(.less, .int(2), x)
    #expect(less.asTensor?.bools() == [false, false, true])
    #expect(try machine.compare(.equal, x, bench.text("a")).tag == Tag.bool)
  }

  @Test func `takes tensors inside lists, and sought items, as wholes`() throws {
    let lists = [bench.list(try tensor([1, 2])), bench.list(try tensor([1, 2]))]
    #expect(try machine.compare(.equal, lists[0], lists[1]).bool)
    #expect(try machine.contains(lists[0], try tensor([1, 2])))
    #expect(!(try machine.contains(lists[0], try tensor([1, 3]))))
    #expect(try machine.contains(try tensor([1, 2]), .int(2)))
  }

  @Test func `looks for parts of texts, keys of dicts and numbers of ranges`() throws {
    #expect(try machine.contains(bench.text("margin"), bench.text("gin")))
    #expect(try machine.contains(bench.dict([("a", .none)]), bench.text("a")))
    #expect(try machine.contains(bench.range(0, 10, by: 3), .float(9)))
    #expect(!(try machine.contains(bench.range(0, 10, by: 3), .int(10))))
    #expect(
      failure { _ = try machine.contains(bench.text("a1"), .int(1)) }
        == "type: `in` looks for a text in a text, got int 1 / `str(x)` makes a text of it")
  }

  @Test func `knows what is true`() throws {
    let falses: [Value] = [
      .none, .bool(false), .int(0), .float(0), bench.text(""), bench.list(), bench.dict([]),
      try bench.range(3, 3), try tensor([0]),
    ]
    for value in falses { #expect(!(try machine.truth(value)), "\(machine.shown(value))") }
    let trues: [Value] = [
      .int(-1), .float(.nan), bench.text("0"), bench.ints(0), try tensor([2]),
    ]
    for value in trues { #expect(try machine.truth(value), "\(machine.shown(value))") }
    #expect(
      failure { _ = try machine.truth(try tensor([1, 2])) }
        == "value: a tensor f32[2] is not true or false as a whole"
        + " / `any(x)` asks for one true element, `all(x)` for all of them; `&`, `|` and `~` "
        + "go element by element")
  }

  @Test func `orders numbers, texts and lists, and nothing else`() throws {
    #expect(try machine.compare(.less, bench.text("Z"), bench.text("a")).bool)
    #expect(try machine.compare(.less, bench.text("z"), bench.text("é")).bool)
    #expect(try machine.compare(.less, bench.ints(1, 2), bench.ints(1, 2, 0)).bool)
    #expect(try machine.compare(.greater, bench.ints(2), bench.ints(1, 9)).bool)
    #expect(
      failure { _ = try machine.compare(.less, bench.text("1"), .int(2)) }
        == "type: `<` cannot order text \"1\" and int 2 / `float(x)` or `int(x)` reads a number")
  }

  @Test func `sorts stably with nan last, also in reverse`() throws {
    let keys: [Value] = [.float(2), .float(.nan), .int(1), .float(2), .int(0)]
    #expect(try machine.sortedPositions(of: keys) == [4, 2, 0, 3, 1])
    #expect(try machine.sortedPositions(of: keys, reverse: true) == [0, 3, 2, 4, 1])
    #expect(
      failure { _ = try machine.sortedPositions(of: [.int(1), bench.text("a")]) }
        .hasPrefix("type: `<` cannot order"))
  }

  @Test func `refuses lists nested too deep instead of overflowing the stack`() {
    var (a, b) = (bench.list(), bench.list())
    for _ in 0..<5_000 { (a, b) = (bench.list(a), bench.list(b)) }
    #expect(
      failure { _ = try machine.isEqual(a, b) } == "limit: lists nested more than 2000 deep")
    #expect(machine.shown(a).contains("…"))
  }
}
