import Testing

@Suite struct SequenceTests {
  @Test(arguments: [
    ("sum([])", "0"), ("sum([0.1, 0.2, 0.3])", "0.6"), ("sum([1, 2.5])", "3.5"),
    ("sum(1..=100)", "5050"), ("prod([2, 3])", "6"), ("mean([1, 2])", "1.5"),
    ("var([1, 2, 4, 9], ddof=1)", "12.666666666666666"), ("median([3, 1, 2, 10])", "2.5"),
    ("quantile([3, 1, 2, 10], [0.1, 0.5])", "[1.3, 2.5]"),
    ("max([\"b\", \"a\"])", "\"b\""), ("min(3, 1, 2)", "1"),
    ("max([[1, 5], [2, 0]], key=x => x[1])", "[1, 5]"), ("min([2.0, nan])", "nan"),
    ("sum([[1, 2], [3, 4]], 0)", "i64[2]\n  4  6"),
    ("max(zeros(2, 2), axis=0)", "f32[2]\n  0.0  0.0"),
  ])
  func `reduces`(code: String, shown: String) {
    #expect(run(code) == shown)
  }

  @Test(arguments: [
    ("map([1, 2], x => x + 1)", "[2, 3]"), ("map((a, b) => a - b, [5, 6], [1, 2])", "[4, 4]"),
    ("0..3 |> map(x => [x])", "[[0], [1], [2]]"),
    ("filter(x => x, [0, 1, \"\", \"a\"])", "[1, \"a\"]"),
    ("sorted([[2, 1], [1, 2]], key=p => p[1])", "[[2, 1], [1, 2]]"),
    ("sorted([2.0, nan, 1])", "[1, 2.0, nan]"), ("reversed(0..3)", "[2, 1, 0]"),
    ("concat([1], 0..2)", "[1, 0, 1]"), ("concat(tensor([1]), [2])", "i64[2]\n  1  2"),
    ("dict(zip([\"a\", \"b\"], [1, 2]))", "{\"a\": 1, \"b\": 2}"), ("any([])", "false"),
    ("all([])", "true"), ("index(0..5, 3)", "3"),
    (
      "group([1, 2, 3], x => x % 2 == 0)",
      "{false: [1, 3], true: [2]}"
    ),
    ("list({a: 1})", "[\"a\"]"), ("range(3)", "0..3"), ("range(1, 2, step=0.5)", "1.0..2.0 by 0.5"),
    ("len(range(0, 10, 3))", "4"),
  ])
  func `walks`(code: String, shown: String) {
    #expect(run(code) == shown)
  }

  @Test func `keeps the list it walks while the function changes the variable`() {
    let code = """
      xs = [[1], [2], [3]]
      fn f(x) { outer xs; xs.clear(); for k in 0..2000 { y = [k] }; x[0] }
      map(f, xs)
      """
    #expect(run(code) == "[1, 2, 3]")
  }

  @Test func `passes streams on item by item`() {
    let code = """
      s = progress(1..=3) |> map(x => x * x)
      type(s)
      for i, x in enumerate(s) { print(i, x) }
      for x in s { print(x) }
      """
    #expect(
      run(code) == """
        "stream"
        0 1
        1 4
        2 9
        value error: the stream map has been walked already
        hint: make it again, or a list: `xs = list(stream)`
        """)
  }

  @Test(arguments: [
    (
      "max(tensor([1, 2]), 0)",
      "type error: max: takes several numbers or one tensor, got a tensor i64[2] among them\n"
        + "hint: `maximum(a, b)` goes element by element, `x.max(axis=0)` along an axis"
    ),
    ("min([])", "value error: min of nothing: the list is empty"),
    (
      "index([1], 2)",
      "value error: index: no item equals int 2\nhint: `x in xs` asks whether there is one"
    ),
    ("len(3)", "type error: int 3 has no length"),
    (
      "map([1], [2])",
      "type error: map: 'f' must be a function, got a list of 1\nhint: map(f, xs)"
    ),
    (
      "sum([9223372036854775807, 1])",
      "numeric error: sum: integer overflow: the result is outside the 64-bit integers\n"
        + "hint: floats take it: `sum(map(float, xs))`"
    ),
    (
      "[1].append(2, 3)",
      "type error: `append` changes a list in its place, and this one has none\n"
        + "hint: `concat(xs, ys)` gives a new list"
    ),
    (
      "x = [1]\nx.push(2)",
      "name error: a list has no method `push`\nhint: did you mean `xs.append(x)`?"
    ),
    (
      "x = zeros(2)\nx.add_(1)",
      "name error: a tensor has no method `add_`\n"
        + "hint: tensors have no in-place methods: `x = x.add(…)`"
    ),
    (
      "print([1, 2].shape)",
      "name error: a list has no field `shape`"
    ),
    (
      "zeros(2).mean",
      "name error: a tensor has no field `mean`\nhint: `mean` is a function: call it, `x.mean()`"
    ),
  ])
  func `teaches`(code: String, shown: String) {
    #expect(run(code) == shown)
  }
}
