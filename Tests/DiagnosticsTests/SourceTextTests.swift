import Diagnostics
import Testing

@Suite struct SourceTextTests {
  let source = SourceText(name: "t", text: "ab\né日x\r\n\nlast")

  @Test func `lines and columns count from 1, columns in code points`() {
    // Bytes: a0 b1 \n2 é3-4 日5-7 x8 \r9 \n10 \n11 l12
    #expect([0, 1, 2, 3, 5, 8, 10, 11, 12, 99].map(source.line) == [1, 1, 1, 2, 2, 2, 2, 3, 4, 4])
    #expect([0, 1, 2, 3, 5, 8, 12, 14].map(source.column) == [1, 2, 3, 1, 2, 3, 1, 3])
  }

  @Test func `a line comes without its end`() {
    #expect(source.lineCount == 4)
    #expect((0...5).map(source.lineText) == ["", "ab", "é日x", "", "last", ""])
  }

  @Test func `ranges are cut to the text`() {
    #expect(source.text(in: SourceRange(start: 3, end: 8)) == "é日")
    #expect(source.text(in: SourceRange(start: -3, end: 99)) == source.text)
    let both = SourceRange(start: 2, end: 4).union(SourceRange(start: 7, end: 9))
    #expect(both == SourceRange(start: 2, end: 9))
    #expect(both.count == 7 && both.contains(2) && !both.contains(9) && !both.isEmpty)
  }

  @Test func `an empty text has one empty line`() {
    let empty = SourceText(name: "e", text: "")
    #expect(empty.lineCount == 1)
    #expect(empty.line(at: 0) == 1 && empty.column(at: 0) == 1 && empty.lineText(1) == "")
  }
}
