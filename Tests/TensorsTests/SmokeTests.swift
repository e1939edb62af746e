import Testing
import Tensors
import TestSupport

@Test func `smoke`() throws {
  let a = try Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
  let b = try Tensor([10, 20, 30], shape: [3])
  #expect(difference(try a + b, [11, 22, 33, 14, 25, 36], shape: [2, 3]) == nil)
  #expect(difference(try a.sum(axes: [0]), [5, 7, 9], shape: [3]) == nil)
  #expect(difference(try a.matmul(a.transpose()), [14, 32, 32, 77], shape: [2, 2]) == nil)
  #expect(try gradientError([a, b]) { try ($0[0] * $0[1]).exp().log().softmax(axis: 1) } < 1e-6)
  let x = try RandomGenerator0.normal([4, 6, 9])
  let w = try RandomGenerator0.normal([8, 3, 3])
  #expect(try gradientError([x, w]) { try $0[0].conv1d($0[1], stride: 2, padding: 1, dilation: 2, groups: 2) } < 1e-6)
  #expect(try secondGradientError([x, w]) { try $0[0].conv1d($0[1], stride: 2, padding: 1, dilation: 2, groups: 2).square() } < 1e-5)
}
enum RandomGenerator0 {
  static func normal(_ s: [Int]) throws -> Tensor {
    var g = RandomGenerator(seed: 7)
    return try g.normal(s)
  }
}
