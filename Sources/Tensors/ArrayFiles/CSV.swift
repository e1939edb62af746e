import Glibc

/// A table of named columns of one length.
public struct CSVTable: Sendable {
  /// A column: a tensor of shape `[row]`, i64 or f64, or texts.
  public enum Values: Sendable {
    case numbers(Tensor)
    case texts([String])
  }

  /// A column and its name.
  public struct Column: Sendable {
    /// The name in the header, or `column 1`, … without one.
    public let name: String
    /// The values, one a row.
    public let values: Values
  }

  /// The columns in their order.
  public let columns: [Column]

  /// The number of rows, the header not among them.
  public let rowCount: Int

  /// The column of a name.
  public subscript(name: String) -> Values? { columns.first { $0.name == name }?.values }
}

/// Strict reading of comma-separated values (RFC 4180): quoted fields may hold separators, line
/// ends and doubled quotes; every row has as many fields as the first.
public enum CSV {
  /// How a file is to be read.
  public struct Options: Sendable {
    /// Whether the first row holds the columns' names.
    public var hasHeader = true
    /// What stands between fields.
    public var separator: Character = ","
    /// Columns that are texts although they begin with a number.
    public var textColumns: Set<String> = []

    /// A header, commas, and columns typed by their first values.
    public init() {}
  }

  /// Reads a file. A column is of numbers if its first field that is not empty is one: i64 if
  /// all its fields are whole, else f64, where an empty field is NaN. Throws `.io` with line,
  /// column and what was expected.
  public static func read(_ path: String, _ options: Options = Options())
    throws(TensorError) -> CSVTable
  {
    try read(try ByteSource(path: path, for: "load_csv"), options)
  }

  /// The same for bytes in memory; `name` stands in messages.
  public static func parse(
    _ bytes: [UInt8], named name: String = "text", _ options: Options = Options()
  ) throws(TensorError) -> CSVTable {
    try read(ByteSource(bytes, named: name), options)
  }

  /// The same for the content of a file.
  public static func read(_ source: ByteSource, _ options: Options = Options())
    throws(TensorError) -> CSVTable
  {
    guard let separator = options.separator.asciiValue, separator != 34, separator != 10 else {
      throw .value("load_csv: the separator must be one ASCII character, not a quote or line end")
    }
    return try source.withBytes(for: "load_csv") { (bytes) throws(TensorError) in
      var reader = CSVReader(
        bytes.assumingMemoryBound(to: UInt8.self), separator: separator, file: source.name,
        options)
      return try reader.table()
    }
  }
}

