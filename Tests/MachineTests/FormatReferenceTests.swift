import Glibc
import Machine
import Testing

/// A row of `Tests/Reference/formats.txt`: a value, a format, and what CPython makes of it.
struct FormatRow: Sendable, CustomTestStringConvertible {
  let kind: String
  let value: String
  let spec: String
  /// Nil where it raises.
  let result: String?

  var testDescription: String { "format(\(value), '\(spec)')" }

  static let all: [FormatRow] = {
    let folder = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    guard let file = fopen("/\(folder)/Reference/formats.txt", "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let shown = parts[3] == "ERROR" ? nil : String(parts[3].dropFirst().dropLast())
      return FormatRow(kind: parts[0], value: parts[1], spec: parts[2], result: shown)
    }
  }()
}

@Suite struct FormatReferenceTests {
  let bench = Bench()

  private func formatted(_ row: FormatRow) throws -> String? {
    let value: Value
    switch row.kind {
    case "int": value = .int(try #require(Int(row.value)))
    case "float": value = .float(try #require(Double(row.value)))
    default: value = bench.text(row.value)
    }
    return try? bench.machine.formatted(value, row.spec)
  }

  @Test func `formats as CPython does, and refuses what it refuses`() throws {
    #expect(FormatRow.all.count > 1_000)
    for row in FormatRow.all {
      #expect(try formatted(row) == row.result, "\(row.testDescription)")
    }
  }
}
