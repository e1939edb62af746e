import Tensors
import TestSupport
import Testing

@testable import Learners

/// What holds of fits without another program.
@Suite struct LearnerTests {
  private func matrix(_ rows: [[Double]], _ dtype: DType = .f64) throws -> Tensor {
    try Tensor(rows.flatMap { $0 }, shape: [rows.count, rows[0].count], dtype: dtype)
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test func `say what they take`() throws {
    var generator = RandomGenerator(seed: 1)
    let x = try matrix([[0, 1], [2, 3], [4, 5]])
    let holed = try matrix([[0, .nan], [1, 2], [3, 4]])
    #expect(
      message { _ = try PCA(x, dims: 3) }
        == "value error: pca: 'dims' is 1…2, the lesser of 3 rows and 2 columns, got 3")
    #expect(
      message { _ = try KMeans(x, k: 4, using: &generator) }
        == "value error: kmeans: 'k' is 1…3, the rows, got 4")
    #expect(message { _ = try PCA(holed) }.contains("must be finite, got nan or inf"))
    #expect(
      message { _ = try Ridge.fit(x, Tensor.ones([2], dtype: .f64)) }
        == "shape error: ridge: 'y' must be [3] or [3, output] beside x [3, 2], got [2]")
    #expect(
      message { _ = try LogisticRegression(x, labels: [1, 1, 1]) }
        == "value error: logistic_fit: 'y' must hold at least two classes, got 1")
    #expect(
      message { _ = try TSNE(x, using: &generator) }
        == "shape error: tsne: 'x' must be [row, dim] with at least 4 rows, got [3, 2]")
    #expect(
      message { _ = try PCA(x)(Tensor.ones([1, 3], dtype: .f64)) }
        == "shape error: pca: fitted to rows [row, 2], got [1, 3]")
  }

  @Test func `f32 rows give f32 results near those of f64`() throws {
    var generator = RandomGenerator(seed: 3)
    let x = try generator.normal([80, 4], dtype: .f64)
    let single = try x.astype(.f32)
    let (wide, narrow) = (try PCA(x, dims: 2), try PCA(single, dims: 2))
    #expect(narrow.components.dtype == .f32)
    let tolerance = Tolerance(relative: 1e-4, absolute: 1e-5)
    #expect(difference(narrow.components, wide.components.doubles(), within: tolerance) == nil)
    let y = try x.sum(axes: [1])
    #expect(
      difference(
        try Ridge.fit(single, y).weights, try Ridge.fit(x, y).weights.doubles(),
        within: tolerance) == nil)
  }

  @Test func `the same stream gives the same groups with any number of threads`() throws {
    var source = RandomGenerator(seed: 4)
    let x = try source.normal([500, 3], dtype: .f32)
    let before = Threads.count
    defer { Threads.count = before }
    var inertias: [Double] = []
    for count in [1, 3] {
      Threads.count = count
      var generator = RandomGenerator(seed: 9)
      inertias.append(try KMeans(x, k: 7, using: &generator).inertia)
    }
    #expect(inertias[0] == inertias[1])
  }

  @Test func `constant columns and equal rows are no trouble`() throws {
    var generator = RandomGenerator(seed: 5)
    let x = try Tensor.ones([12, 3], dtype: .f64)
    let p = try PCA(x, isWhitened: true)
    #expect(p.ratio.doubles() == [0, 0, 0])
    #expect(try p(x).isfinite().all().itemBool())
    #expect(try KMeans(x, k: 2, using: &generator).inertia == 0)
    #expect(try GaussianMixture(x, k: 2, using: &generator).means.isfinite().all().itemBool())
    var options = TSNE.Options()
    options.perplexity = 3
    options.iterations = 60
    let picture = try TSNE(x, options, using: &generator)
    #expect(try picture.coordinates.isfinite().all().itemBool())
    #expect(try Lasso.fit(x, Tensor.ones([12], dtype: .f64)).weights.doubles() == [0, 0, 0])
  }

  @Test func `an interrupt stops a picture`() throws {
    var generator = RandomGenerator(seed: 6)
    let x = try generator.normal([64, 4], dtype: .f32)
    var steps = 0
    defer { Interrupt.clear() }
    #expect(throws: TensorError.interrupted) {
      try TSNE(x, using: &generator) { _, _, _ in
        steps += 1
        Interrupt.request()
      }
    }
    #expect(steps == 1)
  }

  @Test func `draws from a mixture have its moments`() throws {
    var generator = RandomGenerator(seed: 7)
    let x = try matrix([[0, 0], [2, 1], [1, 2], [10, 10], [12, 11], [11, 12.5]])
    let start = try matrix([[0, 0], [10, 10]])
    let g = try GaussianMixture(x, k: 2, start: start, using: &generator)
    let rows = try g.sample(40_000, using: &generator)
    // Twenty standard errors of a mean: the deviation of a column is about 5.
    let tolerance = Tolerance(relative: 0, absolute: 20 * 5 / 200)
    #expect(
      difference(try rows.mean(axes: [0]), try x.mean(axes: [0]).doubles(), within: tolerance)
        == nil)
    #expect(
      difference(
        try rows.covariance(), try x.covariance(ddof: 0).doubles(),
        within: Tolerance(relative: 0.03, absolute: 0)) == nil)
  }

  @Test func `reports count to their end`() throws {
    var generator = RandomGenerator(seed: 8)
    let x = try generator.normal([40, 2], dtype: .f64)
    var last = (0, -1)
    _ = try KMeans(x, k: 3, using: &generator) { done, most, _ in last = (done, most) }
    #expect(last.0 == last.1)
  }
}
