import Testing

@testable import Builtins

/// A queue of negatives, and the loss that fills it.
@Suite struct MomentumContrastTests {
  private let setup = """
    seed(3)
    q = randn(4, 3)
    k = randn(4, 3)
    queue = momentum_queue(size=6, dim=3)

    """

  @Test func `moco is info_nce over the queue, and then queues the keys`() {
    let code = setup + "before = queue.rows\nloss = moco(queue=queue, scale=3, margin=am(0.1))\n"
    #expect(
      shown(code + "loss(q, k) == info_nce(q, k, before, scale=3, margin=am(0.1))") == "true")
    #expect(
      shown(code + "loss(q, k)\nallclose(queue.rows, concat(before[4:], normalize(k)))")
        == "true")
  }

  @Test func `keys have no gradient and queries have one`() {
    let code = setup + "loss = moco(queue=queue)\n"
    #expect(shown(code + "grad(x => loss(q, x) + 0 * x.sum())(k).abs().sum()") == "0.0")
    #expect(shown(code + "grad(x => loss(x, k))(q).abs().sum() > 0") == "true")
  }

  @Test func `a queue is negatives wherever a tensor is`() {
    let code = setup + "r = queue.rows\n"
    #expect(shown(code + "info_nce(q, k, queue) == info_nce(q, k, r)") == "true")
    #expect(shown(code + "len(queue)") == "6")
  }

  @Test func `shows as it was made`() {
    #expect(
      shown(setup + "moco(queue=queue, temperature=0.1)")
        == "moco(queue=momentum_queue(size=6, dim=3), temperature=0.1)")
    #expect(shown(setup + "moco(queue=queue).name") == "\"MoCo\"")
  }

  @Test func `says what it takes`() {
    #expect(shown("moco([[1.0]], [[1.0]])").hasPrefix("type: moco: 'queue' is missing"))
    #expect(
      shown(setup + "queue.push(ones(2, 4))")
        == "shape: push: a queue of rows of 3 takes [row, 3], got [2, 4]")
  }
}
