import TestSupport
import Testing

@testable import Tensors

/// Work that is asked to stop before it begins ends at its first look, without a result.
@Suite struct InterruptTests {
  /// The error of work on a thread that is asked to stop; nil if it goes on to its end.
  private func stopped(_ body: () throws -> Void) -> TensorError? {
    let word = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
    word.initialize(to: 1)
    defer { word.deallocate() }
    let watch = Interrupt.watch(word, bits: 1, until: nil)
    defer { Interrupt.restore(watch) }
    do {
      try body()
      return nil
    } catch { return TensorError.from(error) }
  }

  @Test func `loops over elements stop`() throws {
    let n = Interrupt.piece + 1
    let (x, whole) = (try Tensor.ones([n]), try Tensor.arange(ints: 0, n))
    #expect(stopped { _ = try Tensor.arange(ints: 0, n) } == .interrupted)
    #expect(stopped { _ = try Tensor.linspace(0, 1, n) } == .interrupted)
    #expect(stopped { _ = try Tensor.zeros([1 << 22]) } == .interrupted)
    #expect(stopped { _ = try x.nonzero() } == .interrupted)
    #expect(stopped { _ = try whole.bincount() } == .interrupted)
    #expect(stopped { _ = try x.unique() } == .interrupted)
    #expect(stopped { _ = try x.rankData() } == .interrupted)
    #expect(stopped { _ = try Tensor.concat([x, x]) } == .interrupted)
    #expect(stopped { _ = try x.searchSorted(x) } == .interrupted)
    #expect(stopped { _ = try x.reshape([n, 1]).segmentMax(whole) } == .interrupted)
  }

  @Test func `pieces cover a range, and stop between two`() throws {
    var seen: [Range<Int>] = []
    try Interrupt.pieces(of: 10, size: 4) { seen.append($0) }
    #expect(seen == [0..<4, 4..<8, 8..<10])
    var count = 0
    #expect(stopped { try Interrupt.pieces(of: 10, size: 4) { _ in count += 1 } } == .interrupted)
    #expect(count == 1)
  }

  @Test(arguments: [DType.f32, .f64])
  func `products and convolutions stop`(_ dtype: DType) throws {
    let x = try Tensor.ones([1, 64, 4096], dtype: dtype)
    let w = try Tensor.ones([64, 64, 9], dtype: dtype)
    let square = try Tensor.ones([600, 600], dtype: dtype)
    let wide = try Tensor.ones([2, 3 << 16], dtype: dtype)
    #expect(stopped { _ = try square.matmul(square) } == .interrupted)
    #expect(stopped { _ = try wide.matmul(wide.mT) } == .interrupted)
    #expect(stopped { _ = try x.conv1d(w) } == .interrupted)
    #expect(stopped { _ = try x.conv1d(w, bias: Tensor.ones([64])) } == .interrupted)
    #expect(stopped { _ = try x.convTranspose1d(w) } == .interrupted)
  }

  // Blocks of steps begin inside an item: each is a shorter convolution of its own.
  @Test(arguments: [(1, 0, 1), (1, 5, 2), (3, 4, 1)])
  func `a long item is convolved as its parts are`(
    _ stride: Int, _ padding: Int, _ dilation: Int
  ) throws {
    var generator = RandomGenerator(seed: 7)
    let time = 9_000
    let x = try generator.normal([2, 40, time], dtype: .f64)
    let w = try generator.normal([6, 20, 9], dtype: .f64)
    let reach = dilation * 8 + 1
    let steps = (time + 2 * padding - reach) / stride + 1
    let whole = try x.conv1d(
      w, stride: stride, padding: padding, dilation: dilation, groups: 2)
    #expect(whole.shape == [2, 6, steps])
    let padded = try x.pad([(0, 0), (0, 0), (padding, padding)])
    for low in Swift.stride(from: 0, to: steps, by: 700) {
      let high = min(steps, low + 700)
      let part = try padded.narrow(
        axis: 2, low * stride..<(high - 1) * stride + reach
      ).conv1d(w, stride: stride, dilation: dilation, groups: 2)
      let error = try (part - whole.narrow(axis: 2, low..<high)).abs().max().item()
      #expect(error < 1e-11)
    }
  }

  // By linearity: <g, conv(x, w)> has the gradient of each operand, and is linear in it.
  @Test func `gradients of a long item are its adjoints`() throws {
    var generator = RandomGenerator(seed: 8)
    let x = try generator.normal([2, 40, 9_000], dtype: .f64).tracked()
    let w = try generator.normal([6, 40, 9], dtype: .f64).tracked()
    let y = try x.conv1d(w, padding: 3)
    let g = try generator.normal(y.shape, dtype: .f64)
    let product = try (y * g).sum()
    let gradients = try product.gradients(wrt: [x, w])
    let value = try product.item()
    for (input, gradient) in zip([x, w], gradients) {
      let other = try (input.detached() * #require(gradient)).sum().item()
      #expect(abs(other - value) < 1e-9 * max(1, abs(value)))
    }
  }

  // NumPy: ranks and unique values from their definitions, of a row longer than a piece.
  @Test func `long rows give what short ones do`() throws {
    let n = Interrupt.piece + 5
    let x = try Tensor.arange(ints: 0, n).multiplying(.int(7_919)).remainder(Tensor.scalar(int: n))
    let ranks = try x.rankData()
    #expect(try (ranks.astype(.f64) - x.astype(.f64)).equal(1).all().itemBool())
    let found = try Tensor.concat([x, x]).unique()
    #expect(try found.values.equal(Tensor.arange(ints: 0, n)).all().itemBool())
    #expect(try found.counts.equal(2).all().itemBool())
    let places = try Tensor.arange(ints: 0, n).searchSorted(x)
    #expect(try places.equal(x).all().itemBool())
  }
}
