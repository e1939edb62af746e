/// A drawn figure, in memory.
public struct Picture: Sendable, Equatable {
  /// What it was drawn as.
  public let format: PlotFormat
  /// The bytes of its file.
  public var bytes: [UInt8]
  /// The PDF that a `.tex` picture lays its text over; nil for other formats.
  public var companion: [UInt8]?
  /// What is not shown, and gnuplot's warnings, a sentence each.
  public var notes: [String]
  /// How the `.tex` names its companion while it has no file.
  var nameInside = ""

  init(format: PlotFormat, bytes: [UInt8], notes: [String]) {
    self.format = format
    self.bytes = bytes
    self.notes = notes
  }

  /// A file to be written.
  public struct File: Sendable, Equatable {
    /// Where it goes.
    public var path: String
    /// What it holds.
    public var bytes: [UInt8]
  }

  /// The files that make up the picture saved as `path`: one, or for `NAME.tex` also
  /// `NAME-inc.pdf`, which the text includes by that name. The first holds `provenance`.
  public func files(path: String, provenance: String? = nil) -> [File] {
    let marked = { (bytes: [UInt8]) in
      provenance.map { Provenance.adding($0, to: bytes, format: format) } ?? bytes
    }
    guard let companion else { return [File(path: path, bytes: marked(bytes))] }
    let stem = path.hasSuffix(".tex") ? String(path.dropLast(4)) : path
    let name = (stem.split(separator: "/").last.map(String.init) ?? "figure") + "-inc"
    let text = String(decoding: bytes, as: UTF8.self)
    let renamed = text.replacing("{\(nameInside)}", with: "{\(name)}")
    return [
      File(path: path, bytes: marked(Array(renamed.utf8))),
      File(path: "\(stem)-inc.pdf", bytes: companion),
    ]
  }
}
