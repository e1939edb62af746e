import Machine
import Testing

/// Functions with loops of their own stop at a time limit that expired before they began: a
/// machine looks at the clock only once in 256 safepoints, so the loop itself must see it.
@Suite struct InterruptTests {
  @Test(arguments: [
    ("x = list(0..200_000)", "hash(x)"),
    ("x = zeros(200_000)", "hash(x)"),
    ("x = \"ab\" * 200_000", "hash(x)"),
    ("x = list(0..200_000)", "str(x)"),
    ("x = list(0..200_000)", "print(x)"),
    ("x = [[k] for k in 0..200_000]", "f\"{x}\""),
    ("x = list(0..200_000)", "sorted(x)"),
    ("x = list(0..200_000)", "sorted(x, reverse=true)"),
    ("x = [str(k) for k in 0..200_000]", "sorted(x)"),
    ("x = [0.5 * k for k in 0..200_000]", "x.sort()"),
    ("x = [[k] for k in 0..200_000]; y = [[k] for k in 0..200_000]", "x == y"),
    ("x = list(0..200_000)", "-1 in x"),
    ("x = list(0..200_000)", "index(x, -1)"),
    ("x = list(0..200_000)", "count(x, -1)"),
    ("x = [str(k) for k in 0..200_000]", "max(x)"),
    ("x = [false for k in 0..200_000]", "any(x)"),
    ("x = [str(k) for k in 0..200_000]", "join(\",\", x)"),
    ("x = \"a,\" * 200_000", "split(x, \",\")"),
    ("x = \"a \" * 200_000", "split(x)"),
    ("x = \"a\\n\" * 200_000", "lines(x)"),
    ("x = \"a,\" * 200_000", "replace(x, \",\", \";\")"),
    ("x = \"a,\" * 200_000", "count(x, \",\")"),
    ("x = \"a,\" * 200_000", "find(x, \"a;\")"),
    ("x = \" \" * 200_000", "strip(x)"),
    ("x = \"ä\" * 200_000", "upper(x)"),
    ("x = \"ä\" * 200_000", "x[150_000]"),
    ("x = \"ä\" * 200_000", "x[::2]"),
    ("x = \"a\" * 200_000", "x[::-1]"),
    ("x = \"a\" * 1_048_576", "x * 9"),
    ("x = list(0..200_000)", "to_json(x)"),
    ("x = to_json(list(0..200_000))", "from_json(x)"),
    ("x = [[k] for k in 0..200_000]", "tensor(x)"),
    ("x = zeros(100_000, 1)", "tolist(x)"),
    ("x = {(k): k for k in 0..200_000}", "items(x)"),
    ("x = \"a,\" * 200_000; r = regex(\"a\")", "r.findall(x)"),
  ])
  func `a long loop stops at a time limit`(_ before: String, _ code: String) throws {
    let script = Script()
    try script.run(before)
    script.machine.limits.deadline = .now - .seconds(1)
    let error = #expect(throws: RuntimeError.self) { try script.run(code) }
    #expect(error?.kind == .limit)
    #expect(error?.message == "time limit")
    #expect(script.sink.text == "")
  }
}
