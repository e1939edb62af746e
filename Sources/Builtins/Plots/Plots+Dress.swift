import Catalog
import Machine
import Plotting

extension Plots {
  static let dress: [Builtin] = [
    figure, title, xLabel, yLabel, xLimits, yLimits, legend, annotate, saveFigure, show,
  ]

  private static let figure = Builtin(
    "figure", Integer("rows", .between(1, 20), default: 1),
    Integer("cols", .between(1, 20), default: 1), OptionalText("title", passing: .named),
    SizeArgument("size"),
    summary: "Begins a figure of rows × cols panels.",
    details: """
      Plots fill the panels row by row: one of another kind takes the next free panel; `panel=k` \
      of a plot chooses one, counted from 0. `size=[width, height]` is in units of 1/96 inch.
      """,
    example: Example(
      "f = figure(1, 2)\nline([1, 2]);\nhist([1, 2, 2]);\nf.panels", prints: "2"),
    related: ["show", "savefig", "title"]
  ) { machine, rows, columns, title, size in
    machine.beginFigure(
      Sketch(rows: rows, columns: columns, title: title ?? "", size: size)
    ).0
  }

  private static let title = text(
    "title", "Puts a title above the current panel.", "title(\"Untrained\").panels"
  ) { $0.title = $1 }
  private static let xLabel = text(
    "xlabel", "Names the x axis of the current panel.", "xlabel(\"epoch\").panels"
  ) { $0.xLabel = $1 }
  private static let yLabel = text(
    "ylabel", "Names the y axis of the current panel.", "ylabel(\"EER %\").panels"
  ) { $0.yLabel = $1 }

  private static let xLimits = limits("xlim", "x", "xlim(0, 2).panels") { $0.xLimits = $1 }
  private static let yLimits = limits("ylim", "y", "ylim(0, none).panels") { $0.yLimits = $1 }

  private static let places: [(String, Axes.Legend)] = [
    ("auto", .automatic), ("top right", .topRight), ("top left", .topLeft),
    ("bottom right", .bottomRight), ("bottom left", .bottomLeft), ("outside", .outside),
    ("below", .below), ("none", .hidden),
  ]

  private static let legend = Builtin(
    "legend", Choice("place", places.map(\.0), default: "auto", passing: .positional),
    summary: "Says where the legend of the current panel stands.",
    example: Example("line([1, 2], label=\"a\");\nlegend(\"below\").panels", prints: "1"),
    related: ["title", "annotate"]
  ) { machine, name in
    try machine.dressCurrent("legend") { dress in
      dress.legend = places.first { $0.0 == name }?.1
    }
  }

  private static let annotate = Builtin(
    "annotate", Text("text"), Number("x"), Number("y"),
    summary: "Writes words at a point of the current panel, in the units of its axes.",
    example: Example("line([1, 2]);\nannotate(\"here\", 1, 2).panels", prints: "1"),
    related: ["title", "legend"]
  ) { machine, text, x, y in
    let (value, figure) = try machine.currentFigure(for: "annotate")
    machine.willChange(value)
    machine.board.noteChange(of: value)
    figure.change { sketch in
      while sketch.panels.count <= sketch.current { sketch.panels.append(SketchPanel()) }
      sketch.panels[sketch.current].notes.append(
        Series(.text(text, x: x, y: y, anchor: .left), color: .neutral))
    }
    return value
  }

  private static let saveFigure = Builtin(
    "savefig", Text("path"),
    summary: "Saves the current figure as its ending says: png, svg, pdf or tex.",
    details: "Written under the working folder only. A .tex comes with the pdf it draws on.",
    example: Example("line([1, 4, 9]);\nsavefig(\"squares.svg\")", prints: ""),
    related: ["show", "figure"]
  ) { machine, path in
    let (_, figure) = try machine.currentFigure(for: "savefig")
    for file in try FigureFiles.files(of: figure, path: path) {
      try machine.outside.write(file.path, file.bytes, append: false)
    }
    machine.board.note(recordOf: figure)
    return .none
  }

  private static let show = Builtin(
    "show", FigureArgument("figure"),
    summary: "Shows the figures drawn since the last `show()`; the next plot begins another.",
    details: "`show(f)` shows one figure again.",
    example: Example("line([1, 4, 9]);\nshow()", prints: ""),
    related: ["savefig", "figure"]
  ) { machine, chosen in
    let board = machine.board
    guard chosen.isNone else {
      machine.willChange(chosen)
      board.show(chosen, in: machine)
      return .none
    }
    guard !board.unshown.isEmpty else {
      throw RuntimeError(
        .value, "show: there is nothing new to show",
        hint: "plot first: line([1, 4, 9]), det_plot(scores, target); show(f) shows f again")
    }
    machine.willChange(machine.drawing)
    for figure in board.unshown {
      machine.willChange(figure)
      board.show(figure, in: machine)
    }
    return .none
  }

  private static func text(
    _ name: String, _ summary: String, _ example: String,
    _ set: @escaping @Sendable (inout PanelDress, String) -> Void
  ) -> Builtin {
    Builtin(
      name, Text("text"), summary: summary,
      details: "An option of the same name does it in the plot's own call.",
      example: Example("line([1, 2]);\n\(example)", prints: "1"), related: ["figure", "legend"]
    ) { machine, text in
      try machine.dressCurrent(name) { set(&$0, text) }
    }
  }

  private static func limits(
    _ name: String, _ axis: String, _ example: String,
    _ set: @escaping @Sendable (inout PanelDress, Axis.Limits) -> Void
  ) -> Builtin {
    Builtin(
      name, OptionalNumber("low", passing: .positional),
      OptionalNumber("high", passing: .positional),
      summary: "Sets the ends of the \(axis) axis of the current panel.",
      details: "`none` leaves an end to the data; a low above the high turns the axis around.",
      example: Example("line([1, 2]);\n\(example)", prints: "1"), related: ["figure", "xlabel"]
    ) { machine, low, high in
      try machine.dressCurrent(name) { set(&$0, Axis.Limits(low, high)) }
    }
  }
}

extension VirtualMachine {
  /// Changes the dress of the current panel; gives the figure.
  func dressCurrent(
    _ function: String, _ change: (inout PanelDress) -> Void
  ) throws -> Value {
    let (value, figure) = try currentFigure(for: function)
    willChange(value)
    board.noteChange(of: value)
    figure.change { $0.dress(change) }
    return value
  }
}

/// Width and height of a figure.
struct SizeArgument: ValueParameter {
  let description: ParameterDescription

  init(_ name: String) {
    description = ParameterDescription(
      name, accepts: "[width, height] in units of 1/96 inch, 50…5000", defaultText: "none",
      passing: .named)
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> Figure.Size? {
    guard let value, !value.isNone else { return nil }
    guard let ends = value.listObject?.items.compactMap(\.asDouble), ends.count == 2,
      ends.allSatisfy({ $0 >= 50 && $0 <= 5000 })
    else { throw wrongType(value, machine) }
    return Figure.Size(width: ends[0], height: ends[1])
  }
}

/// A figure, or nothing.
struct FigureArgument: ValueParameter {
  let description: ParameterDescription

  init(_ name: String) {
    description = ParameterDescription(name, accepts: "a figure", defaultText: "none")
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> Value {
    guard let value, !value.isNone else { return .none }
    guard machine.object(value, as: FigureObject.self) != nil else {
      throw wrongType(value, machine)
    }
    return value
  }
}
