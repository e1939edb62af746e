import Catalog
import Glibc
import Learners
import Machine
import Tensors

extension KMeans: FittedModel {
  static var typeName: String { "kmeans" }
  static let methods = MethodTable([distances])

  var shown: String {
    "kmeans: \(centers.shape[0]) centers of \(centers.shape[1]) columns, inertia "
      + "\(NumberFormat.shortest(inertia)), \(iterations) passes"
  }

  var fields: [(name: String, value: ObjectState)] {
    [
      ("centers", .tensor(centers)), ("labels", .tensor(labels)), ("inertia", .float(inertia)),
      ("iterations", .int(iterations)),
    ]
  }

  func value(for x: Tensor, in machine: VirtualMachine) throws -> Value {
    machine.heap.tensor(try self(x))
  }

  private static let distances = ObjectMethod(
    "distances", of: FittedObject<KMeans>.self, NumbersArgument("x", "[row, dim]"),
    summary: "Distances of rows to all centers, [row, k].",
    example: Example(
      "g = kmeans([[0.0], [1.0], [9.0], [10.0]], k=2, start=[[0.0], [9.0]])\n"
        + "g.distances([[2.5]]).tolist()",
      prints: "[[2.0, 7.0]]"),
    related: ["kmeans"]
  ) { fitted, machine, x in machine.heap.tensor(try fitted.model.distances(x)) }
}

extension GaussianMixture: FittedModel {
  static var typeName: String { "gmm" }
  static let methods = MethodTable([
    measure(
      "probabilities", "The probability of each component for each row, [row, k].",
      prints: "[[1.0, 0.0]]"
    ) { try $0.probabilities($1) },
    measure(
      "log_density", "ln p(x) of each row, [row].", prints: "[-0.6]"
    ) { try $0.logDensity($1) },
    criterion("bic", "by Schwarz, whose price is ln rows") { Glibc.log($0) },
    criterion("aic", "by Akaike, whose price is 2") { _ in 2 },
    sample,
  ])

  var shown: String {
    "gmm: \(weights.count) \(kind.rawValue) components of \(means.shape[1]) columns, "
      + "log-likelihood \(NumberFormat.fixed(logLikelihood, decimals: 4)) a row, "
      + endText(iterations, isConverged)
  }

  var fields: [(name: String, value: ObjectState)] {
    [
      ("weights", .tensor(weights)), ("means", .tensor(means)),
      ("covariances", .tensor(covariances)), ("log_likelihood", .float(logLikelihood)),
      ("iterations", .int(iterations)), ("converged", .bool(isConverged)),
    ]
  }

  func value(for x: Tensor, in machine: VirtualMachine) throws -> Value {
    machine.heap.tensor(try self(x))
  }
}

/// How a fit ended, in words.
func endText(_ iterations: Int, _ isConverged: Bool) -> String {
  let steps = iterations == 1 ? "1 step" : "\(iterations) steps"
  return isConverged ? "settled after \(steps)" : "not settled after \(steps)"
}

extension GaussianMixture {
  fileprivate static let exampleFit =
    "g = gmm([[0.0], [2.0], [10.0], [12.0]], k=2, start=[[0.0], [10.0]])\n"

  private static func measure(
    _ name: String, _ summary: String, prints: String,
    body: @escaping @Sendable (GaussianMixture, Tensor) throws -> Tensor
  ) -> ObjectMethod {
    ObjectMethod(
      name, of: FittedObject<GaussianMixture>.self, NumbersArgument("x", "[row, dim]"),
      summary: summary,
      example: Example(exampleFit + "g.\(name)([[1.0]]).round(1).tolist()", prints: prints),
      related: ["gmm"]
    ) { fitted, machine, x in machine.heap.tensor(try body(fitted.model, x)) }
  }

  private static func criterion(
    _ name: String, _ words: String, price: @escaping @Sendable (Double) -> Double
  ) -> ObjectMethod {
    ObjectMethod(
      name, of: FittedObject<GaussianMixture>.self, NumbersArgument("x", "[row, dim]"),
      summary: "What rows say of the number of components, \(words): less is better.",
      details: "−2 ln p(x) + price · free parameters.",
      example: Example(exampleFit + "g.\(name)([[1.0], [11.0]]) > 0", prints: "true"),
      related: ["gmm"]
    ) { fitted, _, x in
      let model = fitted.model
      let logs = try model.logDensity(x)
      let price = price(Double(logs.count))
      return .float(try -2 * logs.sum().item() + price * Double(model.parameterCount))
    }
  }

  private static let sample = ObjectMethod(
    "sample", of: FittedObject<GaussianMixture>.self, Integer("count", .atLeast(0)),
    BuiltinCatalog.rngParameter,
    summary: "Rows drawn from the mixture, [count, dim].",
    example: Example(exampleFit + "g.sample(3, rng=random(1)).shape", prints: "[3, 1]"),
    related: ["gmm"]
  ) { fitted, machine, count, rng in
    machine.heap.tensor(
      try BuiltinCatalog.draw(rng, machine) { try fitted.model.sample(count, using: &$0) })
  }
}

