import Glibc
import Tensors

/// Points that find their places: gradient descent with momentum and a gain for each coordinate.
struct Picture {
  /// By columns, `[dims, point]`.
  private(set) var points: [Float]
  private let dims: Int
  private let neighbors: EmbeddingKernels.Neighbors
  private let options: TSNE.Options
  private let rate: Float
  private var moves: [Float]
  private var gains: [Float]
  private var pulls: [Float]
  private var pushes: [Float]
  /// The sum of all q at the last gradient.
  private var whole = 1.0

  init(
    _ points: [Float], dims: Int, _ neighbors: EmbeddingKernels.Neighbors,
    _ options: TSNE.Options, count: Int
  ) {
    self.points = points
    self.dims = dims
    self.neighbors = neighbors
    self.options = options
    rate = Float(options.rate ?? max(Double(count) / options.exaggeration / 4, 50))
    moves = [Float](repeating: 0, count: points.count)
    gains = [Float](repeating: 1, count: points.count)
    pulls = moves
    pushes = moves
  }

  private static let exploring = 250
  private static let patience = 300

  /// 250 steps with exaggerated attraction and momentum 0.5, then with 0.8 until the divergence
  /// has not fallen for 300 steps, or the steps are done.
  mutating func run(_ report: FitReport) throws {
    let most = options.iterations
    let first = min(Self.exploring, most)
    let explored = try descend(
      0..<first, momentum: 0.5, exaggeration: Float(options.exaggeration), patience: first,
      report)
    guard explored, first < most else { return report(most, most, "") }
    moves = [Float](repeating: 0, count: points.count)
    gains = [Float](repeating: 1, count: points.count)
    _ = try descend(
      first..<most, momentum: 0.8, exaggeration: 1, patience: Self.patience, report)
    report(most, most, "")
  }

  /// False where nothing moves any more.
  private mutating func descend(
    _ steps: Range<Int>, momentum: Float, exaggeration: Float, patience: Int, _ report: FitReport
  ) throws -> Bool {
    var (best, bestStep) = (Double.infinity, steps.lowerBound)
    for step in steps {
      try Interrupt.check()
      let slope = try move(momentum: momentum, exaggeration: exaggeration)
      guard (step + 1) % 50 == 0 else { continue }
      let error = EmbeddingKernels.divergence(points, dims: dims, neighbors) + log(whole)
      report(step + 1, options.iterations, "divergence \(Self.short(error))")
      if error < best { (best, bestStep) = (error, step) }
      if step - bestStep > patience { return true }
      if slope <= 1e-7 { return false }
    }
    return true
  }

  private static func short(_ value: Double) -> String {
    "\((value * 1000).rounded() / 1000)"
  }

  /// One step; gives the length of the gradient.
  private mutating func move(momentum: Float, exaggeration: Float) throws -> Double {
    try EmbeddingKernels.attraction(points, dims: dims, neighbors, into: &pulls)
    whole = try EmbeddingKernels.repulsion(points, dims: dims, into: &pushes)
    let push = Float(1 / max(whole, 1e-300))
    var square = 0.0
    for place in points.indices {
      let gradient = 4 * (exaggeration * pulls[place] - push * pushes[place])
      square += Double(gradient) * Double(gradient)
      let gain = moves[place] * gradient < 0 ? gains[place] + 0.2 : gains[place] * 0.8
      gains[place] = max(gain, 0.01)
      moves[place] = momentum * moves[place] - rate * gains[place] * gradient
      points[place] += moves[place]
    }
    return square.squareRoot()
  }

  /// The divergence of the points as they stand.
  func divergence() throws -> Double {
    var forces = pushes
    let whole = try EmbeddingKernels.repulsion(points, dims: dims, into: &forces)
    return EmbeddingKernels.divergence(points, dims: dims, neighbors) + log(whole)
  }
}
