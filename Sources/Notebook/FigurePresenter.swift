import Builtins
import Machine

/// What a terminal can show of a picture.
public struct PictureTerminal: Equatable, Sendable {
  /// How pictures reach the screen.
  public enum Kind: String, CaseIterable, Sendable {
    case kitty, iterm, sixel, blocks, text

    /// The best that a terminal can do, from its environment and its answer to `CSI c`, nil if it
    /// gave none.
    public static func best(environment: [String: String], deviceAttributes: String?) -> Kind {
      let word = FigureInline.terminal(
        environment: environment, deviceAttributes: deviceAttributes)
      return Kind(rawValue: word) ?? .text
    }
  }
  /// How pictures reach the screen.
  public var kind: Kind
  /// Columns of the window.
  public var columns: Int
  /// Whether plain characters may have colors.
  public var isColored: Bool

  /// A terminal.
  public init(kind: Kind, columns: Int, isColored: Bool = true) {
    self.kind = kind
    self.columns = columns
    self.isColored = isColored
  }
}

/// Turns figures into files and pictures on a terminal.
public protocol FigurePresenter {
  /// Writes the `number`-th figure into a folder, which it makes if need be; gives the paths.
  func files(_ figure: any ScriptObject, folder: String, number: Int) throws -> [String]
  /// What to write to a terminal to show the figure there.
  func inline(_ figure: any ScriptObject, on terminal: PictureTerminal) throws -> [UInt8]
}

/// Shows figures through the plotting library.
struct FigurePages: FigurePresenter {
  func files(_ figure: any ScriptObject, folder: String, number: Int) throws -> [String] {
    try FileSystem.makeFolder(folder)
    let path = "\(folder)/figure-\(number).png"
    try FigureFiles.write(figure, to: path)
    return [path]
  }

  func inline(_ figure: any ScriptObject, on terminal: PictureTerminal) throws -> [UInt8] {
    try FigureInline.bytes(
      figure, terminal: terminal.kind.rawValue, columns: terminal.columns,
      isColored: terminal.isColored)
  }
}

/// A figure on its way to the reader.
public struct ShownFigure {
  /// Counted from 1 over the whole session.
  public let number: Int
  let object: any ScriptObject
  let presenter: any FigurePresenter

  /// Writes it into a folder; gives the paths.
  public func files(in folder: String) throws -> [String] {
    try presenter.files(object, folder: folder, number: number)
  }

  /// What to write to a terminal.
  public func inline(on terminal: PictureTerminal) throws -> [UInt8] {
    try presenter.inline(object, on: terminal)
  }

  /// The figure as SVG text.
  public func svg() throws -> [UInt8] { try FigureFiles.svg(object) }

  /// What stands for it in text.
  public var text: String { object.shown }
}
