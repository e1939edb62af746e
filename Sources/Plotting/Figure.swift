/// A picture as a value: panels in rows and columns, and what is drawn in them.
public struct Figure: Sendable, Equatable {
  /// Panels from top to bottom; at least 1.
  public var rows: Int
  /// Panels from left to right; at least 1.
  public var columns: Int
  /// The panels, row by row; trailing cells may be missing and stay blank.
  public var axes: [Axes]
  /// A line of text above all panels.
  public var title: String
  /// The size of the whole; nil lets the number of panels decide.
  public var size: Size?

  /// Width and height in units of 1/96 inch: pixels on an ordinary screen.
  public struct Size: Sendable, Equatable {
    /// From left to right.
    public var width: Double
    /// From bottom to top.
    public var height: Double

    /// A size in units of 1/96 inch.
    public init(width: Double, height: Double) {
      self.width = width
      self.height = height
    }
  }

  /// `rows × columns` panels, drawn from `axes` row by row.
  public init(
    rows: Int = 1, columns: Int = 1, axes: [Axes] = [], title: String = "", size: Size? = nil
  ) {
    self.rows = rows
    self.columns = columns
    self.axes = axes
    self.title = title
    self.size = size
  }

  /// A figure of one panel.
  public init(_ axes: Axes, size: Size? = nil) {
    self.init(axes: [axes], size: size)
  }

  /// Panels side by side, taken from figures of one panel or more.
  public static func row(_ figures: [Figure], title: String = "") -> Figure {
    let axes = figures.flatMap(\.axes)
    return Figure(columns: max(1, axes.count), axes: axes, title: title)
  }

  /// The size it is drawn at: `size`, or 560 × 420 for one panel and 400 × 350 a panel for more.
  public var drawnSize: Size {
    if let size { return size }
    if rows * columns == 1 {
      let isSquare = axes.first.map { $0.aspect != .automatic } ?? false
      return isSquare ? Size(width: 500, height: 480) : Size(width: 560, height: 420)
    }
    return Size(
      width: 400 * Double(columns), height: 350 * Double(rows) + (title.isEmpty ? 0 : 30))
  }
}

extension Figure {
  /// Throws if it has no panel, too many, or no size to be drawn at.
  func check() throws(PlotError) {
    guard rows >= 1, columns >= 1, rows * columns <= 400 else {
      throw .invalid(
        what: "a figure", accepts: "1 to 400 panels",
        found: "\(rows) × \(columns)")
    }
    guard !axes.isEmpty else { throw .nothingToDraw(panel: 1) }
    guard axes.count <= rows * columns else {
      throw .invalid(
        what: "the panels of a \(rows) × \(columns) figure",
        accepts: "at most \(rows * columns)", found: "\(axes.count)")
    }
    let size = drawnSize
    guard size.width >= 50, size.height >= 50, size.width <= 10_000, size.height <= 10_000 else {
      throw .invalid(
        what: "the size of a figure", accepts: "50 to 10000 along each side",
        found: "\(Decimal.shortest(size.width)) × \(Decimal.shortest(size.height))")
    }
  }
}
