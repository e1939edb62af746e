extension GnuplotScript {
  /// Writes one panel: its dress, then its series.
  mutating func write(_ panel: Panel) {
    line("reset")
    dress(panel)
    axis("x", panel.axes.x, range: panel.x)
    axis("y", panel.axes.y, range: panel.y)
    legend(panel.legend)
    labels(panel)
    if let cells = panel.colored { colors(cells.grid, map: cells.map, range: cells.range, panel) }
    if panel.isSurface { line("set view 55,35; set ticslevel 0; set xyplane 0") }
    line("set \(panel.isSurface ? "zrange [*:*]" : "samples 2")")
    plot(panel)
  }

  private mutating func dress(_ panel: Panel) {
    let isFramed = panel.colored != nil || panel.axes.aspect != .automatic
    line("set border \(panel.isSurface ? 31 : isFramed ? 15 : 3) linecolor rgb '#555555' linewidth 0.8")
    line("set tics nomirror out scale 0.7,0.4 textcolor rgb '#333333'")
    if !isText && !isLaTeX { line("set minussign") }
    if panel.showsGrid && !isText {
      line("set grid xtics ytics back linetype 1 linecolor rgb '#e3e3e3' linewidth 0.6")
    }
    switch panel.axes.aspect {
    case .automatic: break
    case .equal: line("set size ratio -1")
    case .ratio(let ratio): line("set size ratio \(ratio.isFinite && ratio > 0 ? ratio : 1)")
    }
    if !panel.axes.title.isEmpty {
      line("set title \(quoted(panel.axes.title)) noenhanced font ',12' textcolor rgb '#222222'")
    }
  }

  private mutating func axis(_ name: String, _ axis: Axis, range: Axis.Range) {
    line("set \(name)range [\(range.low):\(range.high)]")
    if !axis.label.isEmpty {
      line("set \(name)label \(quoted(axis.label)) noenhanced textcolor rgb '#222222'")
    }
    guard let ticks = axis.placedTicks(in: range) else {
      line("set format \(name) '\(isLaTeX ? "$%g$" : "%g")'")
      return
    }
    let list = ticks.map { tick in
      GnuplotText.quotedTick(tick.label, forLaTeX: isLaTeX) + " \(tick.place)"
        + (tick.isMinor ? " 1" : "")
    }
    line("set \(name)tics (\(list.joined(separator: ", "))) noenhanced")
  }

  private mutating func legend(_ place: Axes.Legend) {
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
    let back = isText || place == .outside || place == .below ? "" : " opaque fillcolor rgb '#ffffff'"
    line(
      "set key \(position) reverse Left noenhanced samplen 2 spacing 1.1\(back) "
        + "textcolor rgb '#222222'")
  }

  private mutating func labels(_ panel: Panel) {
    var number = 0
    for item in panel.items {
      guard case .words(let words, let x, let y, let anchor) = item.shape, x.isFinite, y.isFinite
      else { continue }
      number += 1
      let offset = anchor == .left ? "0.7" : anchor == .right ? "-0.7" : "0"
      line(
        "set label \(number) \(quoted(words)) at first \(x), first \(y) \(anchor.rawValue) front "
          + "noenhanced offset character \(offset),0 textcolor rgb '\(item.color.hex)'")
    }
  }

  private mutating func colors(
    _ grid: Grid, map: ColorMap, range: Axis.Limits, _ panel: Panel
  ) {
    let finite = grid.values.lazy.filter(\.isFinite)
    var low = range.low ?? finite.min() ?? 0
    var high = range.high ?? finite.max() ?? 1
    if map.kind == .diverging, range == Axis.Limits() {
      high = max(abs(low), abs(high))
      low = -high
    }
    if !(low < high) {
      low -= 0.5
      high = low + 1
    }
    let stops = map.stops.enumerated().map { "\($0) '\($1.rgb.hex)'" }
    line("set palette defined (\(stops.joined(separator: ", ")))")
    line("set cbrange [\(low):\(high)]")
    line("set colorbox noborder")
    line("set cbtics scale 0.5")
    line("set format cb '\(isLaTeX ? "$%g$" : "%g")'")
    if !panel.axes.colorLabel.isEmpty {
      line("set cblabel \(quoted(panel.axes.colorLabel)) noenhanced textcolor rgb '#222222'")
    }
  }
}

extension Panel {
  /// The first image or surface, whose colors the panel's color bar explains.
  var colored: (grid: Grid, map: ColorMap, range: Axis.Limits)? {
    for item in items {
      if case .cells(let grid, let map, let range) = item.shape { return (grid, map, range) }
      if case .surface(let grid, let map) = item.shape { return (grid, map, Axis.Limits()) }
    }
    return nil
  }
}
