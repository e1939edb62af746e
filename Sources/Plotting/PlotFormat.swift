/// What a figure is drawn as.
public enum PlotFormat: Sendable, Equatable {
  /// A picture of pixels; `scale` pixels to 1/96 inch.
  case png(scale: Double)
  /// Scalable Vector Graphics.
  case svg
  /// One page of PDF.
  case pdf
  /// LaTeX text over a PDF picture: `\input` it in a document that loads `graphicx`.
  case tex
  /// Pixels for terminals that know sixel.
  case sixel
  /// Characters, so many to a line and so many lines, in 256 colors or none.
  case text(columns: Int, rows: Int, isColored: Bool)

  /// The format that a file's ending names: png (two pixels to 1/96 inch), svg, pdf or tex.
  ///
  /// Throws `unsafeName` for a name that begins with `<` or `|`, which gnuplot and shells take
  /// for commands, and `unknownFormat` for another ending.
  public init(path: String) throws(PlotError) {
    let name = path.split(separator: "/").last ?? ""
    for text in [path[...], name] where text.hasPrefix("<") || text.hasPrefix("|") {
      throw .unsafeName(path: path)
    }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1, let ending = parts.last?.lowercased() else {
      throw .unknownFormat(path: path)
    }
    switch ending {
    case "png": self = .png(scale: 2)
    case "svg": self = .svg
    case "pdf": self = .pdf
    case "tex": self = .tex
    default: throw .unknownFormat(path: path)
    }
  }

  /// Throws if a number of the format is out of bounds.
  func check() throws(PlotError) {
    switch self {
    case .png(let scale):
      if !(scale >= 0.1 && scale <= 10) {
        throw .invalid(
          what: "the scale of a png", accepts: "0.1 to 10", found: Decimal.shortest(scale))
      }
    case .text(let columns, let rows, _):
      if !(10...1000).contains(columns) || !(5...1000).contains(rows) {
        throw .invalid(
          what: "a figure in characters", accepts: "10 to 1000 columns and 5 to 1000 rows",
          found: "\(columns) × \(rows)")
      }
    case .svg, .pdf, .tex, .sixel: break
    }
  }

  /// The pixels of a picture of this size, across and up.
  func pixels(_ size: Figure.Size) -> (columns: Int, rows: Int) {
    switch self {
    case .png(let scale): (Int(size.width * scale), Int(size.height * scale))
    case .svg, .pdf, .tex: (Int(size.width * 2), Int(size.height * 2))
    case .sixel: (Int(size.width), Int(size.height))
    case .text(let columns, let rows, _): (columns * 2, rows * 2)
    }
  }

  /// About the width of a character in a picture of this size, in 1/96 inch.
  func characterWidth(_ size: Figure.Size) -> Double {
    switch self {
    case .png, .svg, .pdf, .tex, .sixel: 7.5
    case .text(let columns, _, _): size.width / Double(columns)
    }
  }

  /// What becomes of the cells of an image.
  enum Images {
    /// They stay rectangles of one color.
    case sharp
    /// Viewers smooth them, unless there are many.
    case smoothed
    /// There are none.
    case none
  }

  /// How it shows an image.
  var images: Images {
    switch self {
    case .png, .sixel: .sharp
    case .svg, .pdf, .tex: .smoothed
    case .text: .none
    }
  }
}
