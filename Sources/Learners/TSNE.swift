import Glibc
import MetricLearning
import Tensors

/// t-SNE: a picture of rows in 1 to 3 dimensions in which near rows stay near (van der Maaten and
/// Hinton, 2008). Rows attract their nearest 3 · perplexity; all points repel each other, exactly.
/// Memory grows with rows · perplexity, time with rows².
public struct TSNE: Sendable {
  /// How a picture is made.
  public struct Options: Sendable {
    /// Dimensions of the picture.
    public var dims = 2
    /// How many neighbors a row has in effect.
    public var perplexity = 30.0
    /// The factor of attraction in the first 250 steps.
    public var exaggeration = 12.0
    /// Steps in all.
    public var iterations = 1000
    /// The length of a step; nil for rows / exaggeration / 4, at least 50.
    public var rate: Double?
    /// Whether points begin on the principal components rather than at random.
    public var startsFromComponents = true
    /// As scikit-learn's defaults.
    public init() {}
  }

  /// `[row, dims]` in the rows' dtype.
  public let coordinates: Tensor
  /// The Kullback–Leibler divergence of the picture's neighborhoods from the rows'.
  public let divergence: Double

  /// Makes the picture of rows `[row, dim]`.
  /// - Throws: `TensorError` for fewer than four rows, a perplexity of as many as the rows, nan or
  ///   inf.
  public init(
    _ x: Tensor, _ options: Options = Options(), using generator: inout RandomGenerator,
    report: FitReport = { _, _, _ in }
  ) throws {
    let rows = try Rows.checked(x, "x", function: "tsne", least: 4)
    let count = rows.shape[0]
    guard options.perplexity < Double(count) else {
      throw TensorError.value(
        "tsne: 'perplexity' must be less than the number of rows, \(count), got "
          + "\(options.perplexity)")
    }
    guard options.dims <= 3 else {
      throw TensorError.value("tsne: 'dims' is 1, 2 or 3, got \(options.dims)")
    }
    let neighbors = try Affinities.of(rows, perplexity: options.perplexity)
    let start = try TSNE.start(rows, options, using: &generator)
    var picture = Picture(start, dims: options.dims, neighbors, options, count: count)
    try picture.run(report)
    divergence = try picture.divergence()
    let columns = picture.points.map(Double.init)
    coordinates = try Tensor(columns, shape: [options.dims, count], dtype: .f64)
      .swapAxes(0, 1).astype(rows.dtype).contiguous()
  }

  /// Where points begin, by columns, with a deviation of 1e-4.
  private static func start(
    _ rows: Tensor, _ options: Options, using generator: inout RandomGenerator
  ) throws -> [Float] {
    let (count, dims) = (rows.shape[0], options.dims)
    let columns: Tensor
    if options.startsFromComponents {
      guard dims <= min(count, rows.shape[1]) else {
        throw TensorError.value(
          "tsne: rows of \(rows.shape[1]) columns have no \(dims) components to begin with; "
            + "start=\"random\" does without")
      }
      let flat = try PCA(rows, dims: dims)(rows).swapAxes(0, 1)
      let spread = try flat.indexed([.at(0)]).std().item()
      columns = try flat * (spread > 0 ? 1e-4 / spread : 0)
    } else {
      columns = try generator.normal([dims, count], deviation: 1e-4, dtype: .f32)
    }
    return columns.doubles().map { Float($0) }
  }
}

/// How much rows belong together.
enum Affinities {
  /// The joint probabilities of rows and their nearest, summing to 1: of each row a Gaussian over
  /// its nearest 3 · perplexity whose entropy is ln perplexity, and the mean of both directions.
  static func of(_ rows: Tensor, perplexity: Double) throws -> EmbeddingKernels.Neighbors {
    let count = rows.shape[0]
    let k = min(count - 1, Int(3 * perplexity + 1))
    let nearest = try NearestNeighbors(
      rows, count: k, measure: .squaredEuclidean, function: "tsne")
    let (places, distances) = (nearest.indices.ints(), nearest.values.doubles())
    let shares = try Scratch<Double>(count: count * k, for: "tsne")
    try Kernels.parallel(count, chunk: 64) { range in
      for row in range {
        let own = shares.start + row * k
        for place in 0..<k { own[place] = distances[row * k + place] }
        Affinities.balance(own, k, perplexity: perplexity)
      }
    }
    var links: [[(column: Int32, weight: Double)]] = Array(repeating: [], count: count)
    for row in 0..<count {
      for place in row * k..<(row + 1) * k {
        let other = places[place]
        links[row].append((Int32(truncatingIfNeeded: other), shares.start[place]))
        links[other].append((Int32(truncatingIfNeeded: row), shares.start[place]))
      }
    }
    withExtendedLifetime(shares) {}
    return joined(links)
  }

  /// Both directions of each link added, and all divided by their sum.
  private static func joined(
    _ links: [[(column: Int32, weight: Double)]]
  ) -> EmbeddingKernels.Neighbors {
    var (offsets, columns, weights) = ([0], [Int32](), [Double]())
    for row in links {
      var last: Int32 = -1
      for link in row.sorted(by: { $0.column < $1.column }) {
        if link.column == last {
          weights[weights.count - 1] += link.weight
        } else {
          columns.append(link.column)
          weights.append(link.weight)
          last = link.column
        }
      }
      offsets.append(columns.count)
    }
    let total = weights.reduce(0, +)
    return EmbeddingKernels.Neighbors(
      offsets: offsets, columns: columns, weights: weights.map { Float($0 / total) })
  }

  /// Squared distances become shares exp(−beta d) of sum 1 whose entropy is ln perplexity, by
  /// halving the bounds of beta.
  private static func balance(
    _ values: UnsafeMutablePointer<Double>, _ count: Int, perplexity: Double
  ) {
    let wanted = log(perplexity)
    let least = (0..<count).reduce(Double.infinity) { min($0, values[$1]) }
    var (beta, low, high) = (1.0, 0.0, Double.infinity)
    for _ in 0..<100 {
      var (sum, moment) = (0.0, 0.0)
      for place in 0..<count {
        let far = values[place] - least
        let share = exp(-beta * far)
        sum += share
        moment += far * share
      }
      let difference = log(sum) + beta * moment / sum - wanted
      if abs(difference) <= 1e-5 { break }
      if difference > 0 { low = beta } else { high = beta }
      beta = high == .infinity ? beta * 2 : (low + high) / 2
    }
    var sum = 0.0
    for place in 0..<count {
      values[place] = exp(-beta * (values[place] - least))
      sum += values[place]
    }
    for place in 0..<count { values[place] /= sum }
  }
}
