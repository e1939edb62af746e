import Crypto
import Machine
import Plotting

/// A figure as scripts see it; plot calls draw on it until it is shown.
public final class FigureObject: ScriptObject {
  /// Every state it had: undo goes back to one by its number.
  private var history: [Sketch]
  /// Number of the present state.
  private var revision: Int
  /// Draws it; one for all figures of a machine.
  let plotter: Plotter
  /// Whether it has been shown: the next plot call then begins another.
  var isShown = false

  init(_ sketch: Sketch, plotter: Plotter) {
    history = [sketch]
    revision = 0
    self.plotter = plotter
  }

  /// What has been drawn so far.
  var sketch: Sketch { history[revision] }

  /// Draws on it; the machine must have been told before.
  func change(_ change: (inout Sketch) throws -> Void) rethrows {
    var sketch = sketch
    try change(&sketch)
    history.append(sketch)
    revision = history.count - 1
    isShown = false
  }

  /// The figure as the plotting library knows it.
  var figure: Figure { sketch.figure }

  public var typeName: String { "figure" }

  /// One line: how many panels and what they hold.
  public var shown: String {
    let figure = figure
    let series = figure.axes.map(\.series.count).reduce(0, +)
    let size = figure.rows * figure.columns == 1 ? "" : "\(figure.rows) × \(figure.columns), "
    return "figure: \(size)\(series) series"
  }

  /// The digest of what it shows and the number of its state.
  public var state: ObjectState {
    let digest = SHA256.hash(data: figure.digestBytes)
    let hex = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return .list([.text(hex), .int(revision), .bool(isShown)])
  }

  public func restore(_ state: ObjectState) {
    guard case .list(let parts) = state, parts.count == 3, case .int(let revision) = parts[1],
      case .bool(let isShown) = parts[2], history.indices.contains(revision)
    else { return }
    self.revision = revision
    self.isShown = isShown
  }

  public var memberNames: [String] { ["title", "panels"] }

  public func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    switch name {
    case "title": machine.heap.text(sketch.title)
    case "panels": .int(max(1, sketch.panels.count))
    default: nil
    }
  }
}
