import Glibc
import Tensors

/// The rows of a k-means fit, and passes over them.
struct CenterSearch {
  /// Where a run ended.
  struct Run {
    var centers: Tensor
    var labels: Tensor
    var inertia: Double
    var iterations: Int
  }

  private let rows: Tensor
  private let options: KMeans.Options
  /// The sum of squared movements below which a run ends.
  private let limit: Double

  init(_ rows: Tensor, _ options: KMeans.Options) throws {
    self.rows = rows
    self.options = options
    let spread = try Rows.variances(rows)
    limit = options.tolerance * spread.reduce(0, +) / Double(spread.count)
  }

  // MARK: start

  /// Greedy k-means++: each next center is, of 2 + ln k rows drawn with probability by their
  /// squared distance to the nearest center so far, the one that leaves the least sum.
  func spread(_ k: Int, using generator: inout RandomGenerator) throws -> Tensor {
    let count = rows.shape[0]
    let trials = 2 + Int(log(Double(k)))
    var chosen = [try generator.uniformInts(0, count, [1]).itemInt()]
    var nearest = try distances(to: chosen)
    while chosen.count < k {
      try Interrupt.check()
      let sums = try nearest.astype(.f64).cumsum(axis: 1).ravel()
      let total = try sums.indexed([.at(-1)]).item()
      let draws = try generator.uniform([trials], dtype: .f64) * total
      let places = try sums.searchSorted(draws).clip(0, .int(count - 1))
      let tried = try distances(to: places.ints()).minimum(nearest)
      let left = try tried.astype(.f64).sum(axes: [1])
      let best = try left.argmin().itemInt()
      chosen.append(places.ints()[best])
      nearest = try Rows.part(tried, best..<best + 1)
    }
    return try rows.take(Tensor(ints: chosen, shape: [k]))
  }

  /// Squared distances of all rows to those in `places`, `[place, row]`.
  private func distances(to places: [Int]) throws -> Tensor {
    let few = try rows.take(Tensor(ints: places, shape: [places.count]))
    return try few.squaredDistances(to: rows).maximum(0)
  }

  // MARK: passes

  /// Moves centers to the means of their rows until they stay.
  func run(from start: Tensor, _ report: (Int, String) -> Void) throws -> Run {
    var centers = start
    var known: [Int]?
    var step = 0
    var isSettled = false
    while step < options.iterations, !isSettled {
      let pass = try sums(around: centers)
      step += 1
      let moved = try means(pass, old: centers)
      let shift = try (moved.astype(.f64) - centers.astype(.f64)).square().sum().item()
      centers = moved
      isSettled = known == pass.labels || shift <= limit
      known = pass.labels
      report(step, "")
    }
    let labels = try CenterSearch.assign(rows, to: centers)
    return Run(
      centers: centers, labels: labels, inertia: try inertia(labels, centers), iterations: step)
  }

  private struct Pass {
    var labels: [Int] = []
    var sums: Tensor
    var counts: [Double]
  }

  /// Labels by the nearest center, and sums and counts of the rows of each.
  private func sums(around centers: Tensor) throws -> Pass {
    let k = centers.shape[0]
    var pass = Pass(
      sums: try Tensor.zeros([k, rows.shape[1]], dtype: .f64),
      counts: [Double](repeating: 0, count: k))
    let lengths = try Rows.squares(centers)
    try Rows.blocks(rows.shape[0], width: k + rows.shape[1]) { range in
      let block = try Rows.part(rows, range)
      let labels = try CenterSearch.closeness(block, centers, lengths).argmin(axis: 1)
      pass.sums = try pass.sums + block.astype(.f64).segmentSum(labels, count: k)
      pass.labels += labels.ints()
    }
    for label in pass.labels { pass.counts[label] += 1 }
    return pass
  }

  /// The means; a center without rows takes the row that is farthest from its own.
  private func means(_ pass: Pass, old centers: Tensor) throws -> Tensor {
    let (k, dim) = (centers.shape[0], centers.shape[1])
    var (sums, counts) = (pass.sums.doubles(), pass.counts)
    let empty = counts.indices.filter { counts[$0] == 0 }
    if !empty.isEmpty {
      let labels = try Tensor(ints: pass.labels, shape: [pass.labels.count])
      let far = try squaredDistances(labels, centers).topk(empty.count).indices.ints()
      for (center, row) in zip(empty, far) {
        let values = try rows.indexed([.at(row)]).doubles()
        let owner = pass.labels[row]
        for column in 0..<dim {
          sums[owner * dim + column] -= values[column]
          sums[center * dim + column] = values[column]
        }
        counts[owner] -= 1
        counts[center] = 1
      }
    }
    let previous = centers.doubles()
    var means = sums
    for place in means.indices {
      let count = counts[place / dim]
      means[place] = count > 0 ? sums[place] / count : previous[place]
    }
    return try Tensor(means, shape: [k, dim], dtype: rows.dtype)
  }

  /// Of each row, the squared distance to its center, f64 `[row]`.
  private func squaredDistances(_ labels: Tensor, _ centers: Tensor) throws -> Tensor {
    var parts: [Tensor] = []
    try Rows.blocks(rows.shape[0], width: rows.shape[1]) { range in
      let own = try centers.take(Rows.part(labels, range)).astype(.f64)
      parts.append(try Rows.squares(Rows.part(rows, range).astype(.f64) - own))
    }
    return try Tensor.concat(parts)
  }

  private func inertia(_ labels: Tensor, _ centers: Tensor) throws -> Double {
    try squaredDistances(labels, centers).sum().item()
  }

  /// ‖c‖² − 2 x·c: squared distances but for what is the same for all centers.
  private static func closeness(
    _ block: Tensor, _ centers: Tensor, _ lengths: Tensor
  ) throws -> Tensor {
    try lengths - 2 * block.matmul(centers.swapAxes(0, 1))
  }

  /// The nearest center of each row.
  static func assign(_ rows: Tensor, to centers: Tensor) throws -> Tensor {
    let lengths = try Rows.squares(centers)
    var parts: [Tensor] = []
    try Rows.blocks(rows.shape[0], width: centers.shape[0] + rows.shape[1]) { range in
      parts.append(
        try closeness(Rows.part(rows, range), centers, lengths).argmin(axis: 1))
    }
    return parts.isEmpty ? try Tensor.zeros([0], dtype: .i64) : try Tensor.concat(parts)
  }
}
