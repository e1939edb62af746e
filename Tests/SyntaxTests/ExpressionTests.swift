import Diagnostics
import Syntax
import Testing

/// "Expressions" and "Statements" of the language page.
@Suite struct ExpressionTests {
  @Test(arguments: [
    // Each level binds weaker than the next.
    (
      "a |> f or b",
      "error: right of `|>` stands a call, index or field chain, or a lambda, found `or`"
    ),
    ("a or b |> f", "(|> (or a b) f)"), ("a or b and c", "(or a (and b c))"),
    ("not a and b", "(and (not a) b)"), ("not a == b", "(not (compare a == b))"),
    ("not not a", "(not (not a))"), ("a < b..c", "(compare a < (.. b c))"),
    ("a..b | c", "(.. a (| b c))"), ("a | b & c", "(| a (& b c))"), ("a & b + c", "(& a (+ b c))"),
    ("a + b * c", "(+ a (* b c))"), ("a * -b", "(* a (unary - b))"),
    ("-a ** b", "(unary - (** a b))"), ("2 ** -1", "(** 2 (unary - 1))"),
    ("a ** b ** c", "(** a (** b c))"), ("a - b - c", "(- (- a b) c)"),
    ("a @ b / c", "(/ (@ a b) c)"), ("~a.b[c](d)", "(unary ~ (call (index (.b a) c) d))"),
    ("(y > 1) & (y < 5)", "(& (parens (compare y > 1)) (parens (compare y < 5)))"),
    ("-1..n - 1", "(.. (unary - 1) (- n 1))"), ("0..xs.len()", "(.. 0 (call (.len xs)))"),
    ("0..=1 by 0.1", "(..= 0 1 0.1f)"), ("0 < x <= 1", "(compare 0 < x <= 1)"),
    ("a in b not in c", "(compare a in b not in c)"),
    ("(a < b) < c", "(compare (parens (compare a < b)) < c)"),
    // Lambdas reach as far right as they can.
    ("x => x |> f", "(lambda (parameters (x)) (|> x f))"),
    ("a |> x => x |> f", "(|> a (lambda (parameters (x)) (|> x f)))"),
    ("(a, b=1, ..c) => a", "(lambda (parameters (a) (b 1) (..c)) a)"),
    ("() => 1", "(lambda (parameters) 1)"),
    ("x => y => x", "(lambda (parameters (x)) (lambda (parameters (y)) x))"),
    ("(x)", "(parens x)"), ("f(x => x, 1)", "(call f (lambda (parameters (x)) x) 1)"),
    // Compounds are operands.
    ("if c { 1 } else { 2 } + 3", "(+ (if c (block (show 1)) (else (block (show 2)))) 3)"),
    ("fn(x) { x }(3)", "(call (fn (parameters (x)) (block (show x))) 3)"),
    ("no_grad { a }.b", "(.b (no_grad (block (show a))))"),
    ("try { a } catch { b }", "(try (block (show a)) (catch  (block (show b))))"),
    // Pipes.
    ("x |> f(a) |> g", "(|> (|> x (call f a)) g)"),
    ("x |> (grad(f))", "(|> x (parens (call grad f)))"),
    ("x |> m.f[0]", "(|> x (index (.f m) 0))"),
    // Lists, spreads, calls, indices.
    ("a, b", "(list-bare a b)"), ("(a, b)", "(list-parentheses a b)"),
    ("(a,)", "(list-parentheses a)"),
    ("[0, ..xs]", "(list-brackets 0 (.. xs))"), ("f(..xs, lr=1)", "(call f (.. xs) (lr= 1))"),
    (
      "x[i, a:b, :, ::-1, ..., none]",
      "(index x i (slice a b _) (slice _ _ _) (slice _ _ (unary - 1)) ... none)"
    ),
    ("x[1..3]", "(index x (.. 1 3))"), ("x[a:]", "(index x (slice a _ _))"),
    ("[e for x in xs if c for y in x]", "(each e (for (to x) xs) (if c) (for (to y) x))"),
    ("[x for (i, ..x), j in xs]", "(each x (for (to (list-parentheses i ..x) j) xs))"),
    ("x == (2, 3)", "(compare x == (list-parentheses 2 3))"),
  ])
  func `precedence and operands`(text: String, expected: String) {
    #expect(value(text) == expected)
  }

