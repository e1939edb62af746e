import Testing

@Suite struct FlowTests {
  @Test func `loops over lists, ranges, texts and dicts`() {
    let text = """
      for x in [1, "a"] { print(x) }
      for x in 0..=4 by 2 { print(x) }
      for x in 3..0 by -1 { print(x) }
      for x in 0..1 by 0.5 { print(x) }
      for c in "hé" { print(c) }
      for k in {a: 1} { print(k) }
      for k, v in {a: 1} { print(k, v) }
      x
      """
    #expect(
      run(text) == "1\na\n0\n2\n4\n3\n2\n1\n0.0\n0.5\nh\né\na\na 1\n0.5\n")
  }

  @Test func `loops over what the variable held when it began`() {
    #expect(run("b = [1, 2]\nfor v in b { b.append(v) }\nb") == "[1, 2, 1, 2]\n")
  }

  @Test func `breaks and continues`() {
    let text = """
      out = []
      for i in 0..4 { for j in 0..4 { if j == 1 { continue }; if i == 2 { break }; out.append(i * 10 + j) } }
      out
      n = 0
      while true { n += 1; if n < 5 { continue }; break }
      n
      """
    #expect(run(text) == "[0, 2, 3, 10, 12, 13, 30, 32, 33]\n5\n")
  }

  @Test func `ends a loop to the largest int`() {
    let text = """
      n = 0
      for i in 9223372036854775806..=9223372036854775807 { n += 1 }
      n
      """
    #expect(run(text) == "2\n")
  }

  @Test func `runs finally on every way out`() {
    let text = """
      fn f() {
        for i in 0..4 {
          try { if i == 1 { continue }; if i == 3 { return "r" }; print("body", i) } finally { print("fin", i) }
        }
      }
      f()
      fn g() { try { try { throw "inner" } finally { print("f1") } } catch e { return e.message } finally { print("f2") } }
      g()
      try { print(1) } finally { print(2) }
      """
    #expect(
      run(text)
        == """
        body 0
        fin 0
        fin 1
        body 2
        fin 2
        fin 3
        "r"
        f1
        f2
        "inner"
        1
        2

        """)
  }

  @Test func `passes an error on after finally`() {
    #expect(run("try { throw \"a\" } finally { print(1) }") == "1\nuser: a\n")
  }

  @Test func `keeps the returned value from finally`() {
    #expect(run("fn f() { xs = [1]; try { return xs } finally { xs.append(2) } }\nf()") == "[1]\n")
  }

  @Test func `catches errors of builtins and operators in the caller`() {
    let text = """
      fn f() { 1 // 0 }
      fn g() { [map(x => x + "a", [1])] }
      try { f() } catch e { print(e.kind) }
      try { g() } catch e { print(e.kind) }
      try { nope } catch e { e.kind }
      """
    #expect(run(text) == "numeric\ntype\n\"name\"\n")
  }

  @Test func `throws texts and errors and keeps the trace`() throws {
    #expect(run("throw \"a\"") == "user: a\n")
    #expect(run("throw error(\"b\", kind=\"shape\")") == "shape: b\n")
    #expect(run("throw 3") == "type: `throw` takes a text or an error, got a value of type int\n")
    let script = Script()
    let text = "fn f() { 1 // 0 }\ntry { f() } catch e { throw e }"
    let error = try #require(script.failure(of: text))
    #expect(error.trace.map { $0.source.text(in: $0.range) } == ["//", "f()"])
  }

  @Test func `asserts`() {
    #expect(run("x = 1\nassert x > 2") == "assert: this does not hold: x > 2\n")
    #expect(run("assert 1 > 2, f\"no {3}\"") == "assert: no 3\n")
    #expect(run("assert 2 > 1\n1") == "1\n")
  }

  @Test func `refuses outer for a loop variable before it runs`() {
    #expect(
      run("print(1)\nfor i in 0..1 { f = () => { outer i; i = 2 } }")
        == "syntax: `i` is the variable of a loop around this function, which sees a copy of it\n")
  }

  @Test func `names a variable without a value`() {
    #expect(run("fn f() { if false { x = 1 }; x }\nf()").hasPrefix("name: `x` has no value yet"))
    #expect(run("fn f(c) { if c { x = 1 } else { x = 2 }; x }\nf(true) + f(false)") == "3\n")
    #expect(run("fn f() { for i in [] { }; i }\nf()").hasPrefix("name: `i` has no value yet"))
  }

  @Test func `does not keep a half-made assignment`() {
    #expect(run("fn f() { x = 1; try { x = [x, 1 // 0] } catch e { }; x }\nf()") == "1\n")
  }

  @Test func `gives the place of an error and the calls that led there`() throws {
    let script = Script()
    let error = try #require(script.failure(of: "fn f(x) {\n  y = x + 1\n  y // 0\n}\nz = f(2)"))
    #expect(error.trace.map { $0.source.line(at: $0.range.start) } == [3, 5])
    #expect(error.trace.map { $0.source.text(in: $0.range) } == ["//", "f(2)"])
    #expect(error.trace.map(\.function) == ["f", nil])
  }
}
