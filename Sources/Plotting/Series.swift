/// One thing drawn in a panel: its shape, its color and stroke, its name in the legend.
///
/// A value that is not finite is left out: it breaks a line and hides a point.
public struct Series: Sendable, Equatable {
  /// What is drawn, and from which numbers.
  public var geometry: Geometry
  /// Its entry in the legend; empty for none.
  public var label: String
  /// Its color.
  public var color: Color
  /// The pattern of its lines.
  public var dash: Dash
  /// The width of its lines in points.
  public var lineWidth: Double
  /// How much of what lies behind a filled shape or a point it hides, 0…1.
  public var opacity: Double

  /// What is drawn, and from which numbers. Lists of one geometry have equal lengths unless
  /// said otherwise.
  public enum Geometry: Sendable, Equatable {
    /// A line through the points in the order given.
    case line(x: [Double], y: [Double])
    /// The outline of a histogram; one edge more than heights.
    case steps(edges: [Double], heights: [Double])
    /// The area between a line and the height `base`.
    case area(x: [Double], y: [Double], base: Double)
    /// A filled histogram; one edge more than heights.
    case filledSteps(edges: [Double], heights: [Double])
    /// The area between two lines.
    case band(x: [Double], low: [Double], high: [Double])
    /// Points; above 100,000 of them the picture of their density.
    case scatter(x: [Double], y: [Double], marker: Marker, size: Double)
    /// Upright bars from 0, `width` wide in units of x.
    case bars(x: [Double], heights: [Double], width: Double)
    /// Points with upright bars from `low` to `high`.
    case errorBars(x: [Double], y: [Double], low: [Double], high: [Double])
    /// A closed and filled outline.
    case polygon(x: [Double], y: [Double])
    /// Numbers on a grid, shown by color.
    case image(Grid, map: ColorMap, range: Axis.Limits)
    /// Numbers on a grid, shown as heights over the plane; a panel holds surfaces or flat
    /// series, not both.
    case surface(Grid, map: ColorMap)
    /// A line across the panel at this x.
    case verticalLine(Double)
    /// A line across the panel at this y.
    case horizontalLine(Double)
    /// Words at a point.
    case text(String, x: Double, y: Double, anchor: Anchor)
  }

  /// The shape of a point.
  public enum Marker: String, Sendable, Equatable, CaseIterable {
    /// A filled disc.
    case disc
    /// A ring.
    case ring
    /// A filled square.
    case square
    /// A filled triangle.
    case triangle
    /// A filled diamond.
    case diamond
    /// Two crossed lines, upright.
    case plus
    /// Two crossed lines, aslant.
    case cross
    /// The smallest mark there is.
    case dot
  }

  /// The pattern of a line.
  public enum Dash: String, Sendable, Equatable, CaseIterable {
    /// Unbroken.
    case solid
    /// Long strokes.
    case dashed
    /// Dots.
    case dotted
    /// Strokes and dots by turns.
    case dashDotted
  }

  /// Which side of the words is at the point.
  public enum Anchor: String, Sendable, Equatable, CaseIterable {
    /// The words begin at the point.
    case left
    /// The words are centered on the point.
    case center
    /// The words end at the point.
    case right
  }

  /// A series with its name, color and stroke.
  public init(
    _ geometry: Geometry, label: String = "", color: Color = .automatic, dash: Dash = .solid,
    lineWidth: Double = 2, opacity: Double = 1
  ) {
    self.geometry = geometry
    self.label = label
    self.color = color
    self.dash = dash
    self.lineWidth = lineWidth
    self.opacity = opacity
  }
}

/// Numbers on a grid of equal cells that fills a rectangle.
public struct Grid: Sendable, Equatable {
  /// The numbers row by row, `rows · columns` of them.
  public var values: [Double]
  /// Cells along y.
  public var rows: Int
  /// Cells along x.
  public var columns: Int
  /// Where the first column begins and the last one ends.
  public var x: Span
  /// Where row 0 begins and the last row ends.
  public var y: Span

  /// Two ends of an extent.
  public struct Span: Sendable, Equatable {
    /// Where it begins.
    public var start: Double
    /// Where it ends.
    public var end: Double

    /// An extent from `start` to `end`.
    public init(_ start: Double, _ end: Double) {
      self.start = start
      self.end = end
    }
  }

  /// A grid over a rectangle; without one, cell `[row, column]` is centered on `(column, row)`.
  public init(_ values: [Double], rows: Int, columns: Int, x: Span? = nil, y: Span? = nil) {
    self.values = values
    self.rows = rows
    self.columns = columns
    self.x = x ?? Span(-0.5, Double(columns) - 0.5)
    self.y = y ?? Span(-0.5, Double(rows) - 0.5)
  }
}
