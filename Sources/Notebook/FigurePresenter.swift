import Machine

/// What a terminal can show of a picture.
public struct PictureTerminal: Equatable, Sendable {
  /// How pictures reach the screen.
  public enum Kind: String, CaseIterable, Sendable {
    case kitty, iterm, sixel, blocks, text
  }
  public var kind: Kind
  /// Columns of the window.
  public var columns: Int

  /// A terminal.
  public init(kind: Kind, columns: Int) {
    self.kind = kind
    self.columns = columns
  }
}

/// Turns figures into files and pictures on a terminal.
public protocol FigurePresenter {
  /// Writes the `number`-th figure into a folder, which it makes if need be; gives the paths.
  func files(_ figure: any ScriptObject, folder: String, number: Int) throws -> [String]
  /// What to write to a terminal to show the figure there.
  func inline(_ figure: any ScriptObject, on terminal: PictureTerminal) throws -> [UInt8]
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

  /// What stands for it in text.
  public var text: String { object.shown }
}
