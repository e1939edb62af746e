import Glibc
import Testing

@testable import Plotting

/// Draws every sample; with `PLOT_GALLERY=FOLDER` the pictures stay there to be looked at.
@Suite(.enabled(if: Gnuplot.isInstalled)) struct GalleryTests {
  @Test func `every sample gives a PNG and an SVG without a complaint`() throws {
    let plotter = Plotter()
    for (name, figure) in Samples.all {
      let png = try plotter.draw(figure, as: .png(scale: 2))
      #expect(png.bytes.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
      #expect(png.notes == [], "\(name)")
      let svg = try plotter.draw(figure, as: .svg)
      #expect(String(decoding: svg.bytes, as: UTF8.self).contains("<svg"))
      guard let folder = System.environment("PLOT_GALLERY") else { continue }
      for ending in ["png", "svg", "pdf", "tex"] {
        try plotter.save(figure, to: "\(folder)/\(name).\(ending)")
      }
      let text = try plotter.draw(figure, as: .text(columns: 80, rows: 24, isColored: false))
      #expect(System.save(text.bytes, to: "\(folder)/\(name).txt") == nil)
      let blocks = try plotter.shown(figure, on: .blocks, columns: 80)
      #expect(System.save(Array(blocks.utf8), to: "\(folder)/\(name).ansi") == nil)
      let sixel = try plotter.draw(figure, as: .sixel)
      #expect(System.save(sixel.bytes, to: "\(folder)/\(name).six") == nil)
    }
  }
}

enum Gnuplot {
  /// Whether the PATH has a gnuplot; CI does.
  static var isInstalled: Bool {
    (System.environment("PATH") ?? "").split(separator: ":").contains {
      access("\($0)/gnuplot", X_OK) == 0
    }
  }
}
