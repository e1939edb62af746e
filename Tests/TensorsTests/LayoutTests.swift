import TestSupport
import Testing

@testable import Tensors

/// Orders of axes in memory other than row-major change no value.
@Suite struct LayoutTests {
  private func counting(_ shape: [Int], _ dtype: DType = .f64) throws -> Tensor {
    let count = shape.reduce(1, *)
    return try Tensor(
      (0..<count).map { Double(($0 * 37) % 101) / 10 - 4 }, shape: shape, dtype: dtype)
  }

  @Test func `functions of all elements keep a dense order of axes`() throws {
    let x = try counting([3, 4, 5])
    for axes in [[2, 0, 1], [1, 0, 2], [2, 1, 0]] {
      let moved = try x.transpose(axes)
      let plain = try moved.contiguous()
      #expect(moved.isDense && !moved.isContiguous)
      for (kept, expected) in [
        (try moved.exp(), try plain.exp()), (try moved + moved, try plain + plain),
        (try moved * 2, try plain * 2), (try 3 - moved, try 3 - plain),
      ] {
        #expect(kept.strides == moved.strides)
        #expect(kept.doubles() == expected.doubles())
      }
      #expect(try moved.greater(plain).doubles() == plain.greater(plain).doubles())
      #expect(try (moved + plain).doubles() == (plain + plain).doubles())
      let row = try plain.narrow(axis: 0, 0..<1)
      #expect(try (moved + row).doubles() == (plain + row).doubles())
    }
  }

  @Test func `what is not dense gives a row-major result`() throws {
    let part = try counting([4, 6]).narrow(axis: 1, 0..<3)
    #expect(!part.isDense)
    #expect(try part.neg().isContiguous)
    let repeated = try counting([1, 5]).broadcast(to: [3, 5])
    #expect(!repeated.isDense)
    #expect(try (repeated + repeated).doubles() == repeated.contiguous().multiplying(2).doubles())
  }

  @Test func `channels first in memory are told from other orders`() throws {
    let x = try counting([2, 3, 4])
    let major = try x.channelMajor(as: .f64)
    #expect(major.isChannelMajor && !x.isChannelMajor)
    #expect(major.strides == [4, 8, 1])
    #expect(major.doubles() == x.doubles())
    #expect(try counting([1, 3, 4]).isChannelMajor)
  }

  @Test(arguments: [(1, 0, 1, 1), (2, 1, 1, 1), (1, 2, 2, 1), (1, 1, 1, 2), (3, 3, 2, 4)])
  func `a convolution of any order of axes is that of row-major ones`(
    _ stride: Int, _ padding: Int, _ dilation: Int, _ groups: Int
  ) throws {
    func run(_ arrange: (Tensor) throws -> Tensor) throws -> [[Double]] {
      let x = try arrange(counting([3, 4, 9])).tracked()
      let w = try counting([8, 4 / groups, 3]).tracked()
      let b = try counting([8]).tracked()
      let y = try x.conv1d(
        w, bias: b, stride: stride, padding: padding, dilation: dilation, groups: groups)
      let h = try arrange(y.batchNorm(weight: counting([8]), bias: b).output.relu())
      let loss = try h.timeStatistics().square().sum()
      return [y.doubles()] + (try loss.gradients(wrt: [x, w, b]).map { $0?.doubles() ?? [] })
    }
    let plain = try run { try $0.contiguous() }
    for order in [
      try run { $0 }, try run { try $0.transpose([2, 1, 0]).contiguous().transpose([2, 1, 0]) },
      try run { try $0.transpose([1, 0, 2]).contiguous().transpose([1, 0, 2]) },
    ] {
      for (values, expected) in zip(order, plain) {
        #expect(values.count == expected.count)
        for (a, b) in zip(values, expected) { #expect(abs(a - b) <= 1e-9 * (1 + abs(b))) }
      }
    }
  }

  /// torch.cat([x.mean(2), x.std(2)], 1) of these values, by hand.
  @Test func `means and deviations over time of short and long rows`() throws {
    let x = try Tensor([1, 2, 6, 4, 4, 4], shape: [1, 2, 3], dtype: .f64).tracked()
    let y = try x.timeStatistics()
    #expect(y.doubles() == [3, 4, 7.0.squareRoot(), 0])
    let g = try y.sum().gradients(wrt: [x])[0]?.doubles() ?? []
    let slopes: [Double] = [-2, -1, 3]
    let expected =
      slopes.map { 1.0 / 3 + $0 / (2 * 7.0.squareRoot()) } + [1.0 / 3, 1.0 / 3, 1.0 / 3]
    for (a, b) in zip(g, expected) { #expect(abs(a - b) < 1e-12) }
    let long = try counting([300, 2, 40])
    let means = try long.timeStatistics()
    let direct = try Tensor.concat([long.mean(axes: [2]), long.std(axes: [2], ddof: 1)], axis: 1)
    for (a, b) in zip(means.doubles(), direct.doubles()) { #expect(abs(a - b) < 1e-12) }
    #expect(throws: TensorError.self) { try counting([2, 3, 1]).timeStatistics() }
  }
}
