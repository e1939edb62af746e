import Machine
import Plotting

/// The figures that a machine's plot calls work on: the current one, those due at the end of the
/// cell, and what the cell has shown or saved.
final class DrawingBoard: ScriptObject {
  let plotter = Plotter()
  /// The figure that plot calls draw on; none before the first.
  private(set) var current: Value = .none
  /// Figures with drawings that no one has shown yet, the current one last.
  private(set) var unshown: [Value] = []
  /// Figures that a statement of the running cell gave as its value.
  private var due: [Value] = []
  /// Digest bytes of the figures that the running cell has shown or saved.
  private var record: [[UInt8]] = []

  var typeName: String { "drawing board" }
  var shown: String { "drawing board" }
  var state: ObjectState { .list([.value(current), .list(unshown.map(ObjectState.value))]) }

  func restore(_ state: ObjectState) {
    guard case .list(let parts) = state, parts.count == 2, case .value(let current) = parts[0],
      case .list(let unshown) = parts[1]
    else { return }
    self.current = current
    self.unshown = unshown.compactMap { if case .value(let value) = $0 { value } else { nil } }
  }

  func visitReferences(_ visit: (Value) -> Void) {
    visit(current)
    unshown.forEach(visit)
    due.forEach(visit)
  }

  /// Makes `figure` the one to draw on.
  func begin(_ figure: Value) {
    current = figure
    unshown.append(figure)
  }

  /// Notes that `figure` has drawings that were not shown.
  func noteChange(of figure: Value) {
    if !unshown.contains(where: { $0.isIdentical(to: figure) }) { unshown.append(figure) }
  }

  /// Notes that a statement gave `figure`: it shows once, at the end of the cell.
  func noteDue(_ figure: Value) {
    if !due.contains(where: { $0.isIdentical(to: figure) }) { due.append(figure) }
  }

  /// Notes that `figure` was shown or saved, for the session's record.
  func note(recordOf figure: FigureObject) {
    let bytes = figure.figure.digestBytes
    if record.last != bytes { record.append(bytes) }
  }

  /// Hands `figure` to the output.
  func show(_ figure: Value, in machine: VirtualMachine) {
    unshown.removeAll { $0.isIdentical(to: figure) }
    due.removeAll { $0.isIdentical(to: figure) }
    guard let object = machine.object(figure, as: FigureObject.self) else { return }
    object.isShown = true
    note(recordOf: object)
    machine.output.show(figure: object)
  }

  /// The figures due, each once; then none are.
  func takeDue() -> [Value] {
    defer { due = [] }
    return due
  }

  /// The digests of the cell so far; then none are.
  func takeRecord() -> [[UInt8]] {
    defer { record = [] }
    return record
  }
}

/// What a session asks of the figures of a cell.
public enum CellFigures {
  /// Shows the figures that statements of the cell gave as their values and that are not shown
  /// yet, each once; to be called at the end of every cell, before its records are taken.
  public static func finish(in machine: VirtualMachine) {
    guard let board = machine.object(machine.drawing, as: DrawingBoard.self) else { return }
    for figure in board.takeDue() { board.show(figure, in: machine) }
  }

  /// The canonical bytes of each figure that was shown or saved since the last call, in order.
  public static func takeDigestBytes(in machine: VirtualMachine) -> [[UInt8]] {
    machine.object(machine.drawing, as: DrawingBoard.self)?.takeRecord() ?? []
  }
}

extension VirtualMachine {
  /// The drawing board, made at its first use.
  var board: DrawingBoard {
    if let board = object(drawing, as: DrawingBoard.self) { return board }
    let board = DrawingBoard()
    drawing = heap.instance(board)
    return board
  }

  /// Tells the machine that the object in `value` is about to change.
  func willChange(_ value: Value) {
    if let instance = value.instanceObject { willChange(instance) }
  }

  /// The figure to dress or save: the current one, whether shown or not.
  /// - Throws: `value` where nothing has been plotted.
  func currentFigure(for function: String) throws -> (Value, FigureObject) {
    guard let figure = object(board.current, as: FigureObject.self) else {
      throw RuntimeError(
        .value, "\(function): there is no figure yet",
        hint: "plot first: line([1, 4, 9]), det_plot(scores, target), figure(1, 2)")
    }
    return (board.current, figure)
  }

  /// Begins a figure and makes it the current one.
  func beginFigure(_ sketch: Sketch) -> (Value, FigureObject) {
    let board = self.board
    willChange(drawing)
    let figure = FigureObject(sketch, plotter: board.plotter)
    let value = heap.instance(figure)
    board.begin(value)
    return (value, figure)
  }

  /// Puts a plot on the current figure, on a new one if that is shown or full.
  func draw(
    _ content: SketchPanel.Content, panel: Int?, dress: PanelDress, function: String
  ) throws -> Value {
    var (value, figure) =
      object(board.current, as: FigureObject.self).flatMap { figure in
        figure.isShown ? nil : (board.current, figure)
      } ?? beginFigure(Sketch())
    let place: Int
    if let panel {
      guard panel >= 0 && panel < figure.sketch.capacity else {
        throw RuntimeError(
          .index, "\(function): panel \(panel) of a figure with \(figure.sketch.capacity)",
          hint: "figure(rows, cols) makes room; panels count from 0")
      }
      place = panel
    } else if let free = figure.sketch.place(for: content) {
      place = free
    } else {
      (value, figure) = beginFigure(Sketch())
      place = 0
    }
    willChange(value)
    board.noteChange(of: value)
    figure.change { sketch in
      sketch.add(content, at: place)
      sketch.panels[place].dress.take(dress)
    }
    return value
  }
}

extension PanelDress {
  /// Takes over what `other` sets.
  mutating func take(_ other: PanelDress) {
    title = other.title ?? title
    xLabel = other.xLabel ?? xLabel
    yLabel = other.yLabel ?? yLabel
    xLimits = other.xLimits ?? xLimits
    yLimits = other.yLimits ?? yLimits
    xScale = other.xScale ?? xScale
    yScale = other.yScale ?? yScale
    hasGrid = other.hasGrid ?? hasGrid
    isSquare = other.isSquare ?? isSquare
    legend = other.legend ?? legend
  }
}
