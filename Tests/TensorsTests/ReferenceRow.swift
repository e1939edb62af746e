import Glibc
import Tensors

/// One line of `Tests/Reference/tensors.txt`: an operation, its operands and its results.
struct ReferenceRow: CustomStringConvertible {
  let name: String
  let inputs: [Tensor]
  let outputs: [Tensor]
  let line: Int

  var description: String { "\(name) (line \(line))" }

  /// Every row of the file.
  static func all(_ file: String = #filePath) throws -> [ReferenceRow] {
    let folder = file.split(separator: "/").dropLast(2).joined(separator: "/")
    let text = try read("/\(folder)/Reference/tensors.txt")
    var rows: [ReferenceRow] = []
    for (index, line) in text.split(separator: "\n").enumerated() where !line.hasPrefix("#") {
      let sides = line.split(separator: ">", maxSplits: 1)
      let parts = sides[0].dropLast(2).split(separator: "|").map { $0.trimmed }
      rows.append(
        ReferenceRow(
          name: parts[0], inputs: try parts.dropFirst().map(tensor),
          outputs: try sides[1].split(separator: "|").map { try tensor($0.trimmed) },
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
