import Glibc
import Testing

@testable import Tensors

/// Damaged files: each reader gives arrays or an error of kind `io` (or `limit`), never a crash.
@Suite struct ArrayFileMutationTests {
  /// How many damaged files a fixture gives; set `MSCRIPT_MUTATIONS` for a long run.
  private static let rounds =
    getenv("MSCRIPT_MUTATIONS").flatMap { Int(String(cString: $0)) } ?? 300

  /// A xorshift generator.
  private struct Chance {
    var state: UInt64
    mutating func below(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state >> 1) % max(bound, 1)
    }
  }

  /// Numbers that sizes and offsets should not be.
  private static let bad: [UInt64] = [
    0, 1, 0x7F, 0xFF, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFF, 1 << 46, 1 << 62, .max >> 1, .max,
  ]

  private static func damaged(_ bytes: [UInt8], _ chance: inout Chance) -> [UInt8] {
    var bytes = bytes
    for _ in 0...chance.below(3) where !bytes.isEmpty {
      let at = chance.below(bytes.count)
      switch chance.below(8) {
      case 0: bytes[at] ^= 1 << UInt8(chance.below(8))
      case 1: bytes[at] = UInt8(chance.below(256))
      case 2: bytes.removeLast(bytes.count - at)
      case 3:
        let number = bad[chance.below(bad.count)]
        for step in 0..<min([2, 4, 8][chance.below(3)], bytes.count - at) {
          bytes[at + step] = UInt8(truncatingIfNeeded: number >> UInt64(step * 8))
        }
      case 4: bytes.insert(contentsOf: Array("9".utf8) + [UInt8(chance.below(256))], at: at)
      case 5: bytes.remove(at: at)
      case 6: bytes.insert(contentsOf: bytes[at...].prefix(chance.below(60)), at: at)
      default:
        let end = min(bytes.count, at + chance.below(40))
        bytes.replaceSubrange(at..<end, with: bytes[0..<min(end - at, bytes.count)])
      }
    }
    return bytes
  }

  /// Reads damaged copies; gives how many were read and how many refused.
  private func read(
    _ bytes: [UInt8], named name: String, _ load: (ByteSource) throws(TensorError) -> Void
  ) -> (read: Int, refused: Int) {
    var chance = Chance(state: name.utf8.reduce(0x9E37_79B9) { $0 &* 31 &+ UInt64($1) } | 1)
    var (read, refused) = (0, 0)
    for _ in 0..<Self.rounds {
      do {
        try load(ByteSource(Self.damaged(bytes, &chance), named: name))
        read += 1
      } catch {
        refused += 1
        #expect([.io, .limit].contains(error.kind), "\(error)")
      }
    }
    return (read, refused)
  }

  @Test(arguments: ArrayFixture.files)
  func `damaged array files are read or refused`(file: String) throws {
    let counts = read(try ArrayFixture.bytes(file), named: file) { (source) throws(TensorError) in
      for array in try ArrayFixture.load(source) { _ = array.tensor.doubles() }
      if file.hasSuffix(".safetensors") { _ = try Safetensors.metadata(source) }
    }
    #expect(counts.refused > 0)
  }

  @Test(arguments: [
    "a,b\n1,2\n3,4.5\n,1e3\n", "id,x,name\r\n1,0.5,ann\r\n2,,\"b, \"\"c\"\"\nd\"\r\n-3,1e2,\r\n",
    "x\n0.1\n-123456.789e-3\n9007199254740993\n1e400\n inf \nnan\n4.9e-324\n",
  ])
  func `damaged tables are read or refused`(text: String) {
    let counts = read(Array(text.utf8), named: "t.csv") { (source) throws(TensorError) in
      let table = try CSV.read(source)
      for case .numbers(let numbers) in table.columns.map(\.values) { _ = numbers.doubles() }
    }
    #expect(counts.read > 0 && counts.refused > 0)
  }
}
