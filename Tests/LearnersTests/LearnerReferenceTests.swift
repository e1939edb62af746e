import Tensors
import TestSupport
import Testing

@testable import Learners

/// What scikit-learn learns from the same rows (`Tests/Reference/learners.py`).
@Suite struct LearnerReferenceTests {
  private func rows(_ name: String) throws -> [(row: ReferenceRow, words: [String])] {
    let rows = try ReferenceRow.rows(of: "learners").map { row in
      (row, row.name.split(separator: " ").map(String.init))
    }.filter { $0.1[0] == name }
    #expect(!rows.isEmpty)
    return rows
  }

  /// Compares results in order with the expected ones from `start` on.
  private func expect(
    _ results: [Tensor], _ row: ReferenceRow, from start: Int = 0, within size: Double
  ) {
    let tolerance = Tolerance(relative: size, absolute: size)
    for (place, result) in results.enumerated() {
      let expected = row.outputs[start + place]
      let wrong = difference(
        result, expected.doubles(), shape: expected.shape,
        within: expected.dtype.isFloating ? tolerance : .exact)
      #expect(wrong == nil, "\(row), result \(start + place): \(wrong ?? "")")
    }
  }

  @Test func `components agree`() throws {
    for (row, words) in try rows("pca") {
      let x = row.inputs[0]
      let p = try PCA(x, dims: Int(words[2]), isWhitened: words[3] == "1")
      // Of four centered rows the fourth component is rounding alone.
      let certain = words[1] == "wide" ? 3 : p.components.shape[0]
      if words[1] == "wide" {
        let range = IndexItem.slice(start: 0, end: certain, step: 1)
        let expected = try row.outputs[0].indexed([range])
        let wrong = difference(
          try p.components.indexed([range]), expected.doubles(),
          within: Tolerance(relative: 1e-9, absolute: 1e-9))
        #expect(wrong == nil, "\(row): \(wrong ?? "")")
        expect([p.mean, p.variance, p.ratio], row, from: 1, within: 1e-9)
        continue
      }
      let head = try x.indexed([.slice(start: 0, end: 3, step: 1)])
      let z = try p(head)
      expect(
        [p.components, p.mean, p.variance, p.ratio, z, try p.inverse(z)], row, within: 1e-9)
    }
  }

  @Test func `groups from given centers agree`() throws {
    var generator = RandomGenerator(seed: 1)
    for (row, words) in try rows("kmeans") where words.last != "spread" {
      let g = try KMeans(row.inputs[0], k: 4, start: row.inputs[1], using: &generator)
      expect(
        [g.centers, g.labels, Tensor.scalar(g.inertia), Tensor.scalar(int: g.iterations)], row,
        within: 1e-9)
      let again = try g(row.inputs[0])
      #expect(again.ints() == g.labels.ints())
    }
  }

  /// One run each from forty starts is on average as good as scikit-learn's.
  @Test func `centers chosen at random are as good`() throws {
    let row = try #require(try rows("kmeans").first { $0.words.last == "spread" }).row
    var sum = 0.0
    for seed in 0..<40 {
      var generator = RandomGenerator(seed: UInt64(seed))
      sum += try KMeans(row.inputs[0], k: 12, using: &generator).inertia / 40
    }
    #expect(try sum < 1.05 * row.outputs[0].item())
  }

  @Test(arguments: GaussianMixture.Covariance.allCases)
  func `mixtures from given means agree`(kind: GaussianMixture.Covariance) throws {
    let row = try #require(try rows("gmm").first { $0.words[1] == kind.rawValue }).row
    var generator = RandomGenerator(seed: 1)
    var options = GaussianMixture.Options()
    options.covariance = kind
    options.tolerance = 1e-5
    options.iterations = 500
    let g = try GaussianMixture(
      row.inputs[0], k: 3, start: row.inputs[1], options, using: &generator)
    let head = try row.inputs[0].indexed([.slice(start: 0, end: 4, step: 1)])
    expect(
      [
        g.weights, g.means, g.covariances, Tensor.scalar(g.logLikelihood),
        Tensor.scalar(int: g.iterations), try g.probabilities(head), try g.logDensity(head),
        try g(row.inputs[0]), Tensor.scalar(int: g.parameterCount),
      ], row, within: 1e-6)
  }

