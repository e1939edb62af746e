import Glibc
import Tensors

/// One line of a file of `Tests/Reference`: what was computed, its operands and its results.
public struct ReferenceRow: CustomStringConvertible {
  /// What was computed, and its options, as words.
  public let name: String
  /// The operands.
  public let inputs: [Tensor]
  /// The results of another program.
  public let outputs: [Tensor]
  /// The place in the file, from 1.
  public let line: Int

  /// Name and line.
  public var description: String { "\(name) (line \(line))" }

  /// Every row of `Tests/Reference/NAME.txt`, which the generator of that name has written.
  public static func rows(of name: String, _ file: String = #filePath) throws -> [ReferenceRow] {
    var rows: [ReferenceRow] = []
    for (index, line) in try lines(of: name, file).enumerated() where !line.hasPrefix("#") {
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

  /// The lines of `Tests/Reference/NAME.txt`.
  public static func lines(of name: String, _ file: String = #filePath) throws -> [Substring] {
    let folder = file.split(separator: "/").dropLast(3).joined(separator: "/")
    return try read("/\(folder)/Tests/Reference/\(name).txt").split(separator: "\n")
  }

  /// A tensor written as `dtype [shape] values`.
  public static func tensor(_ text: String) throws -> Tensor {
    let words = text.split(separator: " ")
    let shape = words[1].dropFirst().dropLast().split(separator: ",").compactMap { Int($0) }
    switch words[0] {
    case "i64": return try Tensor(ints: words.dropFirst(2).compactMap { Int($0) }, shape: shape)
    case "bool": return try Tensor(bools: words.dropFirst(2).map { $0 == "1" }, shape: shape)
    default:
      return try Tensor(
        words.dropFirst(2).compactMap { Double($0) }, shape: shape,
        dtype: words[0] == "f32" ? .f32 : .f64)
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
