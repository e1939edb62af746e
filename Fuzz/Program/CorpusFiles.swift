import FuzzTargets
import Glibc

/// The packed corpus of a target, and a folder of its inputs.
struct CorpusFiles {
  let target: FuzzTarget
  let folder: String

  private struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private var packed: String { "Fuzz/corpus/\(target.name).txt" }

  /// Seeds and packed inputs into the folder.
  func unpack() throws {
    var inputs = target.seeds()
    if let bytes = Self.read(packed) {
      inputs += String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        .compactMap(PackedCorpus.input)
    }
    for (number, input) in inputs.enumerated() {
      guard Self.write(input, to: "\(folder)/seed-\(number)") else {
        throw Failure(description: "cannot write into \(folder)")
      }
    }
  }

  /// The folder's inputs into the packed file, short ones first.
  func pack() throws {
    guard let directory = opendir(folder) else {
      throw Failure(description: "cannot list \(folder)")
    }
    defer { closedir(directory) }
    var lines: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard !name.hasPrefix("."), let bytes = Self.read("\(folder)/\(name)"), !bytes.isEmpty
      else { continue }
      lines.append(PackedCorpus.line(bytes))
    }
    lines.sort { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
    var text = ""
    for line in lines where text.utf8.count + line.utf8.count < 160_000 { text += line + "\n" }
    guard Self.write(Array(text.utf8), to: packed) else {
      throw Failure(description: "cannot write \(packed)")
    }
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  private static func write(_ bytes: [UInt8], to path: String) -> Bool {
    guard let file = fopen(path, "w") else { return false }
    defer { fclose(file) }
    return fwrite(bytes, 1, bytes.count, file) == bytes.count
  }
}
