import Diagnostics
import Syntax
import Testing

/// The canonical layout.
@Suite struct PrinterTests {
  private func printed(_ text: String) throws -> String {
    let (program, errors) = Parser.parse(SourceText(name: "t", text: text))
    try #require(errors.isEmpty, "\(errors.map(\.message))")
    return SourcePrinter.print(program)
  }

  @Test(arguments: [
    ("x=1", "x = 1\n"), ("a;b;", "a; b;\n"), ("a=1;b\nc", "a = 1; b\nc\n"),
    ("a;  # why\nb", "a;  # why\nb\n"), ("f( a,b = 1 )", "f(a, b=1)\n"), ("", ""),
    ("\n\n", ""),
    ("a+b*-c**d", "a + b * -c ** d\n"), ("x [ 1 : 2 , ... ]", "x[1:2, ...]\n"),
    ("{ a : 1,'b':2 }", "{a: 1, 'b': 2}\n"), ("if c{a}else{b}", "if c { a } else { b }\n"),
    ("fn f(a,b:f32[ n,3 ]=none)->int{a}", "fn f(a, b: f32[n, 3] = none) -> int { a }\n"),
    ("0 .. n by 2", "0..n by 2\n"), ("1. ..2", "1. ..2\n"), ("0.. .5", "0.. .5\n"),
    ("(x)=>x", "x => x\n"),
    ("x=>{a}", "x => { a }\n"), ("(a ,)", "(a,)\n"), ("0x1f+10_000", "0x1f + 10_000\n"),
    ("x  # why  ", "x  # why\n"), ("#a\n\n\n\n#b", "#a\n\n#b\n"), ("x={}", "x = {}\n"),
    ("fn f(){}", "fn f() { }\n"), ("import 'a.mscript':b,c", "import 'a.mscript': b, c\n"),
    ("f(\n1,2)", "f(\n    1, 2)\n"), ("f(\n1,\n2\n)", "f(\n    1,\n    2,\n)\n"),
    ("x=a+\nb", "x = a +\n    b\n"), ("(a\n+b)", "(a +\n    b)\n"),
    ("x\n.f()\n|>g", "x\n    .f()\n    |> g\n"),
    ("for x in xs{\n\n a\n\n\n b\n\n}", "for x in xs {\n    a\n\n    b\n}\n"),
    ("if a{ # so\nb\n# end\n}", "if a {  # so\n    b\n    # end\n}\n"),
    ("f(a, # first\nb)", "f(a,  # first\n    b)\n"),
    ("x = f(\n# only\n)", "x = f(\n    # only\n)\n"),
    ("map(xs,x=>{\na\n})", "map(xs, x => {\n    a\n})\n"),
    ("if c {\na } else if d {\nb }", "if c {\n    a\n} else if d {\n    b\n}\n"),
    ("# %%  [raises]  A\nx\n#> 1\n# %% B\ny", "# %% [raises] A\nx\n#> 1\n\n# %% B\ny\n"),
    ("x\n  #> not a record", "x\n# > not a record\n"), ("  # %% no marker", "#  %% no marker\n"),
    ("## doc\nfn f() = 1", "## doc\nfn f() = 1\n"), ("outer  a ,b", "outer a, b\n"),
    ("a , ..b = c", "a, ..b = c\n"), ("[ a,..b ]=c", "[a, ..b] = c\n"),
    ("assert a , 'm'", "assert a, 'm'\n"),
    ("fn f\n#> x\n(a) = a", "fn f(\n    #> x\n    a) = a\n"),
    ("f\"{ x :.2f}\"", "f\"{ x :.2f}\"\n"), ("no_grad{a}", "no_grad { a }\n"),
  ])
  func `lays out`(text: String, expected: String) throws {
    let once = try printed(text)
    #expect(once == expected)
    #expect(try printed(once) == once)
  }

