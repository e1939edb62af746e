import Diagnostics
import Syntax

extension Session {
  /// Writes the session as a script that gives the same again; returns the number of cells.
  public func save(to path: String) throws(FileError) -> Int {
    let document = savedDocument()
    try FileSystem.write(path, Transcript.write(document))
    return document.cells.count { $0.hasMarker }
  }

  /// The session as a document: header with receipt, seed, cells in the order they ran.
  ///
  /// A cell that failed is left out if it changed nothing; else it is marked `[raises]`.
  public func savedDocument() -> Document {
    var cells: [Cell] = []
    for outcome in outcomes where outcome.error == nil || outcome.hasChanges {
      var cell = outcome.cell
      cell.hasMarker = true
      cell.tags.removeAll { $0 == "raises" }
      if outcome.error != nil { cell.tags.append("raises") }
      cells.append(cell)
    }
    if !Self.beginsWithSeed(cells.first) {
      cells.insert(Cell(hasMarker: false, code: "seed(\(seed));"), at: 0)
    }
    var header = header()
    header["receipt"] = Transcript.receipt(of: cells)
    return Document(header: header, cells: cells)
  }

  /// Whether a cell begins with a call of `seed`.
  static func beginsWithSeed(_ cell: Cell?) -> Bool {
    guard let cell else { return false }
    let (program, _) = Parser.parse(SourceText(name: "cell", text: cell.code))
    guard case .expression(let expression, _)? = program.cells.first?.statements.first?.kind,
      case .call(let callee, _) = expression.kind, case .name("seed") = callee.kind
    else { return false }
    return true
  }
}
