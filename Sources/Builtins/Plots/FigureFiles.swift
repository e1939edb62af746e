import Machine
import Plotting

/// Figures as files.
public enum FigureFiles {
  /// Draws a figure and writes it to `path`, as its ending says (png, svg, pdf, tex); for what the
  /// program itself writes, so any folder is allowed.
  /// - Throws: `RuntimeError`: no figure, an unknown ending, gnuplot missing or failing, a file
  ///   that cannot be written.
  public static func write(_ figure: any ScriptObject, to path: String) throws {
    let object = try object(figure)
    do {
      try object.plotter.save(object.figure, to: path)
    } catch {
      throw RuntimeError(plot: error)
    }
  }

  /// Draws a figure as the files that a save to `path` would write.
  /// - Throws: `RuntimeError` as `write` does.
  public static func files(
    of figure: any ScriptObject, path: String
  ) throws -> [(path: String, bytes: [UInt8])] {
    let object = try object(figure)
    do {
      let picture = try object.plotter.draw(object.figure, as: PlotFormat(path: path))
      return picture.files(path: path).map { ($0.path, $0.bytes) }
    } catch {
      throw RuntimeError(plot: error)
    }
  }

  /// Draws a figure as SVG text.
  /// - Throws: `RuntimeError` as `write` does.
  public static func svg(_ figure: any ScriptObject) throws -> [UInt8] {
    let object = try object(figure)
    do {
      return try object.plotter.draw(object.figure, as: .svg).bytes
    } catch {
      throw RuntimeError(plot: error)
    }
  }

  /// Draws a figure as a PNG, `scale` pixels to 1/96 inch.
  /// - Throws: `RuntimeError` as `write` does.
  public static func png(_ figure: any ScriptObject, scale: Double = 2) throws -> [UInt8] {
    let object = try object(figure)
    do {
      return try object.plotter.draw(object.figure, as: .png(scale: scale)).bytes
    } catch {
      throw RuntimeError(plot: error)
    }
  }

  /// The canonical bytes of what a figure shows: what a session records the digest of.
  /// - Throws: `RuntimeError` for an object that is no figure.
  public static func digestBytes(_ figure: any ScriptObject) throws -> [UInt8] {
    try object(figure).figure.digestBytes
  }

  static func object(_ figure: any ScriptObject) throws -> FigureObject {
    guard let object = figure as? FigureObject else {
      throw RuntimeError(.type, "a figure is needed, not a value of type \(figure.typeName)")
    }
    return object
  }
}

extension RuntimeError {
  /// A plotting library's error as one of the language.
  init(plot error: PlotError) {
    let message = error.description
    switch error {
    case .notInstalled, .tooOld, .notStarted, .crashed, .notWritten: self.init(.io, message)
    case .timedOut: self.init(.limit, message)
    case .interrupted: self.init(.interrupt, message)
    case .refused, .nothingToDraw, .invalid, .unknownFormat, .unsafeName:
      self.init(.value, message)
    case .unequalLengths: self.init(.shape, message)
    }
  }
}
