import Tensors
import Testing
import Training

@testable import Builtins

/// Models, optimizers and losses as objects: fields, versions, state.
@Suite struct DomainModelTests {
  @Test func `a loss shows as its call and has the name of tables`() {
    #expect(
      shown("l = snt_xent(scale=30, margin=am(0.1))\nl") == "snt_xent(scale=30, margin=am(0.1))")
    #expect(shown("snt_xent(margin=aam(0.3)).name") == "\"SNT-Xent-AAM(0.3)\"")
    #expect(shown("l = nt_xent(temperature=0.1)\n[l.scale, l.temperature]") == "[10.0, 0.1]")
    #expect(shown("snt_xent(margin=am(0.1)).margin(0.5)") == "0.4")
  }

  @Test func `a call with data equals making the loss and calling it`() {
    let code = "seed(1)\na = randn(6, 4)\nb = randn(6, 4)\n"
    #expect(
      shown(code + "snt_xent(a, b, scale=5, margin=am(0.1)) == snt_xent(margin=am(0.1))(a, b)")
        == "true")
    #expect(shown(code + "snt_xent(a, b) == snt_xent([a, b])") == "true")
    #expect(shown(code + "snt_xent(a, b, temperature=0.2) == snt_xent(a, b, scale=5)") == "true")
  }

  @Test func `texts, bools and whole numbers are labels`() {
    let code = "seed(1)\nz = randn(4, 3)\n"
    #expect(
      shown(code + "sup_con(z, [\"a\", \"b\", \"a\", \"b\"]) == sup_con(z, [7, 9, 7, 9])") == "true"
    )
    #expect(
      shown(code + "sup_con(z, [true, false, true, false]) == sup_con(z, [0, 1, 0, 1])") == "true")
  }

  /// d/dx cos(θ + m) = sin(θ + m) / sin θ for x = cos θ: at x = 0.5, m = 0.3 it is
  /// cos 0.3 + sin 0.3 / √3 = 1.1259552.
  @Test func `a margin is differentiable`() {
    #expect(shown("abs(grad(s => aam(0.3)(s))(0.5) - 1.1259552) < 1e-6") == "true")
    #expect(shown("abs(aam(0.3)(0.5) - cos(pi / 3 + 0.3)) < 1e-15") == "true")
  }

  @Test func `names that are layer and function go by their first argument`() {
    #expect(shown("relu([-1.0, 2.0]).tolist()") == "[0.0, 2.0]")
    #expect(shown("relu()") == "relu()")
    #expect(shown("type(tanh())") == "\"model\"")
    #expect(shown("tanh(0.0)") == "0.0")
    #expect(shown("flatten()(zeros(2, 3, 4)).shape") == "[2, 12]")
    #expect(shown("sequential(linear(4, 3), x => x * 0)(ones(2, 4)).sum().item()") == "0.0")
  }

  @Test func `training and evaluation differ in the running figures`() {
    let script = DomainScript()
    script.run("seed(3)\nm = sequential(linear(3, 2), batch_norm(2))\nx = randn(8, 3)")
    script.run("before = hash(m)\nm(x);\nafter = hash(m)")
    #expect(script.run("before == after") == "false\n")
    script.run("m.eval()\nbefore = hash(m)\nm(x);")
    #expect(script.run("[m.training, before == hash(m)]") == "[false, true]\n")
    script.run("m.train()\nbefore = hash(m)\nembed(m, dataset(x));")
    #expect(script.run("[m.training, before == hash(m)]") == "[true, true]\n")
  }

  @Test func `a step changes the model and its optimizer, and their states go back`() throws {
    let script = DomainScript()
    script.run("seed(3)\nm = linear(3, 2)\nopt = adam(m, lr=0.1)\nx = randn(8, 3)")
    script.run("h = [hash(m), hash(opt)]")
    let model = try #require(script.object("m", as: ModelObject.self))
    let optimizer = try #require(script.object("opt", as: OptimizerObject.self))
    let states = (model.state, optimizer.state)
    script.run("opt.step((m(x) ** 2).mean())")
    #expect(script.machine.objectsChangedInCell.count >= 2)
    #expect(script.run("[h[0] == hash(m), h[1] == hash(opt)]") == "[false, false]\n")
    model.restore(states.0)
    optimizer.restore(states.1)
    #expect(script.run("[h[0] == hash(m), h[1] == hash(opt), opt.steps]") == "[true, true, 0]\n")
  }

  /// One step of plain gradient descent on w² from 3 with rate 0.25: 3 − 0.25 · 6 = 1.5.
  @Test func `parts of a step do what step does`() {
    let code = "w = parameter([3.0])\nopt = sgd(w, lr=0.25)\n"
    #expect(shown(code + "opt.step((w ** 2).sum())\nw.value.tolist()") == "[1.5]")
    #expect(
      shown(code + "(w ** 2).sum().backward()\nopt.update()\nopt.zero_grad()\nw.value.tolist()")
        == "[1.5]")
    #expect(shown(code + "opt.lr = 0.5\nopt.step((w ** 2).sum())\nw.value.tolist()") == "[0.0]")
  }

  /// The gradient of w² at 3 is 6; clipped to 1 the step is 0.25.
  @Test func `clipping bounds the gradient and gives its norm`() {
    let code = "w = parameter([3.0])\nopt = sgd(w, lr=0.25)\nn = opt.step((w ** 2).sum(), clip=1)\n"
    #expect(shown(code + "n") == "6.0")
    #expect(shown(code + "abs(w.value.item() - 2.75) < 1e-6") == "true")
  }

  @Test func `grad of a model has one gradient a weight`() {
    #expect(
      shown("seed(1)\nm = linear(3, 2)\ng = grad(m => m(ones(4, 3)).sum())(m)\ntype(g)")
        != "\"none\"")
    #expect(shown("m = linear(3, 2)\n[p.value.shape for p in m.params]") == "[[2, 3], [2]]")
  }

  @Test func `schedules join`() {
    #expect(
      shown(
        "s = warmup_schedule(0, 1, epochs=2).then(cosine_schedule(1, 0, epochs=4))\n"
          + "[s(0), s(1), s(2), s(4), s(6)]")
        == "[0.0, 0.5, 1.0, 0.5, 0.0]")
  }

  @Test func `a failed call draws nothing`() {
    #expect(
      shown(
        "seed(5)\ntry { random_crop(ones(2, 3, 4), size=9) } catch { }\na = rand(2)\n"
          + "seed(5)\nall(a == rand(2))")
        == "true")
  }
}
