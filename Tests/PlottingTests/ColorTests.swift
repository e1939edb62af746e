import Testing

@testable import Plotting

struct ColorTests {
  @Test func `CIELAB agrees with published values`() {
    // Lindbloom's calculator for sRGB red, D65.
    let red = LabColor(RGB(0xFF0000))
    #expect(abs(red.lightness - 53.24) < 0.01)
    #expect(abs(red.a - 80.09) < 0.02)
    #expect(abs(red.b - 67.20) < 0.02)
    #expect(abs(LabColor(RGB(0xFFFFFF)).lightness - 100) < 0.001)
    #expect(LabColor(RGB(0x123456)).rgb == RGB(0x123456))
  }

  @Test(arguments: ColorMap.all)
  func `no map leaves what a screen can show`(map: ColorMap) {
    for stop in map.stops {
      for part in stop.unboundedRGB { #expect(part > -0.004 && part < 1.004, "\(map.name)") }
    }
  }

  @Test func `the linear map rises evenly from 15 to 91`() {
    for step in 0...100 {
      let place = Double(step) / 100
      #expect(abs(ColorMap.linear.lightness(at: place) - (15 + 76 * place)) < 0.6)
    }
  }

  @Test func `the diverging map falls evenly from its middle`() {
    for step in 0...50 {
      let away = Double(step) / 50
      let expected = 96 - 58 * away
      #expect(abs(ColorMap.diverging.lightness(at: 0.5 + away / 2) - expected) < 1.2)
      #expect(abs(ColorMap.diverging.lightness(at: 0.5 - away / 2) - expected) < 1.2)
    }
  }

  @Test func `the cyclic map ends where it begins and the isoluminant one stays level`() {
    #expect(ColorMap.cyclic.color(at: 0) == ColorMap.cyclic.color(at: 1))
    for step in 0...50 {
      #expect(abs(ColorMap.isoluminant.lightness(at: Double(step) / 50) - 70) < 0.6)
    }
  }

  @Test func `neighbors of the palette differ in lightness or clearly in hue`() {
    let first = Palette.categorical.prefix(6).map(LabColor.init)
    for index in first.indices {
      for other in first.indices where other > index {
        let (one, two) = (first[index], first[other])
        let distance =
          ((one.lightness - two.lightness) * (one.lightness - two.lightness)
          + (one.a - two.a) * (one.a - two.a) + (one.b - two.b) * (one.b - two.b)).squareRoot()
        #expect(distance > 25)
      }
    }
    #expect(Palette.color(8) == Palette.color(0) && Palette.color(-1) == Palette.color(7))
  }

  @Test func `a map of one's own needs two colors and passes through them`() throws {
    #expect(ColorMap("one", colors: [RGB(0)]) == nil)
    let map = try #require(ColorMap("own", colors: [RGB(0), RGB(0x808080), RGB(0xFFFFFF)]))
    #expect(map.color(at: 0.5) == RGB(0x808080))
    #expect(map.color(at: -3) == RGB(0) && map.color(at: .nan) == RGB(0))
    #expect(map.colors(3) == [RGB(0), RGB(0x808080), RGB(0xFFFFFF)])
  }
}
