import Diagnostics
import MScriptKit
import Testing

/// Values between Swift and scripts.
@Suite struct ConversionTests {
  @Test func `typed values go in and come out`() throws {
    let interpreter = try Interpreter()
    interpreter["a"] = ["x": 1.5, "y": -2].scriptValue
    interpreter["b"] = ["am", "aam"]
    try interpreter.run("c = a.x * 2; d = [len(s) for s in b]; e = none; f = 3; g = true")
    #expect(try interpreter.value("a", as: [String: Double].self) == ["x": 1.5, "y": -2])
    #expect(try interpreter.value("b", as: [String].self) == ["am", "aam"])
    #expect(try interpreter.value("c", as: Double.self) == 3)
    #expect(try interpreter.value("d", as: [Int].self) == [2, 3])
    #expect(try interpreter.value("e", as: Int?.self) == .some(.none))
    #expect(try interpreter.value("f", as: Double.self) == 3)
    #expect(try interpreter.value("g", as: Bool.self) == true)
    #expect(try interpreter.value("missing", as: Bool.self) == nil)
    let error = #expect(throws: Diagnostic.self) { try interpreter.value("b", as: [Int].self) }
    #expect(error?.kind == .type)
    #expect(error?.message == "`b` is list, which is no Array<Int>")
  }

  @Test func `tensors keep shape and values`() throws {
    let interpreter = try Interpreter()
    interpreter["w"] = .tensor(try Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3]))
    try interpreter.run("t = w.T; s = w.sum()")
    let transposed = try #require(try interpreter.value("t", as: Tensor.self))
    #expect(transposed.shape == [3, 2])
    #expect(transposed.doubles() == [1, 4, 2, 5, 3, 6])
    #expect(try interpreter.value("s", as: Double.self) == 21)
  }

  @Test func `what is nested too deep comes out as what the prompt shows`() throws {
    let interpreter = try Interpreter()
    try interpreter.run("a = []\nfor i in 0..100000 { a = [a] }")
    var value = try #require(interpreter["a"])
    var depth = 0
    while case .list(let items) = value, let first = items.first {
      value = first
      depth += 1
    }
    #expect(depth == 1000)
    #expect(value.typeName == "list")
  }
}
