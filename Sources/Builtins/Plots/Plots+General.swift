import Catalog
import Machine
import Plotting
import Tensors

extension Plots {
  static let general: [Builtin] = [line, scatter, bar, hist, heatmap, band, errorbar]

  static let label = Text("label", default: "", passing: .named)

  private static let line = Builtin.plot(
    "line",
    NumbersArgument("x", "of places along x, or of heights where y is left out"),
    OptionalNumbersArgument("y", "[point] or [point, line]"), label,
    summary: "A line through points; a matrix of heights gives a line a column.",
    details: "Without y the values of x are heights at 0, 1, 2, …",
    example: Example("line([1, 4, 9], label=\"squares\").panels", prints: "1"),
    related: ["scatter", "band", "training_plot", "show"]
  ) { _, x, y, label in
    let heights = y ?? x
    let curves = try columns(of: heights, function: "line")
    let places =
      y == nil ? Array(0..<(heights.shape.first ?? 0)).map(Double.init) : x.doubles()
    if y != nil { try requireVector(x, "x", function: "line") }
    for heights in curves { try requirePairs(places, heights, function: "line") }
    let series = curves.enumerated().map { index, values in
      let name = curves.count == 1 || label.isEmpty ? label : "\(label) \(index + 1)"
      return Series(.line(x: places, y: values), label: name)
    }
    return .flat(Axes(series: series))
  }

  private static let scatter = Builtin.plot(
    "scatter",
    NumbersArgument("x", "[point], or [point, 2] where y is left out"),
    OptionalNumbersArgument("y", "[point]"), label,
    summary: "Points; without y the rows of x are the points.",
    details: "More than 100,000 points show as their density.",
    example: Example("scatter([[0, 0], [1, 2]], title=\"two\").panels", prints: "1"),
    related: ["line"]
  ) { _, x, y, label in
    var places = x.doubles()
    var heights = y?.doubles() ?? []
    if y == nil {
      guard x.rank == 2, x.shape[1] == 2 else {
        throw RuntimeError(
          .shape, "scatter: takes x and y, or points [point, 2], got shape \(x.shape)")
      }
      heights = stride(from: 1, to: places.count, by: 2).map { places[$0] }
      places = stride(from: 0, to: places.count, by: 2).map { places[$0] }
    }
    try requirePairs(places, heights, function: "scatter")
    let figure = Figure.scatter([Curve(x: places, y: heights, label: label)])
    return .flat(Axes(series: panel(figure).series))
  }

  private static let bar = Builtin.plot(
    "bar", NumbersArgument("heights", "[bar]"),
    TextsArgument(
      "names", accepts: "a list of texts, one a bar", optional: true, passing: .named),
    summary: "Upright bars with a name under each.",
    example: Example("bar([10.25, 9.5], names=[\"SNT-Xent\", \"AAM\"]).panels", prints: "1"),
    related: ["hist", "errorbar"]
  ) { _, heights, names in
    try requireVector(heights, "heights", function: "bar")
    let values = heights.doubles()
    guard names.isEmpty || names.count == values.count else {
      throw RuntimeError(
        .value, "bar: \(values.count) heights and \(names.count) names")
    }
    let shown = names.isEmpty ? values.indices.map { "\($0)" } : names
    return .whole(panel(.bar(values, names: shown)))
  }

  private static let hist = Builtin.plot(
    "hist", NumbersArgument("x"), OptionalNumber("bins", .atLeast(1)), Flag("density"),
    summary: "A histogram of all entries.",
    details: "Without `bins` their width follows Freedman and Diaconis; NaN is left out.",
    example: Example("hist([1, 2, 2, 3], bins=3).panels", prints: "1"),
    related: ["score_plot", "bar"]
  ) { _, x, bins, isDensity in
    .whole(panel(.hist(x.doubles(), bins: bins.map { Int($0) }, isDensity: isDensity)))
  }

  private static let heatmap = Builtin.plot(
    "heatmap", NumbersArgument("x", "[row, column]"),
    Choice("map", ColorMap.all.map(\.name), default: ColorMap.linear.name),
    summary: "A matrix by color, row 0 at the top.",
    example: Example("heatmap([[1, 0], [0, 1]]).panels", prints: "1"),
    related: ["line"]
  ) { _, x, map in
    guard x.rank == 2, x.count > 0 else {
      throw RuntimeError(.shape, "heatmap: takes a matrix, got shape \(x.shape)")
    }
    return .whole(
      panel(
        .heatmap(
          x.doubles(), rows: x.shape[0], columns: x.shape[1],
          map: ColorMap.named(map) ?? .linear)))
  }