extension BuiltinCatalog {
  static let meansOfGroups = Builtin(
    "kmeans", NumbersArgument("x", "[row, dim]"), Integer("k", .atLeast(1), passing: .named),
    OptionalNumbersArgument("start", "[k, dim]", passing: .named),
    Integer("restarts", .atLeast(1), default: 1, passing: .named),
    Integer("iterations", .atLeast(1), default: 300, passing: .named),
    Number("tolerance", .atLeast(0), default: 1e-4, passing: .named), rngParameter,
    summary: "k centers with a small sum of squared distances of rows to their nearest.",
    details: """
      A fitted object: g(x) gives the nearest center of each row, i64, g.distances(x) all \
      distances; g.centers [k, dim], g.labels of the rows it learnt from, g.inertia, the sum, \
      g.iterations. The first centers are chosen far apart at random (greedy k-means++) unless \
      start= gives them; of restarts= runs the best is kept. It ends where labels stay or the \
      centers move, squared and summed, within tolerance · the mean variance of a column; a \
      center without rows takes the row farthest from its own. As scikit-learn's KMeans. Memory \
      beside the rows is 16 MB.
      """,
    example: Example(
      "g = kmeans([[0.0], [1.0], [9.0], [10.0]], k=2, start=[[0.0], [9.0]])\n"
        + "[g.centers.tolist(), g([[3.0], [8.0]]).tolist()]",
      prints: "[[[0.5], [9.5]], [0, 1]]"),
    source: Citation(
      "Arthur and Vassilvitskii", 2007, "k-means++: The Advantages of Careful Seeding",
      "dl.acm.org/doi/10.5555/1283383.1283494"),
    related: ["gmm", "knn", "pairwise"]
  ) { machine, x, k, start, restarts, iterations, tolerance, rng in
    var options = KMeans.Options()
    options.restarts = restarts
    options.iterations = iterations
    options.tolerance = tolerance
    let report = machine.fitReport("kmeans")
    let fit = try draw(rng, machine) {
      try KMeans(x, k: k, start: start, options, using: &$0, report: report)
    }
    return machine.heap.instance(try FittedObject(fit))
  }

  static let gaussianMixture = Builtin(
    "gmm", NumbersArgument("x", "[row, dim]"), Integer("k", .atLeast(1), passing: .named),
    Choice("covariance", GaussianMixture.Covariance.allCases.map(\.rawValue), default: "full"),
    OptionalNumbersArgument("start", "[k, dim]", passing: .named),
    Integer("restarts", .atLeast(1), default: 1, passing: .named),
    Integer("iterations", .atLeast(1), default: 100, passing: .named),
    Number("tolerance", .atLeast(0), default: 1e-3, passing: .named),
    Number("floor", .atLeast(0), default: 1e-6, passing: .named), rngParameter,
    summary: "A mixture of k Gaussians: soft groups of rows, and a density.",
    details: """
      A fitted object: g(x) gives the likeliest component of each row, g.probabilities(x) \
      [row, k], g.log_density(x), g.bic(x), g.aic(x), g.sample(n); g.weights [k], g.means \
      [k, dim], g.covariances, g.log_likelihood a row, g.iterations, g.converged. covariance is \
      "full" [k, dim, dim], "tied" [dim, dim], "diag" [k, dim] or "spherical" [k]; floor is added \
      to the variances. It begins with the groups of kmeans, or with the rows nearest to the means \
      in start=, and ends where the mean log-likelihood grows by less than tolerance. As \
      scikit-learn's GaussianMixture; in f64, by blocks of rows.
      """,
    example: Example(
      "g = gmm([[0.0], [2.0], [10.0], [12.0]], k=2, start=[[0.0], [10.0]])\n"
        + "[g.means.round(3).tolist(), g([[3.0], [9.0]]).tolist()]",
      prints: "[[[1.0], [11.0]], [0, 1]]"),
    source: Citation(
      "Dempster et al.", 1977, "Maximum Likelihood from Incomplete Data via the EM Algorithm",
      "doi.org/10.1111/j.2517-6161.1977.tb01600.x"),
    related: ["kmeans", "multivariate_normal"]
  ) { machine, x, k, covariance, start, restarts, iterations, tolerance, floor, rng in
    var options = GaussianMixture.Options()
    options.covariance = GaussianMixture.Covariance(rawValue: covariance) ?? .full
    options.restarts = restarts
    options.iterations = iterations
    options.tolerance = tolerance
    options.floor = floor
    let report = machine.fitReport("gmm")
    let fit = try draw(rng, machine) {
      try GaussianMixture(x, k: k, start: start, options, using: &$0, report: report)
    }
    return machine.heap.instance(try FittedObject(fit))
  }
}
