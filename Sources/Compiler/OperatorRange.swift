import Diagnostics
import Syntax

extension [Target] {
  /// From the first target to the last.
  var range: SourceRange {
    dropFirst().reduce(first?.range ?? SourceRange(start: 0, end: 0)) { $0.union($1.range) }
  }
}

extension SourceText {
  /// Where the operator between two operands stands: past blanks, line ends and comments.
  func operatorRange(after left: Expression, before right: Expression) -> SourceRange {
    var start = left.range.end
    let end = max(right.range.start, start)
    while start < end {
      if utf8[start] == UInt8(ascii: "#") {
        while start < end, utf8[start] != UInt8(ascii: "\n") { start += 1 }
      } else if Self.isBlank(utf8[start]) {
        start += 1
      } else {
        break
      }
    }
    var stop = start
    while stop < end, utf8[stop] != UInt8(ascii: "#"), utf8[stop] != UInt8(ascii: "\n") {
      stop += 1
    }
    while stop > start, Self.isBlank(utf8[stop - 1]) { stop -= 1 }
    return start < stop
      ? SourceRange(start: start, end: stop) : left.range.union(right.range)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }
}