  @Test func `regressions agree`() throws {
    for (row, words) in try rows("ridge") {
      let m = try Ridge.fit(
        row.inputs[0], row.inputs[1], alpha: Double(words[1]) ?? 0, hasBias: words[2] == "1")
      let head = try row.inputs[0].indexed([.slice(start: 0, end: 3, step: 1)])
      expect([m.weights, m.bias, try m(head)], row, within: 1e-9)
    }
    for (row, words) in try rows("lasso") {
      var options = Lasso.Options()
      options.hasBias = words[2] == "1"
      options.tolerance = 1e-13
      options.iterations = 1_000_000
      let m = try Lasso.fit(
        row.inputs[0], row.inputs[1], alpha: Double(words[1]) ?? 0, options)
      let head = try row.inputs[0].indexed([.slice(start: 0, end: 3, step: 1)])
      #expect(m.isConverged, "\(row)")
      expect([m.weights, m.bias, try m(head)], row, within: 1e-6)
    }
  }

  @Test func `logistic models agree`() throws {
    for (row, words) in try rows("logistic") {
      var options = LogisticRegression.Options()
      options.c = Double(words[1]) ?? 1
      options.hasBias = words[2] == "1"
      let m = try LogisticRegression(row.inputs[0], labels: row.inputs[1].ints(), options)
      let head = try row.inputs[0].indexed([.slice(start: 0, end: 4, step: 1)])
      #expect(m.isConverged && m.iterations < 20, "\(row): \(m.iterations) steps")
      expect(
        [m.weights, m.bias, try m.probabilities(head), try m.scores(head), try m(row.inputs[0])],
        row, within: 1e-6)
    }
  }

  /// LIBSVM keeps its matrix of inner products in single precision.
  @Test func `support vector machines agree`() throws {
    for (row, words) in try rows("svm") {
      var options = SupportVectors.Options()
      options.c = Double(words[2]) ?? 1
      options.kernel = words[1] == "linear" ? .linear : .gaussian(gamma: Double(words[3]))
      options.tolerance = 1e-10
      let m = try SupportVectors(row.inputs[0], labels: row.inputs[1].ints(), options)
      expect([try m.scores(row.inputs[0]), try m(row.inputs[0]), m.support], row, within: 1e-5)
    }
  }

  /// The picture depends on rounding; how good it is does not.
  @Test func `pictures are as good`() throws {
    let row = try #require(try rows("tsne").first).row
    var generator = RandomGenerator(seed: 1)
    var options = TSNE.Options()
    options.perplexity = 12
    let picture = try TSNE(row.inputs[0], options, using: &generator)
    let (divergence, trust) = (try row.outputs[0].item(), try row.outputs[1].item())
    #expect(picture.divergence < 1.05 * divergence, "\(picture.divergence), \(divergence)")
    let own = try trustworthiness(row.inputs[0], picture.coordinates, neighbors: 8)
    #expect(own > trust - 0.01, "\(own), \(trust)")
  }

  /// 1 − the sum of how far beyond k the picture's neighbors rank among the rows, scaled to 0…1.
  private func trustworthiness(_ x: Tensor, _ z: Tensor, neighbors k: Int) throws -> Double {
    let n = x.shape[0]
    func orders(_ rows: Tensor) throws -> [Int] {
      try rows.squaredDistances(to: rows).argsort(axis: 1).ints()
    }
    let (far, near) = (try orders(x), try orders(z))
    var penalty = 0
    for row in 0..<n {
      var rank = [Int](repeating: 0, count: n)
      let order = far[row * n..<(row + 1) * n].filter { $0 != row }
      for (place, other) in order.enumerated() { rank[other] = place + 1 }
      for other in near[row * n..<(row + 1) * n].filter({ $0 != row }).prefix(k) {
        penalty += max(0, rank[other] - k)
      }
    }
    return 1 - Double(penalty) * 2 / Double(n * k * (2 * n - 3 * k - 1))
  }
}
