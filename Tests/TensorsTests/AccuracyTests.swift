import Glibc
import TestSupport
import Testing

@testable import Tensors

/// Our own elementary functions against those of the C library, in units of the last place.
@Suite struct AccuracyTests {
  /// The largest error of an f64 function over points, in units of the last place.
  private func worst64(
    _ points: [Double], _ ours: (Tensor) throws -> Tensor, _ exact: (Double) -> Double
  ) throws -> Double {
    let results = try ours(Tensor(points, shape: [points.count], dtype: .f64)).doubles()
    return zip(points, results).map { point, result in
      let wanted = exact(point)
      return wanted == result ? 0 : abs(result - wanted) / wanted.ulp
    }.max() ?? 0
  }

  /// The same in f32; the exact value is that of f64.
  private func worst32(
    _ points: [Double], _ ours: (Tensor) throws -> Tensor, _ exact: (Double) -> Double
  ) throws -> Double {
    let rounded = points.map { Double(Float($0)) }
    let results = try ours(Tensor(rounded, shape: [points.count], dtype: .f32)).doubles()
    return zip(rounded, results).map { point, result in
      let wanted = exact(point)
      let nearest = Float(wanted)
      return Double(nearest) == result ? 0 : abs(result - wanted) / Double(nearest.ulp)
    }.max() ?? 0
  }

  private func sweep(_ low: Double, _ high: Double) -> [Double] {
    (0..<40_001).map { low + (high - low) * Double($0) / 40_000 }
  }

  private let magnitudes = (0..<40_001).map { pow(10, -37 + 74 * Double($0) / 40_000) }

  @Test func `f32 functions are within three units of the last place`() throws {
    #expect(try worst32(sweep(-104, 89), { try $0.exp() }, exp) < 1.01)
    #expect(try worst32(sweep(-5, 89), { try $0.expm1() }, expm1) < 2)
    #expect(try worst32(sweep(-0.01, 0.01), { try $0.expm1() }, expm1) < 1.1)
    #expect(try worst32(magnitudes, { try $0.log() }, log) < 1.1)
    #expect(try worst32(sweep(0.5, 2), { try $0.log() }, log) < 1.1)
    #expect(try worst32(sweep(-0.9, 3), { try $0.log1p() }, log1p) < 1.6)
    #expect(try worst32(magnitudes, { try $0.log1p() }, log1p) < 1.6)
    #expect(try worst32(sweep(-10, 10), { try $0.tanh() }, tanh) < 2.6)
    #expect(try worst32(sweep(-0.1, 0.1), { try $0.tanh() }, tanh) < 2.6)
    #expect(try worst32(sweep(-80, 80), { try $0.sigmoid() }, { 1 / (1 + exp(-$0)) }) < 2.6)
    #expect(
      try worst32(sweep(-80, 80), { try $0.softplus() }, { max($0, 0) + log1p(exp(-abs($0))) }) < 2)
    #expect(try worst32(magnitudes, { try $0.log2() }, log2) < 2)
    #expect(try worst32(magnitudes, { try $0.log10() }, log10) < 1.1)
  }

  @Test func `sines and error functions are within a few units, also far out`() throws {
    for (low, high) in [(-3.2, 3.2), (-4000.0, 4000), (-2e6, 2e6), (-1e-3, 1e-3)] {
      let points = sweep(low, high)
      #expect(try worst32(points, { try $0.sin() }, sin) < 1)
      #expect(try worst32(points, { try $0.cos() }, cos) < 1)
      #expect(try worst64(points, { try $0.sin() }, sin) < 2)
      #expect(try worst64(points, { try $0.cos() }, cos) < 2)
    }
    #expect(try worst32(sweep(-6, 6), { try $0.erf() }, erf) < 1)
    #expect(try worst32(sweep(-6, 9), { try $0.erfc() }, erfc) < 1)
    #expect(
      try worst32(sweep(-12, 8), { try $0.normalCDF() }, { 0.5 * erfc(-$0 / 2.0.squareRoot()) })
        < 1.1)
    #expect(try worst64(sweep(-6, 6), { try $0.erf() }, erf) < 3)
    #expect(try worst64(sweep(-6, 26), { try $0.erfc() }, erfc) < 7)
    #expect(try worst64([.pi, 22, 355, 710], { try $0.sin() }, sin) < 2)
  }

  @Test func `f64 functions are within four units of the last place`() throws {
    #expect(try worst64(sweep(-745, 709.7), { try $0.exp() }, exp) < 1.1)
    #expect(try worst64(sweep(-5, 700), { try $0.expm1() }, expm1) < 3)
    #expect(try worst64(sweep(-0.01, 0.01), { try $0.expm1() }, expm1) < 1.5)
    #expect(try worst64(magnitudes, { try $0.log() }, log) < 1.1)
    #expect(try worst64(sweep(0.5, 2), { try $0.log() }, log) < 1.1)
    #expect(try worst64(sweep(-0.9, 3), { try $0.log1p() }, log1p) < 2.1)
    #expect(try worst64(sweep(-10, 10), { try $0.tanh() }, tanh) < 3.1)
    #expect(try worst64(sweep(-80, 80), { try $0.sigmoid() }, { 1 / (1 + exp(-$0)) }) < 3)
  }

  @Test func `denormal numbers are not lost`() throws {
    let tiny = try Tensor([1e-40, 1e-44], shape: [2])
    #expect(difference(try tiny.log(), tiny.doubles().map(log), within: .f32) == nil)
    let small = try Tensor([-100], shape: [1]).exp().item()
    #expect(small == Double(Float(exp(-100.0))))
    let least = try Tensor([-740], shape: [1], dtype: .f64).exp().item()
    #expect(abs(least - exp(-740)) <= Double.leastNonzeroMagnitude)
  }
}
