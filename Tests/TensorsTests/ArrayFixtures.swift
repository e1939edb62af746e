import Testing

@testable import Tensors

/// A row of `Tests/Reference/arrays/expected.txt`: an array in a file that NumPy or the safetensors
/// package wrote, or a file to refuse.
struct ArrayFixture: Sendable, CustomStringConvertible {
  let file: String
  let name: String
  /// Nil for a file to refuse.
  let expected: (dtype: String, shape: [Int], values: [Substring])?

  var description: String { "\(file) \(name)" }

  private static let folder =
    "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    + "/Reference/arrays/"

  static let all: [ArrayFixture] = {
    let text = (try? ByteSource(path: folder + "expected.txt", for: "test"))
      .flatMap { try? $0.all() }
    return String(decoding: text ?? [], as: UTF8.self).split(separator: "\n").map { line in
      let fields = line.split(separator: "|").map { $0.drop { $0 == " " } }
      let file = fields[0].prefix { $0 != " " }
      if fields.count == 2 { return ArrayFixture(file: "\(file)", name: "", expected: nil) }
      let words = fields[2].split(separator: " ")
      let sizes = words[1].dropFirst().dropLast().split(separator: ",").compactMap { Int($0) }
      return ArrayFixture(
        file: "\(file)", name: "\(fields[1].prefix { $0 != " " })",
        expected: ("\(words[0])", sizes, Array(words[2...])))
    }
  }()

  /// The files, each once.
  static var files: [String] { Array(Set(all.map(\.file))).sorted() }

  /// The bytes of a file.
  static func bytes(_ file: String) throws -> [UInt8] {
    try ByteSource(path: folder + file, for: "test").all()
  }

  /// The file itself.
  static func source(_ file: String) throws -> ByteSource {
    try ByteSource(path: folder + file, for: "test")
  }

  /// Reads a file by the reader that its ending asks for.
  static func load(_ source: ByteSource) throws(TensorError) -> [(name: String, tensor: Tensor)] {
    if source.name.hasSuffix(".npy") { return [("", try NPY.load(source))] }
    if source.name.hasSuffix(".npz") { return try NPZ.load(source) }
    return try Safetensors.load(source)
  }

  /// What differs from the row, nil if nothing does.
  func difference(from tensor: Tensor) -> String? {
    guard let expected else { return "it should be refused" }
    if tensor.dtype.name != expected.dtype { return "dtype \(tensor.dtype.name)" }
    if tensor.shape != expected.shape { return "shape \(tensor.shape)" }
    if tensor.dtype == .i64 || tensor.dtype == .bool {
      let values = tensor.dtype == .i64 ? tensor.ints() : tensor.doubles().map { Int($0) }
      return values == expected.values.compactMap { Int($0) } ? nil : "values \(values)"
    }
    let values = tensor.doubles()
    let wanted = expected.values.compactMap { Double($0) }
    let isSame =
      values.count == wanted.count
      && zip(values, wanted).allSatisfy {
        $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN)
      }
    return isSame ? nil : "values \(values)"
  }
}

extension ByteSource {
  /// All bytes, copied.
  func all() throws(TensorError) -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachPiece { bytes += $0 }
    return bytes
  }
}
