import Diagnostics
import Syntax
import Testing

@testable import Compiler

@Suite struct CellNamesTests {
  private func names(_ text: String) -> CellNames {
    CellNames.of(Parser.parse(SourceText(name: "cell", text: text)).program.cells[0].statements)
  }

  @Test func `finds what a cell reads and binds`() {
    #expect(names("y = x + 1\nz = y") == CellNames(read: ["x"], bound: ["y", "z"]))
  }

  @Test func `reads what may not be bound yet`() {
    #expect(names("if c { y = 1 }\ny") == CellNames(read: ["c", "y"], bound: ["y"]))
  }

  @Test func `counts a changed place as read and bound`() {
    #expect(names("xs.append(1)") == CellNames(read: ["append", "xs"], bound: ["xs"]))
    #expect(names("d.k = v") == CellNames(read: ["v", "d"], bound: ["d"]))
  }

  @Test func `looks into functions, not at their locals or comprehension variables`() {
    let text = "fn f(a) { b = a + k; outer n; n = b }\n[i + w for i in xs]"
    #expect(names(text) == CellNames(read: ["k", "n", "xs", "w"], bound: ["f", "n"]))
  }
}
