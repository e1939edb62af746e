import Machine

/// Shows figures through the plotting library.
struct FigurePages: FigurePresenter {
  func files(_ figure: any ScriptObject, folder: String, number: Int) throws -> [String] {
    throw RuntimeError(.io, "figures cannot be written yet")
  }

  func inline(_ figure: any ScriptObject, on terminal: PictureTerminal) throws -> [UInt8] {
    throw RuntimeError(.io, "figures cannot be shown yet")
  }
}
