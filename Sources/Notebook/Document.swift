/// A script as a notebook: a header, and cells with their records.
public struct Document: Equatable, Sendable {
  /// The comment lines at the top of a session file.
  public struct Header: Equatable, Sendable {
    /// Version of the format.
    public var format: Int
    /// The `# key: value` lines, in order.
    public var entries: [Entry]

    /// One `# key: value` line.
    public struct Entry: Equatable, Sendable {
      /// What stands before the colon.
      public var key: String
      /// What stands behind it.
      public var value: String
    }

    /// A header without entries.
    public init(format: Int = 1) {
      self.format = format
      entries = []
    }

    /// The value of `key`; setting nil removes the line.
    public subscript(key: String) -> String? {
      get { entries.first { $0.key == key }?.value }
      set {
        let index = entries.firstIndex { $0.key == key }
        switch (index, newValue) {
        case (let index?, let value?): entries[index].value = value
        case (let index?, nil): entries.remove(at: index)
        case (nil, let value?): entries.append(Entry(key: key, value: value))
        case (nil, nil): break
        }
      }
    }
  }

  /// Nil for a plain script.
  public var header: Header?
  /// The cells, in order.
  public var cells: [Cell]

  /// A document.
  public init(header: Header? = nil, cells: [Cell] = []) {
    self.header = header
    self.cells = cells
  }
}
