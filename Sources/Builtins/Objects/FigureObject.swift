import Crypto
import Machine
import Plotting

/// A figure as scripts see it; plot calls draw on it until it is shown.
final class FigureObject: ScriptObject {
  /// What has been drawn so far.
  private(set) var sketch: Sketch
  /// Every state it had, by digest: undo goes back to one.
  private var history: [String: Sketch]
  /// Draws it; one for all figures of a machine.
  let plotter: Plotter
  /// Whether it has been shown: the next plot call then begins another.
  var isShown = false

  init(_ sketch: Sketch, plotter: Plotter) {
    self.sketch = sketch
    self.plotter = plotter
    history = [Self.digest(of: sketch): sketch]
  }

  /// Draws on it; the machine must have been told before.
  func change(_ change: (inout Sketch) throws -> Void) rethrows {
    try change(&sketch)
    history[Self.digest(of: sketch)] = sketch
    isShown = false
  }

  /// The figure as the plotting library knows it.
  var figure: Figure { sketch.figure }

  var typeName: String { "figure" }

  /// One line: how many panels and what they hold.
  var shown: String {
    let figure = figure
    let series = figure.axes.map(\.series.count).reduce(0, +)
    let size = figure.rows * figure.columns == 1 ? "" : "\(figure.rows) × \(figure.columns), "
    return "figure: \(size)\(series) series"
  }

  /// The digest of what it shows.
  var state: ObjectState { .text(Self.digest(of: sketch)) }

  func restore(_ state: ObjectState) {
    guard case .text(let digest) = state, let sketch = history[digest] else { return }
    self.sketch = sketch
    isShown = false
  }

  /// SHA-256 of the figure's canonical bytes, in hex.
  private static func digest(of sketch: Sketch) -> String {
    SHA256.hash(data: sketch.figure.digestBytes)
      .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Where a statement's value shows: at the end of the cell, once.
  func display(_ value: Value, in machine: VirtualMachine) -> Bool {
    machine.board.noteDue(value)
    return true
  }

  var memberNames: [String] { ["title", "panels"] }

  func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    switch name {
    case "title": machine.heap.text(sketch.title)
    case "panels": .int(max(1, sketch.panels.count))
    default: nil
    }
  }
}
