import Diagnostics
import Syntax
import Testing

/// "Where a statement ends", "What a brace opens" and "Cells" of the language page.
@Suite struct StatementEndTests {
  @Test(arguments: [
    // At `;` or a newline.
    ("a; b", "(silent a) (show b)"), ("a\nb", "(show a) (show b)"), (";;a;;", "(silent a)"),
    // Inside brackets a newline is white space; inside a block it counts.
    ("f(a,\n b)", "(show (call f a b))"), ("[a\n,b]", "(show (list-brackets a b))"),
    ("{a:\n1\n}", "(show (dict (word a 1)))"), ("(a\n+ b)", "(show (parens (+ a b)))"),
    ("if c {\na\n-b\n}", "(show (if c (block (show a) (show (unary - b)))))"),
    (
      "f(x => {\na\nb\n})",
      "(show (call f (lambda (parameters (x)) (block (show a) (show b)))))"
    ),
    ("f({\na: 1\n})", "(show (call f (dict (word a 1))))"),
    // It cannot end behind an operator, `=`, `,`, `=>`, `|>`.
    ("a +\nb", "(show (+ a b))"), ("a and\nb", "(show (and a b))"), ("not\na", "(show (not a))"),
    ("-\na", "(show (unary - a))"), ("x =\n1", "(assign (to x) 1)"), ("x +=\n1", "(+= x 1)"),
    ("a,\nb", "(show (list-bare a b))"), ("x =>\nx", "(show (lambda (parameters (x)) x))"),
    ("a |>\nf", "(show (|> a f))"), ("a in\nb", "(show (compare a in b))"),
    ("a not\nin b", "(show (compare a not in b))"),
    ("fn f(x) ->\nint { x }", "(define f (parameters (x)) (note int) (block (show x)))"),
    // Before a block still due, and before `catch` or `finally`.
    ("if c\n{ a }", "(show (if c (block (show a))))"),
    ("fn f(x)\n{ x }", "(define f (parameters (x)) (block (show x)))"),
    ("fn f(x)\n= x", "(define f (parameters (x)) x)"),
    ("try { a }\n\ncatch { b }", "(show (try (block (show a)) (catch  (block (show b)))))"),
    // It goes on at `|>`, `else`, `catch`, `finally`, `.` and a name.
    ("a\n|> f", "(show (|> a f))"), ("a\n\n# so\n  .f()", "(show (call (.f a)))"),
    ("a\n.in", "(show (.in a))"),
    (
      "if c { a }\n# or\nelse { b }",
      "(show (if c (block (show a)) (else (block (show b)))))"
    ),
    (
      "try { a } catch e { b }\nfinally { c }",
      "(show (try (block (show a)) (catch e (block (show b))) (finally (block (show c)))))"
    ),
    // A line that begins with `(`, `[`, `-`, `.5` begins a new statement.
    ("a\n(b)", "(show a) (show (parens b))"), ("a\n[b]", "(show a) (show (list-brackets b))"),
    ("a\n- b", "(show a) (show (unary - b))"), ("a\n.5", "(show a) (show 0.5f)"),
    ("a\n..b = c", "(show a) (assign (to ..b) c)"),
    ("fn f() { return\na }", "(define f (parameters) (block (return) (show a)))"),
    ("fn f() { return a, b }", "(define f (parameters) (block (return (list-bare a b))))"),
    ("if a { b } else if c { d }", "(show (if a (block (show b)) c (block (show d))))"),
  ])
  func `where a statement ends`(text: String, expected: String) {
    #expect(tree(text) == expected)
  }

  @Test(arguments: [
    "a \\\n+ b", "a b", "if c { a } b", "x = 1 { }", "if c { a } + b", "fn(x) { x }(3)",
    "else { a }", "..a", "try { a }\nb", "if c { a }\n|> f", "a.\nb", "f\"{a\n}\"", "\"a\nb\"",
  ])
  func `what ends too early or too late is an error`(text: String) {
    #expect(tree(text).hasPrefix("error: "))
  }

  @Test(arguments: [
    ("{a: 1}", "(show (dict (word a 1)))"), ("{}", "(show (dict))"),
    ("{a: 1}.a", "(show (.a (dict (word a 1))))"),
    ("if {a: 1} == x { y }", "(show (if (compare (dict (word a 1)) == x) (block (show y))))"),
    ("for k in {a: 1} { }", "(for (to k) (dict (word a 1)) (block))"),
    ("x => { a }", "(show (lambda (parameters (x)) (block (show a))))"),
    ("x => {}", "(show (lambda (parameters (x)) (block)))"),
    ("x => ({a: x})", "(show (lambda (parameters (x)) (parens (dict (word a x)))))"),
    ("x => { ..a = b }", "(show (lambda (parameters (x)) (block (assign (to ..a) b))))"),
    ("while c { }", "(while c (block))"), ("no_grad { a }", "(show (no_grad (block (show a))))"),
    ("try { } catch { }", "(show (try (block) (catch  (block))))"),
    ("x = fn() { a }", "(assign (to x) (fn (parameters) (block (show a))))"),
    ("{(k): 1, \"k\": 2, 1 + 1: 3}", "(show (dict (: (parens k) 1) (: \"k\" 2) (: (+ 1 1) 3)))"),
    ("{k: v for k, v in d}", "(show (each k v (for (to k v) d)))"),
    ("{..d, lr: 1,}", "(show (dict (.. d) (word lr 1)))"),
  ])
  func `what a brace opens`(text: String, expected: String) {
    #expect(tree(text) == expected)
  }

  @Test func `cells have tags, titles and their own statements`() throws {
    let text = """
      a
      # %% [raises] Fit the slope
      b
      #> 1
        # %% indented
      # %%%
      # %% [markdown]
      # Prose
      # %%
      """
    let (program, errors) = Parser.parse(SourceText(name: "t", text: text))
    #expect(errors.isEmpty)
    #expect(program.cells.map(\.title) == ["", "Fit the slope", "", ""])
    #expect(program.cells.map(\.tags) == [[], ["raises"], ["markdown"], []])
    #expect(program.cells.map(\.isProse) == [false, false, true, false])
    #expect(program.cells.map(\.statements.count) == [1, 1, 0, 0])
    #expect(program.cells[0].marker == nil)
    let ranges = program.cells.map { program.source.text(in: $0.range) }
    #expect(ranges.joined() == text)
    #expect(ranges[3] == "# %%")
  }

  @Test func `a marker inside a bracket names the bracket and its line`() {
    let text = "x = 1\nfor a in b {\n  y\n# %% next\nz"
    let (program, errors) = Parser.parse(SourceText(name: "t", text: text))
    #expect(errors.map(\.message) == ["cell ends inside `{` opened at line 2"])
    #expect(program.cells[1].statements.count == 1)
  }
}
