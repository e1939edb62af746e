import CGnuplot

/// A figure as gnuplot's commands and the numbers they read; nothing is started or written.
///
/// The commands name two files, that of the numbers and that of the picture, which `text` fills
/// in. No text of the figure is outside single quotes, and no number of a series is in the text.
public struct GnuplotScript: Sendable {
  /// The numbers of all series, one after the other, as gnuplot's binary records.
  public private(set) var data: [UInt8] = []
  /// What is not shown, a sentence each.
  public private(set) var notes: [String] = []
  private var pieces: [Piece] = []

  let format: PlotFormat

  private enum Piece {
    case text(String)
    case dataPath
    case outputPath
  }

  /// Writes the commands that draw `figure` as `format`.
  ///
  /// Throws what `PlotError` says of figures that cannot be drawn.
  public init(_ figure: Figure, format: PlotFormat) throws(PlotError) {
    self.format = format
    try figure.check()
    try format.check()
    let size = figure.drawnSize
    line("set encoding utf8")
    line(terminal(size: size))
    pieces += [.text("set output '"), .outputPath, .text("'\n")]
    let isMany = figure.rows * figure.columns > 1 || !figure.title.isEmpty
    if isMany {
      let title =
        figure.title.isEmpty
        ? "" : " title \(quoted(figure.title)) noenhanced font ',\(fontSize(13))'"
      line("set multiplot layout \(figure.rows),\(figure.columns)\(title)")
    }
    let part = Figure.Size(
      width: size.width / Double(figure.columns), height: size.height / Double(figure.rows))
    var panels: [Panel] = []
    for (index, axes) in figure.axes.enumerated() {
      panels.append(
        try Panel(
          axes, number: index + 1, size: part, pixels: format.pixels(part),
          images: format.images, characterWidth: format.characterWidth(size)))
    }
    panels.alignLegends(columns: figure.columns)
    for panel in panels {
      notes += panel.notes
      write(panel)
    }
    if isMany { line("unset multiplot") }
    line("unset output")
  }

  /// Writes the commands that draw what is between a panel's axes, without a word, as sixel
  /// pixels: 8 × 16 for each of so many character cells.
  init(inside panel: Panel, columns: Int, rows: Int) {
    format = .sixel
    let size = Figure.Size(width: Double(columns * 8), height: Double(rows * 16))
    line("set encoding utf8")
    line(terminal(size: size))
    pieces += [.text("set output '"), .outputPath, .text("'\n")]
    line("reset")
    line("unset border; unset tics; unset key; unset colorbox")
    for margin in ["lmargin at screen 0", "rmargin at screen 1", "bmargin at screen 0"] {
      line("set \(margin)")
    }
    line("set tmargin at screen 1")
    line("set xrange [\(panel.x.low):\(panel.x.high)]")
    line("set yrange [\(panel.y.low):\(panel.y.high)]")
    if let cells = panel.colored { colors(cells.grid, map: cells.map, range: cells.range, "") }
    plot(panel)
    line("unset output")
  }

  /// The commands, reading the numbers from `dataPath` and drawing to `outputPath`. Both are
  /// paths of our own making, without quotes.
  public func text(dataPath: String, outputPath: String) -> String {
    pieces.reduce(into: "") { text, piece in
      switch piece {
      case .text(let piece): text += piece
      case .dataPath: text += dataPath
      case .outputPath: text += outputPath
      }
    }
  }

  private func terminal(size: Figure.Size) -> String {
    let inches =
      "\(Decimal.fixed(size.width / 96, 3))in,\(Decimal.fixed(size.height / 96, 3))in"
    switch format {
    case .png(let scale):
      let pixels = format.pixels(size)
      let times = Decimal.shortest(scale)
      return "set terminal pngcairo noenhanced rounded background '#ffffff' font 'Sans,10' "
        + "size \(pixels.columns),\(pixels.rows) fontscale \(times) linewidth \(times) "
        + "pointscale \(times)"
    case .svg:
      return "set terminal svg noenhanced rounded background '#ffffff' font 'Sans,13' "
        + "size \(Int(size.width)),\(Int(size.height)) dynamic"
    case .pdf:
      return "set terminal pdfcairo noenhanced rounded background '#ffffff' font 'Sans,10' "
        + "size \(inches) fontscale 0.75 linewidth 1.5 pointscale 0.625"
    case .tex:
      return "set terminal cairolatex pdf input blacktext rounded size \(inches) "
        + "linewidth 1.5 pointscale 0.625"
    case .sixel:
      return "set terminal sixelgd noenhanced truecolor background '#ffffff' font 'Sans,10' "
        + "size \(Int(size.width)),\(Int(size.height))"
    case .text(let columns, let rows, let isColored):
      return "set terminal dumb noenhanced size \(columns),\(rows) "
        + (isColored ? "ansi256" : "mono")
    }
  }

  // MARK: pieces of text, for the extensions

  mutating func line(_ text: String) {
    pieces.append(.text(text + "\n"))
  }

  mutating func append(_ text: String) {
    pieces.append(.text(text))
  }

  func quoted(_ text: String) -> String {
    GnuplotText.quoted(text, forLaTeX: isLaTeX)
  }

  /// A font's size in points as the terminal counts it.
  func fontSize(_ points: Double) -> String {
    Decimal.fixed(format == .svg ? points * 1.3 : points, 1)
  }

  /// A mark's size as the terminal counts it.
  func pointSize(_ size: Double) -> String {
    let own = size.isFinite ? min(max(size, 0), 100) : 1
    return Decimal.fixed(format == .svg ? own * 0.55 : own, 3)
  }

  // The minus sign of print is a hyphen among characters.
  func quotedTick(_ text: String) -> String {
    let text = isText ? text.replacing("\u{2212}", with: "-") : text
    return GnuplotText.quotedTick(text, forLaTeX: isLaTeX)
  }

  var isLaTeX: Bool { format == .tex }

  var isText: Bool {
    if case .text = format { true } else { false }
  }

  /// Adds equally long columns to the data and the words that read them to the text; `shape` is
  /// the arrangement of the records, if not all in a row. There must be a record.
  mutating func appendRecords(_ columns: [[Double]], shape: String? = nil) {
    let count = columns.first?.count ?? 0
    var values = [Double](repeating: 0, count: count * columns.count)
    for (column, list) in columns.enumerated() {
      for row in 0..<count { values[row * columns.count + column] = list[row] }
    }
    let offset = data.count
    data += [UInt8](repeating: 0, count: values.count * 8)
    var words = [CChar](repeating: 0, count: 200)
    let length = data.withUnsafeMutableBufferPointer { bytes -> Int32 in
      guard let base = bytes.baseAddress else { return -1 }
      return gnuplot_records(
        values, count, columns.count, base + offset, &words, words.count)
    }
    precondition(length > 0, "\(columns.count) columns of \(count) records have no binary form")
    var description = String(
      decoding: words.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    if let shape, let start = description.range(ofRecord: ()) {
      description = String(description[..<start]) + "record=(\(shape)) "
    }
    pieces += [
      .text("'"), .dataPath, .text("' binary skip=\(offset)\(description)"),
    ]
  }
}

extension String {
  // Where `record=` begins in the words of gnuplot-iostream.
  fileprivate func range(ofRecord: Void) -> Index? {
    indices.first { self[$0...].hasPrefix("record=") }
  }
}
