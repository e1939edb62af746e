import Diagnostics

/// A text as a tree: its cells, and its comments by position.
public struct Program: Sendable {
  /// The text.
  public let source: SourceText
  /// Cells in order; at least one.
  public let cells: [Cell]
  /// All comments outside the markers, in order.
  public let comments: [Comment]

  /// A program.
  public init(source: SourceText, cells: [Cell], comments: [Comment]) {
    self.source = source
    self.cells = cells
    self.comments = comments
  }
}

/// What stands between two `# %%` markers.
public struct Cell: Sendable {
  /// The line that begins the cell.
  public struct Marker: Sendable {
    /// Words in brackets before the title: `markdown`, `raises`, `startup`.
    public let tags: [String]
    /// What stands behind them; empty if nothing does.
    public let title: String
    /// The place of the line, without its line end.
    public let range: SourceRange

    /// A marker.
    public init(tags: [String], title: String, range: SourceRange) {
      self.tags = tags
      self.title = title
      self.range = range
    }

    /// Whether the UTF-8 of a line, without white space at its end, begins a cell; `# %%x` is a
    /// comment.
    public static func begins(_ line: ArraySlice<UInt8>) -> Bool {
      let mark = "# %%".utf8
      guard line.starts(with: mark) else { return false }
      let next = line.dropFirst(mark.count).first
      return next == nil || next == 0x20 || next == 0x09 || next == UInt8(ascii: "[")
    }
  }
  /// The marker; nil for the text before the first one.
  public let marker: Marker?
  /// Statements in order.
  public let statements: [Statement]
  /// The place of all of it, marker and comments included.
  public let range: SourceRange

  /// A cell.
  public init(marker: Marker?, statements: [Statement], range: SourceRange) {
    self.marker = marker
    self.statements = statements
    self.range = range
  }

  /// Words in brackets before the title.
  public var tags: [String] { marker?.tags ?? [] }

  /// What the marker says; empty without one.
  public var title: String { marker?.title ?? "" }

  /// Whether the cell is prose: comments that hold Markdown.
  public var isProse: Bool { tags.contains("markdown") }
}

/// A `#` to the end of its line.
public struct Comment: Sendable {
  /// The kinds of comment.
  public enum Kind: Sendable, Hashable {
    /// `# text`
    case plain
    /// `## text`, which documents the `fn` below
    case documentation
    /// `#>`, `#=`, `#!`, `#<`, `#.` in column 1 outside brackets: a record of a session
    case record
  }
  /// What it is.
  public let kind: Kind
  /// The place, with the `#`, without the line end.
  public let range: SourceRange

  /// A comment.
  public init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}
