import TestSupport
import Testing

@testable import Tensors

/// The same bits for any number of threads.
@Suite(.serialized) struct ThreadTests {
  private func bits(_ threads: Int, _ body: () throws -> [Tensor]) throws -> [[UInt64]] {
    let before = Threads.count
    defer { Threads.count = before }
    Threads.count = threads
    return try body().map { $0.doubles().map(\.bitPattern) }
  }

  @Test func `results do not depend on the number of threads`() throws {
    func work() throws -> [Tensor] {
      var generator = RandomGenerator(seed: 5)
      let x = try generator.normal([600, 700])
      let w = try generator.normal([700, 300])
      let s = try generator.normal([40, 16, 90])
      let k = try generator.normal([32, 16, 5])
      let leaves = [x, w, s, k].map { $0.tracked() }
      let long = try generator.normal([20_000, 24])
      let wide = try generator.normal([70, 9000])
      let product = try leaves[0].matmul(leaves[1])
      let convolved = try leaves[2].conv1d(leaves[3], padding: 2).batchNorm().output.relu()
      let loss = try product.softmax(axis: 1).square().sum() + convolved.mean()
      return [
        x, try x.exp(), try x.sum(), try x.sum(axes: [0]), try x.sum(axes: [1]), try x.var(),
        try x.logSumExp(axes: [1]), product,
        try long.transpose().matmul(long), try wide.matmul(wide.transpose()), convolved, loss,
        try x.cumsum(axis: 0),
      ] + (try loss.gradients(wrt: leaves).compactMap { $0 })
    }
    let alone = try bits(1, work)
    #expect(alone.count == 17)
    for threads in [2, 3, 8] { #expect(try bits(threads, work) == alone, "\(threads) threads") }
  }

  @Test func `parallel work covers every index once and throws the first error`() throws {
    for threads in [1, 2, 5] {
      let before = Threads.count
      defer { Threads.count = before }
      Threads.count = threads
      let seen = try Tensor.makeI64([1000]) { out in
        nonisolated(unsafe) let out = out
        out.initialize(repeating: 0)
        try Kernels.parallel(1000, chunk: 7) { for place in $0 { out[place] += place } }
      }
      #expect(seen.ints() == Array(0..<1000))
      #expect(throws: TensorError.value("3")) {
        try Kernels.parallel(50) { if $0 >= 3 { throw TensorError.value("\($0)") } }
      }
    }
  }

  @Test func `the machine is described`() {
    #expect(MachineDescription.blas.hasPrefix("OpenBLAS 0."))
    #expect(MachineDescription.blas.split(separator: " ").count == 3)
    #expect(MachineDescription.libm.hasPrefix("glibc 2."))
    #expect(!MachineDescription.processorLevel.isEmpty)
  }

  @Test func `large products agree with small ones`() throws {
    var generator = RandomGenerator(seed: 9)
    let a = try generator.normal([150, 9000], dtype: .f64)
    let b = try generator.normal([9000, 2100], dtype: .f64)
    let product = try a.matmul(b)
    let picks = try a.indexed([.at(149)]).matmul(b.indexed([.ellipsis, .at(2099)]))
    #expect(difference(picks, [product.doubles()[150 * 2100 - 1]], within: .f64Sum) == nil)
    let thin = try a.matmul(a.transpose()).indexed([.at(7), .at(11)])
    let direct = try (a.indexed([.at(7)]) * a.indexed([.at(11)])).sum()
    #expect(difference(thin, direct.doubles(), within: .f64Sum) == nil)
  }
}
