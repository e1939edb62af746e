import Testing

/// A text that nothing else holds grows in its place; every other holder keeps what it had.
@Suite struct GrowingTextTests {
  @Test func `leaves other variables alone`() {
    let text = """
      fn f() { a = "x" + "y"; b = a; a = a + "z"; a += "!"; b += "?"; [a, b] }
      f()
      s = "p" + "q"; t = s; s += "r"; t
      """
    #expect(run(text) == "[\"xyz!\", \"xy?\"]\n\"pq\"\n")
  }

  @Test func `leaves constants alone`() {
    let text = """
      fn f() { a = "x"; a += "y"; a }
      [f(), f()]
      """
    #expect(run(text) == "[\"xy\", \"xy\"]\n")
  }

  @Test func `leaves lists, keys and arguments alone`() {
    let text = """
      fn longer(s) { s += "!"; s }
      fn f() {
          a = "k" + "1"
          xs = [a]; d = {}
          d[a] = 1
          ys = xs
          xs[0] += "+"
          a += "0"
          b = longer(a)
          [a, b, xs, ys, d]
      }
      f()
      """
    #expect(
      run(text) == "[\"k10\", \"k10!\", [\"k1+\"], [\"k1\"], {\"k1\": 1}]\n")
  }

  @Test func `keeps a list of lists apart when a copy grows`() {
    let text = """
      fn f() { xs = [["a" + "b"]]; ys = xs; xs[0][0] += "c"; [xs, ys] }
      f()
      """
    #expect(run(text) == "[[[\"abc\"]], [[\"ab\"]]]\n")
  }

  @Test func `doubles a text added to itself`() {
    #expect(run("fn f() { s = \"a\" + \"b\"; s = s + s; s += s; s }\nf()") == "\"abababab\"\n")
  }

  @Test func `gives a grown text its own place among keys`() {
    let text = """
      fn f() { d = {}; s = "a" + "b"; d[s] = 1; s += "c"; d[s] = 2; d["ab"] + 10 * d["abc"] }
      f()
      """
    #expect(run(text) == "21\n")
  }

  @Test func `gives a captured text back as it was`() {
    let text = """
      fn log() { t = ""; line => { outer t; t = t + line; t } }
      add = log()
      a = add("x"); b = add("y")
      [a, b, add("z")]
      """
    #expect(run(text) == "[\"x\", \"xy\", \"xyz\"]\n")
  }
}
