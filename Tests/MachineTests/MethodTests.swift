import Tensors
import Testing

@testable import Machine

@Suite struct MethodTests {
  let bench = Bench()
  private var machine: VirtualMachine { bench.machine }

  private func call(
    _ name: String, _ base: Value, _ values: Value..., named: [(name: String, value: Value)] = []
  ) throws -> Value? {
    try machine.placeMethod(name, on: base, Arguments(values, named: named))
  }

  @Test func `changes a list in its place`() throws {
    let list = bench.ints(3, 1)
    _ = try call("append", list, .int(2))
    _ = try call("insert", list, .int(0), .int(9))
    _ = try call("extend", list, try bench.range(5, 7))
    #expect(try machine.printed(list) == "[9, 3, 1, 2, 5, 6]")
    #expect(try call("pop", list)?.int == 6)
    #expect(try call("pop", list, .int(0))?.int == 9)
    _ = try call("remove", list, .int(2))
    _ = try call("sort", list, named: [("reverse", .bool(true))])
    #expect(try machine.printed(list) == "[5, 3, 1]")
    _ = try call("reverse", list)
    #expect(try machine.printed(list) == "[1, 3, 5]")
    _ = try call("clear", list)
    #expect(try machine.printed(list) == "[]")
    #expect(try call("update", list) == nil)
  }

  @Test func `changes a dict in its place`() throws {
    let dict = bench.dict([("a", .int(1))])
    _ = try call("update", dict, bench.dict([("b", .int(2)), ("a", .int(3))]))
    #expect(try machine.printed(dict) == "{\"a\": 3, \"b\": 2}")
    #expect(try call("pop", dict, bench.text("a"))?.int == 3)
    #expect(try call("pop", dict, bench.text("a"), .int(0))?.int == 0)
    #expect(failure { _ = try call("pop", dict, bench.text("a")) }.hasPrefix("key: no key \"a\""))
    #expect(
      try machine.valueMethod("get", on: dict, Arguments([bench.text("x"), .int(7)]))?.int == 7)
  }

  @Test func `reports wrong calls with the signature`() throws {
    let list = bench.ints(1)
    #expect(
      failure { _ = try call("append", list) }
        == "type: append: 'x' is missing / the signature is append(x)")
    #expect(
      failure { _ = try call("append", list, .int(1), .int(2)) }
        == "type: append: takes 1 value by position, got 2 / the signature is append(x)")
    #expect(
      failure { _ = try call("sort", list, .none) }
        == "type: sort: takes 0 values by position, got 1 / the signature is sort(key=none, reverse=false)"
    )
    #expect(
      failure { _ = try call("pop", bench.list()) }
        == "index: pop from an empty list / `if xs { xs.pop() }`")
    #expect(
      failure { _ = try call("remove", list, .int(5)) }
        == "value: remove: the list has no item equal to int 5 / `xs.pop(i)` removes by position")
  }

  @Test func `names what people from elsewhere look for`() {
    let push = machine.unknownMethod("push", on: bench.ints(1), functions: [])
    #expect(push.message == "a list has no method `push`")
    #expect(push.hint == "did you mean `xs.append(x)`?")
    let near = machine.unknownMethod("appendd", on: bench.ints(1), functions: [])
    #expect(near.hint == "did you mean `append`?")
  }

  @Test func `has fields of tensors, numbers, dicts and errors`() throws {
    let x = machine.heap.tensor(try Tensor.ones([2, 3]))
    #expect(try machine.printed(try machine.field(x, "shape")) == "[2, 3]")
    #expect(try machine.field(x, "T").asTensor?.shape == [3, 2])
    #expect(try machine.printed(try machine.field(.float(1), "shape")) == "[]")
    #expect(try machine.field(bench.dict([("lr", .float(0.5))]), "lr").float == 0.5)
    let error = machine.heap.error(RuntimeError(.value, "m"))
    #expect(try machine.field(error, "kind").string == "value")
    #expect(
      failure { _ = try machine.field(x, "shap") }
        == "name: a tensor has no field `shap` / did you mean `shape`?")
    #expect(
      failure { try machine.setField(x, "dtype", to: .none) }
        == "type: the field `dtype` of a tensor cannot be assigned / `x = x.astype(f64)`")
  }
}
