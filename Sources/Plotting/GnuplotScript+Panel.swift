extension GnuplotScript {
  /// Writes one panel: its dress, then its series.
  mutating func write(_ panel: Panel) {
    line("reset")
    dress(panel)
    axis(
      "x", panel.axes.x, range: panel.x, length: panel.inside.width,
      yLabel: panel.axes.y.labelWithUnit)
    axis("y", panel.axes.y, range: panel.y, length: panel.inside.height)
    legend(panel.legend, inside: panel.inside)
    labels(panel)
    if let cells = panel.colored {
      colors(cells.grid, map: cells.map, range: cells.range, panel.axes.colorLabel)
    }
    if panel.isSurface {
      line("set view 58,35,1,1.35")
      line("set xyplane 0")
      line("set pm3d depthorder interpolate 2,2 noborder")
      line("set format z '\(isLaTeX ? "$%g$" : "%g")'")
    }
    plot(panel)
  }

  private mutating func dress(_ panel: Panel) {
    let isFramed = panel.colored != nil || panel.axes.aspect != .automatic
    line(
      "set border \(panel.isSurface ? 31 : isFramed ? 15 : 3) linecolor rgb '#555555' linewidth 0.8"
    )
    line("set tics nomirror out scale 0.7,0.4 textcolor rgb '#333333'")
    if !isText && !isLaTeX { line("set minussign") }
    if panel.showsGrid && !isText {
      let axes = panel.hasBars ? "ytics" : "xtics ytics"
      line("set grid \(axes) back linetype 1 linecolor rgb '#e3e3e3' linewidth 0.6")
    }
    switch panel.axes.aspect {
    case .automatic: break
    case .equal: line("set size ratio -1")
    case .ratio(let ratio): line("set size ratio \(ratio.isFinite && ratio > 0 ? ratio : 1)")
    }
    if !panel.axes.title.isEmpty {
      line(
        "set title \(quoted(panel.axes.title)) noenhanced font ',\(fontSize(11))' offset 0,-0.4 "
          + "textcolor rgb '#222222'"
      )
    }
  }

  private mutating func axis(
    _ name: String, _ axis: Axis, range: Axis.Range, length: Double, yLabel: String = ""
  ) {
    line("set \(name)range [\(range.low):\(range.high)]")
    let label = axis.labelWithUnit
    if isText {
      // Characters cannot stand upright: both labels go under the panel.
      if name == "x", !(label + yLabel).isEmpty {
        let parts = [label.isEmpty ? "" : label + " →", yLabel.isEmpty ? "" : yLabel + " ↑"]
        let words = parts.filter { !$0.isEmpty }.joined(separator: "   ")
        line("set xlabel \(quoted(words)) noenhanced")
      }
    } else if !label.isEmpty {
      let offset = name == "x" ? "0,0.3" : "0.5,0"
      line(
        "set \(name)label \(quoted(label)) noenhanced offset \(offset) textcolor rgb '#222222'")
    }
    let list = axis.placedTicks(in: range, length: length, isUpright: name == "y").map { tick in
      quotedTick(tick.label) + " \(tick.place)" + (tick.isMinor ? " 1" : "")
    }
    line("set \(name)tics (\(list.joined(separator: ", "))) noenhanced")
  }

  private mutating func legend(_ place: Axes.Legend, inside: Figure.Size) {
    let position: String
    switch place {
    case .hidden:
      line("unset key")
      return
    case .automatic, .topRight: position = "inside right top"
    case .topLeft: position = "inside left top"
    case .bottomRight: position = "inside right bottom"
    case .bottomLeft: position = "inside left bottom"
    case .outside: position = "outside right top"
    case .below: position = "outside center bottom horizontal"
    }
    if isText {
      line("set key tmargin center horizontal noenhanced")
      return
    }
    let isInside = position.hasPrefix("inside")
    let frame =
      isInside
      ? " opaque fillcolor rgb '#30ffffff' box linecolor rgb '#d0d0d0' linewidth 0.6 "
        + "width 0.5 height 0.4"
      : ""
    let isSmall = inside.width < Panel.narrow
    line(
      "set key \(position) reverse Left noenhanced samplen \(isSmall ? "1.4" : "2") spacing 1.1"
        + "\(frame) font ',\(fontSize(isSmall ? 8.5 : 10))' textcolor rgb '#222222'")
    // An empty title keeps a legend below clear of the axis label.
    if place == .below { line("set key title ' ' font ',\(fontSize(4))'") }
  }

  private mutating func labels(_ panel: Panel) {
    var number = 0
    for item in panel.items {
      guard case .words(let words, let x, let y, let anchor) = item.shape, x.isFinite, y.isFinite
      else { continue }
      number += 1
      let gap = Decimal.shortest(Panel.wordsGap)
      let offset = anchor == .left ? gap : anchor == .right ? "-\(gap)" : "0"
      line(
        "set label \(number) \(quoted(words)) at first \(x), first \(y) \(anchor.rawValue) front "
          + "noenhanced offset character \(offset),0 textcolor rgb '\(item.color.hex)'")
    }
  }

  mutating func colors(_ grid: Grid, map: ColorMap, range: Axis.Limits, _ label: String) {
    let range = map.range(of: grid, limits: range)
    let (low, high) = (range.low, range.high)
    let stops = map.stops.enumerated().map { "\($0) '\($1.rgb.hex)'" }
    line("set palette defined (\(stops.joined(separator: ", ")))")
    line("set cbrange [\(low):\(high)]")
    line("set colorbox noborder")
    line("set cbtics scale 0.5")
    line("set format cb '\(isLaTeX ? "$%g$" : "%g")'")
    if !label.isEmpty {
      line("set cblabel \(quoted(label)) noenhanced textcolor rgb '#222222'")
    }
  }
}

extension Panel {
  fileprivate var hasBars: Bool {
    items.contains {
      if case .bars = $0.series.geometry { true } else { false }
    }
  }

  /// The first image or surface, whose colors the panel's color bar explains.
  var colored: (grid: Grid, map: ColorMap, range: Axis.Limits)? {
    for item in items {
      if case .cells(let grid, let map, let range) = item.shape { return (grid, map, range) }
      if case .surface(let grid, let map) = item.shape { return (grid, map, Axis.Limits()) }
    }
    return nil
  }
}

extension ColorMap {
  /// The values that its two ends stand for: the limits where given, else the least and the
  /// greatest value, or as far to both sides of 0 on a diverging map.
  func range(of grid: Grid, limits: Axis.Limits) -> Axis.Range {
    let shown = grid.values.lazy.filter { abs($0) <= Axis.farthest }
    var low = limits.low ?? shown.min() ?? 0
    var high = limits.high ?? shown.max() ?? 1
    if kind == .diverging, limits == Axis.Limits() {
      high = max(abs(low), abs(high))
      low = -high
    }
    if !(low < high) { high = low }
    return Axis.Range(low: low, high: high).wide
  }
}
