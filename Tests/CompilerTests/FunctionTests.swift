import Testing

@Suite struct FunctionTests {
  @Test func `recurses`() {
    let text = "fn fib(n) { if n < 2 { n } else { fib(n - 1) + fib(n - 2) } }\nfib(15)"
    #expect(run(text) == "610\n")
  }

  @Test func `evaluates defaults at each call, with the parameters before`() {
    let text = """
      k = 10
      fn f(a, b=a * k, c=[]) { c.append(b); c }
      f(1)
      k = 100
      f(1)
      f(1, c=[0])
      """
    #expect(run(text) == "[10]\n[100]\n[0, 100]\n")
  }

  @Test func `takes the rest, names and spreads`() {
    let text = """
      fn f(a, b=2, ..more, last=9) { [a, b, more, last] }
      f(1)
      f(1, 3, 4, 5)
      f(b=5, a=1, last=0)
      xs = [7, 8]
      f(..xs, 6)
      f(..{a: 1, last: 2}, b=3)
      """
    #expect(
      run(text)
        == """
        [1, 2, [], 9]
        [1, 3, [4, 5], 9]
        [1, 5, [], 0]
        [7, 8, [6], 9]
        [1, 3, [], 2]

        """)
  }

  @Test(arguments: [
    ("f(1)", "type: f: 'b' is missing"), ("f(1, 2, 3)", "type: f: takes 2 values, got 3"),
    ("f(1, c=2)", "type: f: there is no parameter 'c'"),
    ("f(1, 2, a=3)", "type: f: 'a' is given twice"),
    ("3(1)", "type: a value of type int cannot be called"),
  ])
  func `refuses a wrong call when it runs`(call: String, message: String) {
    #expect(run("fn f(a, b) { a }\nif false { \(call) }\n\(call)") == message + "\n")
  }

  @Test func `names the signature of a wrong call`() throws {
    let script = Script()
    try script.run("fn f(a, b=[1], ..c) = a")
    #expect(script.failure(of: "f()")?.hint == "the signature is f(a, b=[1], ..c)")
  }

  @Test func `closes over variables`() {
    let text = """
      fn counter() { n = 0; () => { outer n; n += 1; n } }
      a = counter()
      b = counter()
      a(); a(); b()
      a()
      """
    #expect(run(text) == "1\n3\n")
  }

  @Test func `shares one variable between closures and their maker`() {
    let text = """
      fn make() {
        n = 1
        fn get() = n
        fn set(v) { outer n; n = v }
        set(5)
        n += 1
        [get, set, n]
      }
      get, set, n = make()
      get()
      set(9)
      get()
      n
      """
    #expect(run(text) == "6\n9\n6\n")
  }

  @Test func `copies loop variables into functions made in the loop`() {
    let text = """
      fs = []
      for m in 1..=3 { fs.append(() => m) }
      [f() for f in fs]
      gs = [x => x * m for m in [1, 2, 3]]
      [g(10) for g in gs]
      fn inside() {
        hs = []
        for i, j in [[1, 2], [3, 4]] { hs.append(() => [i, j]) }
        i = 100
        [h() for h in hs]
      }
      inside()
      """
    #expect(run(text) == "[1, 2, 3]\n[10, 20, 30]\n[[1, 2], [3, 4]]\n")
  }

  @Test func `knows mutually recursive functions inside a function`() {
    let text = """
      fn parity(n) {
        fn even(n) { if n == 0 { true } else { odd(n - 1) } }
        fn odd(n) { if n == 0 { false } else { even(n - 1) } }
        even(n)
      }
      parity(10)
      parity(7)
      """
    #expect(run(text) == "true\nfalse\n")
  }

  @Test func `sees redefinitions of globals`() {
    #expect(run("fn f() { g() }\nfn g() { 1 }\nf()\nfn g() { 2 }\nf()") == "1\n2\n")
  }

  @Test func `resolves methods to fields of dicts, then the nearest function, then builtins`() {
    let text = """
      fn twice(x) { x * 2 }
      3.twice()
      d = {twice: x => x + 100}
      d.twice(1)
      len = 5
      [1, 2].len()
      fn local() { fn twice(x) { x * 3 }; 3.twice() }
      local()
      fn hidden() { twice = 7; 3.twice() }
      hidden()
      """
    #expect(run(text) == "6\n101\n2\n9\n6\n")
  }

  @Test func `reaches a hidden builtin`() {
    #expect(run("len = 5\nbuiltin.len([1])\ndel len\nlen([1, 2])") == "1\n2\n")
    #expect(run("len = 5\nlen([1])") == "type: a value of type int cannot be called\n")
  }

  @Test func `checks notes at each call`() {
    let text = """
      fn f(n: int, s: str = none, x: float = 1) -> float { x }
      f(1)
      f(1, none, 2)
      """
    #expect(run(text) == "1.0\n2.0\n")
    #expect(run("fn f(n: int) { n }\nf(\"a\")") == "type: f: 'n' must be int, got str\n")
    #expect(run("fn f() -> int { \"a\" }\nf()") == "type: f: the result must be int, got str\n")
  }

  @Test func `binds named sizes within a call`() {
    let text = """
      fn f(z: f32[batch, dim], y: i64[batch]) -> f32[..., dim] { z }
      f([[1, 2], [3, 4]], [1, 2, 3])
      """
    #expect(
      run(text)
        == "shape: f: 'y' must be i64[batch], got shape [3]: batch is 2 in 'z', "
        + "which has shape [2, 2], and 3 here\n"
    )
    let result = "fn f(z: f32[batch, dim]) -> f32[dim] { z }\nf([[1, 2, 3], [3, 4, 5]])"
    #expect(run(result) == "shape: f: the result must be f32[dim], got shape [2, 3]\n")
  }

  @Test func `returns early, also out of loops`() {
    let text = """
      fn find(xs, x) { for i in 0..len(xs) { if xs[i] == x { return i } }; -1 }
      find([4, 5, 6], 6)
      find([4], 6)
      fn nothing() { return }
      nothing() == none
      """
    #expect(run(text) == "2\n-1\ntrue\n")
  }
}
