import Testing

@Suite struct ExpressionTests {
  @Test func `shows expressions at the top level, not after a semicolon`() {
    #expect(run("1 + 2\n3 * 4;\n\"a\"; 5") == "3\n5\n")
  }

  @Test func `shows no none`() { #expect(run("none\nprint(1)") == "1\n") }

  @Test func `evaluates operators by precedence`() {
    #expect(run("-2 ** 2\n2 ** -1\n7 // -2\n-7 % 3\n1 + 2 * 3 - 4 / 2") == "-4\n0.5\n-4\n2\n5.0\n")
  }

  @Test func `gives an operand of and, or`() {
    #expect(
      run("none or \"z\"\n0 and nope\n1 or nope\n[] or 0\nnot [] and 2") == "\"z\"\n0\n1\n0\n2\n")
  }

  @Test func `chains comparisons and evaluates each operand once`() {
    let text = """
      n = 0
      fn next() { outer n; n += 1; n }
      0 < next() <= 1 < 2
      3 > next() > 2 > nope
      n
      """
    #expect(run(text) == "true\nfalse\n2\n")
  }

  @Test func `looks for items with in`() {
    #expect(run("2 in [1, 2]\n2 not in [1, 2]\n\"b\" in {a: 1}") == "true\nfalse\nfalse\n")
  }

  @Test func `pipes into calls, names, methods and lambdas`() {
    let text = """
      fn sub(a, b) { a - b }
      10 |> sub(3)
      [1, 2] |> len
      5 |> (x => x * 2)
      5 |> x => x + 1
      d = {twice: x => x * 2}
      4 |> d.twice
      4 |> (d.twice)
      """
    #expect(run(text) == "7\n2\n10\n6\n8\n8\n")
  }

  @Test func `gives the value of a block`() {
    let text = """
      x = if 1 < 2 { y = 5; y + 1 } else { 0 }
      x
      if false { 1 }
      z = try { throw "a" } catch e { e.message }
      z
      no_grad { 7 }
      w = if true { q = 1 }
      w == none
      """
    #expect(run(text) == "6\n\"a\"\n7\ntrue\n")
  }

  @Test func `builds lists and dicts with spreads`() {
    let text = """
      xs = [1, 2]
      [0, ..xs, 3, ..(4..6)]
      d = {a: 1, b: 2}
      {..d, b: 3, "c d": 4, (1 + 1): 5}
      k = "key"
      {k: 1, (k): 2}
      """
    #expect(
      run(text)
        == """
        [0, 1, 2, 3, 4, 5]
        {"a": 1, "b": 3, "c d": 4, 2: 5}
        {"k": 1, "key": 2}

        """)
  }

  @Test func `builds a list literal of any length`() {
    let items = (0..<100).map { "\($0)" }.joined(separator: ", ")
    #expect(run("xs = [\(items)]\nlen(xs)\nxs[99]") == "100\n99\n")
  }

  @Test func `runs comprehensions with variables of their own`() {
    let text = """
      i = "kept"
      [i * j for i in 0..3 for j in 0..=i if i != j]
      {k: v + 1 for k, v in {a: 1, b: 2}}
      [a + b for a, b in [[1, 2], [3, 4]]]
      i
      """
    #expect(run(text) == "[0, 0, 2]\n{\"a\": 2, \"b\": 3}\n[3, 7]\n\"kept\"\n")
  }

  @Test func `formats values in texts`() {
    let text = """
      w = 6
      x = 2.5
      f"x = {x:{w}.2f}|{x}|{ {a: 1}.a }{{}}"
      """
    #expect(run(text) == "\"x =   2.50|2.5|1{}\"\n")
  }

  @Test func `indexes with several parts`() {
    let text = """
      a = [0, 1, 2, 3, 4]
      a[1:4]; a[1:4]
      a[::-1]
      d = {}
      d[1, 2] = "pair"
      d[1, 2]
      """
    #expect(run(text) == "[1, 2, 3]\n[4, 3, 2, 1, 0]\n\"pair\"\n")
  }
}
