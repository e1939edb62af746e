import Testing

@testable import Plotting

struct InlineImageTests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"),
  ])
  func `base64 gives the vectors of RFC 4648`(plain: String, encoded: String) {
    #expect(String(decoding: Base64.encoded(Array(plain.utf8)), as: UTF8.self) == encoded)
  }

  @Test func `kitty gets pieces of at most 4096 characters, all but the last marked`() {
    let text = InlineImage.kitty(png: [UInt8](repeating: 7, count: 7000), columns: 40)
    let pieces = text.split(separator: "\u{1B}_G").map { $0.prefix { $0 != "\u{1B}" } }
    #expect(pieces.count == 3)
    #expect(pieces[0].hasPrefix("a=T,f=100,q=2,c=40,m=1;"))
    #expect(pieces[1].hasPrefix("m=1;") && pieces[2].hasPrefix("m=0;"))
    #expect(pieces[1].count == 4096 + 4)
    #expect(text.hasSuffix("\u{1B}\\\n"))
  }

  @Test func `iTerm2 gets one piece with its size`() {
    #expect(
      InlineImage.iterm(png: Array("foo".utf8), columns: 10)
        == "\u{1B}]1337;File=inline=1;size=3;width=10:Zm9v\u{7}\n")
  }

  @Test func `a sixel picture becomes half blocks`() throws {
    // Two pixels wide and high: red over blue, twice. `@` is the top pixel, `A` the second.
    let sixel = "\u{1B}Pq\"1;1;2;2#1;2;100;0;0#2;2;0;0;100#1!2@$#2AA-\u{1B}\\"
    let pixels = try #require(Pixels(sixel: Array(sixel.utf8)))
    var grid = CellGrid(width: 2, height: 1)
    grid.put(pixels, column: 0, row: 0)
    #expect(grid.text == "\u{1B}[38;2;255;0;0m\u{1B}[48;2;0;0;255m▀▀\u{1B}[0m\n")
    #expect(pixels.scaled(width: 1, height: 1)[0, 0] == RGB(red: 127, green: 0, blue: 127))
    #expect(Pixels(sixel: Array("no".utf8)) == nil)
  }

  @Test func `cells change color only where it changes, and trail nothing`() {
    var grid = CellGrid(width: 5, height: 2)
    grid.write("abc", column: 0, row: 0, ink: RGB(0x010203))
    grid.write("d\u{1B}", column: 3, row: 0)
    grid.write("too long", column: 3, row: 1)
    #expect(grid.text == "\u{1B}[38;2;1;2;3mabc\u{1B}[39md\n   to\n")
  }

  @Test func `characters lose the form feed and empty margins`() {
    #expect(InlineImage.text(Array("\u{C}\n  a  \n b\n   \n".utf8)) == "  a\n b\n")
  }

  @Test(
    arguments: [
      (["TERM": "xterm-kitty"], nil, TerminalKind.kitty),
      (["TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"], nil, .kitty),
      (["TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"], nil, .iterm),
      (["TERM": "xterm-256color"], "\u{1B}[?62;4;22c", .sixel),
      (["TERM": "xterm-256color", "LANG": "C.UTF-8"], "\u{1B}[?62;22c", .blocks),
      (["TERM": "xterm-256color", "LANG": "C"], "\u{1B}[?62;44;22c", .text),
      (["TERM": "xterm-256color", "LANG": "C.UTF-8", "NO_COLOR": "1"], nil, .text),
      (
        ["TERM": "tmux-256color", "TMUX": "/tmp/t", "KITTY_WINDOW_ID": "1"], "\u{1B}[?1;4c", .sixel
      ),
      (["TERM": "xterm", "COLORTERM": "truecolor", "LC_ALL": "en_US.utf8"], nil, .blocks),
      (["TERM": "dumb", "KITTY_WINDOW_ID": "1"], "\u{1B}[?4c", .text),
      ([:], nil, .text),
    ] as [([String: String], String?, TerminalKind)])
  func `terminals are told apart`(
    environment: [String: String], reply: String?, kind: TerminalKind
  ) {
    #expect(TerminalKind.from(environment: environment, deviceAttributes: reply) == kind)
  }

  @Test func `checksums are those of PNG`() {
    #expect(Provenance.checksum(Array("IEND".utf8)) == 0xAE42_6082)
    #expect(Provenance.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
  }

  @Test func `provenance is read back from every format that holds it`() {
    let text = "session 9b1f\ncell 3 <seed> \"7\" & ü"
    let svg = Array("<?xml?>\n<svg width=\"1\">\n<g/></svg>".utf8)
    #expect(Provenance.read(Provenance.adding(text, to: svg, format: .svg)) == text)
    #expect(Provenance.read(Provenance.adding(text, to: [1, 2, 10], format: .pdf)) == text)
    #expect(Provenance.read(Provenance.adding(text, to: [1, 2], format: .tex)) == text)
    #expect(Provenance.read(svg) == nil)
  }
}
