import Diagnostics
import Syntax
import Testing

/// Whole answers to texts that do not parse, as a person sees them.
@Suite struct ErrorTests {
  static let cases =
    ForeignSpellingTranscripts.cases + ExpressionErrorTranscripts.cases
    + LiteralErrorTranscripts.cases + StructureErrorTranscripts.cases

  @Test(arguments: cases)
  func `answers with message, caret and hint`(code: String, answer: String) {
    let errors = Parser.parse(SourceText(name: "t", text: code)).diagnostics
    let rendered = errors.map { DiagnosticRenderer().render($0) }.joined(separator: "\n")
    #expect(rendered == answer)
  }

  @Test func `every error is of kind syntax and stands inside its text`() {
    for (code, _) in Self.cases {
      for error in Parser.parse(SourceText(name: "t", text: code)).diagnostics {
        #expect(error.kind == .syntax)
        #expect(error.range.map { $0.start <= $0.end && $0.end <= code.utf8.count } == true)
      }
    }
  }

  @Test func `one run finds an error in each of several statements`() {
    let text = """
      x = (1 +
      y = 2 3
      fn f(a {
          a b
      }
      for x in xs:
          print(x)
      z = ]
      # %% next
      if x { y z
      # %% last
      w = 1
      """
    let (program, errors) = Parser.parse(SourceText(name: "t", text: text))
    let lines = errors.map { error in error.source?.line(at: error.range?.start ?? 0) }
    #expect(lines == [2, 3, 6, 8, 10, 11])
    #expect(program.cells.count == 3)
    #expect(program.cells[2].statements.count == 1)
  }

  @Test func `the body under a Python head gives no further errors`() {
    let text = "def f(x):\n    y = x\n    return y\nz = 1"
    let (program, errors) = Parser.parse(SourceText(name: "t", text: text))
    #expect(errors.map(\.message) == ["`def` begins no statement"])
    #expect(program.cells[0].statements.count == 1)
  }

  @Test func `deep nesting is an error, not an overflow`() {
    let deep = 100_000
    let texts = [
      String(repeating: "(", count: deep), String(repeating: "[", count: deep),
      String(repeating: "{a: ", count: deep), String(repeating: "-", count: deep) + "x",
      String(repeating: "not ", count: deep) + "x", String(repeating: "x => ", count: deep) + "x",
      String(repeating: "x ** ", count: deep) + "x", String(repeating: "x + ", count: deep) + "x",
      "x" + String(repeating: ".a", count: deep), "x" + String(repeating: "[0]", count: deep),
      String(repeating: "if x { ", count: deep), String(repeating: "f\"{", count: 3_000),
      String(repeating: "fn f() { ", count: deep), String(repeating: "x |> ", count: deep) + "x",
    ]
    for text in texts {
      let errors = Parser.parse(SourceText(name: "t", text: text)).diagnostics
      #expect(!errors.isEmpty, "\(text.prefix(12))")
    }
    let fine = String(repeating: "(", count: 40) + "x" + String(repeating: ")", count: 40)
    #expect(Parser.parse(SourceText(name: "t", text: fine)).diagnostics.isEmpty)
    let chain = String(repeating: "x + ", count: 900) + "x"
    #expect(Parser.parse(SourceText(name: "t", text: chain)).diagnostics.isEmpty)
  }

  @Test func `names of other languages have hints`() {
    #expect(ForeignSpelling.hint(forName: "True") == "write `true`")
    #expect(ForeignSpelling.hint(forName: "np")?.contains("nothing to import") == true)
    #expect(ForeignSpelling.hint(forName: "margin") == nil)
  }
}
