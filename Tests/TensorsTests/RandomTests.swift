import TestSupport
import Testing

@testable import Tensors

@Suite struct RandomTests {
  /// From the known-answer file of Random123, the authors' own library (philox4x32, 10 rounds).
  @Test(
    arguments: [
      ([0, 0, 0, 0], [0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
      (
        [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff], [0xffff_ffff, 0xffff_ffff],
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ] as [([UInt32], [UInt32], [UInt32])])
  func `gives the published blocks`(counter: [UInt32], key: [UInt32], expected: [UInt32]) {
    let whole = UInt64(key[0]) | UInt64(key[1]) << 32
    #expect(RandomGenerator.block(counter, whole) == expected)
  }

  @Test func `tensors are made of the blocks in order`() throws {
    var generator = RandomGenerator(seed: 11, at: 5)
    let draws = try generator.uniform([5], dtype: .f32).doubles()
    #expect(generator.position == 7)
    let words = RandomGenerator.block([5, 0, 0, 0], 11) + RandomGenerator.block([6, 0, 0, 0], 11)
    #expect(draws == words.prefix(5).map { Double($0 >> 8) / 16_777_216 })
    var again = RandomGenerator(seed: 11, at: 5)
    let wide = try again.uniform([3], dtype: .f64).doubles()
    #expect(again.position == 7)
    let first = (UInt64(words[0]) << 32 | UInt64(words[1])) >> 11
    #expect(wide[0] == Double(first) / 9_007_199_254_740_992)
  }

  @Test func `moments and ranges are those of the distributions`() throws {
    var generator = RandomGenerator(seed: 1)
    for type in [DType.f32, .f64] {
      let n = 200_000
      let normal = try generator.normal([n], mean: 1, deviation: 2, dtype: type)
      // Bounds of five standard errors.
      #expect(abs(try normal.mean().item() - 1) < 5 * 2 / 447)
      #expect(abs(try normal.std().item() - 2) < 5 * 2 / 632)
      let third = try ((normal - 1) / 2).power(3).mean().item()
      #expect(abs(third) < 5 * 3.9 / 447)
      let uniform = try generator.uniform([n], low: -1, high: 3, dtype: type)
      #expect(try uniform.min().item() >= -1)
      #expect(try uniform.max().item() < 3)
      #expect(abs(try uniform.mean().item() - 1) < 5 * 1.155 / 447)
    }
    let dice = try generator.uniformInts(1, 7, [60_000])
    for count in try dice.bincount().ints().dropFirst() { #expect(abs(count - 10_000) < 5 * 92) }
    let coin = try generator.bernoulli(0.25, [40_000]).countNonzero().itemInt()
    #expect(abs(coin - 10_000) < 5 * 87)
  }

  @Test func `a permutation holds each number once, and repeats with its seed`() throws {
    var a = RandomGenerator(seed: 3)
    var b = RandomGenerator(seed: 3)
    let order = try a.permutation(1000).ints()
    #expect(order.sorted() == Array(0..<1000) && order != Array(0..<1000))
    #expect(try b.permutation(1000).ints() == order)
    #expect(a == b && a.position == 500)
    var c = a.fork(stream: 1)
    #expect(c.key != a.key && c.key != a.fork(stream: 2).key)
    #expect(try c.permutation(1000).ints() != order)
  }

  @Test func `a failing call takes no block`() {
    var generator = RandomGenerator(seed: 3)
    #expect(throws: TensorError.self) { try generator.uniformInts(3, 3, [2]) }
    #expect(throws: TensorError.self) { try generator.normal([-1]) }
    #expect(throws: TensorError.self) { try generator.bernoulli(1.5, [2]) }
    #expect(generator.position == 0)
  }
}
