import Glibc
import TestSupport
import Testing

@testable import Tensors

@Suite struct FileTests {
  private func numbers(_ values: CSVTable.Values?) -> Tensor? {
    if case .numbers(let tensor) = values { tensor } else { nil }
  }
  private func texts(_ values: CSVTable.Values?) -> [String]? {
    if case .texts(let texts) = values { texts } else { nil }
  }
  private func parse(_ text: String, _ change: (inout CSV.Options) -> Void = { _ in })
    throws -> CSVTable
  {
    var options = CSV.Options()
    change(&options)
    return try CSV.parse(Array(text.utf8), named: "t.csv", options)
  }
  private func message(_ text: String) -> String? {
    do { _ = try parse(text) } catch { return (error as? TensorError)?.message }
    return nil
  }

  @Test func `columns are typed by their first values`() throws {
    let table = try parse("id,x,name\r\n1,0.5,ann\r\n2,,\"b, \"\"c\"\"\nd\"\r\n-3,1e2,\r\n")
    #expect(table.rowCount == 3)
    #expect(table.columns.map(\.name) == ["id", "x", "name"])
    #expect(numbers(table["id"])?.dtype == .i64)
    #expect(numbers(table["id"])?.ints() == [1, 2, -3])
    let x = try #require(numbers(table["x"]))
    #expect(difference(x, [0.5, .nan, 100], within: .exact) == nil)
    #expect(texts(table["name"]) == ["ann", "b, \"c\"\nd", ""])
  }

  @Test func `numbers are rounded exactly`() throws {
    let spelled = [
      "0.1", "-123456.789e-3", "9007199254740993", "1e23", "123456789012345678901234567890",
      "4.9e-324", "1.7976931348623157e308", "0.000000000000000000000000123", " 7.25 ", "+2.5",
    ]
    let table = try parse("x\n0.5\n" + spelled.joined(separator: "\n"))
    let values = try #require(numbers(table["x"])).doubles()
    for (text, value) in zip(spelled, values.dropFirst()) {
      let digits = text.filter { $0 != " " }
      #expect(value == strtod(digits, nil), "\(text)")
    }
    #expect(numbers(try parse("x\n1\n2.5")["x"])?.doubles() == [1, 2.5])
    #expect(numbers(try parse("x\n1\n9223372036854775807")["x"])?.ints()[1] == .max)
  }

  @Test func `errors name line, column and what was expected`() throws {
    #expect(message("") == "load_csv: t.csv is empty")
    #expect(
      message("a,b\n1,2\n3\n") == "load_csv: t.csv, line 3: expected 2 fields, got 1")
    #expect(message("a,b\n1,2,3") == "load_csv: t.csv, line 2: expected 2 fields, got more")
    #expect(
      message("a,b\n1,2\n3,x4")
        == "load_csv: t.csv, line 3, column 2 (\"b\"): expected a number, got \"x4\"; a column of"
        + " texts that begins with a number is named in text=")
    #expect(
      message("a\n\"x\ny") == "load_csv: t.csv, line 2, column 1: the quote is never closed")
    #expect(
      message("a\n\"x\"y")
        == "load_csv: t.csv, line 2, column 1: expected a separator or a line end after the"
        + " closing quote")
    #expect(message("a,a\n1,2") == "load_csv: t.csv, line 1, column 2: the name \"a\" stands twice")
  }

  @Test func `options change header, separator and types`() throws {
    let bare = try parse("1;2\n3;4") {
      $0.hasHeader = false
      $0.separator = ";"
    }
    #expect(numbers(bare["column 2"])?.ints() == [2, 4])
    let text = try parse("id\n01\n7b") { $0.textColumns = ["id"] }
    #expect(texts(text["id"]) == ["01", "7b"])
    #expect(throws: TensorError.self) { try parse("id\n1") { $0.textColumns = ["ix"] } }
  }

  @Test func `the shipped data set is read`() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let table = try CSV.read("/\(root)/examples/data/japanese_vowels.csv")
    #expect(table.columns.count == 16)
    #expect(table.rowCount == 9961)
    #expect(texts(table["split"])?.first == "train")
    #expect(numbers(table["c1"])?.doubles().first == 1.860936)
    #expect(throws: TensorError.self) { try CSV.read("/\(root)/none.csv") }
    #expect(throws: TensorError.io("load_csv: /tmp is a folder")) { try CSV.read("/tmp") }
  }

  // The same values with a quote in the last row go through the general reader.
  @Test func `rows of numbers alone read as they do beside texts`() throws {
    var rows = ["i,x,mixed,gaps"]
    for row in 0..<20_000 {
      rows.append(
        "\(row * 7 - 9),\(Double(row) * 0.37e-3),\(row == 15_000 ? "0.5" : "\(row)"),"
          + (row == 19_990 ? "" : "\(row)"))
    }
    let text = rows.joined(separator: "\n")
    let fast = try parse(text)
    let slow = try parse(text + "\n1,2,3,4\n") { $0.textColumns = [] }
    let general = try parse(
      rows.enumerated().map { "\($1),\($0 == 0 ? "t" : "x")" }.joined(separator: "\r\n"))
    #expect(fast.rowCount == 20_000 && slow.rowCount == 20_001 && general.rowCount == 20_000)
    for (name, dtype) in [("i", DType.i64), ("x", .f64), ("mixed", .f64), ("gaps", .f64)] {
      let (a, b) = (try #require(numbers(fast[name])), try #require(numbers(general[name])))
      #expect(a.dtype == dtype && b.dtype == dtype)
      #expect(difference(a, b.doubles(), within: .exact) == nil)
      #expect(
        Array(numbers(slow[name])?.doubles().prefix(19_990) ?? [])
          == Array(a.doubles().prefix(19_990)))
    }
    #expect(numbers(fast["i"])?.ints().last == 19_999 * 7 - 9)
    #expect(numbers(fast["gaps"])?.doubles()[19_990].isNaN == true)
  }

  // Expected: Python's float(), which rounds exactly. Digits and powers at the edges of each way.
  @Test(arguments: [
    ("9007199254740993e0", 0x1.0p53), ("9007199254740995e0", 0x1.0000000000002p53),
    ("1797693134862315708e1", 0x1.f2f5c7a1a488dp63), ("18446744073709551615e0", 0x1.0p64),
    ("0.3333333333333333148", 0x1.5555555555555p-2),
    ("9999999999999999999e-27", 0x1.5798ee2308c3ap-27),
    ("7.2057594037927933e16", 0x1.0p56),
    ("2.2250738585072011e-308", Double(bitPattern: 0x000F_FFFF_FFFF_FFFF)),
    ("-0.0", -0.0), ("1e-27", 0x1.3ce9a36f23c10p-90), ("5e27", 0x1.027e72f1f1281p92),
  ])
  func `digits are rounded to the nearest f64`(text: String, value: Double) throws {
    let read = try #require(numbers(try parse("x\n\(text)")["x"])).doubles()[0]
    #expect(read.bitPattern == value.bitPattern)
  }
}
