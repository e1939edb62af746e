import Testing

@Suite struct PlaceTests {
  @Test func `changes nested places`() {
    let text = """
      x = [[1, 2], [3, 4]]
      x[0][1] = 9
      x[-1][0] += 1
      d = {a: {b: [1]}}
      d.a.b[0] = 5
      d.a.b.append(6)
      d["k"] = 1
      d.k += 1
      x
      d
      """
    #expect(run(text) == "[[1, 9], [4, 4]]\n{\"a\": {\"b\": [5, 6]}, \"k\": 2}\n")
  }

  @Test func `never changes another variable`() {
    let text = """
      a = [[1], [2]]
      b = a
      b[0].append(9)
      a
      b
      c = a[1]
      c.append(7)
      a
      e = {x: a}
      e.x[0][0] = 5
      a
      e
      """
    #expect(
      run(text)
        == """
        [[1], [2]]
        [[1, 9], [2]]
        [[1], [2]]
        [[1], [2]]
        {"x": [[5], [2]]}

        """)
  }

  @Test func `keeps what was passed, returned, captured and stored`() {
    let text = """
      fn change(xs) { xs.append(0); xs }
      a = [1]
      b = change(a)
      b.append(2)
      a
      b
      fn keep() { a }
      c = keep()
      c.append(3)
      a
      f = () => a
      a.append(4)
      f()
      g = [a, a]
      g[0].append(5)
      g
      a
      """
    #expect(run(text) == "[1]\n[1, 0, 2]\n[1]\n[1, 4]\n[[1, 4, 5], [1, 4]]\n[1, 4]\n")
  }

  @Test func `does not let a call change what waits beside it`() {
    let text = """
      xs = [1]
      fn grow() { outer xs; xs.append(2); 0 }
      [xs, grow(), xs]
      fn pair(a, b, c) { [a, c] }
      pair(xs, grow(), xs)
      xs == [1, 2, grow()]
      """
    #expect(run(text) == "[[1], 0, [1, 2]]\n[[1, 2], [1, 2, 2]]\nfalse\n")
  }

  @Test func `does not let a callee change a borrowed argument`() {
    let text = """
      xs = [1]
      fn outside() { outer xs; xs.append(2) }
      fn f(ys) { outside(); len(ys) }
      f(xs)
      fn g(ys) { h = () => ys; outside(); h() }
      g(xs)
      xs
      """
    #expect(run(text) == "1\n[1, 2]\n[1, 2, 2]\n")
  }

  @Test func `evaluates an augmented place once, and the right side of an assignment first`() {
    let text = """
      log = []
      fn note(x) { outer log; log.append(x); x }
      xs = [0, 0, 0]
      xs[note(1)] += note(5)
      xs[note(2)] = note(6)
      xs
      log
      """
    #expect(run(text) == "[0, 5, 6]\n[1, 5, 6, 2]\n")
  }

  @Test func `sees a change of the place by the right side`() {
    let text = """
      xs = [1, 2]
      fn copy() { outer ys; ys = xs; 10 }
      ys = none
      xs[0] += copy()
      xs
      ys
      """
    #expect(run(text) == "[11, 2]\n[1, 2]\n")
  }

  @Test func `needs outer for a value, not for its parts read`() {
    let message = "name: this changes `xs`, which belongs to the surroundings of the function\n"
    #expect(run("xs = [1]\nfn f() { xs.append(2) }\nf()") == message)
    #expect(run("xs = [1]\nfn f() { xs[0] = 2 }\nf()") == message)
    #expect(run("xs = [[1]]\nfn f() { xs[0].append(2) }\nf()") == message)
    #expect(run("xs = [1]\nfn f() { outer xs; xs.append(2) }\nf()\nxs") == "[1, 2]\n")
  }

  @Test func `unpacks targets`() {
    let text = """
      a, (b, ..c) = 1, [2, 3, 4]
      [a, b, c]
      [head, ..tail] = [1, 2]
      [head, tail]
      x, ..y, z = [1, 2]
      [x, y, z]
      p = q = [1]
      p.append(2)
      q
      a, b = b, a
      [a, b]
      m = [0, 0]
      m[0], m[1] = 5, 6
      m
      """
    #expect(
      run(text)
        == "[1, 2, [3, 4]]\n[1, [2]]\n[1, [], 2]\n[1]\n[2, 1]\n[5, 6]\n")
  }

  @Test func `refuses a wrong count with both counts`() {
    #expect(run("a, b = [1, 2, 3]") == "value: cannot unpack 3 values into 2 targets\n")
    #expect(run("a, ..b, c = [1]") == "value: cannot unpack 1 value into at least 2 targets\n")
  }

  @Test func `deletes variables and entries`() {
    #expect(run("x = 1\ndel x\nx") == "name: there is no `x`\n")
    #expect(
      run("d = {a: 1, b: 2}\ndel d[\"a\"], d.b\nd\nxs = [1, 2]\ndel xs[0]\nxs") == "{}\n[2]\n")
    #expect(run("fn f() { x = 1; del x; x }\nf()").hasPrefix("name: `x` has no value yet"))
  }

  @Test func `refuses in-place words on a temporary`() {
    #expect(
      run("[2, 1].sort()")
        == "type: `sort` changes a list in its place, and this one has none\n")
  }
}
