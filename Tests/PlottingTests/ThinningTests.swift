import Testing

@testable import Plotting

struct ThinningTests {
  @Test func `a thinned line keeps the ends and the extremes of each pixel column`() {
    let count = 200_000
    let x = (0..<count).map(Double.init)
    var y = Samples.uniforms(count, seed: 5)
    y[123_456] = 50
    y[177_777] = -60
    let thin = Thinning.line(x: x, y: y, columns: 500, low: 0, high: Double(count))
    #expect(thin.x.count <= 2000)
    #expect(thin.y.contains(50) && thin.y.contains(-60))
    #expect(thin.x.first == 0 && thin.x.last == Double(count - 1))
    #expect(thin.x == thin.x.sorted())
    for column in [0, 250, 499] {
      let inside = y[column * 400..<(column + 1) * 400]
      let kept = zip(thin.x, thin.y).filter { Int($0.0) / 400 == column }.map(\.1)
      #expect(kept.max() == inside.max())
      #expect(kept.min() == inside.min())
    }
  }

  @Test func `a gap stays a gap`() {
    let x = (0..<10_000).map(Double.init)
    var y = x
    y[5000] = .nan
    let thin = Thinning.line(x: x, y: y, columns: 100, low: 0, high: 10_000)
    #expect(thin.y.count { $0.isNaN } == 1)
    #expect(thin.x.firstIndex(of: 4999) != nil && thin.x.firstIndex(of: 5001) != nil)
  }

  @Test func `a short line is left alone, a tangle is not`() {
    let short = Thinning.line(x: [0, 1, 2], y: [5, 3, 4], columns: 10, low: 0, high: 2)
    #expect(short.x == [0, 1, 2] && short.y == [5, 3, 4])
    let x = Samples.uniforms(100_000, seed: 6)
    let tangle = Thinning.line(x: x, y: x, columns: 1000, low: 0, high: 1)
    #expect(tangle.x.count <= Thinning.tangleLimit)
    #expect(tangle.x.count > Thinning.tangleLimit / 2)
  }

  @Test func `a thinned band keeps its lowest and its highest`() {
    let x = (0..<100_000).map(Double.init)
    var low = x.map { _ in 0.0 }
    var high = x.map { _ in 1.0 }
    low[31_415] = -7
    high[27_182] = 9
    let thin = Thinning.band(x: x, low: low, high: high, columns: 200, from: 0, to: 100_000)
    #expect(thin.x.count == 200)
    #expect(thin.low.min() == -7 && thin.high.max() == 9)
  }

  @Test func `a cloud's density is the square root of its share`() {
    let grid = Thinning.density(
      x: [0.1, 0.1, 0.1, 0.1, 0.9], y: [0.1, 0.1, 0.1, 0.1, 0.9], columns: 2, rows: 2,
      xSpan: Grid.Span(0, 1), ySpan: Grid.Span(0, 1))
    #expect(grid.values[0] == 1)
    #expect(grid.values[3] == 0.5)
    #expect(grid.values[1].isNaN && grid.values[2].isNaN)
  }

  @Test func `grids shrink by means and grow by copies`() {
    let grid = Grid([1, 2, 3, 4, 5, 6, 7, 8], rows: 2, columns: 4)
    #expect(grid.shrunk(columns: 2, rows: 1).values == [3.5, 5.5])
    let row = Grid([1, 2], rows: 1, columns: 2).enlarged(to: 4)
    #expect(row.rows == 4 && row.columns == 4)
    #expect(row.values == [1, 1, 2, 2, 1, 1, 2, 2, 1, 1, 2, 2, 1, 1, 2, 2])
    #expect(row.x == Grid.Span(-0.5, 1.5))
  }
}
