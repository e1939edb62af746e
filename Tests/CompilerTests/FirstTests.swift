import Testing

@Suite struct FirstTests {
  @Test func `shows expressions at the top level`() {
    #expect(run("1 + 2\n3 * 4;\n\"a\"") == "3\n\"a\"\n")
  }

  @Test func `calls functions`() {
    #expect(run("fn fib(n) { if n < 2 { n } else { fib(n - 1) + fib(n - 2) } }\nfib(15)") == "610\n")
  }

  @Test func `loops over ranges`() {
    #expect(run("s = 0\nfor i in 0..10 { s += i }\ns") == "45\n")
  }

  @Test func `calls builtins`() {
    #expect(run("print(\"a\", len([1, 2]))\nxs = [1, 2, 3]\nxs.len()\nxs |> map(x => x * 2)") == "a 2\n3\n[2, 4, 6]\n")
  }
}
