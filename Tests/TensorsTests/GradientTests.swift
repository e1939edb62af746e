import TestSupport
import Testing

@testable import Tensors

@Suite struct GradientTests {
  @Test func `copies of a leaf are the same leaf, and gradients add up over uses`() throws {
    let x = Tensor.scalar(3.0).tracked()
    let copy = x
    let y = try x * x + 2 * copy
    #expect(try y.gradients(wrt: [copy])[0]?.item() == 8)
  }

  @Test func `what a result does not depend on has no gradient`() throws {
    let (x, z) = (Tensor.scalar(3.0).tracked(), Tensor.scalar(1.0).tracked())
    let y = try x.square()
    let gradients = try y.gradients(wrt: [z, x, x.detached()])
    #expect(gradients[0] == nil && gradients[2] == nil)
    #expect(try gradients[1]?.item() == 6)
    #expect(throws: TensorError.self) { try Tensor.scalar(1).gradients(wrt: [x]) }
  }

  @Test func `a result on the way can be asked for`() throws {
    let x = Tensor.scalar(2.0).tracked()
    let middle = try x.square()
    let gradients = try middle.exp().gradients(wrt: [middle, x])
    let e = try Tensor.scalar(4.0).exp().item()
    #expect(try gradients[0]?.item() == e)
    #expect(try gradients[1]?.item() == 4 * e)
  }

  @Test func `orders compose: the third derivative of x^5 is 60 x^2`() throws {
    let x = Tensor.scalar(1.5).tracked()
    var y = try x.power(5)
    for _ in 0..<3 {
      y = try #require(try y.gradients(wrt: [x], createGraph: true)[0])
    }
    #expect(difference(y, [60 * 2.25], within: .f64) == nil)
  }

  @Test func `without gradients nothing is recorded`() throws {
    let x = Tensor.scalar(2.0).tracked()
    #expect(try Tensor.withoutGradients { try x.exp() }.tracksGradient == false)
    #expect(try x.exp().tracksGradient)
    #expect(try x.greater(0).tracksGradient == false)
    let plain = try #require(try x.square().gradients(wrt: [x])[0])
    #expect(!plain.tracksGradient)
  }

  @Test func `a chain of a hundred thousand steps neither overflows the stack nor leaks`() throws {
    weak var first: Node?
    do {
      let x = Tensor.scalar(1.0).tracked()
      first = x.node
      var y = x
      for _ in 0..<100_000 { y = try y + 1 }
      #expect(try y.gradients(wrt: [x])[0]?.item() == 1)
      #expect(first != nil)
    }
    #expect(first == nil)
  }

  @Test func `a custom operation is first order unless it says otherwise`() throws {
    let x = Tensor.scalar(3.0).tracked()
    func cube(isDifferentiable: Bool) throws -> Tensor {
      let value = x.detached()
      return CustomOperation(
        name: "cube", inputs: [x], output: try value.power(3), isDifferentiable: isDifferentiable
      ) { g in [try g * 3 * (isDifferentiable ? x : value).square()] }.tensor
    }
    #expect(try cube(isDifferentiable: false).gradients(wrt: [x])[0]?.item() == 27)
    let first = try #require(
      try cube(isDifferentiable: false).gradients(wrt: [x], createGraph: true)[0])
    #expect(throws: TensorError.value("cube has only a first derivative")) {
      try first.gradients(wrt: [x])
    }
    let open = try #require(
      try cube(isDifferentiable: true).gradients(wrt: [x], createGraph: true)[0])
    #expect(try open.gradients(wrt: [x])[0]?.item() == 18)
  }

  @Test func `equal extremes share the gradient, and repeated assignments count once`() throws {
    let x = try Tensor([2, 5, 5], shape: [3], dtype: .f64).tracked()
    #expect(try x.max().gradients(wrt: [x])[0]?.doubles() == [0, 0.5, 0.5])
    #expect(try x.maximum(5).sum().gradients(wrt: [x])[0]?.doubles() == [0, 0.5, 0.5])
    let v = try Tensor([1, 2], shape: [2], dtype: .f64).tracked()
    let at = try Tensor(ints: [1, 1], shape: [2])
    let y = try x.replacing([.gather(at)], with: v).sum()
    let gradients = try y.gradients(wrt: [x, v])
    #expect(gradients[0]?.doubles() == [1, 0, 1])
    #expect(gradients[1]?.doubles() == [0, 1])
  }

  @Test func `products with zeros have the gradients of the others`() throws {
    let x = try Tensor([2, 0, 3], shape: [3], dtype: .f64).tracked()
    #expect(try x.prod().gradients(wrt: [x])[0]?.doubles() == [0, 6, 0])
    let z = try Tensor([0, 2], shape: [2], dtype: .f64).tracked()
    #expect(try z.power(2.5).sum().gradients(wrt: [z])[0]?.doubles()[0] == 0)
    #expect(try z.norm(axes: [0]).gradients(wrt: [z])[0]?.doubles() == [0, 1])
    #expect(try (0 * z).norm(axes: [0]).gradients(wrt: [z])[0]?.doubles() == [0, 0])
  }

  @Test func `f32 leaves get f32 gradients through f64`() throws {
    let x = try Tensor([1, 2], shape: [2]).tracked()
    let g = try #require(try (x.astype(.f64) * 3).sum().gradients(wrt: [x])[0])
    #expect(g.dtype == .f32 && g.doubles() == [3, 3])
  }
}