  @Test(arguments: [
    ("fn f(x) {\n  # why\n  y = x;\n  y\n}", "fn f(x) { y = x; y }"),
    ("fn  f( x ){y=x; y;}", "fn f(x) { y = x; y }"), ("x = 0x10 + 1_000", "x = 16 + 1000"),
    ("x = r'\\a' + 'it\\'s'", "x = \"\\\\a\" + \"it's\""), ("1e-3; 1e20", "0.001;"),
    ("f\"{ {a: 1}.a }\"", "f\"{ {a: 1}.a}\""), ("f\"{ x :>{w}}{{\"", "f\"{x:>{w}}{{\""),
    ("a\n|> f(\n b)", "a |> f(b)"), ("x => ({a: x})", "x => ({a: x})"),
  ])
  func `on one line layout and spelling make no difference`(text: String, expected: String) throws {
    let program = Parser.parse(SourceText(name: "t", text: text)).program
    let statement = try #require(program.cells[0].statements.first)
    #expect(SourcePrinter.print(statement) == expected)
  }

  @Test func `made trees get the parentheses they need`() {
    let nowhere = SourceRange(start: 0, end: 0)
    func make(_ kind: Expression.Kind) -> Expression { Expression(kind, range: nowhere) }
    let (a, b) = (make(.name("a")), make(.name("b")))
    let sum = make(.binary(.add, a, b))
    #expect(SourcePrinter.print(make(.binary(.multiply, sum, b))) == "(a + b) * b")
    #expect(SourcePrinter.print(make(.binary(.subtract, a, sum))) == "a - (a + b)")
    #expect(SourcePrinter.print(make(.binary(.power, make(.unary(.minus, a)), b))) == "(-a) ** b")
    #expect(SourcePrinter.print(make(.unary(.minus, sum))) == "-(a + b)")
    #expect(SourcePrinter.print(make(.call(sum, []))) == "(a + b)()")
    #expect(SourcePrinter.print(make(.text("\u{7}é\"\n"))) == "\"\\u{7}é\\\"\\n\"")
    #expect(SourcePrinter.print(make(.int(.min))) == "-9223372036854775808")
    #expect(SourcePrinter.print(make(.float(1e21))) == "1e+21")
    #expect(SourcePrinter.print(make(.float(3))) == "3.0")
  }

  @Test func `the sample program of the language page is laid out already but for one line`() throws
  {
    let text = sample
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let once = try printed(text).split(separator: "\n", omittingEmptySubsequences: false)
    let changed = zip(lines, once).filter { $0 != $1 }.map { String($0.0) }
    #expect(lines.count == once.count)
    #expect(
      changed == [
        "          snt_xent(scale=5, margin=am(0.1)), snt_xent(scale=5, margin=aam(0.3))]"
      ])
  }
}

/// The program that opens the language page.
private let sample = """
  # %% Does an additive margin in the symmetric contrastive loss lower the EER?
  seed(7)
  speakers = load_speakers("data/japanese_vowels.csv")
  train, test = speakers.split("split")

  fn encoder() = sequential(
      conv1d(12, 64, kernel=3), batch_norm(64), relu(),
      conv1d(64, 128, kernel=3), batch_norm(128), relu(),
      stats_pool(), linear(256, 64))

  fn pretrain(loss, epochs=40) {
      model = encoder()
      opt = adam(model, lr=1e-3)
      for epoch in progress(1..=epochs, label=loss.name) {
          for batch in loader(train, batch_size=90, views=2) {
              a, b = batch.views
              opt.step(loss(model(a), model(b)))
          }
      }
      model
  }

  # %% One run per loss: a margin is a value that plugs into any contrastive loss
  losses = [nt_xent(scale=5), snt_xent(scale=5),
            snt_xent(scale=5, margin=am(0.1)), snt_xent(scale=5, margin=aam(0.3))]
  report = table("loss", "EER %", "minDCF")
  for loss in losses {
      scores, target = verify(pretrain(loss), test)
      report.add(loss.name, 100 * eer(scores, target), min_dcf(scores, target, p_target=0.05))
      det_plot(scores, target, label=loss.name)
  }
  report
  show()

  """
