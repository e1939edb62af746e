import FuzzTargets
import Glibc
import Machine
import Testing

/// What the fuzzer once found interesting, or wrong, is answered.
@Suite struct CorpusTests {
  private static func lines(_ name: String) throws -> [Substring] {
    let file = try #require(fopen("\(#filePath)".replacing(name), "r"))
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }

  @Test(arguments: FuzzTarget.all.map(\.name))
  func `each input of the corpus is answered`(name: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.name == name })
    let lines = try Self.lines(name)
    try onLargeStack {
      for line in lines {
        let input = try #require(PackedCorpus.input(line), "a line of \(name) is no input")
        #expect(throws: Never.self, "\(line)") { try target.run(input) }
      }
      for seed in target.seeds() { #expect(throws: Never.self) { try target.run(seed) } }
    }
  }

  @Test func `packing gives back every byte`() {
    let bytes = (0...255).map(UInt8.init)
    #expect(PackedCorpus.input(PackedCorpus.line(bytes)) == bytes)
    #expect(PackedCorpus.line([0x5C, 0x0A, 0x00, 0x41]) == "\\\\\\n\\x00A")
    #expect(PackedCorpus.input("\\q") == nil)
    #expect(PackedCorpus.input("\\x4") == nil)
  }
}

extension String {
  /// The packed corpus of a target, beside this file's folders.
  fileprivate func replacing(_ name: String) -> String {
    split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Fuzz/corpus/\(name).txt"
  }
}
