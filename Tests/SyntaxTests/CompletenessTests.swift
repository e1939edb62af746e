import Syntax
import Testing

/// What the prompt asks before it runs a text.
@Suite struct CompletenessTests {
  @Test(arguments: [
    "", "# comment", "x = 1", "a; b", "if c { a }", "fn f(x) = x", "f(a,\n b)", "x |> f",
    "\"\"\"a\nb\"\"\"", "# %% one\na\n# %% two\nb", "for x in xs {\n  x\n}", "return1",
  ])
  func `whole texts are complete`(text: String) {
    guard case .complete = Parser.completeness(of: text) else {
      Issue.record("\(Parser.completeness(of: text))")
      return
    }
  }

  @Test(
    arguments: [
      ("f(", ["("]), ("for x in xs {", ["for"]), ("fn f(x) {\n  if c {\n    a", ["fn f", "if"]),
      ("x = [1, {a:", ["[", "{"]), ("x =", []), ("a +", []), ("a,", []), ("x =>", []), ("a |>", []),
      ("if c", []), ("fn f(x)", []), ("try { a }", []), ("x = \"\"\"a\nb", ["\"\"\""]),
      ("map(xs, x => {", ["(", "=>"]), ("x = f\"\"\"a {b", ["\"\"\""]), ("not", []),
      ("for x in xs", []), ("while", []), ("no_grad {\n", ["no_grad"]),
      ("if a { b } else {", ["else"]), ("x[1:", ["["]),
    ] as [(String, [String])])
  func `open texts say what is open`(text: String, open: [String]) {
    guard case .incomplete(let parts) = Parser.completeness(of: text) else {
      Issue.record("\(Parser.completeness(of: text))")
      return
    }
    #expect(parts.map(\.label) == open)
  }

  @Test func `open parts know their lines`() {
    let text = "a\nfn f() {\n  g(1,\n"
    guard case .incomplete(let parts) = Parser.completeness(of: text) else {
      Issue.record("not open")
      return
    }
    #expect(parts.map(\.line) == [2, 3])
  }

  @Test(arguments: [
    "else { }", "a b", "x = )", "\"abc", "f(1\n# %% next", "x = 1 2\nfor x in xs {", "a &&",
    "return 1", "f\"{x", "x.", "import \"lib.mscript\"", "{1, 2",
  ])
  func `texts that more lines would not mend are invalid`(text: String) {
    guard case .invalid(let error) = Parser.completeness(of: text) else {
      Issue.record("\(Parser.completeness(of: text))")
      return
    }
    #expect(error.kind == .syntax)
  }
}
