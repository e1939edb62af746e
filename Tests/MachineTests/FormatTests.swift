import Machine
import Testing

@Suite struct FormatTests {
  let bench = Bench()

  private func formatted(_ value: Value, _ spec: String) -> String {
    (try? bench.machine.formatted(value, spec)) ?? "error"
  }

  // Expected: Python 3.11's format(value, spec).
  @Test(arguments: [
    (1234.5678, ">10.2f", "   1234.57"), (1234.5678, ",.1f", "1,234.6"),
    (0.0512, ".1%", "5.1%"), (1234.5678, "e", "1.234568e+03"), (1234.5678, ".3g", "1.23e+03"),
    (3.0, "g", "3"), (3.0, "", "3.0"), (-3.5, "+.1f", "-3.5"), (3.5, "+.1f", "+3.5"),
    (3.5, " .1f", " 3.5"), (3.14159, "*^11.3f", "***3.142***"), (-3.5, "08.2f", "-0003.50"),
    (1234567.0, "_.0f", "1_234_567"), (3.14159, ".3", "3.14"), (2.0, ".3", "2.0"),
    (1e20, ",.0f", "100,000,000,000,000,000,000"), (.infinity, "6.1f", "   inf"),
    (1234.5, "012,.1f", "00,001,234.5"), (0.5, ".0f", "0"), (2.5, ".0f", "2"),
    (1e-7, "", "1e-07"), (123456.0, ".3e", "1.235e+05"), (-1.5, "=7.1f", "-   1.5"),
  ])
  func `formats floats`(value: Double, spec: String, text: String) {
    #expect(formatted(.float(value), spec) == text)
  }

  // Expected: Python 3.11's format(value, spec).
  @Test(arguments: [
    (42, "5d", "   42"), (42, "<5d", "42   "), (42, "x", "2a"), (42, "#x", "0x2a"),
    (42, "b", "101010"), (42, "o", "52"), (1_234_567, ",", "1,234,567"), (-42, "06d", "-00042"),
    (42, ".1f", "42.0"), (3, "%", "300.000000%"), (255, "X", "FF"), (65, "c", "A"),
    (1_000_000, "_", "1_000_000"), (7, "03", "007"), (65535, "#010x", "0x0000ffff"),
  ])
  func `formats ints`(value: Int, spec: String, text: String) {
    #expect(formatted(.int(value), spec) == text)
  }

  @Test func `formats texts, bools and lists`() {
    #expect(formatted(bench.text("am"), ">5") == "   am")
    #expect(formatted(bench.text("margin"), ".3") == "mar")
    #expect(formatted(bench.text("é"), "·^3") == "·é·")
    #expect(formatted(.bool(true), "6") == "true  ")
    #expect(formatted(.bool(true), "d") == "1")
    #expect(formatted(bench.ints(1, 2), "10") == "[1, 2]    ")
    #expect(formatted(.none, "") == "none")
  }

  @Test func `says what is wrong with a format`() {
    let machine = bench.machine
    #expect(
      failure { _ = try machine.formatted(.float(1), ".2q") }
        == "value: the format \".2q\" has the unknown type 'q' / a format is "
        + "[[fill]align][sign][width][,][.precision][type], such as `>8.2f`")
    #expect(
      failure { _ = try machine.formatted(.float(1.5), "d") }
        == "type: the format \"d\" is for ints, got float 1.5"
        + " / `.0f` rounds a float, `int(x)` cuts it")
    #expect(
      failure { _ = try machine.formatted(bench.text("a"), ".2f") }
        == "type: the format \".2f\" is for numbers, got text \"a\"")
    #expect(failure { _ = try machine.formatted(.float(1), ".9999f") }.hasPrefix("value: "))
  }
}
