import TestSupport
import Testing

@testable import Tensors

/// Samples against the moments that the distributions have, within five standard errors.
@Suite struct DistributionTests {
  private let n = 100_000

  private func check(
    _ name: String, mean: Double, variance: Double, excess: Double = 6,
    _ draw: (inout RandomGenerator, [Int]) throws -> Tensor
  ) throws {
    var generator = RandomGenerator(seed: 17)
    let x = try draw(&generator, [n]).astype(.f64)
    let error = (variance / Double(n)).squareRoot()
    #expect(abs(try x.mean().item() - mean) < 5 * error, "\(name)")
    // The variance of a variance is (kurtosis - 1) variance² / n.
    let spread = variance * ((excess + 2) / Double(n)).squareRoot()
    #expect(abs(try x.var().item() - variance) < 5 * spread, "\(name)")
    var again = RandomGenerator(seed: 17)
    #expect(try draw(&again, [n]).astype(.f64).doubles() == x.doubles(), "\(name)")
  }

  @Test func `moments are those of the distributions`() throws {
    for a in [0.3, 1.0, 4.5] {
      try check("gamma", mean: 2 * a, variance: 4 * a, excess: 6 / a) {
        try $0.gamma($1, concentration: a, scale: 2, dtype: .f64)
      }
    }
    for (a, b) in [(0.4, 0.7), (2.0, 5.0)] {
      let total = a + b
      let variance = a * b / (total * total * (total + 1))
      try check("beta", mean: a / total, variance: variance) {
        try $0.beta($1, a, b, dtype: .f64)
      }
    }
    for rate in [0.2, 7.5, 40.0] {
      try check("poisson", mean: rate, variance: rate) { try $0.poisson($1, rate: rate) }
    }
    for (trials, p) in [(10, 0.3), (200, 0.25), (1000, 0.9), (5, 0.999)] {
      let mean = Double(trials) * p
      try check("binomial", mean: mean, variance: mean * (1 - p), excess: 250) {
        try $0.binomial($1, trials: trials, probability: p)
      }
    }
    try check("exponential", mean: 3, variance: 9) { try $0.exponential($1, scale: 3) }
    try check("laplace", mean: 1, variance: 8) { try $0.laplace($1, mean: 1, scale: 2) }
    let euler = 0.5772156649015329
    try check("gumbel", mean: 1 + 2 * euler, variance: 4 * .pi * .pi / 6) {
      try $0.gumbel($1, mean: 1, scale: 2)
    }
    try check("student t", mean: 0, variance: 10.0 / 8, excess: 1) {
      try $0.studentT($1, freedom: 10)
    }
  }

  /// The distribution functions at some places, which the moments above do not fix.
  @Test func `counts are those of the probabilities`() throws {
    var generator = RandomGenerator(seed: 5)
    let poisson = try generator.poisson([n], rate: 12).less(9).countNonzero().item()
    // P(X <= 8), rate 12, by SciPy.
    #expect(abs(poisson / Double(n) - 0.15502778295690848) < 5 * 0.00115)
    let binomial = try generator.binomial([n], trials: 40, probability: 0.5).less(18)
      .countNonzero().item()
    #expect(abs(binomial / Double(n) - 0.21479527910151362) < 5 * 0.0013)
    let gamma = try generator.gamma([n], concentration: 2.5, dtype: .f64).less(1.5)
      .countNonzero().item()
    // P(X < 1.5), shape 2.5: the regularized incomplete gamma function, by SciPy.
    #expect(abs(gamma / Double(n) - 0.3000141641213724) < 5 * 0.00146)
    let classes = try generator.categorical(Tensor([1, 0, 3], shape: [3]), [n]).bincount().ints()
    #expect(classes[1] == 0 && classes.count == 3)
    #expect(abs(classes[0] - n / 4) < 5 * 137)
  }

  @Test func `rows have the shapes and moments asked for`() throws {
    var generator = RandomGenerator(seed: 9)
    let alpha = try Tensor([1, 2, 5], shape: [3], dtype: .f64)
    let shares = try generator.dirichlet(alpha, [20_000], dtype: .f64)
    #expect(shares.shape == [20_000, 3])
    #expect(try (shares.sum(axes: [1]) - 1).abs().max().item() < 1e-12)
    let tolerance = Tolerance(relative: 0, absolute: 0.006)
    #expect(difference(try shares.mean(axes: [0]), [0.125, 0.25, 0.625], within: tolerance) == nil)
    let covariance = try Tensor([2, 0.6, 0.6, 1], shape: [2, 2], dtype: .f64)
    let mean = try Tensor([1, -1], shape: [2], dtype: .f64)
    let rows = try generator.multivariateNormal(mean, covariance, [40_000], dtype: .f64)
    let near = Tolerance(relative: 0, absolute: 0.08)
    #expect(difference(try rows.covariance(), [2, 0.6, 0.6, 1], within: near) == nil)
    #expect(difference(try rows.mean(axes: [0]), [1, -1], within: near) == nil)
    let unit = try generator.unitRows([50, 4], dtype: .f64)
    #expect(try (unit.norm(axes: [1]) - 1).abs().max().item() < 1e-12)
    #expect(try generator.categorical(Tensor.ones([2, 3]), [4]).shape == [2, 4])
  }

  @Test func `impossible parameters are errors and take no block`() {
    var generator = RandomGenerator(seed: 3)
    #expect(throws: TensorError.self) { try generator.gamma([2], concentration: 0) }
    #expect(throws: TensorError.self) { try generator.beta([2], 1, .infinity) }
    #expect(throws: TensorError.self) { try generator.poisson([2], rate: .nan) }
    #expect(throws: TensorError.self) { try generator.binomial([2], trials: -1, probability: 0.5) }
    #expect(throws: TensorError.self) { try generator.categorical(Tensor.zeros([3]), [2]) }
    #expect(throws: TensorError.self) { try generator.studentT([2], freedom: 0) }
    #expect(throws: TensorError.self) { try generator.gamma([-1], concentration: 1) }
    #expect(generator.position == 0)
  }
}
