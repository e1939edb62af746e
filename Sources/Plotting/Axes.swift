/// One panel: two axes, the series between them, and how they are dressed.
public struct Axes: Sendable, Equatable {
  /// The line above the panel.
  public var title: String
  /// The axis that runs to the right.
  public var x: Axis
  /// The axis that runs upward.
  public var y: Axis
  /// The label of the color bar beside an image.
  public var colorLabel: String
  /// Whether light lines mark the ticks across the panel; nil: yes, unless an image is shown.
  public var grid: Bool?
  /// The relation of the two axes' lengths.
  public var aspect: Aspect
  /// Where the legend stands.
  public var legend: Legend
  /// What is drawn, the first at the back.
  public var series: [Series]

  /// The relation of the two axes' lengths.
  public enum Aspect: Sendable, Equatable {
    /// As the figure's size has it.
    case automatic
    /// A unit of x is as long as a unit of y.
    case equal
    /// The panel's height over its width.
    case ratio(Double)
  }

  /// Where the legend stands.
  public enum Legend: Sendable, Equatable, CaseIterable {
    /// The corner that covers least, or beside the panel if every corner is taken.
    case automatic
    /// Upper right corner, inside.
    case topRight
    /// Upper left corner, inside.
    case topLeft
    /// Lower right corner, inside.
    case bottomRight
    /// Lower left corner, inside.
    case bottomLeft
    /// To the right of the panel.
    case outside
    /// Under the panel.
    case below
    /// Nowhere.
    case hidden
  }

  /// A panel with its texts, its axes and its series.
  public init(
    title: String = "", x: Axis = Axis(), y: Axis = Axis(), colorLabel: String = "",
    grid: Bool? = nil, aspect: Aspect = .automatic, legend: Legend = .automatic,
    series: [Series] = []
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.colorLabel = colorLabel
    self.grid = grid
    self.aspect = aspect
    self.legend = legend
    self.series = series
  }
}

/// One axis: its label, its ends, its scale and its ticks.
public struct Axis: Sendable, Equatable {
  /// The text beside it, unit included.
  public var label: String
  /// Its ends in the data's own unit; on a probit axis fractions.
  public var limits: Limits
  /// How values become places.
  public var scale: Scale
  /// The ticks to show; nil lets the scale choose.
  public var ticks: [Tick]?

  /// The two ends of an axis; one that is nil follows from the data. A low above the high turns
  /// the axis around.
  public struct Limits: Sendable, Equatable {
    /// The left or lower end.
    public var low: Double?
    /// The right or upper end.
    public var high: Double?

    /// Two ends, either of which may be left to the data.
    public init(_ low: Double? = nil, _ high: Double? = nil) {
      self.low = low
      self.high = high
    }
  }

  /// How values become places.
  public enum Scale: String, Sendable, Equatable, CaseIterable {
    /// Evenly.
    case linear
    /// By their logarithm; values of 0 and below are left out.
    case log
    /// Fractions by the normal deviate Φ⁻¹, on which two normal score distributions give a
    /// straight DET curve.
    case probit
  }

  /// A mark on an axis and its text.
  public struct Tick: Sendable, Equatable {
    /// Its place, in the data's unit.
    public var position: Double
    /// The text at it; empty for a bare mark.
    public var label: String

    /// A mark at `position` with the text `label`.
    public init(_ position: Double, _ label: String) {
      self.position = position
      self.label = label
    }
  }

  /// An axis with its label, ends, scale and ticks.
  public init(
    _ label: String = "", limits: Limits = Limits(), scale: Scale = .linear, ticks: [Tick]? = nil
  ) {
    self.label = label
    self.limits = limits
    self.scale = scale
    self.ticks = ticks
  }
}