  private static let band = Builtin.plot(
    "band", NumbersArgument("runs", "[run, step]"),
    OptionalNumbersArgument("x", "[step]", passing: .named), label,
    summary: "The mean over runs as a line, ± one standard deviation as a band.",
    details: "Without x steps count from 0. The standard deviation divides by n − 1.",
    example: Example("band([[3, 2, 1], [4, 2, 2]], label=\"AAM\").panels", prints: "1"),
    related: ["training_plot", "errorbar"]
  ) { _, runs, x, label in
    .band([try spreadCurve(runs, x: x, label: label, function: "band")])
  }

  private static let errorbar = Builtin.plot(
    "errorbar", NumbersArgument("x", "[point]"), NumbersArgument("y", "[point]"),
    NumbersArgument("spread", "[point] or one number"), label,
    summary: "Points with bars from y − spread to y + spread.",
    example: Example("errorbar([0, 1], [9.5, 9.25], [0.3, 0.2]).panels", prints: "1"),
    related: ["band", "bar"]
  ) { _, x, y, spread, label in
    let heights = y.doubles()
    let given = spread.doubles()
    let reach =
      spread.count == 1 && spread.rank == 0
      ? Array(repeating: given[0], count: heights.count) : given
    guard reach.count == heights.count, x.count == heights.count else {
      throw RuntimeError(
        .shape, "errorbar: shapes differ: x \(x.shape), y \(y.shape), spread \(spread.shape)")
    }
    return .errorBars([
      SpreadCurve(
        x: x.doubles(), middle: heights, low: zip(heights, reach).map { $0 - $1 },
        high: zip(heights, reach).map { $0 + $1 }, label: label)
    ])
  }

  // MARK: what plots share

  /// The only panel of a ready-made figure.
  static func panel(_ figure: Figure) -> Axes { figure.axes.first ?? Axes() }

  /// Refuses points whose places and heights differ in number.
  static func requirePairs(_ x: [Double], _ y: [Double], function: String) throws {
    guard x.count == y.count else {
      throw RuntimeError(
        .shape, "\(function): x and y must have one length, got \(x.count) and \(y.count)")
    }
  }

  /// The columns of a vector or matrix.
  static func columns(of x: Tensor, function: String) throws -> [[Double]] {
    let values = x.doubles()
    switch x.rank {
    case 1: return [values]
    case 2:
      let width = x.shape[1]
      return (0..<width).map { column in
        stride(from: column, to: values.count, by: width).map { values[$0] }
      }
    default:
      throw RuntimeError(
        .shape, "\(function): takes a vector or a matrix, got shape \(x.shape)")
    }
  }

  /// Refuses what is no vector.
  static func requireVector(_ x: Tensor, _ name: String, function: String) throws {
    guard x.rank == 1 else {
      throw RuntimeError(.shape, "\(function): '\(name)' must be a vector, got shape \(x.shape)")
    }
  }

  /// One run `[step]` or several `[run, step]` as a mean with its spread, steps counted from
  /// `first` where no x is given.
  static func spreadCurve(
    _ runs: Tensor, x: Tensor?, from first: Int = 0, label: String, function: String
  ) throws -> SpreadCurve {
    let values = runs.doubles()
    let steps = runs.shape.last ?? 0
    guard runs.rank == 1 || runs.rank == 2, steps > 0 else {
      throw RuntimeError(
        .shape, "\(function): takes one run [step] or several [run, step], got shape \(runs.shape)")
    }
    let rows = stride(from: 0, to: values.count, by: steps).map {
      Array(values[$0..<$0 + steps])
    }
    var curve = SpreadCurve(meanOf: rows, from: first, label: label)
    if let x {
      guard x.rank == 1, x.count == steps else {
        throw RuntimeError(
          .shape, "\(function): \(steps) steps and x of shape \(x.shape)")
      }
      curve.x = x.doubles()
    }
    return curve
  }
}
