import Machine
import Plotting

/// Figures as what a terminal shows.
public enum FigureInline {
  /// What to write to a terminal to show a figure there.
  ///
  /// - Parameters:
  ///   - terminal: `kitty`, `iterm`, `sixel`, `blocks` or `text`; another word counts as `text`.
  ///   - columns: width of the window in cells.
  ///   - isColored: whether plain text may have colors.
  /// - Throws: `RuntimeError`: no figure, gnuplot missing or failing, nothing to draw.
  public static func bytes(
    _ figure: any ScriptObject, terminal: String, columns: Int, isColored: Bool = true
  ) throws -> [UInt8] {
    let object = try FigureFiles.object(figure)
    do {
      let text = try object.plotter.shown(
        object.figure, on: TerminalKind(rawValue: terminal) ?? .text, columns: columns,
        isColored: isColored)
      return Array(text.utf8)
    } catch {
      throw RuntimeError(plot: error)
    }
  }

  /// The best way that a terminal can show figures, as `bytes` names them: from its environment
  /// and its answer to `CSI c`, nil if it gave none.
  public static func terminal(
    environment: [String: String], deviceAttributes: String?
  ) -> String {
    TerminalKind.from(environment: environment, deviceAttributes: deviceAttributes).rawValue
  }
}
