import Machine
import Tensors
import Testing

@Suite struct OperatorTests {
  let bench = Bench()
  private var machine: VirtualMachine { bench.machine }

  @Test func `joins and repeats texts`() throws {
    let text = try machine.binary(.add, bench.text("a"), bench.text("é"))
    #expect(text.string == "aé")
    #expect(try machine.binary(.multiply, .int(3), bench.text("ab")).string == "ababab")
    #expect(try machine.binary(.multiply, bench.text("-"), .int(-1)).string == "")
  }

  @Test func `teaches what to write in place of a wrong operator`() {
    let (text, list, dict) = (bench.text("n = "), bench.ints(1), bench.dict([]))
    #expect(
      failure { _ = try machine.binary(.add, text, .int(1)) }
        == "type: `+` cannot join text \"n = \" and int 1"
        + " / put the value into the text, f\"…{x}\", or make it one, `str(x)`")
    #expect(
      failure { _ = try machine.binary(.add, list, bench.ints(2)) }
        == "type: `+` does not join a list of 1 and a list of 1: it could mean two things"
        + " / `concat(a, b)` joins lists, `xs.append(x)` and `xs.extend(ys)` add to one, "
        + "`tensor(a) + b` adds number by number")
    #expect(
      failure { _ = try machine.binary(.add, dict, dict) }
        == "type: `+` cannot join a dict of 0 and a dict of 0"
        + " / `{..a, ..b}` joins dicts, `a.update(b)` adds to one")
    #expect(
      failure { _ = try machine.binary(.matmul, .int(1), .int(2)) }
        == "type: `@` cannot join int 1 and int 2"
        + " / `@` is the matrix product; `*` multiplies by a number")
    #expect(
      failure { _ = try machine.binary(.subtract, .none, .int(2)) }
        == "type: `-` cannot join none and int 2"
        + " / one of them is none: what gave it returned no value?")
  }

  @Test func `makes tensors of lists and ranges beside numbers`() throws {
    let doubled = try machine.binary(.multiply, bench.ints(1, 2, 3), .int(2))
    #expect(doubled.asTensor?.ints() == [2, 4, 6])
    let halved = try machine.binary(.multiply, try bench.range(0, 3), .float(0.5))
    #expect(halved.asTensor?.dtype == .f32 && halved.asTensor?.doubles() == [0, 0.5, 1])
    let difference = try machine.binary(.subtract, bench.ints(5, 5), bench.ints(1, 2))
    #expect(difference.asTensor?.ints() == [4, 3])
  }

  @Test(arguments: [
    (DType.f64, DType.f64), (.f32, .f32), (.i64, .f32), (.bool, .f32),
  ])
  func `lets a float and a list of floats be weak`(dtype: DType, result: DType) throws {
    let x = machine.heap.tensor(try Tensor.ones([2], dtype: dtype))
    #expect(try machine.binary(.add, x, .float(0.5)).asTensor?.dtype == result)
    let list = bench.list(.float(0.5), .int(1))
    #expect(try machine.binary(.add, list, x).asTensor?.dtype == result)
  }

  @Test func `keeps ints beside i64, and shapes of [] as tensors`() throws {
    let x = machine.heap.tensor(try Tensor(ints: [2], shape: [1]))
    #expect(try machine.binary(.add, x, .int(1)).asTensor?.dtype == .i64)
    let scalar = machine.heap.tensor(.scalar(3, dtype: .f32))
    let sum = try machine.binary(.add, scalar, .int(1))
    #expect(sum.asTensor?.shape == [] && sum.asTensor?.dtype == .f32)
  }

  @Test func `names the place of a ragged list, and both shapes`() throws {
    let ragged = bench.list(bench.ints(1, 2), bench.ints(3))
    #expect(
      failure { _ = try machine.binary(.multiply, ragged, .int(2)) }
        == "shape: the list is ragged: item [1] has 1 item, the ones before have 2")
    let x = machine.heap.tensor(try Tensor.ones([2, 3]))
    let message = failure { _ = try machine.binary(.add, x, bench.ints(1, 2)) }
    #expect(message.hasPrefix("shape: ") && message.contains("[2, 3]") && message.contains("[2]"))
  }

  @Test func `stacks lists of tensors`() throws {
    let one = machine.heap.tensor(try Tensor([1, 2], shape: [2]))
    let sum = try machine.binary(.add, bench.list(one, one), .int(1))
    #expect(sum.asTensor?.shape == [2, 2])
    let other = machine.heap.tensor(try Tensor([1], shape: [1]))
    #expect(
      failure { _ = try machine.tensor(from: bench.list(one, other)) }
        == "shape: a list of tensors needs equal shapes: item 0 is [2], item 1 is [1]"
        + " / `concat(a, b)` joins tensors along an axis")
  }
}
