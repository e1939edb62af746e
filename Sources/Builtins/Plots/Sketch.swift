import Plotting

/// What plot calls have put on one figure so far.
struct Sketch: Equatable {
  var rows = 1
  var columns = 1
  var title = ""
  var size: Figure.Size?
  var panels: [SketchPanel] = []
  /// The panel that the next call draws on.
  var current = 0

  /// Number of panels there is room for.
  var capacity: Int { rows * columns }

  /// The figure as it stands.
  var figure: Figure {
    Figure(
      rows: rows, columns: columns, axes: panels.map(\.axes), title: title, size: size)
  }

  /// Where a plot of this kind goes: on the current panel if it is free or holds the same kind
  /// that can share one, else on the next free one; nil where the figure is full.
  func place(for content: SketchPanel.Content) -> Int? {
    guard current < panels.count, let present = panels[current].content else { return current }
    if present.joined(with: content) != nil { return current }
    let free = (current + 1..<capacity).first { $0 >= panels.count || panels[$0].content == nil }
    return free
  }

  /// Puts a plot on panel `place`, which must be free or of the same kind.
  mutating func add(_ content: SketchPanel.Content, at place: Int) {
    while panels.count <= place { panels.append(SketchPanel()) }
    current = place
    guard let present = panels[place].content else {
      panels[place].content = content
      return
    }
    panels[place].content = present.joined(with: content) ?? content
  }

  /// Changes the dress of the current panel.
  mutating func dress(_ change: (inout PanelDress) -> Void) {
    while panels.count <= current { panels.append(SketchPanel()) }
    change(&panels[current].dress)
  }
}

/// One panel of a sketch: plots of one kind, and the texts and limits that were set by hand.
struct SketchPanel: Equatable {
  /// What is plotted. Curves are kept as such, so that further calls add to them.
  enum Content: Equatable {
    case det([DETCurve], ends: Axis.Limits)
    case roc([DETCurve], scale: Axis.Scale)
    case precisionRecall([Curve])
    case training([SpreadCurve])
    case band([SpreadCurve])
    case errorBars([SpreadCurve])
    /// Lines, points and marks, which share a panel.
    case flat(Axes)
    /// Histograms, images, bars: a panel each.
    case whole(Axes)

    /// Both on one panel; nil where they cannot share one.
    func joined(with other: Content) -> Content? {
      switch (self, other) {
      case (.det(let mine, _), .det(let more, let ends)): .det(mine + more, ends: ends)
      case (.roc(let mine, let scale), .roc(let more, _)): .roc(mine + more, scale: scale)
      case (.precisionRecall(let mine), .precisionRecall(let more)):
        .precisionRecall(mine + more)
      case (.training(let mine), .training(let more)): .training(mine + more)
      case (.band(let mine), .band(let more)): .band(mine + more)
      case (.errorBars(let mine), .errorBars(let more)): .errorBars(mine + more)
      case (.flat(let mine), .flat(let more)):
        .flat(mine.adding(more.series))
      default: nil
      }
    }

    /// The panel of this content alone.
    var axes: Axes {
      let figure: Figure =
        switch self {
        case .det(let curves, let ends): .det(curves, limits: ends)
        case .roc(let curves, let scale): .roc(curves, scale: scale)
        case .precisionRecall(let curves): .precisionRecall(curves)
        case .training(let curves): .trainingCurves(curves)
        case .band(let curves): .band(curves)
        case .errorBars(let curves): .errorbar(curves)
        case .flat(let axes), .whole(let axes): Figure(axes)
        }
      return figure.axes.first ?? Axes()
    }
  }

  var content: Content?
  /// Lines, words and marks laid over the plot.
  var notes: [Series] = []
  var dress = PanelDress()

  /// The panel as it stands.
  var axes: Axes {
    var axes = content?.axes ?? Axes()
    axes.series += notes
    dress.apply(to: &axes)
    return axes
  }
}

/// Texts, limits and scales set by hand; nil leaves what the plot chose.
struct PanelDress: Equatable {
  var title: String?
  var xLabel: String?
  var yLabel: String?
  var xLimits: Axis.Limits?
  var yLimits: Axis.Limits?
  var xScale: Axis.Scale?
  var yScale: Axis.Scale?
  var hasGrid: Bool?
  var isSquare: Bool?
  var legend: Axes.Legend?

  func apply(to axes: inout Axes) {
    if let title { axes.title = title }
    if let xLabel { axes.x.label = xLabel }
    if let yLabel { axes.y.label = yLabel }
    if let xLimits { axes.x.limits = xLimits }
    if let yLimits { axes.y.limits = yLimits }
    if let xScale { axes.x.scale = xScale }
    if let yScale { axes.y.scale = yScale }
    if let hasGrid { axes.grid = hasGrid }
    if let isSquare { axes.aspect = isSquare ? .equal : .automatic }
    if let legend { axes.legend = legend }
  }
}

extension Axes {
  /// The same panel with further series.
  fileprivate func adding(_ more: [Series]) -> Axes {
    var axes = self
    axes.series += more
    return axes
  }
}
