import Diagnostics
import Machine
import Syntax
import Testing

@testable import Compiler

/// Forms of instructions that the speed depends on, and that no output would tell apart.
@Suite struct EmissionTests {
  private func listing(_ text: String) throws -> String {
    let source = SourceText(name: "cell", text: text)
    let statements = Parser.parse(source).program.cells[0].statements
    let chunk = try Emitter.compile(cell: statements, source: source, globals: Globals())
    return Disassembler.text(of: chunk.main)
  }

  @Test func `compares and jumps in one instruction, with a constant`() throws {
    #expect(try listing("fn f(n) { if n < 2 { n } }").contains("jumpUnlessLessK R1 int(2) →"))
  }

  @Test func `adds a constant without loading it`() throws {
    #expect(try listing("fn f(n) { n + 1 }").contains("addK R3 = R1, int(1)"))
  }

  @Test func `loops over a literal range without making it`() throws {
    let text = try listing("fn f(n) { for i in 0..n { } }")
    #expect(text.contains("forRange"))
    #expect(!text.contains("makeRange"))
  }

  @Test func `marks no parameter that a function only looks at`() throws {
    #expect(!(try listing("fn last(xs) = xs[-1]")).contains("share 1"))
    #expect(try listing("fn keep(xs) { [xs] }").contains("share 4"))
    #expect(try listing("fn same(xs) = xs").contains("share 3"))
    #expect(try listing("fn grow(xs) { xs.append(1); xs }").contains("share 1"))
  }

  @Test func `unpacks a literal without a list`() throws {
    let text = try listing("fn f(a, b) { a, b = b, a }")
    #expect(!text.contains("newList"))
    #expect(!text.contains("unpack"))
  }

  @Test func `appends to a list of a local in one instruction`() throws {
    let text = try listing("fn f() { xs = []; for i in 0..9 { xs.append(i) } }")
    #expect(text.contains("append R1 R2 →"))
  }

  @Test func `returns from each branch, a local without a copy`() throws {
    let text = try listing("fn f(n) { m = n; if n > 0 { m } else { 1 } }")
    #expect(text.contains("return 2 0 0"))
    #expect(!text.contains("jump →"))
  }

  @Test func `reads a called global with the call, unless its arguments run scripts`() throws {
    #expect(try listing("fn f(n) { f(n - 1) }").contains("callGlobal"))
    #expect(!(try listing("fn f(n) { g(f) }").contains("callGlobal")))
  }
}
