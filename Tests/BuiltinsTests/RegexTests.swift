import Testing

@testable import Builtins

@Suite struct RegexTests {
  // Expected: Python 3.11's re, with its positions in code points.
  @Test(arguments: [
    (#"regex("x*").findall("axbc")"#, #"["", "x", "", "", ""]"#),
    (#"regex("|a").findall("a")"#, #"["", "a", ""]"#),
    (#"regex(r"(\w)(\d)").findall("a1 b2")"#, #"[["a", "1"], ["b", "2"]]"#),
    (#"regex(r"(\w)\d").findall("a1 b2")"#, #"["a", "b"]"#),
    (#"regex("x*").sub("-", "axbc")"#, #""-a--b-c-""#),
    (#"regex(r"(\w+) (\w+)").sub(r"\2 \g<1>", "hello world")"#, #""world hello""#),
    (#"regex("(?P<w>o)").sub(r"<\g<w>\g<0>\\>", "foo")"#, #""f<oo\\><oo\\>""#),
    (#"regex("(a)|b").sub(r"[\1]", "ab")"#, #""[a][]""#),
    (#"regex("(,)").split("a,b")"#, #"["a", ",", "b"]"#),
    (#"regex("").split("ab")"#, #"["", "a", "b", ""]"#),
    (#"regex("(a)|,").split("1,2")"#, #"["1", none, "2"]"#),
    (#"regex("é|日").search("größe 日本").start"#, "6"),
    (#"regex(r"\w+").match("größe!").end"#, "5"),
    (#"regex("b").match("ab")"#, ""), (#"regex("^b$").search("a\nb")"#, ""),
    (#"regex("(?m)^b$").search("a\nb").start"#, "2"),
    (#"regex(r"(a)?b").search("b").groups"#, "[none]"),
  ])
  func `searches as Python does`(code: String, shown: String) {
    #expect(run(code) == shown)
  }

  @Test func `a function makes the replacement`() {
    #expect(
      run(#"regex(r"\d+").sub(m => f"<{int(m.text) + m.start}>", "a1b20")"#) == #""a<2>b<23>""#)
    #expect(
      run(#"regex("a").sub(m => 1, "a")"#)
        == "type error: sub: the function must give a text, got int 1\nhint: `str(x)` makes one")
  }

  @Test func `too long a search is a limit error`() {
    let code = #"""
      try { regex("(a|aa)+$").search("a" * 60 + "!") } catch e { print(e.kind, e.message) }
      """#
    #expect(run(code) == #"limit regex: the search for "(a|aa)+$" takes too long"#)
  }

  @Test(arguments: [
    (
      #"regex("a(b")"#,
      #"value error: regex: the pattern "a(b" is wrong at position 3: missing closing parenthesis"#
    ),
    (#"regex("a").sub(r"\2", "a")"#, "value error: sub: the pattern has no group 2"),
    (
      #"regex("a").sub(r"\d", "a")"#,
      "value error: sub: a backslash in 'new' stands before the number of a group"
    ),
    (#"regex("a").sub(1, "a")"#, "type error: sub: 'new' must be a text or a function, got int 1"),
  ])
  func `says what is wrong`(code: String, message: String) {
    #expect(run(code).split(separator: "\n").first.map(String.init) == message)
  }

  @Test(arguments: RegexObject.methods.names)
  func `the example of a method gives what it says`(name: String) throws {
    let example = try #require(RegexObject.methods[name]).documentation.example
    #expect(run(example.code) == example.prints)
  }
}
