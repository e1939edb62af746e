import TestSupport
import Testing

@testable import Tensors

/// The kind and message of what `body` throws.
private func failure(_ body: () throws -> Void) -> TensorError? {
  do { try body() } catch { return error as? TensorError }
  return nil
}

@Suite struct EdgeTests {
  let matrix: Tensor

  init() throws { matrix = try Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3]) }

  @Test func `shapes that do not fit name both`() {
    #expect(
      failure { _ = try matrix + Tensor([1, 2], shape: [2]) }
        == .shape(
          "add: shapes [2, 3] and [2] do not broadcast; sizes must be equal or 1 from the last"
            + " axis on"))
    #expect(
      failure { _ = try matrix.matmul(matrix) }
        == .shape("matmul: shapes [2, 3] and [2, 3]; 3 columns do not meet 2 rows"))
    #expect(
      failure { _ = try matrix.sum(axes: [2]) }
        == .index("sum: axis 2 is outside -2...1 of a tensor of rank 2"))
  }

  @Test func `integers that overflow or divide by zero are numeric errors`() throws {
    let big = Tensor.scalar(int: .max)
    #expect(failure { _ = try big + 1 }?.kind == .numeric)
    #expect(failure { _ = try big * 2 }?.kind == .numeric)
    #expect(failure { _ = try (big - 1).subtracted(from: -3) }?.kind == .numeric)
    #expect(failure { _ = try Tensor.scalar(int: 2).power(63) }?.kind == .numeric)
    #expect(try Tensor.scalar(int: 2).power(62).itemInt() == 1 << 62)
    #expect(failure { _ = try big.floorDividing(0) }?.kind == .numeric)
    #expect(failure { _ = try big.remainder(0) }?.kind == .numeric)
    #expect(failure { _ = try Tensor.scalar(int: .min).floorDividing(-1) }?.kind == .numeric)
    #expect(failure { _ = try Tensor.scalar(int: .min).abs() }?.kind == .numeric)
    #expect(try Tensor.scalar(int: .min).remainder(-1).itemInt() == 0)
    let two = try Tensor(ints: [.max, 1], shape: [2])
    #expect(failure { _ = try two.sum() }?.kind == .numeric)
    #expect(failure { _ = try two.cumsum(axis: 0) }?.kind == .numeric)
  }

  @Test func `numbers are weak beside tensors`() throws {
    let i = try Tensor(ints: [1, 2], shape: [2])
    #expect(try (i + 1).dtype == .i64)
    #expect(try (i + 1.5).dtype == .f32)
    #expect(try (i / 2).dtype == .f32)
    #expect(try (matrix * 2.5).dtype == .f32)
    #expect(try matrix.astype(.f64).adding(1).dtype == .f64)
    #expect(try (matrix + Tensor.scalar(1.0)).dtype == .f64)
    let b = try Tensor(bools: [true, false], shape: [2])
    #expect(try (b + 1).dtype == .i64)
    #expect(try (b * 0.5).dtype == .f32)
    #expect(try (b + .bool(true)).ints() == [2, 1])
    #expect(try b.maximum(.bool(false)).dtype == .bool)
  }

  @Test func `empty tensors and tensors of shape [] work`() throws {
    let none = try Tensor([], shape: [0, 3])
    #expect(try (none + matrix.indexed([.at(0)])).shape == [0, 3])
    #expect(try none.sum().item() == 0)
    #expect(try none.exp().count == 0)
    #expect(try none.matmul(matrix.transpose()).shape == [0, 2])
    #expect(try none.argsort(axis: 0).shape == [0, 3])
    #expect(failure { _ = try none.max(axes: [0]) }?.kind == .value)
    #expect(try Tensor.concat([none, matrix]).shape == [2, 3])
    let number = Tensor.scalar(2.5)
    #expect(try number.sum().item() == 2.5)
    #expect(try number.exp().shape == [])
    #expect(failure { _ = try number.sort(axis: 0) }?.kind == .index)
  }

  @Test func `a copy does not see a change`() throws {
    var a = matrix
    let b = a
    let row = try a.indexed([.at(0)])
    try a.replace([.at(0)], with: Tensor.scalar(9))
    #expect(a.doubles() == [9, 9, 9, 4, 5, 6])
    #expect(b.doubles() == [1, 2, 3, 4, 5, 6])
    #expect(row.doubles() == [1, 2, 3])
  }

  @Test func `an unshared tensor changes in place, also from a view of itself`() throws {
    var a = try matrix.fresh()
    let address = a.pointer
    try a.replace([.at(1), .at(2)], with: Tensor.scalar(7))
    #expect(a.pointer == address)
    try a.replace([.at(0)], with: a.indexed([.at(1)]))
    #expect(a.doubles() == [4, 5, 7, 4, 5, 7])
    try a.replace([.slice(start: nil, end: nil, step: -1)], with: a)
    #expect(a.doubles() == [4, 5, 7, 4, 5, 7])
  }

  @Test func `assignment keeps the dtype and refuses fractions`() throws {
    var i = try Tensor(ints: [1, 2, 3], shape: [3])
    try i.replace([.at(0)], with: Tensor.scalar(4.0))
    #expect(i.dtype == .i64 && i.ints() == [4, 2, 3])
    #expect(failure { try i.replace([.at(0)], with: Tensor.scalar(0.5)) }?.kind == .type)
    #expect(i.ints() == [4, 2, 3])
    #expect(failure { try i.replace([.at(3)], with: Tensor.scalar(0.0)) }?.kind == .index)
    #expect(
      failure { try i.replace([.gather(Tensor.scalar(int: -4))], with: .scalar(0)) }?.kind == .index
    )
  }

  @Test func `too large tensors are a limit error`() {
    #expect(failure { _ = try Tensor.zeros([1 << 40, 1 << 40]) }?.kind == .limit)
    #expect(failure { _ = try Tensor.zeros([1 << 21, 1 << 21]) }?.kind == .limit)
    #expect(failure { _ = try matrix.broadcast(to: [1 << 40, 2, 3]).exp() }?.kind == .limit)
    #expect(failure { _ = try Tensor.zeros(Array(repeating: 1, count: 33)) }?.kind == .limit)
    #expect(failure { _ = try Tensor.zeros([-1]) }?.kind == .shape)
  }

  @Test func `conversions keep what they can`() throws {
    let x = try Tensor([1.9, -1.9, 0], shape: [3], dtype: .f64)
    #expect(try x.astype(.i64).ints() == [1, -1, 0])
    #expect(try x.astype(.bool).bools() == [true, true, false])
    #expect(failure { _ = try Tensor.scalar(.nan).astype(.i64) }?.kind == .value)
    #expect(failure { _ = try Tensor.scalar(1e19).astype(.i64) }?.kind == .value)
    #expect(try Tensor.scalar(int: .max).itemInt() == .max)
  }

  @Test func `functions keep infinities and NaN`() throws {
    let odd = try Tensor([.infinity, -.infinity, .nan, 0, -0.0], shape: [5], dtype: .f64)
    for type in [DType.f32, .f64] {
      let x = try odd.astype(type)
      #expect(difference(try x.exp(), [.infinity, 0, .nan, 1, 1]) == nil)
      #expect(difference(try x.log(), [.infinity, .nan, .nan, -.infinity, -.infinity]) == nil)
      #expect(difference(try x.tanh(), [1, -1, .nan, 0, 0]) == nil)
      #expect(difference(try x.sigmoid(), [1, 0, .nan, 0.5, 0.5]) == nil)
      #expect(difference(try x.expm1(), [.infinity, -1, .nan, 0, 0]) == nil)
      #expect(difference(try x.log1p(), [.infinity, .nan, .nan, 0, 0]) == nil)
      #expect(difference(try x.relu(), [.infinity, 0, .nan, 0, 0]) == nil)
      let ln2 = 0.6931471805599453
      #expect(difference(try x.softplus(), [.infinity, 0, .nan, ln2, ln2]) == nil)
    }
    let p = try Tensor([0, 1, -0.1, 1e-300], shape: [4], dtype: .f64).probit()
    #expect(
      difference(
        p, [-.infinity, .infinity, .nan, -37.0471], within: Tolerance(relative: 1e-6, absolute: 0))
        == nil)
  }

  @Test func `extreme arguments are errors, never traps`() throws {
    let m = matrix
    for extreme in [Int.min, .max] {
      #expect(failure { _ = try m.sum(axes: [extreme]) }?.kind == .index)
      #expect(failure { _ = try m.indexed([.at(extreme)]) }?.kind == .index)
      #expect(failure { _ = try m.take(Tensor.scalar(int: extreme)) }?.kind == .index)
      #expect(try m.indexed([.slice(start: extreme, end: extreme, step: extreme)]).count <= 3)
      #expect(try m.roll(extreme, axes: [1]).shape == [2, 3])
      #expect(try m.tril(extreme).shape == [2, 3])
      #expect(try m.diagonal(extreme).count == 0)
      #expect(failure { _ = try m.repeat(extreme) } != nil)
      #expect(failure { _ = try m.tile([extreme]) } != nil)
      #expect(failure { _ = try m.pad([(extreme, 0), (0, 0)]) } != nil)
      #expect(failure { _ = try m.split(sizes: [extreme, extreme]) } != nil)
      #expect(failure { _ = try m.split(extreme) } != nil)
      #expect(failure { _ = try m.reshape([extreme, extreme]) } != nil)
      #expect(failure { _ = try m.topk(extreme) } != nil)
      #expect(failure { _ = try m.unsqueeze(extreme) }?.kind == .index)
      let x = m.viewed([1, 2, 3])
      let w = try Tensor.ones([1, 2, 2])
      #expect(failure { _ = try x.conv1d(w, stride: extreme, padding: extreme) } != nil)
      #expect(failure { _ = try x.conv1d(w, dilation: extreme) } != nil)
      #expect(failure { _ = try Tensor(ints: [extreme], shape: [1]).bincount() } != nil)
      #expect(failure { _ = try Tensor.arange(ints: .min, extreme) } != nil || extreme == .min)
      var generator = RandomGenerator(seed: 0)
      #expect(failure { _ = try generator.permutation(extreme) } != nil)
    }
  }

  // The request is seen by the whole process, so the test has one of its own.
  @Test func `an interrupt stops work and can be taken back`() async {
    await #expect(processExitsWith: .success) {
      let big = try Tensor.ones([600, 600])
      Interrupt.request()
      #expect(throws: TensorError.interrupted) { try Interrupt.check() }
      #expect(throws: TensorError.interrupted) { try Kernels.parallel(2) { _ in } }
      #expect(throws: TensorError.interrupted) { try big.exp() }
      #expect(throws: TensorError.interrupted) { try big.sum(axes: [1]) }
      #expect(throws: TensorError.interrupted) { try big.matmul(big) }
      #expect(throws: TensorError.interrupted) { try big.sort() }
      Interrupt.clear()
      try Interrupt.check()
      #expect(try big.sum().item() == 360_000)
    }
  }
}
