import Tensors
import TestSupport
import Testing

@Test func `a wrong rule is found, a right one passes`() throws {
  let x = try Tensor([0.5, -1.5, 2], shape: [3], dtype: .f64)
  func cube(slope: Double) throws -> Double {
    try gradientError([x]) { inputs in
      CustomOperation(
        name: "cube", inputs: inputs, output: try inputs[0].power(3),
        gradient: { g in
          [try g * slope * inputs[0].detached().square()]
        }
      ).tensor
    }
  }
  #expect(try cube(slope: 3) < 1e-8)
  #expect(try cube(slope: -3) > 1)
  #expect(try cube(slope: 3.01) > 1e-3)
}

@Test func `a missing gradient counts as zero`() throws {
  let x = try Tensor([0.5], shape: [1], dtype: .f64)
  #expect(try gradientError([x]) { try $0[0].detached() + 0 * $0[0] } == 1)
}

@Test func `second derivatives are compared too`() throws {
  let x = try Tensor([0.5, -1.5], shape: [2], dtype: .f64)
  #expect(try secondGradientError([x]) { try $0[0].power(3) } < 1e-7)
}

@Test func `a sweep names the values around`() {
  var seen: [String] = []
  withEvery("rows", in: 1...2) { rows, trace in
    withEvery("columns", in: [rows, 0], trace) { _, trace in seen.append(trace.description) }
  }
  #expect(
    seen == [
      "rows = 1, columns = 1", "rows = 1, columns = 0", "rows = 2, columns = 2",
      "rows = 2, columns = 0",
    ])
}

@Test func `a difference names the place`() throws {
  let x = try Tensor([1, 2, 3], shape: [3])
  #expect(difference(x, [1, 2, 3], shape: [3]) == nil)
  #expect(difference(x, [1, 2.5, 3]) == "at 1 of 3: 2.0, expected 2.5")
  #expect(difference(x, [1, 2, 3], shape: [3, 1]) == "shape [3], expected [3, 1]")
}
