import Testing

@Suite struct GradientTests {
  // Expected: derivatives worked out by hand.
  @Test(arguments: [
    ("grad(x => x ** 3)(2.0)", "12.0"),
    ("grad(grad(x => x ** 3))(2.0)", "12.0"),
    ("grad(grad(grad(x => x ** 3)))(5.0)", "6.0"),
    ("grad(w => grad(x => w * x * x)(2.0))(3.0)", "4.0"),
    ("grad((a, b) => a * b ** 2, wrt=1)(3.0, 2.0)", "12.0"),
    ("grad((a, b) => a * b ** 2, wrt=[0, 1])(3.0, 2.0)", "[4.0, 12.0]"),
    ("grad(x => (x ** 2).sum())([1.0, 2.0])", "f32[2]\n  2.0  4.0"),
    ("value_and_grad(x => x.exp())(0.0)", "[1.0, 1.0]"),
    (
      "grad(p => (p.w * p.b).sum())({w: [1.0, 2.0], b: [3.0, 4.0]})",
      "{\"w\": tensor([3.0, 4.0]), \"b\": tensor([1.0, 2.0])}"
    ),
    ("grad(x => x[0] * x[1])(tensor([3.0, 5.0]))", "f32[2]\n  5.0  3.0"),
    (
      "fn f(x) { y = x; y[0] = 0.0; (y * y).sum() }\ngrad(f)(tensor([3.0, 5.0]))",
      "f32[2]\n   0.0  10.0"
    ),
    ("grad(x => sum([x, x * x]))(3.0)", "7.0"),
    ("grad(p => p[0] * 2)([tensor(1.0), tensor(2.0)])", "[2.0, 0.0]"),
  ])
  func `differentiates`(code: String, shown: String) {
    #expect(run(code) == shown)
  }

  @Test func `gives tensors free of the graph, so that steps do not pile up`() {
    let code = """
      w = tensor([1.0])
      for k in 0..500 { w = w - 0.1 * grad(v => (v * v).sum())(w) }
      abs(w.item()) < 1e-6
      """
    #expect(run(code) == "true")
  }

  @Test func `differentiates a penalty on a gradient with respect to a parameter`() {
    // d/dw of (d/dx (w x²))² at x = 3 is 2 · 2wx · 2x = 8 · w · 9 = 144 for w = 2.
    let code = """
      w = parameter(2.0)
      g = grad(x => w * x * x)(3.0)
      backward(g ** 2)
      w.grad
      """
    #expect(run(code) == "144.0")
  }

  @Test(arguments: [
    (
      "grad(x => x)([1.0, 2.0])",
      "shape error: grad: the function must give one number, got shape [2]\n"
        + "hint: add `.sum()` or `.mean()` to its result"
    ),
    (
      "grad(x => 3.0)(1.0)",
      "value error: grad: the result does not depend on the argument\n"
        + "hint: `x.item()`, `float(x)` and `stop_gradient(x)` cut the connection"
    ),
    (
      "grad(x => x.sum())(tensor([1, 2]))",
      "type error: grad: a tensor of i64 has no derivative\n"
        + "hint: `x.astype(f32)` makes floats of it"
    ),
    (
      "grad(x => none)(1.0)",
      "type error: grad: the function must give one number, got none\n"
        + "hint: is its last statement an expression, or a `return`?"
    ),
    (
      "grad(x => x, wrt=1)(1.0)",
      "type error: grad: there is no argument 1 to differentiate with respect to: "
        + "the call has 1 by position"
    ),
    ("backward(tensor(1.0))", "value error: backward: the loss does not depend on a parameter"),
  ])
  func `says why there is no derivative`(code: String, shown: String) {
    #expect(run(code) == shown)
  }

  @Test func `adds up gradients in parameters, shares them, and trains`() {
    let code = """
      w = parameter([3.0])
      v = w
      backward((w * w).sum())
      backward((v * 2).sum())
      print(w.grad)
      opt = sgd({w: w}, lr=0.5)
      opt.update()
      opt.zero_grad()
      print(v.value, w.grad)
      w.value = [7]
      print(v + 1)
      """
    // 2w + 2 = 8; 3 - 0.5 · 8 = -1; 7 + 1 = 8.
    #expect(run(code) == "f32[1]\n  8.0\nf32[1]\n  -1.0 none\nf32[1]\n  8.0")
  }

  @Test func `leaves gradients in the weights of a model, each once`() {
    let code = """
      seed(1)
      model = sequential(linear(2, 1))
      backward(model(tensor([[1.0, 2.0]])).sum())
      for p in model.params { print(p.name, p.grad) }
      """
    #expect(run(code) == "0.weight f32[1, 2]\n  1.0  2.0\n0.bias f32[1]\n  1.0")
  }
}
