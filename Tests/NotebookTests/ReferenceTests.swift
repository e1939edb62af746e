import Glibc
import Notebook
import Testing

@Suite struct ReferenceTests {
  private static var committed: String {
    let path = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    guard let file = fopen("/\(path)/docs/reference/README.md", "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `the committed reference is what the catalog says`() {
    #expect(Self.committed == Reference().markdown, "run `make docs`")
  }
}
