import Testing

@testable import Builtins

@Suite struct TextAndFileTests {
  // Expected: Python 3.11's methods of the same meaning.
  @Test(arguments: [
    ("split(\"  a  b \")", "[\"a\", \"b\"]"), ("split(\"a,,b\", \",\")", "[\"a\", \"\", \"b\"]"),
    ("split(\"a b c\", limit=1)", "[\"a\", \"b c\"]"), ("\"a-b\".split(\"-\")", "[\"a\", \"b\"]"),
    ("lines(\"a\\r\\nb\\n\\nc\")", "[\"a\", \"b\", \"\", \"c\"]"), ("lines(\"\")", "[]"),
    ("[\"a\", \"b\"].join(\"-\")", "\"a-b\""), ("strip(\"xxaxx\", \"x\")", "\"a\""),
    ("find(\"größe\", \"e\")", "4"), ("count(\"aaaa\", \"aa\")", "2"), ("upper(\"ß\")", "\"SS\""),
    ("replace(\"aaa\", \"aa\", \"b\")", "\"ba\""), ("chr(8364)", "\"€\""),
    ("int(\" -0x1f \", base=16)", "-31"), ("int(\"1_000\")", "1000"), ("int(-7.9)", "-7"),
    ("float(\"-inf\")", "-inf"), ("float(\"1.\")", "1.0"), ("round(-0.5)", "0"),
    ("round(1234, -2)", "1200"),
    ("round(2.675, 2)", "2.67"), ("round(15, -1)", "20"), ("round(25, -1)", "20"),
  ])
  func `reads and changes texts`(code: String, shown: String) {
    #expect(run(code) == shown)
  }

  @Test(arguments: [
    (
      "int(\"1.5\")",
      "value error: int: \"1.5\" is no whole number\nhint: `int(float(x))` cuts a fraction"
    ),
    ("int(\"0x1f\")", "value error: int: \"0x1f\" is no whole number"),
    ("float(\"0x10\")", "value error: float: \"0x10\" is no number"),
    ("float(\"1e5x\")", "value error: float: \"1e5x\" is no number"),
    ("int(1e300)", "numeric error: int: 1e+300 is outside the 64-bit integers"),
    (
      "int(zeros(2))",
      "value error: int: the tensor has 2 elements, not one\n"
        + "hint: `x.astype(i64)` converts all"
    ),
    (
      "join(\",\", [1])",
      "type error: join: item 0 must be a text, got int 1\n"
        + "hint: `join(sep, map(str, xs))` makes texts of them"
    ),
    ("from_json(\"[1, 2\")", "io error: from_json: line 1, column 6: `,` or `]` was expected"),
    (
      "from_json(\"{\\n  \\\"a\\\": x}\")",
      "io error: from_json: line 2, column 8: a value was expected"
    ),
    (
      "to_json(nan)",
      "value error: JSON cannot hold nan\n"
        + "hint: put none in its place: `if isfinite(x) { x } else { none }`"
    ),
    ("ord(\"ab\")", "value error: ord: 'c' must be one code point, got 2"),
    (
      "print(1, sepp=2)",
      "type error: print: there is no option 'sepp'; did you mean 'sep'?\n"
        + "hint: the signature is print(..values, sep=\" \", end=\"\\n\")"
    ),
  ])
  func `teaches`(code: String, shown: String) {
    #expect(run(code) == shown)
  }

  @Test func `writes JSON that reads back`() {
    let code = """
      x = {a: [1, 2.5, none, true, "é\\n\\x01"], b: tensor([[1, 2], [3, 4]]), c: {}}
      y = from_json(to_json(x))
      [y.a == x.a, y.b, to_json(x)]
      """
    #expect(
      run(code + "[0]") == "true")
    #expect(run(code + "[1]") == "[[1, 2], [3, 4]]")
    #expect(run("to_json(\"é\\n\\x01\")") == "\"\\\"é\\\\n\\\\u0001\\\"\"")
    #expect(run("from_json(\"\\\"\\\\ud83d\\\\ude00\\\"\")") == "\"😀\"")
    #expect(run("from_json(\"[1, 2.5, 1e2, -0]\")") == "[1, 2.5, 100.0, 0]")
  }

  @Test(arguments: [
    ("a.csv", "*.csv", true), ("a.csv", "?.csv", true), ("ab.csv", "?.csv", false),
    ("a.csv", "*", true), ("abc", "a*c", true), ("abcd", "a*c", false), ("aXbXc", "a*b*c", true),
  ])
  func `fits names to patterns`(name: String, pattern: String, fits: Bool) {
    #expect(Pattern.fits(name, pattern) == fits)
  }
}

@Suite struct DigestTests {
  @Test func `is SHA-256 of bytes`() {
    // FIPS 180-2, appendix B.1.
    #expect(
      Digest.sha256(Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test(arguments: [
    ("hash(1) == hash(1.0)", "false"), ("hash(nan) == hash(inf - inf)", "true"),
    ("hash({a: 1, b: 2}) == hash({b: 2, a: 1})", "false"),
    ("hash([1, [2]]) == hash([[1], 2])", "false"),
    ("hash(\"ab\") == hash([\"a\", \"b\"])", "false"),
    ("hash(zeros(2)) == hash(zeros(2, dtype=f64))", "false"),
    ("hash(zeros(2, 3)) == hash(zeros(3, 2))", "false"),
    ("hash(zeros(2)) == hash(zeros(2))", "true"),
    ("fn f(x) = x\nfn g(x) = x\nhash(f) == hash(g)", "false"),
    ("f = x => x*2\ng = x  =>  x * 2  # a comment\nhash(f) == hash(g)", "true"),
    ("hash(x => x * 2) == hash(x => x * 3)", "false"),
    (
      "fs = [x => x * m for m in [1, 2, 1]]\n[hash(fs[0]) == hash(fs[2]), hash(fs[0]) == hash(fs[1])]",
      "[true, false]"
    ),
    ("fn f(n) = if n > 0 { f(n - 1) } else { 0 }\nhash(f) == hash(f)", "true"),
    ("w = parameter(1.0)\na = hash(w)\nw.value = 2\na == hash(w)", "false"),
    ("len(hash([]))", "16"),
  ])
  func `tells values apart by type, shape and bits`(code: String, shown: String) {
    #expect(run(code) == shown)
  }
}
