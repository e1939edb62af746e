import Tensors
import Testing

@testable import Machine

@Suite struct IndexingTests {
  let bench = Bench()
  private var machine: VirtualMachine { bench.machine }

  private func slice(_ start: Int?, _ end: Int?, _ step: Int? = nil) -> IndexOperand {
    .slice(start.map { .int($0) }, end.map { .int($0) }, step.map { .int($0) })
  }

  private func shown(_ base: Value, _ items: IndexOperand...) throws -> String {
    try machine.printed(try machine.index(base, items))
  }

  // Expected: Python 3.11 on list(range(6)).
  @Test(
    arguments: [
      (1, 4, 1, "[1, 2, 3]"), (-2, nil, 1, "[4, 5]"), (nil, nil, -1, "[5, 4, 3, 2, 1, 0]"),
      (4, 1, -2, "[4, 2]"), (0, 99, 4, "[0, 4]"), (3, 3, 1, "[]"),
      (nil, -7, -1, "[5, 4, 3, 2, 1, 0]"),
      (-99, 2, 1, "[0, 1]"), (5, nil, -3, "[5, 2]"),
    ] as [(Int?, Int?, Int, String)])
  func `slices lists and ranges as Python does`(
    start: Int?, end: Int?, step: Int, text: String
  ) throws {
    #expect(try shown(bench.ints(0, 1, 2, 3, 4, 5), slice(start, end, step)) == text)
    let range = try machine.index(try bench.range(0, 6), [slice(start, end, step)])
    #expect(try machine.printed(machine.heap.list(try machine.items(of: range))) == text)
  }

  @Test func `counts texts by code points`() throws {
    #expect(try shown(bench.text("größe"), .value(.int(2))) == "ö")
    #expect(try shown(bench.text("größe"), .value(.int(-1))) == "e")
    #expect(try shown(bench.text("größe"), slice(1, 4)) == "röß")
    #expect(try machine.length(of: bench.text("größe")) == 5)
  }

  @Test func `names position and length of an index outside`() throws {
    #expect(
      failure { _ = try machine.index(bench.ints(1, 2, 3), [.value(.int(3))]) }
        == "index: index 3 is outside the list of 3 items"
        + " / positions are 0…2, or -3…-1 from the end")
    #expect(
      failure { _ = try machine.index(bench.list(), [.value(.int(0))]) }
        == "index: index 0 of an empty list")
    #expect(
      failure { _ = try machine.index(bench.ints(1), [.value(.float(0))]) }
        == "type: a list is indexed by an int or a slice, got float 0.0"
        + " / `int(x)` makes a whole number of it")
  }

  @Test func `names the nearest key of a dict`() throws {
    let dict = bench.dict([("margin", .float(0.1)), ("scale", .int(5))])
    #expect(try machine.index(dict, [.value(bench.text("scale"))]).int == 5)
    #expect(
      failure { _ = try machine.index(dict, [.value(bench.text("margn"))]) }
        == "key: no key \"margn\" / did you mean `margin`?")
    #expect(
      failure { _ = try machine.index(dict, [.value(bench.text("zzzzz"))]) }
        == "key: no key \"zzzzz\" / the keys are \"margin\", \"scale\"")
  }

  @Test func `takes several items between brackets as a list key`() throws {
    let dict = machine.heap.dict(DictTable())
    try machine.setIndex(dict, [.value(.int(1)), .value(.int(2))], to: .int(7))
    #expect(try machine.index(dict, [.value(bench.ints(1, 2))]).int == 7)
  }

  @Test func `replaces, inserts and removes by slices`() throws {
    let list = bench.ints(0, 1, 2, 3)
    try machine.setIndex(list, [slice(1, 3)], to: bench.ints(7, 8, 9))
    #expect(try machine.printed(list) == "[0, 7, 8, 9, 3]")
    try machine.setIndex(list, [slice(nil, nil, 2)], to: try bench.range(0, 3))
    #expect(try machine.printed(list) == "[0, 7, 1, 9, 2]")
    #expect(
      failure { try machine.setIndex(list, [slice(nil, nil, 2)], to: bench.ints(1)) }
        == "value: a slice with a step takes as many items as it has: 3, got 1")
    try machine.deleteIndex(list, [slice(0, 2)])
    try machine.deleteIndex(list, [.value(.int(-1))])
    #expect(try machine.printed(list) == "[1, 9]")
  }

  @Test func `stores a container in itself as a copy`() throws {
    let list = bench.ints(1, 2)
    try machine.setIndex(list, [.value(.int(0))], to: list)
    #expect(try machine.printed(list) == "[[1, 2], 2]")
  }

  @Test func `refuses to assign into texts and ranges`() throws {
    #expect(
      failure { try machine.setIndex(bench.text("ab"), [.value(.int(0))], to: bench.text("c")) }
        .hasPrefix("type: a text cannot be assigned into"))
    let range = try bench.range(0, 3)
    #expect(
      failure { try machine.setIndex(range, [.value(.int(0))], to: .int(1)) }
        == "type: a range cannot be assigned into / `list(r)` makes a list of it")
  }

  @Test func `copies a shared value before a change, and marks its children`() throws {
    let inner = bench.ints(1)
    let outer = bench.list(inner)
    machine.markShared(outer)
    let copy = machine.unshared(outer)
    #expect(!copy.isIdentical(to: outer))
    #expect(inner.heapObject?.isShared == true)
    try machine.setIndex(copy, [.value(.int(0))], to: .int(5))
    #expect(try machine.printed(outer) == "[[1]]")
    #expect(machine.unshared(copy).isIdentical(to: copy))
  }

  // Expected: NumPy.
  @Test func `indexes tensors by masks, gathers and new axes`() throws {
    let x = machine.heap.tensor(try Tensor(ints: [0, 1, 2, 3, 4, 5], shape: [2, 3]))
    #expect(try machine.index(x, [.value(.int(1))]).asTensor?.ints() == [3, 4, 5])
    #expect(try machine.index(x, [.ellipsis, .value(.int(-1))]).asTensor?.ints() == [2, 5])
    #expect(try machine.index(x, [.value(.none)]).asTensor?.shape == [1, 2, 3])
    let picked = try machine.index(x, [.value(bench.ints(0, 1)), .value(bench.ints(2, 0))])
    #expect(picked.asTensor?.ints() == [2, 3])
    let mask = try machine.compare(.greater, x, .int(3))
    #expect(try machine.index(x, [.value(mask)]).asTensor?.ints() == [4, 5])
    let one = try machine.index(x, [.value(.int(0)), .value(.int(1))])
    #expect(one.asTensor?.shape == [] && machine.shown(one) == "1")
  }

  @Test func `assigns into tensors, which keep their dtype`() throws {
    let x = machine.heap.tensor(try Tensor(ints: [0, 1, 2], shape: [3]))
    let before = x.asTensor
    try machine.setIndex(x, [slice(1, nil)], to: .float(7))
    #expect(x.asTensor?.ints() == [0, 7, 7] && before?.ints() == [0, 1, 2])
    #expect(
      failure { try machine.setIndex(x, [.value(.int(0))], to: .float(0.5)) }
        == "type: i64 cannot hold 0.5 / `x = x.astype(f32)` first makes x a tensor of floats")
    let mask = try machine.compare(.equal, x, .int(7))
    try machine.setIndex(x, [.value(mask)], to: .int(-1))
    #expect(x.asTensor?.ints() == [0, -1, -1])
  }
}
