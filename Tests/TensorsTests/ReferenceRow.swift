import Glibc
import Tensors

/// One line of a file of `Tests/Reference`: an operation, its operands and its results.
struct ReferenceRow: CustomStringConvertible {
  let name: String
  let inputs: [Tensor]
  let outputs: [Tensor]
  let line: Int

  var description: String { "\(name) (line \(line))" }

  /// The files, each written by the generator of its name.
  static let files = ["tensors", "matrices", "arrays", "signals", "statistics"]

  /// Every row of all files.
  static func all(_ file: String = #filePath) throws -> [ReferenceRow] {
    let folder = file.split(separator: "/").dropLast(2).joined(separator: "/")
    return try files.flatMap { try rows(of: "/\(folder)/Reference/\($0).txt") }
  }

  private static func rows(of path: String) throws -> [ReferenceRow] {
    let text = try read(path)
    var rows: [ReferenceRow] = []
    for (index, line) in text.split(separator: "\n").enumerated() where !line.hasPrefix("#") {
      guard let arrow = line.firstRange(of: " -> ") else { continue }
      let parts = line[..<arrow.lowerBound].split(separator: "|").map { $0.trimmed }
      rows.append(
        ReferenceRow(
          name: parts[0], inputs: try parts.dropFirst().map(tensor),
          outputs: try line[arrow.upperBound...].split(separator: "|").map {
            try tensor($0.trimmed)
          },
          line: index + 1))
    }
    return rows
  }

  private static func tensor(_ text: String) throws -> Tensor {
    let words = text.split(separator: " ")
    let shape = words[1].dropFirst().dropLast().split(separator: ",").compactMap { Int($0) }
    switch words[0] {
    case "i64": return try Tensor(ints: words.dropFirst(2).compactMap { Int($0) }, shape: shape)
    case "bool": return try Tensor(bools: words.dropFirst(2).map { $0 == "1" }, shape: shape)
    default:
      return try Tensor(
        words.dropFirst(2).compactMap { Double($0) }, shape: shape, dtype: .f64)
    }
  }

  private static func read(_ path: String) throws -> String {
    guard let file = fopen(path, "r") else { throw TensorError(.io, "cannot open \(path)") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
