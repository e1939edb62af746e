import Glibc
import Tensors

/// What a mixture is made of; all f64.
struct MixtureParameters {
  var weights: Tensor
  var means: Tensor
  var covariances: Tensor
}

/// Expectation and maximisation over blocks of rows.
struct MixtureSearch {
  /// Where a run ended.
  struct Run {
    var parameters: MixtureParameters
    var logLikelihood: Double
    var iterations: Int
    var isConverged: Bool
  }

  private let rows: Tensor
  private let k: Int
  private let options: GaussianMixture.Options

  init(_ rows: Tensor, _ k: Int, _ options: GaussianMixture.Options) {
    self.rows = rows
    self.k = k
    self.options = options
  }

  /// From groups of rows to where the likelihood settles.
  func run(from labels: Tensor, _ report: (Int, String) -> Void) throws -> Run {
    var sums = try MixtureSums(k, dim: rows.shape[1], options.covariance, around: Rows.mean(rows))
    try walk { range, block in
      try sums.add(block, Rows.part(labels, range).oneHot(k))
    }
    var parameters = try sums.parameters(rows: rows.shape[0], floor: options.floor)
    var last = -Double.infinity
    for step in 1...max(1, options.iterations) {
      let density = try MixtureDensity(parameters, options.covariance)
      var next = try MixtureSums(
        k, dim: rows.shape[1], options.covariance, around: parameters.means)
      var total = 0.0
      try walk { _, block in
        let logs = try density.logs(block)
        let whole = try logs.logSumExp(axes: [1], keepsAxes: true)
        total += try whole.sum().item()
        try next.add(block, (logs - whole).exp())
      }
      let mean = total / Double(rows.shape[0])
      parameters = try next.parameters(rows: rows.shape[0], floor: options.floor)
      let gain = mean - last
      last = mean
      report(step, "")
      if abs(gain) < options.tolerance {
        return Run(
          parameters: parameters, logLikelihood: mean, iterations: step, isConverged: true)
      }
    }
    return Run(
      parameters: parameters, logLikelihood: last, iterations: max(1, options.iterations),
      isConverged: false)
  }

  private func walk(_ body: (Range<Int>, Tensor) throws -> Void) throws {
    try Rows.blocks(rows.shape[0], width: rows.shape[1] + k) { range in
      try body(range, Rows.part(rows, range).astype(.f64))
    }
  }
}

extension Tensor {
  /// 1 at each label's column and 0 elsewhere, f64 `[row, k]`.
  fileprivate func oneHot(_ k: Int) throws(TensorError) -> Tensor {
    try unsqueeze(1).equal(Tensor.arange(ints: 0, k)).astype(.f64)
  }
}

/// Weighted sums of rows: how much of each component, first and second moments about a center,
/// where the numbers are small.
struct MixtureSums {
  private let kind: GaussianMixture.Covariance
  /// `[dim]`, or `[k, dim]` one a component.
  private let center: Tensor
  private var masses: Tensor
  private var firsts: Tensor
  private var seconds: [Tensor]

  init(_ k: Int, dim: Int, _ kind: GaussianMixture.Covariance, around center: Tensor) throws {
    self.kind = kind
    self.center = try center.broadcast(to: [k, dim]).contiguous()
    masses = try Tensor.zeros([k], dtype: .f64)
    firsts = try Tensor.zeros([k, dim], dtype: .f64)
    let isMatrix = kind == .full || kind == .tied
    seconds = Array(
      repeating: try Tensor.zeros(isMatrix ? [dim, dim] : [dim], dtype: .f64), count: k)
  }

  /// Adds a block of rows with the share of each component in each, `[row, k]`.
  mutating func add(_ block: Tensor, _ shares: Tensor) throws {
    masses = try masses + shares.sum(axes: [0])
    var sums: [Tensor] = []
    for component in seconds.indices {
      let share = try shares.indexed([
        .ellipsis, .slice(start: component, end: component + 1, step: 1),
      ])
      let offset = try block - center.indexed([.at(component)])
      let weighted = try offset * share
      sums.append(try weighted.sum(axes: [0]))
      let second =
        kind == .full || kind == .tied
        ? try weighted.swapAxes(0, 1).matmul(offset) : try (weighted * offset).sum(axes: [0])
      seconds[component] = try seconds[component] + second
    }
    firsts = try firsts + Tensor.stack(sums)
  }

