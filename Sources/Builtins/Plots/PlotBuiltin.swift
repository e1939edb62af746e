import Catalog
import Machine
import Plotting
import Tensors

extension Builtin {
  /// A plot: its own parameters, then the options that every plot takes. `content` gives what it
  /// draws; the value is the figure.
  static func plot<each P: ValueParameter>(
    _ name: String, _ parameters: repeat each P, summary: String, details: String = "",
    example: Example, source: Citation? = nil, related: [String] = [],
    content:
      @escaping @Sendable (VirtualMachine, repeat (each P).ValueOutput) throws
      -> SketchPanel.Content
  ) -> Builtin {
    var descriptions: [ParameterDescription] = []
    for parameter in repeat each parameters { descriptions.append(parameter.description) }
    let options = PlotOptions(for: name)
    let documentation = Documentation(
      name: name, parameters: descriptions + options.descriptions, summary: summary,
      details: details + (details.isEmpty ? "" : " ") + PlotOptions.details, example: example,
      source: source, related: related)
    let refusal: @Sendable (Int, Argument?) -> ArgumentError? = { place, argument in
      var index = 0
      for parameter in repeat each parameters {
        defer { index += 1 }
        if index == place { return Self.refusal(of: parameter, argument) }
      }
      return nil
    }
    return Builtin(documentation, refusal: refusal) { machine, arguments in
      var reader = try ParameterReader(arguments, for: documentation, in: machine)
      do {
        let drawn = try content(machine, repeat try reader.next(each parameters))
        let (dress, panel) = try options.read(from: &reader)
        return try machine.draw(drawn, panel: panel, dress: dress, function: name)
      } catch var error as ArgumentError where error.entry.isEmpty {
        error.entry = name
        error.signature = documentation.signature
        throw error
      }
    }
  }
}

/// The options that every plot takes.
struct PlotOptions: Sendable {
  static let details = """
    Goes on the current figure until `show()`; a plot of another kind takes the next free panel \
    of `figure(rows, cols)`, or begins a figure. At the top level the figure shows at the end of \
    the cell.
    """

  private let title = OptionalText("title", passing: .named)
  private let xLabel = OptionalText("xlabel", passing: .named)
  private let yLabel = OptionalText("ylabel", passing: .named)
  private let xLimits = LimitsArgument("xlim")
  private let yLimits = LimitsArgument("ylim")
  private let xScale = ScaleArgument("xscale")
  private let yScale = ScaleArgument("yscale")
  private let aspect: Choice = Choice("aspect", ["auto", "equal"], default: "auto")
  private let grid = OptionalFlag("grid")
  private let panel = OptionalNumber("panel", .atLeast(0))

  /// The options of the plot `name`.
  init(for name: String) {}

  /// In the order they are read.
  var descriptions: [ParameterDescription] {
    [
      title.description, xLabel.description, yLabel.description, xLimits.description,
      yLimits.description, xScale.description, yScale.description, aspect.description,
      grid.description, panel.description,
    ]
  }

  /// Reads them behind the plot's own arguments.
  func read(from reader: inout ParameterReader) throws -> (PanelDress, panel: Int?) {
    var dress = PanelDress()
    dress.title = try reader.next(title)
    dress.xLabel = try reader.next(xLabel)
    dress.yLabel = try reader.next(yLabel)
    dress.xLimits = try reader.next(xLimits)
    dress.yLimits = try reader.next(yLimits)
    dress.xScale = try reader.next(xScale)
    dress.yScale = try reader.next(yScale)
    if try reader.next(aspect) == "equal" { dress.isSquare = true }
    dress.hasGrid = try reader.next(grid)
    let place = try reader.next(panel)
    return (dress, place.map { Int($0) })
  }
}

/// `true`, `false`, or nil where it is left out.
struct OptionalFlag: ValueParameter {
  let description: ParameterDescription

  init(_ name: String) {
    description = ParameterDescription(
      name, accepts: "true or false", defaultText: "none", passing: .named)
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> Bool? {
    guard let value, !value.isNone else { return nil }
    guard value.tag == Tag.bool else { throw wrongType(value, machine) }
    return value.bool
  }
}

/// Two ends of an axis, each a number or none.
struct LimitsArgument: ValueParameter {
  let description: ParameterDescription

  init(_ name: String) {
    description = ParameterDescription(
      name, accepts: "two ends such as [0, 1] or [0, none]", defaultText: "none", passing: .named)
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> Axis.Limits? {
    guard let value, !value.isNone else { return nil }
    guard let ends = value.listObject?.items, ends.count == 2 else {
      throw wrongType(value, machine)
    }
    let numbers = try ends.map { end -> Double? in
      if end.isNone { return nil }
      guard let number = end.asDouble else { throw wrongType(value, machine) }
      return number
    }
    return Axis.Limits(numbers[0], numbers[1])
  }
}

/// The scale of an axis.
struct ScaleArgument: ValueParameter {
  let description: ParameterDescription

  init(_ name: String) {
    description = ParameterDescription(
      name,
      accepts: "one of "
        + Axis.Scale.allCases.map { "\"\($0.rawValue)\"" }
        .joined(separator: ", "), defaultText: "none", passing: .named)
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> Axis.Scale? {
    guard let value, !value.isNone else { return nil }
    guard let name = value.string else { throw wrongType(value, machine) }
    guard let scale = Axis.Scale(rawValue: name) else {
      throw ArgumentError(
        .wrongValue(
          parameter: description.name, accepts: description.accepts,
          got: machine.argument(value).shown))
    }
    return scale
  }
}
