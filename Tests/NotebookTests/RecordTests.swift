import Testing

@testable import Notebook

@Suite struct RecordTests {
  @Test(arguments: [
    #"#< now 1773481342.118"#,
    #"#< clock [0.5, 0.75]"#,
    #"#< env "HOME" "/home/a b""#,
    #"#< env "NONE" none"#,
    #"#< input "a \"quoted\" text\n""#,
    #"#< args ["--x", "1"]"#,
    #"#< list_files "data" ["a.csv", "b [1].csv"]"#,
    #"#< file "my data/x.npy" 4e07"#,
    #"#>"#,
    #"#> two  spaces, kept"#,
    #"#> # %% no marker"#,
    #"#! numeric: division by zero"#,
    #"#! interrupt: at 18233"#,
    #"#= x 5b0c81d9e2f74a36"#,
    #"#= runs[0].model 5b0c81d9e2f74a36"#,
    #"#= d["a b"] 5b0c81d9e2f74a36"#,
    #"#= figure 2 5b0c81d9e2f74a36"#,
    #"#= figure 5b0c81d9e2f74a36"#,
    #"#= file "out.csv" 4e07"#,
    #"#= seed 7 at 13"#,
    #"#. done"#,
  ])
  func `reads and writes a record as it stands`(line: String) throws {
    #expect(try #require(Record(line: line)).text == line)
  }

  @Test func `tells a figure from a variable of that name`() {
    #expect(Record(line: "#= figure 2 ab") == .figure(index: 2, digest: "ab"))
    #expect(Record(line: "#= figure ab") == .binding(name: "figure", digest: "ab"))
    #expect(Record(line: "#= seed 3 at 9") == .seed(3, position: 9))
    #expect(Record(line: "#= seed ab") == .binding(name: "seed", digest: "ab"))
  }

  @Test func `takes no plain comment for a record`() {
    #expect(Record(line: "# > x") == nil)
    #expect(Record(line: "## doc") == nil)
    #expect(Record(line: " #> x") == nil)
    #expect(Record(line: "#< nothing") == nil)
  }

  @Test func `drops white space at the line end only`() {
    #expect(Record(line: "#>  x \t\r") == .output(" x"))
  }

  @Test func `gives a literal of every kind back`() {
    let literals: [Literal] = [
      .none, .bool(true), .int(-3), .float(0.1), .float(1e300), .float(-.infinity),
      .text("a\"b\\\n\t\u{1}ü"), .list([.int(1), .list([]), .text("x, ]")]),
    ]
    for literal in literals { #expect(Literal(literal.text) == literal) }
    #expect(Literal(#""open"#) == nil)
    #expect(Literal("[1, 2") == nil)
    #expect(Literal("word") == nil)
  }

  @Test func `reads the kind and safepoint of an expected error`() throws {
    let cell = Cell(code: "x", records: [.output("1"), .error("interrupt: at 12")])
    #expect(cell.expectedError?.kind == "interrupt")
    #expect(cell.expectedError?.safepoint == 12)
    #expect(Cell(code: "x", records: [.error("note: no kind")]).expectedError == nil)
  }
}
