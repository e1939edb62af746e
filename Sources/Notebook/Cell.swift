import Diagnostics

/// One input and what came of it.
public struct Cell: Equatable, Sendable {
  /// Words in brackets before the title: `markdown`, `raises`, `startup`.
  public var tags: [String]
  /// What stands behind the tags; empty if nothing does.
  public var title: String
  /// Whether a `# %%` line stands above: false only for the text before the first one.
  public var hasMarker: Bool
  /// The code, without records, blank lines around it or a line end.
  public var code: String
  /// The records, in the order of the file.
  public var records: [Record]
  /// Line of the marker in its file, or of the first line without one; from 1.
  public var line: Int

  /// A cell.
  public init(
    tags: [String] = [], title: String = "", hasMarker: Bool = true, code: String,
    records: [Record] = [], line: Int = 1
  ) {
    self.tags = tags
    self.title = title
    self.hasMarker = hasMarker
    self.code = code
    self.records = records
    self.line = line
  }

  /// Whether it holds comments alone, for the reader.
  public var isProse: Bool { tags.contains("markdown") }

  /// The error it is expected to end in: kind and message; nil if none is recorded.
  public var expectedError: ExpectedError? {
    for case .error(let line) in records {
      if let expected = ExpectedError(line) { return expected }
    }
    return nil
  }

  /// The `# %%` line.
  public var markerLine: String {
    "# %%" + tags.map { " [\($0)]" }.joined() + (title.isEmpty ? "" : " " + title)
  }
}

/// What a record `#! kind: message` says.
public struct ExpectedError: Equatable, Sendable {
  /// A kind of the language, such as `shape`.
  public let kind: String
  /// The message, or `at N` where it stopped at safepoint N.
  public let message: String

  /// Reads the text behind `#!`; nil if it does not begin with a kind of the language.
  init?(_ line: String) {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    kind = String(line[..<colon])
    guard ErrorKind(rawValue: kind) != nil else { return nil }
    message = line[line.index(after: colon)...].trimmed
  }

  /// The safepoint of `interrupt: at N` or `limit: at N`.
  public var safepoint: Int? {
    guard kind == "interrupt" || kind == "limit", message.hasPrefix("at ") else { return nil }
    return Int(message.dropFirst(3))
  }
}
