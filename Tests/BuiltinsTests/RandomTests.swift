import Testing

@Suite struct RandomTests {
  @Test(arguments: [
    ("seed(7)\na = randn(1000)\nseed(7)\nb = randn(1000)\nall(a == b).item()", "true"),
    ("seed(7)\na = randn(5)\nb = randn(5)\nany(a != b).item()", "true"),
    (
      "seed(7)\na = randn(3)\nrng = random(1)\nrandn(3, rng=rng);\nb = randn(3)\n"
        + "seed(7)\nrandn(3);\nall(b == randn(3)).item()", "true"
    ),
    ("seed(7)\na = rand(4)\nall(a == rand(4, rng=random(7))).item()", "false"),
    ("seed(7)\ntry { randint(5, 5) } catch { }\na = rand()\nseed(7)\na == rand()", "true"),
    ("a = rand(4, rng=random(1))\nall(a == rand(4, rng=random(1))).item()", "true"),
    (
      "seed(1)\nx = rand(10000)\n[min(x) >= 0, max(x) < 1, abs(x.mean() - 0.5) < 0.02]",
      "[true, true, true]"
    ),
    (
      "seed(1)\nx = normal(3, 2, [10000])\n[abs(x.mean() - 3) < 0.1, abs(x.std() - 2) < 0.1]",
      "[true, true]"
    ),
    ("seed(1)\nsorted(list(unique(randint(-1, 2, [1000])).tolist()))", "[-1, 0, 1]"),
    ("seed(1)\nsort(choice(10, 10, replace=false))", "i64[10]\n  0  1  2  3  4  5  6  7  8  9"),
    (
      "seed(1)\n[type(rand()), type(randint(0, 3)), type(bernoulli(0.5))]",
      "[\"float\", \"int\", \"bool\"]"
    ),
  ])
  func `draws`(code: String, shown: String) {
    #expect(run(code) == shown)
  }

  @Test func `continues a key at a position in blocks`() {
    // randn(4) takes two blocks of four 32-bit words or fewer; the rest follows at its end.
    let code = """
      seed(3)
      randn(8);
      a = randn(4)
      found = [k for k in 0..20 if all(moved(k) == a).item()]
      fn moved(k) { seed(3, at=k); randn(4) }
      """
    let lines = code.split(separator: "\n")
    let ordered = ([lines[4]] + lines[0..<4] + ["len(found)"]).joined(separator: "\n")
    #expect(run(ordered) == "1")
  }

  @Test(arguments: [
    ("randint(3, 3)", "value error: randint: 'high' must be above 'low', got 3 and 3"),
    ("rand(3, rng=5)", "type error: 'rng' must be a stream such as random(1), got int 5"),
    ("choice([1], 2, replace=false)", "value error: choice: cannot take 2 different items of 1"),
    (
      "bernoulli(2)",
      "value error: bernoulli: 'p' must be a number in 0…1, got 2\n"
        + "hint: the signature is bernoulli(p, shape=none, dtype=none, rng=none)"
    ),
  ])
  func `teaches`(code: String, shown: String) {
    #expect(run(code) == shown)
  }
}
