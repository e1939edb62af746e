/// A text with a name and its line starts: turns byte offsets into lines and columns.
public final class SourceText: Sendable {
  /// What messages call the text: a path, or a name such as `cell 3`.
  public let name: String
  /// The text.
  public let text: String
  /// Its UTF-8 bytes; every offset counts in these.
  public let utf8: [UInt8]

  /// Offsets at which lines begin; the first is 0.
  private let lineStarts: [Int]

  /// A text under the name that messages show.
  public init(name: String, text: String) {
    self.name = name
    self.text = text
    let bytes = Array(text.utf8)
    utf8 = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  /// Number of lines; a text that ends in a newline has an empty last line.
  public var lineCount: Int { lineStarts.count }

  /// Line of a byte offset, from 1. An offset outside counts as the nearest end.
  public func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// Column of a byte offset, from 1, in code points.
  public func column(at offset: Int) -> Int {
    let start = lineStarts[line(at: offset) - 1]
    let end = min(max(offset, start), utf8.count)
    return 1 + utf8[start..<end].count { $0 & 0xC0 != 0x80 }
  }

  /// Bytes of a line, counted from 1, without its line end; empty outside the text.
  public func lineRange(_ line: Int) -> SourceRange {
    guard line >= 1, line <= lineStarts.count else {
      return SourceRange(start: utf8.count, end: utf8.count)
    }
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] - 1 : utf8.count
    if end > start, utf8[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return SourceRange(start: start, end: end)
  }

  /// A line, counted from 1, without its line end; empty outside the text.
  public func lineText(_ line: Int) -> String { text(in: lineRange(line)) }

  /// The text of a range, clamped to what there is.
  public func text(in range: SourceRange) -> String {
    let start = min(max(range.start, 0), utf8.count)
    let end = min(max(range.end, start), utf8.count)
    return String(decoding: utf8[start..<end], as: UTF8.self)
  }
}
