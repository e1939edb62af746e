import Diagnostics
import Syntax
import Testing

/// "Lexis" of the language page: words, numbers, texts.
@Suite struct LexisTests {
  @Test func `names are letters, digits and underscores in NFC`() {
    #expect(tree("_a1 = été") == tree("_a1 = e\u{301}te\u{301}"))
    let composed = Array(value("e\u{301}").unicodeScalars)
    #expect(composed == ["\u{E9}"])
    #expect(value("日本") == "日本")
  }

  @Test func `contextual words are names outside their places`() {
    #expect(tree("outer = 1") == "(assign (to outer) 1)")
    #expect(tree("outer(a, b)") == "(show (call outer a b))")
    #expect(tree("outer\na") == "(show outer) (show a)")
    #expect(tree("fn f() { outer a, b }") == "(define f (parameters) (block (outer a b)))")
    #expect(value("f(by=\"uniform\")") == "(call f (by= \"uniform\"))")
    #expect(value("0..1 by by") == "(.. 0 1 by)")
    #expect(tree("as = by") == "(assign (to as) by)")
  }

  @Test func `any word stands after a point, as a bare key, and before = in a call`() {
    #expect(value("x.in.if") == "(.if (.in x))")
    #expect(value("{if: 1, none: 2}") == "(dict (word if 1) (word none 2))")
    #expect(value("f(in=1)") == "(call f (in= 1))")
  }

  @Test(arguments: [
    ("42", "42"), ("10_000", "10000"), ("0x1f", "31"), ("0b1100", "12"), ("0xFF_FF", "65535"),
    ("1.0", "1.0f"), ("1.", "1.0f"), (".5", "0.5f"), ("1e-3", "0.001f"), ("1_0.5e+2", "1050.0f"),
    ("1e5", "100000.0f"), ("0", "0"), ("00", "error: an int does not begin with 0"),
    ("1..n", "(.. 1 n)"), ("3.sqrt()", "(call (.sqrt 3))"), ("1.5.x", "(.x 1.5f)"),
    ("1..=5", "(..= 1 5)"), ("1. ..2", "(.. 1.0f 2)"), ("0.1+.2", "(+ 0.1f 0.2f)"),
    ("9223372036854775807", "9223372036854775807"), ("5e-324", "5e-324f"),
    ("-9223372036854775808", "-9223372036854775808"),
    ("- 9223372036854775808", "-9223372036854775808"),
    ("-0x8000000000000000", "-9223372036854775808"), ("0.0", "0.0f"), ("0e9", "0.0f"),
    ("2 - -9223372036854775808", "(- 2 -9223372036854775808)"),
  ])
  func `numbers`(text: String, expected: String) {
    #expect(value(text) == expected)
  }

  @Test(arguments: [
    "9223372036854775808", "2 - 9223372036854775808", "-9223372036854775808.x",
    "-9223372036854775808 ** 2", "18446744073709551616", "1e309", "1e-400", "01", "1_", "1__0",
    "0x_1", "0b2", "1x", "2e", "1.e5x y",
  ])
  func `numbers out of range or form are errors`(text: String) {
    #expect(value(text).hasPrefix("error: "))
  }

  @Test func `a range of constants too large for an int does not fail here`() {
    #expect(tree("try { n = 2 ** 63 } catch e { }").hasPrefix("(show (try"))
  }

  @Test(arguments: [
    (#""a\n\t\r\0\\\"\'b""#, "a\n\t\r\0\\\"'b"), (#"'it"s'"#, "it\"s"),
    (#""\x41\u{e9}\u{1F600}""#, "A\u{E9}\u{1F600}"), (#"r"$\alpha$""#, #"$\alpha$"#),
    (#"r"a\"b""#, #"a\"b"#), ("\"\"\"two\nlines\"\"\"", "two\nlines"), ("''", ""),
    ("'''a'b''c'''", "a'b''c"), ("\"\"\"a # %% b\n# %% c\"\"\"", "a # %% b\n# %% c"),
    ("\"e\u{301}\"", "e\u{301}"), (#""\x23 %%""#, "# %%"),
  ])
  func `texts`(text: String, expected: String) throws {
    let program = Parser.parse(SourceText(name: "t", text: text)).program
    let statement = try #require(program.cells[0].statements.first)
    guard case .expression(let expression, isSilenced: _) = statement.kind,
      case .text(let found) = expression.kind
    else {
      Issue.record("no text: \(program.outline)")
      return
    }
    #expect(Array(found.unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test(arguments: [
    (#"f"EER {e:.2f} %""#, #"(format "EER " e (format ".2f") " %")"#),
    (#"f"{{{x}}}""#, #"(format "{" x "}")"#),
    (#"f"{ {a: 1}.a }""#, #"(format (.a (dict (word a 1))))"#),
    (#"f"{x:{w}.{p}f}""#, #"(format x (format w "." p "f"))"#),
    (#"f"{d["a"]}""#, #"(format (index d "a"))"#), (#"f"{f"{x}"}""#, "(format (format x))"),
    (#"f"{x[1:2]:>8}""#, #"(format (index x (slice 1 2 _)) (format ">8"))"#),
    (#"f"{if c { a } else { b }}""#, "(format (if c (block (show a)) (else (block (show b)))))"),
    (#"f"{a != b}""#, "(format (compare a != b))"), (#"f"{a == b}""#, "(format (compare a == b))"),
    (#"f"{x:%Y:%m}""#, #"(format x (format "%Y:%m"))"#), (#"rf"\a{x}""#, #"(format "\\a" x)"#),
    (#"f'{x => x + "a"}'"#, #"(format (lambda (parameters (x)) (+ x "a")))"#),
    ("f\"\"\"{\n  x # why\n}\"\"\"", "(format x)"),
  ])
  func `formatted texts`(text: String, expected: String) {
    #expect(value(text) == expected)
  }

  @Test func `the longest token wins`() {
    #expect(value("a**b") == "(** a b)")
    #expect(value("a//b") == "(// a b)")
    #expect(value("a<-b") == "(compare a < (unary - b))")
    #expect(value("x[...]") == "(index x ...)")
    #expect(value("x[::2]") == "(index x (slice _ _ 2))")
    #expect(tree("x//=2") == "(//= x 2)")
  }

  @Test func `comments, records and blanks`() {
    let text = "\u{FEFF}# mscript session 1\r\nx = 1 # one\r\n#> 1\n  #> indented\n(#> inside\n2)\n"
    let (program, errors) = Parser.parse(SourceText(name: "t", text: text))
    #expect(errors.isEmpty)
    #expect(program.comments.map(\.kind) == [.plain, .plain, .record, .plain, .plain])
    #expect(program.cells[0].statements.count == 2)
    let spelled = program.comments.map { program.source.text(in: $0.range) }
    #expect(spelled == ["# mscript session 1", "# one", "#> 1", "#> indented", "#> inside"])
  }
}