  /// The likeliest parameters for these sums.
  func parameters(rows: Int, floor: Double) throws -> MixtureParameters {
    let masses = try self.masses + 10 * Double.ulpOfOne
    let shifts = try firsts / masses.unsqueeze(1)
    let isMatrix = kind == .full || kind == .tied
    var spreads: [Tensor] = []
    for (component, second) in seconds.enumerated() {
      let mass = try masses.indexed([.at(component)])
      let shift = try shifts.indexed([.at(component)])
      let square = isMatrix ? try shift.outer(shift) : try shift.square()
      spreads.append(try second / mass - square)
    }
    let dim = center.shape[1]
    let covariances: Tensor
    switch kind {
    case .full:
      covariances = try Tensor.stack(spreads) + Tensor.eye(dim, dtype: .f64) * floor
    case .tied:
      let all = try Tensor.stack(spreads) * masses.reshape([masses.count, 1, 1])
      covariances =
        try all.sum(axes: [0]) / masses.sum() + Tensor.eye(dim, dtype: .f64) * floor
    case .diag: covariances = try Tensor.stack(spreads) + floor
    case .spherical: covariances = try (Tensor.stack(spreads) + floor).mean(axes: [1])
    }
    return MixtureParameters(
      weights: try masses / masses.sum(), means: try center + shifts, covariances: covariances)
  }
}

/// Log-densities by the inverse roots of the covariances.
struct MixtureDensity: @unchecked Sendable {
  private let kind: GaussianMixture.Covariance
  private let means: Tensor
  /// By component, L⁻ᵀ `[dim, dim]` of Σ = L Lᵀ, or 1 / σ `[dim]`.
  private let whiteners: [Tensor]
  /// By component, L or σ.
  private let roots: [Tensor]
  /// ln weight − ½ ln |2π Σ|.
  private let constants: [Double]

  init(_ parameters: MixtureParameters, _ kind: GaussianMixture.Covariance) throws {
    self.kind = kind
    means = parameters.means
    let (k, dim) = (means.shape[0], means.shape[1])
    var (whiteners, roots): ([Tensor], [Tensor]) = ([], [])
    var constants: [Double] = []
    let weights = parameters.weights.doubles()
    for component in 0..<k {
      let spread =
        kind == .tied
        ? parameters.covariances : try parameters.covariances.indexed([.at(component)])
      let root: Tensor
      let logRoot: Double
      if kind == .full || kind == .tied {
        root = try Self.factor(spread)
        logRoot = try root.diagonal().log().sum().item()
        whiteners.append(
          try root.solveTriangular(Tensor.eye(dim, dtype: .f64)).swapAxes(0, 1).contiguous())
      } else {
        guard spread.doubles().allSatisfy({ $0 > 0 }) else { throw Self.singular }
        root = try spread.broadcast(to: [dim]).sqrt()
        logRoot = try root.log().sum().item()
        whiteners.append(try root.reciprocal())
      }
      roots.append(root)
      constants.append(log(weights[component]) - logRoot - 0.5 * Double(dim) * log(2 * .pi))
    }
    self.whiteners = whiteners
    self.roots = roots
    self.constants = constants
  }

  private static let singular = TensorError.numeric(
    "gmm: a covariance has no inverse; fewer components, a larger 'floor' or columns brought to "
      + "like sizes by standardize(x) help")

  private static func factor(_ spread: Tensor) throws -> Tensor {
    do {
      return try spread.cholesky()
    } catch let error where error.kind == .numeric {
      throw singular
    }
  }

  /// ln (weight · density) of each component, `[row, k]`.
  func logs(_ block: Tensor) throws -> Tensor {
    var columns: [Tensor] = []
    for component in whiteners.indices {
      let offset = try block - means.indexed([.at(component)])
      let white =
        kind == .full || kind == .tied
        ? try offset.matmul(whiteners[component]) : try offset * whiteners[component]
      columns.append(try white.square().sum(axes: [1]) * -0.5 + constants[component])
    }
    return try Tensor.stack(columns, axis: 1)
  }

  /// Standard normal rows with the covariance of the component each picks.
  func colored(_ noise: Tensor, _ picks: Tensor) throws -> Tensor {
    var out = noise
    for component in roots.indices {
      let places = try picks.equal(.int(component)).nonzero()[0]
      if places.count == 0 { continue }
      let rows = try noise.take(places)
      let colored =
        kind == .full || kind == .tied
        ? try rows.matmul(roots[component].swapAxes(0, 1)) : try rows * roots[component]
      try out.replace([.gather(places)], with: colored)
    }
    return out
  }
}