/// One pass over the bytes: field by field into columns.
private struct CSVReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let separator: UInt8
  private let file: String
  private let options: CSV.Options
  private var at = 0
  private var line = 1
  private var columns: [CSVColumn] = []

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, separator: UInt8, file: String, _ options: CSV.Options
  ) {
    self.bytes = bytes
    self.separator = separator
    self.file = file
    self.options = options
    if bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF { at = 3 }
  }

  mutating func table() throws(TensorError) -> CSVTable {
    if at == bytes.count { throw .io("load_csv: \(file) is empty") }
    try firstRow()
    if let table = try numberTable() { return table }
    var rows = 0
    while at < bytes.count {
      try row()
      rows += 1
      if rows & 0xFFFF == 0 { try Interrupt.check() }
    }
    var finished: [CSVTable.Column] = []
    for column in columns { finished.append(try column.finished()) }
    return CSVTable(columns: finished, rowCount: rows)
  }

  /// The rest as rows of numbers alone, if it is.
  private func numberTable() throws(TensorError) -> CSVTable? {
    guard let isReal = kindsOfFirstRow() else { return nil }
    let rest = UnsafeBufferPointer(rebasing: bytes[at...])
    guard
      let read = try CSVNumberRows.columns(rest, separator: separator, isReal: isReal)
    else { return nil }
    return CSVTable(
      columns: zip(columns, read.columns).map {
        CSVTable.Column(name: $0.name, values: .numbers($1))
      }, rowCount: read.rowCount)
  }

  /// Whether each field of the next row is a real number; nil if one is none.
  private func kindsOfFirstRow() -> [Bool]? {
    var probe = self
    var kinds: [Bool] = []
    for column in columns {
      guard column.kind == .undecided, probe.at < bytes.count,
        let field = try? probe.field(column: kinds.count), !field.isQuoted,
        let number = CSVNumber.parse(bytes, field.range)
      else { return nil }
      kinds.append(number.isReal)
      guard let isLast = try? probe.ending(after: kinds.count),
        isLast == (kinds.count == columns.count)
      else { return nil }
    }
    return kinds
  }

  /// Reads the names, or makes some up; what follows are the rows of values.
  private mutating func firstRow() throws(TensorError) {
    var fields: [(String, Bool)] = []
    let start = (at, line)
    var isLast = false
    while !isLast {
      let field = try self.field(column: fields.count)
      fields.append((text(field), field.isQuoted))
      isLast = try ending(after: fields.count)
    }
    for (index, field) in fields.enumerated() {
      let name = options.hasHeader ? field.0 : "column \(index + 1)"
      if columns.contains(where: { $0.name == name }) {
        throw .io(
          "load_csv: \(file), line 1, column \(index + 1): the name \"\(name)\" stands twice")
      }
      columns.append(CSVColumn(name: name, isText: options.textColumns.contains(name)))
    }
    for name in options.textColumns.sorted() where !columns.contains(where: { $0.name == name }) {
      throw .value("load_csv: \(file) has no column \"\(name)\"; it has \(columns.map(\.name))")
    }
    if !options.hasHeader { (at, line) = start }
  }

  private mutating func row() throws(TensorError) {
    let first = line
    var index = 0
    while true {
      if index == columns.count {
        throw .io("load_csv: \(file), line \(first): expected \(columns.count) fields, got more")
      }
      let field = try self.field(column: index)
      try store(field, in: index)
      index += 1
      if try ending(after: index) { break }
    }
    if index < columns.count {
      throw .io(
        "load_csv: \(file), line \(first): expected \(columns.count) fields, got \(index)")
    }
  }

  /// Moves past what follows a field; true at the end of a row.
  private mutating func ending(after column: Int) throws(TensorError) -> Bool {
    if at == bytes.count { return true }
    let byte = bytes[at]
    at += 1
    if byte == separator { return false }
    if byte == 13, at < bytes.count, bytes[at] == 10 { at += 1 }
    if byte == 10 || byte == 13 {
      line += 1
      return true
    }
    throw .io(
      "load_csv: \(file), line \(line), column \(column): expected a separator or a line end"
        + " after the closing quote")
  }

  /// Where a field lies, without its quotes.
  private struct Field {
    var range: Range<Int>
    var isQuoted = false
    var hasDoubledQuotes = false
    var line: Int
  }

  private mutating func field(column: Int) throws(TensorError) -> Field {
    if at < bytes.count && bytes[at] == 34 { return try quotedField(column: column) }
    let start = at
    while at < bytes.count {
      let byte = bytes[at]
      if byte == separator || byte == 10 || byte == 13 { break }
      if byte == 34 {
        throw .io(
          "load_csv: \(file), line \(line), column \(column + 1): a quote inside a field without"
            + " quotes around it")
      }
      at += 1
    }
    return Field(range: start..<at, line: line)
  }

  private mutating func quotedField(column: Int) throws(TensorError) -> Field {
    let (opened, start) = (line, at + 1)
    var isDoubled = false
    at += 1
    while at < bytes.count {
      if bytes[at] == 10 { line += 1 }
      if bytes[at] == 34 {
        if at + 1 < bytes.count && bytes[at + 1] == 34 {
          isDoubled = true
          at += 1
        } else {
          at += 1
          return Field(
            range: start..<at - 1, isQuoted: true, hasDoubledQuotes: isDoubled, line: opened)
        }
      }
      at += 1
    }
    throw .io(
      "load_csv: \(file), line \(opened), column \(column + 1): the quote is never closed")
  }

  private func text(_ field: Field) -> String {
    let whole = UnsafeBufferPointer(rebasing: bytes[field.range])
    if !field.hasDoubledQuotes { return String(decoding: whole, as: UTF8.self) }
    var kept: [UInt8] = []
    var skips = false
    for byte in whole {
      if byte == 34 && !skips {
        skips = true
        continue
      }
      skips = false
      kept.append(byte)
    }
    return String(decoding: kept, as: UTF8.self)
  }

  private mutating func store(_ field: Field, in index: Int) throws(TensorError) {
    if columns[index].kind == .undecided && !field.range.isEmpty {
      let isNumber = !field.isQuoted && CSVNumber.parse(bytes, field.range) != nil
      columns[index].decide(isNumber: isNumber)
    }
    switch columns[index].kind {
    case .undecided: columns[index].skip()
    case .texts: columns[index].texts.append(text(field))
    case .integers, .numbers:
      if field.range.isEmpty { return columns[index].append(.real(.nan)) }
      guard !field.isQuoted, let number = CSVNumber.parse(bytes, field.range) else {
        throw .io(
          "load_csv: \(file), line \(field.line), column \(index + 1)"
            + " (\"\(columns[index].name)\"): expected a number, got \"\(text(field))\"; a column"
            + " of texts that begins with a number is named in text=")
      }
      columns[index].append(number)
    }
  }
}

/// The values of a column so far.
private struct CSVColumn {
  enum Kind { case undecided, integers, numbers, texts }

  let name: String
  var kind: Kind
  var texts: [String] = []
  private var integers: [Int] = []
  private var numbers: [Double] = []
  private var empty = 0

  init(name: String, isText: Bool) {
    self.name = name
    kind = isText ? .texts : .undecided
  }

  /// An empty field before the first that tells the type.
  mutating func skip() { empty += 1 }

  mutating func decide(isNumber: Bool) {
    if !isNumber {
      kind = .texts
      texts = Array(repeating: "", count: empty)
    } else if empty > 0 {
      kind = .numbers
      numbers = Array(repeating: .nan, count: empty)
    } else {
      kind = .integers
    }
  }

  @inline(__always)
  mutating func append(_ number: CSVNumber) {
    switch number {
    case .whole(let value) where kind == .integers: integers.append(value)
    case .whole(let value): numbers.append(Double(value))
    case .real(let value):
      if kind == .integers {
        kind = .numbers
        numbers = integers.map(Double.init)
        integers = []
      }
      numbers.append(value)
    }
  }

  func finished() throws(TensorError) -> CSVTable.Column {
    let values: CSVTable.Values
    switch kind {
    case .texts: values = .texts(texts)
    case .integers: values = .numbers(try Tensor(ints: integers, shape: [integers.count]))
    case .numbers:
      values = .numbers(try Tensor(numbers, shape: [numbers.count], dtype: .f64))
    case .undecided: values = .texts(Array(repeating: "", count: empty))
    }
    return CSVTable.Column(name: name, values: values)
  }
}