  @Test func `a stage in parentheses is no call that takes the value first`() throws {
    func stage(_ text: String) throws -> Expression {
      let program = Parser.parse(.init(name: "t", text: text)).program
      let statement = try #require(program.cells[0].statements.first)
      guard case .expression(let expression, isSilenced: _) = statement.kind,
        case .pipe(value: _, let stage) = expression.kind
      else { throw Failure() }
      return stage
    }
    struct Failure: Error {}
    #expect(try stage("x |> m.f(a)").pipedCall?.arguments.count == 1)
    #expect(try stage("x |> (f(a))").pipedCall == nil)
    #expect(try stage("x |> f").pipedCall == nil)
  }

  @Test(arguments: [
    ("a = b = e", "(assign (to a) (to b) e)"), ("a, b = e, f", "(assign (to a b) (list-bare e f))"),
    ("a, (b, c) = e", "(assign (to a (list-parentheses b c)) e)"),
    ("[head, ..tail] = xs", "(assign (to (list-brackets head ..tail)) xs)"),
    ("head, ..tail = xs", "(assign (to head ..tail) xs)"),
    ("..a, b = xs", "(assign (to ..a b) xs)"),
    ("x[i].lr = 1", "(assign (to (.lr (index x i))) 1)"),
    ("f(x)[0] = 1", "(assign (to (index (call f x) 0)) 1)"),
    ("x[1:3] += 2", "(+= (index x (slice 1 3 _)) 2)"), ("x @= y", "(@= x y)"),
    ("x = y => z", "(assign (to x) (lambda (parameters (y)) z))"),
    ("for i, (a, b) in e { }", "(for (to i (list-parentheses a b)) e (block))"),
    ("for x in a, b { }", "(for (to x) (list-bare a b) (block))"),
    ("del a, d[k]", "(del a (index d k))"),
    ("throw error(\"m\", kind=\"value\")", "(throw (call error \"m\" (kind= \"value\")))"),
    ("assert c, \"m\"", "(assert c \"m\")"), ("assert c", "(assert c)"),
    ("import \"lib.mscript\" as lib", "(import \"lib.mscript\" as lib)"),
    ("import \"lib.mscript\": a, b", "(import \"lib.mscript\" a b)"),
    (
      "fn centers(z: f32[batch, 3], y: i64[...]) -> f32[] { }",
      "(define centers (parameters (z (note f32 name(\"batch\") int(3) [])) (y (note i64 rest [])))"
        + " (note f32 []) (block))"
    ),
    ("fn f(a, b=1, ..more, c, d=2) = a", "(define f (parameters (a) (b 1) (..more) (c) (d 2)) a)"),
    ("fn f(x: none = none) { }", "(define f (parameters (x (note none) none)) (block))"),
    ("while a { break; continue }", "(while a (block (break) (continue)))"),
    (
      "while a { try { } finally { while b { break } } }",
      "(while a (block (show (try (block) (finally (block (while b (block (break)))))))))"
    ),
  ])
  func `assignments and statements`(text: String, expected: String) {
    #expect(tree(text) == expected)
  }

  @Test func `documentation is the lines directly above`() throws {
    let text = """
      ## lost

      # other
      ## Mean of a margin.
      ##   In radians.
      fn f() { }
      fn g() { }
      """
    #expect(
      tree(text) == """
        (define f "Mean of a margin.\\n  In radians." (parameters) (block)) \
        (define g (parameters) (block))
        """)
  }

  @Test func `ranges cover what they name`() throws {
    let source = SourceText(name: "t", text: "x = (a + b) * c.lr")
    let statement = try #require(Parser.parse(source).program.cells[0].statements.first)
    guard case .assignment(_, let value) = statement.kind,
      case .binary(.multiply, let left, let right) = value.kind,
      case .field(_, name: _, let name) = right.kind
    else {
      Issue.record("another tree")
      return
    }
    let parts = [value.range, left.range, right.range, name].map { source.text(in: $0) }
    #expect(parts == ["(a + b) * c.lr", "(a + b)", "c.lr", "lr"])
    #expect(left.isParenthesized)
  }
}
