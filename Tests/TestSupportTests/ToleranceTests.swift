import TestSupport
import Testing

@Test func `a tolerance accepts what lies within and nothing else`() {
  let tolerance = Tolerance(relative: 0.1, absolute: 0.01)
  #expect(tolerance.accepts(1.1, 1))
  #expect(!tolerance.accepts(1.12, 1))
  #expect(tolerance.accepts(.nan, .nan))
  #expect(!tolerance.accepts(.nan, 1))
  #expect(!tolerance.accepts(.infinity, -.infinity))
}
