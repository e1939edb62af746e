/// Pictures as the characters that terminals show them from.
public enum InlineImage {
  /// A PNG by kitty's graphics protocol, scaled to `columns` cells where given.
  public static func kitty(png: [UInt8], columns: Int? = nil) -> String {
    let text = Base64.encoded(png)
    let size = columns.map { ",c=\($0)" } ?? ""
    var result = ""
    var rest = text[...]
    var isFirst = true
    repeat {
      let chunk = rest.prefix(4096)
      rest = rest.dropFirst(4096)
      let more = rest.isEmpty ? 0 : 1
      result += "\u{1B}_G\(isFirst ? "a=T,f=100,q=2\(size)," : "")m=\(more);"
      result += String(decoding: chunk, as: UTF8.self) + "\u{1B}\\"
      isFirst = false
    } while !rest.isEmpty
    return result + "\n"
  }

  /// A PNG by iTerm2's protocol, scaled to `columns` cells where given.
  public static func iterm(png: [UInt8], columns: Int? = nil) -> String {
    let width = columns.map { ";width=\($0)" } ?? ""
    let text = String(decoding: Base64.encoded(png), as: UTF8.self)
    return "\u{1B}]1337;File=inline=1;size=\(png.count)\(width):\(text)\u{7}\n"
  }

  /// The output of gnuplot's `dumb` without its form feed and the spaces at the ends of lines.
  static func text(_ bytes: [UInt8]) -> String {
    let lines = String(decoding: bytes.filter { $0 != 0x0C }, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in
        var line = line
        while line.last == " " { line.removeLast() }
        return String(line)
      }
    let start = lines.firstIndex { !$0.isEmpty } ?? lines.endIndex
    let end = lines.lastIndex { !$0.isEmpty } ?? lines.startIndex
    return start <= end ? lines[start...end].joined(separator: "\n") + "\n" : ""
  }
}

extension Plotter {
  /// Draws `figure` for a terminal `columns` wide; the text is to be written as it is. A figure
  /// is as wide as the terminal, at most 100 cells.
  ///
  /// Throws every `PlotError` but those about files.
  public func shown(
    _ figure: Figure, on terminal: TerminalKind, columns: Int,
    isColored: Bool = true, isInterrupted: @escaping () -> Bool = { false }
  ) throws(PlotError) -> String {
    let width = min(max(columns, 20), 100)
    switch terminal {
    case .kitty:
      let png = try draw(figure, as: .png(scale: 2), isInterrupted: isInterrupted)
      return InlineImage.kitty(png: png.bytes, columns: cells(figure, most: width))
    case .iterm:
      let png = try draw(figure, as: .png(scale: 2), isInterrupted: isInterrupted)
      return InlineImage.iterm(png: png.bytes, columns: cells(figure, most: width))
    case .sixel:
      let sixel = try draw(figure, as: .sixel, isInterrupted: isInterrupted)
      return String(decoding: sixel.bytes, as: UTF8.self) + "\n"
    case .blocks:
      return try blocks(figure, columns: width, isInterrupted: isInterrupted)
    case .text:
      let size = figure.drawnSize
      let rows = min(max(Int(Double(width) * size.height / size.width / 2), 12), 40)
      let text = try draw(
        figure, as: .text(columns: width, rows: rows, isColored: isColored),
        isInterrupted: isInterrupted)
      return InlineImage.text(text.bytes)
    }
  }

  // A cell is about 9 units wide.
  private func cells(_ figure: Figure, most: Int) -> Int {
    min(most, max(10, Int(figure.drawnSize.width / 9)))
  }
}
