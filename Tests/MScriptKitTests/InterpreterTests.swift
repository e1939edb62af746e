import Diagnostics
import MScriptKit
import Testing

@Suite struct InterpreterTests {
  @Test func `runs a script and gives what it shows`() throws {
    let interpreter = try Interpreter(seed: 7)
    #expect(try interpreter.run("x = 2\nx + 1\nprint(\"done\")") == "3\ndone\n")
  }

  @Test func `takes and gives variables`() throws {
    let interpreter = try Interpreter()
    interpreter["rates"] = .list([.int(8000), .float(0.5), .text("a")])
    interpreter["options"] = .dict([("scale", .int(3))])
    try interpreter.run("n = len(rates) * options.scale; first = rates[2]; none_set = none")
    guard case .int(9)? = interpreter["n"], case .text("a")? = interpreter["first"],
      case .none? = interpreter["none_set"] as ScriptValue?
    else {
      Issue.record("the variables are not what the script set")
      return
    }
    #expect(interpreter["missing"] == nil)
    interpreter["n"] = nil
    #expect(throws: Diagnostic.self) { try interpreter.run("n") }
  }

  @Test func `throws the error with its place, and keeps what was done`() throws {
    let interpreter = try Interpreter()
    do {
      try interpreter.run("a = 1\nb = a / 0", name: "job")
      Issue.record("no error")
    } catch {
      #expect(error.kind == .numeric)
      #expect(error.source?.name == "job")
      #expect(error.range.flatMap { error.source?.line(at: $0.start) } == 2)
    }
    #expect(try interpreter.run("a") == "1\n")
  }
}
