/// Where a saved figure came from, as text inside its file where viewers do not show it.
public enum Provenance {
  private static let keyword = "mscript"
  private static let line = "% mscript: "

  /// `bytes` of a picture with `text` in it: an `iTXt` chunk of PNG, `<metadata>` of SVG, comment
  /// lines of PDF (after its end, which moves no offset) and LaTeX (at the top). Other formats
  /// have no place for it and stay as they are.
  public static func adding(
    _ text: String, to bytes: [UInt8], format: PlotFormat
  ) -> [UInt8] {
    switch format {
    case .png: return png(bytes, adding: text)
    case .svg: return svg(bytes, adding: text)
    case .pdf: return bytes + Array(comments(text).utf8)
    case .tex: return Array(comments(text).utf8) + bytes
    case .sixel, .text: return bytes
    }
  }

  /// The text that `adding` put into a picture's bytes, or nil.
  public static func read(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: signature) { return readPNG(bytes) }
    // A picture inside the file may hold any bytes: only whole lines and elements count.
    let text = String(decoding: bytes, as: UTF8.self)
    let open = "<metadata id=\"\(keyword)\">"
    if let start = text.firstRange(of: open)?.upperBound,
      let end = text[start...].firstRange(of: "</metadata>")?.lowerBound
    {
      return unescaped(String(text[start..<end]))
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { $0.hasPrefix(line) }.map { $0.dropFirst(line.count) }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }

  private static func comments(_ text: String) -> String {
    text.split(omittingEmptySubsequences: false) { $0.isNewline }.map { line + $0 + "\n" }.joined()
  }

  // MARK: SVG

  private static func svg(_ bytes: [UInt8], adding text: String) -> [UInt8] {
    let picture = String(decoding: bytes, as: UTF8.self)
    guard let tag = picture.firstRange(of: "<svg"),
      let end = picture[tag.upperBound...].firstIndex(of: ">")
    else { return bytes }
    let place = picture.index(after: end)
    let element = "\n<metadata id=\"\(keyword)\">\(escaped(text))</metadata>"
    return Array((picture[..<place] + element + picture[place...]).utf8)
  }

  private static let entities = [
    ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"),
  ]

  private static func escaped(_ text: String) -> String {
    entities.reduce(text) { $0.replacing($1.0, with: $1.1) }
  }

  private static func unescaped(_ text: String) -> String {
    entities.reversed().reduce(text) { $0.replacing($1.1, with: $1.0) }
  }

  // MARK: PNG

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  // Signature, length, "IHDR", 13 bytes, checksum.
  private static let headerEnd = 33
  // Keyword, its end, not compressed, no method, no language, no translated keyword.
  private static var textHead: [UInt8] { Array(keyword.utf8) + [0, 0, 0, 0, 0] }

  private static func png(_ bytes: [UInt8], adding text: String) -> [UInt8] {
    guard bytes.starts(with: signature), bytes.count > headerEnd else { return bytes }
    let body = Array("iTXt".utf8) + textHead + Array(text.utf8)
    let chunk = bigEndian(UInt32(body.count - 4)) + body + bigEndian(checksum(body))
    return bytes[..<headerEnd] + chunk + bytes[headerEnd...]
  }

  private static func readPNG(_ bytes: [UInt8]) -> String? {
    var start = signature.count
    while start + 12 <= bytes.count {
      let length = bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
      guard start + 12 + length <= bytes.count else { return nil }
      let body = bytes[(start + 8)..<(start + 8 + length)]
      if bytes[(start + 4)..<(start + 8)].elementsEqual("iTXt".utf8), body.starts(with: textHead) {
        return String(decoding: body.dropFirst(textHead.count), as: UTF8.self)
      }
      start += 12 + length
    }
    return nil
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// The CRC-32 of ISO 3309, which PNG uses.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { bits, _ in
        bits >> 1 ^ (bits & 1 == 1 ? 0xEDB8_8320 : 0)
      }
    }
  }
}
