import Diagnostics
import MScriptKit
import Testing

/// Swift functions that scripts call.
@Suite struct RegistrationTests {
  private struct Refusal: Error, CustomStringConvertible {
    let description: String
  }

  @Test func `a registered function has typed parameters, names and defaults`() throws {
    let interpreter = try Interpreter()
    interpreter.register(
      "scale", Number("factor", .above(0)), TensorParameter("x"), Flag("negative"),
      documented: "The tensor, times a factor."
    ) { factor, x, negative in x.doubles().map { $0 * (negative ? -factor : factor) } }
    #expect(try interpreter.run("scale(2, [1, 2.5])") == "[2.0, 5.0]\n")
    #expect(try interpreter.run("scale(2, x=[1], negative=true)") == "[-2.0]\n")
    let error = #expect(throws: Diagnostic.self) { try interpreter.run("scale(0, [1])") }
    #expect(error?.kind == .value)
    #expect(error?.message == "scale: 'factor' must be a number > 0, got 0")
    #expect(error?.hint == "the signature is scale(factor, x, negative=false)")
    #expect(try interpreter.run("help(scale)").contains("The tensor, times a factor."))
  }

  @Test func `results and lists of every convertible type pass`() throws {
    let interpreter = try Interpreter()
    interpreter.register(
      "lengths", ValueOf<[String]>("names", accepts: "a list of texts"),
      documented: "Their lengths."
    ) { names in Dictionary(uniqueKeysWithValues: names.map { ($0, $0.count) }) }
    #expect(try interpreter.run("lengths([\"b\", \"aa\"]) == {aa: 2, b: 1}") == "true\n")
    let error = #expect(throws: Diagnostic.self) { try interpreter.run("lengths([1])") }
    #expect(error?.message == "lengths: 'names' must be a list of texts, got a list of 1")
    interpreter.register("nothing", documented: "None.") { Int?.none }
    #expect(try interpreter.run("nothing() == none") == "true\n")
  }

  @Test func `what it throws is an error that scripts can catch`() throws {
    let interpreter = try Interpreter()
    interpreter.register("refuse", documented: "Fails.") { () throws -> Int in
      throw Refusal(description: "the device is off")
    }
    let error = #expect(throws: Diagnostic.self) { try interpreter.run("refuse()", name: "job") }
    #expect(error?.message == "the device is off")
    #expect(error?.source?.name == "job")
    let caught = try interpreter.run("try { refuse() } catch e { e.message }")
    #expect(caught == "\"the device is off\"\n")
  }

  @Test func `it replaces one of its name, also where that was called before`() throws {
    let interpreter = try Interpreter()
    interpreter.register("answer", documented: "An int.") { 41 }
    #expect(try interpreter.run("fn f() = answer()\nf()") == "41\n")
    interpreter.register("answer", documented: "An int.") { 42 }
    #expect(try interpreter.run("f()") == "42\n")
  }

  @Test func `a registered function cannot run its interpreter, and may run another`() throws {
    let outer = try Interpreter()
    let inner = try Interpreter()
    outer.register("nested", documented: "Runs.") { try outer.run("1") }
    outer.register("beside", documented: "Runs.") { try inner.run("1 + 1") }
    let error = #expect(throws: Diagnostic.self) { try outer.run("nested()") }
    #expect(error?.message.contains("this interpreter is running already") == true)
    #expect(try outer.run("beside()") == "\"2\\n\"\n")
  }

  @Test func `Swift calls functions of scripts and builtins`() throws {
    let interpreter = try Interpreter()
    try interpreter.run("fn join(a, b) = f\"{a}-{b}\"\nfn fails(x) { throw \"no\" }")
    guard case .text("7-am") = try interpreter.call("join", 7, "am") else {
      Issue.record("join gives another value")
      return
    }
    guard case .int(6) = try interpreter.call("sum", [1, 2, 3]) else {
      Issue.record("sum gives another value")
      return
    }
    let error = #expect(throws: Diagnostic.self) { try interpreter.call("fails", 1) }
    #expect(error?.kind == .user)
    #expect(throws: Diagnostic.self) { try interpreter.call("missing") }
  }
}
