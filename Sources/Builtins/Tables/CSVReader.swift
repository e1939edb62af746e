/// What a file of comma-separated values has wrong.
struct CSVError: Error, Equatable {
  /// Counted from 1, the header included.
  let line: Int
  let message: String
}

/// Reads comma-separated values: a header, then a record a line; fields may stand in double quotes,
/// with quotes inside doubled and newlines kept.
struct CSVReader {
  private let bytes: [UInt8]
  private var place: Int
  private var line = 1

  /// A reader of a file's bytes; a byte order mark is skipped.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The whole table. A column is ints where every field is one, numbers where every field is one,
  /// else texts; empty fields are none.
  static func table(_ bytes: [UInt8]) throws(CSVError) -> Table {
    var reader = CSVReader(bytes)
    guard let header = try reader.record() else {
      throw CSVError(line: 1, message: "the file is empty; a header is needed")
    }
    for (index, name) in header.enumerated() where header[..<index].contains(name) {
      throw CSVError(line: 1, message: "two columns are called \"\(name)\"")
    }
    var fields = [[String]](repeating: [], count: header.count)
    var line = reader.line
    while let record = try reader.record() {
      guard record.count == header.count else {
        throw CSVError(
          line: line,
          message: "\(header.count) fields are needed as in the header, "
            + "got \(record.count)")
      }
      for (column, field) in record.enumerated() { fields[column].append(field) }
      line = reader.line
    }
    return Table(columns: header, cells: fields.map(cells))
  }

  private static func cells(_ fields: [String]) -> [TableCell] {
    var ints: [TableCell] = []
    var numbers: [TableCell] = []
    for field in fields {
      if field.isEmpty {
        if ints.count == numbers.count { ints.append(.none) }
        numbers.append(.none)
        continue
      }
      guard let number = Double(field) else {
        return fields.map { $0.isEmpty ? .none : .text($0) }
      }
      if ints.count == numbers.count, let int = Int(field) { ints.append(.int(int)) }
      numbers.append(.number(number))
    }
    let isEmpty = numbers.allSatisfy { $0 == .none }
    return ints.count == numbers.count || isEmpty ? ints : numbers
  }

  /// The fields of the next record, nil at the end; blank lines are skipped.
  private mutating func record() throws(CSVError) -> [String]? {
    while place < bytes.count, bytes[place] == 0x0A || bytes[place] == 0x0D {
      if bytes[place] == 0x0A { line += 1 }
      place += 1
    }
    guard place < bytes.count else { return nil }
    var fields: [String] = []
    while true {
      fields.append(try field())
      guard place < bytes.count else { return fields }
      let byte = bytes[place]
      place += 1
      if byte == UInt8(ascii: ",") { continue }
      if byte == 0x0D, place < bytes.count, bytes[place] == 0x0A { place += 1 }
      line += 1
      return fields
    }
  }

  /// One field, up to a comma or the end of the line.
  private mutating func field() throws(CSVError) -> String {
    guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
      let start = place
      while place < bytes.count, !Self.isEnd(bytes[place]) {
        if bytes[place] == UInt8(ascii: "\"") {
          throw CSVError(line: line, message: "a quote inside a field that does not begin with one")
        }
        place += 1
      }
      return String(decoding: bytes[start..<place], as: UTF8.self)
    }
    let first = line
    place += 1
    var text: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte == UInt8(ascii: "\"") {
        guard place < bytes.count, bytes[place] == byte else {
          if place < bytes.count, !Self.isEnd(bytes[place]) {
            throw CSVError(line: line, message: "a comma is needed behind a quoted field")
          }
          return String(decoding: text, as: UTF8.self)
        }
        place += 1
      } else if byte == 0x0A {
        line += 1
      }
      text.append(byte)
    }
    throw CSVError(line: first, message: "a quoted field is not closed")
  }

  private static func isEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == 0x0A || byte == 0x0D
  }
}
