import Testing

@testable import Builtins

/// Tables: what they hold, how they show, what they refuse.
@Suite struct DomainTableTests {
  private static let report = """
    t = table("loss", "seed", "EER %", "minDCF")
    t.add("SNT-Xent", 1, 10.5, 0.61234)
    t.add({"loss": "SNT-Xent-AAM(0.3)", "seed": 1, "EER %": 9.25, "minDCF": 0.6})
    t.add({"EER %": 9.5, "loss": "SNT-Xent-AAM(0.3)", "seed": 2})

    """

  @Test func `numbers stand under their points and gaps show as a dash`() {
    #expect(
      shown(Self.report + "t") == """
        loss               seed  EER %  minDCF
        ─────────────────  ────  ─────  ──────
        SNT-Xent              1  10.50  0.6123
        SNT-Xent-AAM(0.3)     1   9.25  0.6000
        SNT-Xent-AAM(0.3)     2   9.50       –
        """)
  }

  /// (9.25 + 9.5) / 2 = 9.375; both differ by 0.125, so sd = 0.125 · √2 = 0.1768 with n − 1.
  @Test func `a summary gives mean and deviation with n minus 1`() {
    #expect(
      shown(Self.report + "summarize(t, by=\"loss\", of=\"EER %\")") == """
        loss                      EER %  n
        ─────────────────  ────────────  ─
        SNT-Xent           10.50         1
        SNT-Xent-AAM(0.3)   9.38 ± 0.18  2
        """)
  }

  @Test func `details give columns for mean, sd, min and max`() {
    let code = Self.report + "s = t.summarize(by=\"loss\", of=\"EER %\", details=true)\n"
    #expect(
      shown(code + "s.columns")
        == "[\"loss\", \"EER % mean\", \"EER % sd\", \"EER % min\", \"EER % max\", \"n\"]")
    #expect(shown(code + "s[1][\"EER % mean\"]") == "9.375")
    #expect(shown(code + "abs(s[1][\"EER % sd\"] - 0.17677669529663687) < 1e-15") == "true")
  }

  @Test func `a column is a tensor of numbers, else a list`() {
    #expect(shown(Self.report + "t[\"seed\"].tolist()") == "[1, 1, 2]")
    #expect(shown(Self.report + "t[\"EER %\"].dtype") == "f64")
    #expect(
      shown(Self.report + "t[\"loss\"]")
        == "[\"SNT-Xent\", \"SNT-Xent-AAM(0.3)\", \"SNT-Xent-AAM(0.3)\"]")
  }

  @Test func `a row is a dict, and a loop walks the rows`() {
    #expect(
      shown(Self.report + "t[-1]")
        == "{\"loss\": \"SNT-Xent-AAM(0.3)\", \"seed\": 2, \"EER %\": 9.5, \"minDCF\": none}")
    #expect(shown(Self.report + "[row.seed for row in t]") == "[1, 1, 2]")
  }

  @Test func `a mask and a list of places choose rows`() {
    #expect(shown(Self.report + "t[t[\"seed\"] == 1].shape") == "[2, 4]")
    #expect(shown(Self.report + "t[[2, 0]][\"seed\"].tolist()") == "[2, 1]")
  }

  @Test func `rows are chosen by the values of columns or by a function`() {
    #expect(
      shown(Self.report + "t.select(\"seed\", loss=\"SNT-Xent-AAM(0.3)\")[\"seed\"].tolist()")
        == "[1, 2]")
    #expect(
      shown(Self.report + "t.select(where=r => r[\"EER %\"] > 9.3, seed=1)[\"loss\"]")
        == "[\"SNT-Xent\"]")
    #expect(
      shown(Self.report + "t.select(los=\"a\")")
        == "key: there is no column \"los\"; columns: loss, seed, EER %, minDCF\n"
        + "hint: did you mean \"loss\"?")
  }

  @Test func `rows sort by several columns, stably`() {
    let code = "t = table({a: [2, 1, 2, 1], b: [\"x\", \"y\", \"w\", \"v\"]})\n"
    #expect(shown(code + "t.sort(\"a\")[\"b\"]") == "[\"y\", \"v\", \"x\", \"w\"]")
    #expect(shown(code + "t.sort([\"a\", \"b\"])[\"b\"]") == "[\"v\", \"y\", \"w\", \"x\"]")
    #expect(shown(code + "t.sort(\"a\", descending=true)[\"a\"].tolist()") == "[2, 2, 1, 1]")
  }

  @Test func `rows make a table, with none where one leaves a column out`() {
    #expect(shown("table([{a: 1}, {b: 2}]).to_csv()") == "\"a,b\\n1,\\n,2\\n\"")
  }

  @Test func `what is written is read back`() {
    let script = DomainScript()
    script.run(Self.report + "t.add(\"with, comma and \\\"quote\\\"\", 3, -1.5, 2.5)")
    script.run("t.to_csv(\"t.csv\")")
    #expect(script.run("load_csv(\"t.csv\").to_csv() == t.to_csv()") == "true\n")
    #expect(script.run("load_csv(\"t.csv\")[\"seed\"].tolist()") == "[1, 1, 2, 3]\n")
  }

  @Test func `wide tables leave out columns, long ones rows`() {
    let wide = shown("table([{f\"column {k}\": k for k in 0..20}])")
    #expect(wide.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(wide.hasSuffix("1 rows × 20 columns"))
    let long = shown("table({k: 0..1000})").split(separator: "\n")
    #expect(long.count == 2 + TableLayout.headRows + 1 + TableLayout.tailRows + 1)
    #expect(long[2 + TableLayout.headRows] == "  ⋮")
  }

  @Test func `adding is undone by the state before`() throws {
    let table = TableObject(Table(columns: ["a", "b"]))
    table.add([.number(1.5), .text("x")])
    let before = table.state
    table.add([.none, .spread(mean: 2, deviation: nil)])
    let after = table.state
    table.restore(before)
    #expect(table.count == 1)
    table.restore(after)
    #expect(table.table.row(1) == [.none, .spread(mean: 2, deviation: nil)])
  }

  @Test(
    arguments: [
      ([0.001234, 123.4], ["0.0012", "123.4000"]),
      ([1e-9, 1.0], ["1.000e-9", "1.000"]),
      ([2.0, 3.5], ["2.0", "3.5"]),
      ([Double.nan, 0.25], ["nan", "0.25"]),
      ([-0.5, 10], ["-0.5", "10.0"]),
      ([9.999, 10.001], ["10.00", "10.00"]),
    ])
  func `decimals follow the column`(_ values: [Double], _ texts: [String]) {
    let format = NumberFormat(column: values.map(TableCell.number))
    #expect(values.map { format.text(.number($0)) } == texts)
  }
}
