import Tensors

/// A support vector machine: classes apart by the widest margin, of two classes at a time, for
/// more than two each against each by vote.
///
/// The least of ½ ‖w‖² + c Σ max(0, 1 − y (w·φ(x) + b)), by its dual (LIBSVM's method).
public struct SupportVectors: Sendable {
  /// Inner products of rows in the space where the classes are parted.
  public enum Kernel: Sendable, Equatable {
    /// x·y.
    case linear
    /// exp(−gamma ‖x − y‖²); nil takes 1 / (dim · variance of all entries).
    case gaussian(gamma: Double?)
  }

  /// How a fit goes.
  public struct Options: Sendable {
    /// The weight of a row on the wrong side of its margin.
    public var c = 1.0
    /// The inner product.
    public var kernel = Kernel.linear
    /// Ends where the conditions of the least hold within this.
    public var tolerance = 1e-3
    /// As scikit-learn's defaults, but for the kernel.
    public init() {}
  }

  /// The class numbers, ascending.
  public let classes: [Int]
  /// i64, places in the data of the rows that count, ascending.
  public let support: Tensor
  /// Those rows `[vector, dim]`.
  public let vectors: Tensor
  /// Of each pair of classes (0, 1), (0, 2), … (1, 2), … a weight for each vector,
  /// f64 `[pair, vector]`; positive on the side of the first of more than two, else the second.
  public let coefficients: Tensor
  /// f64 `[pair]`.
  public let bias: Tensor
  /// What the kernel's gamma was, nil of the linear one.
  public let gamma: Double?
  /// Pairs of rows that were moved, summed over the pairs of classes.
  public let iterations: Int

  /// Fits rows `[row, dim]` with a class number each.
  /// - Throws: `TensorError` for other shapes, nan or inf, fewer than two classes.
  public init(
    _ x: Tensor, labels: [Int], _ options: Options = Options(),
    report: FitReport = { _, _, _ in }
  ) throws {
    let rows = try Rows.checked(x, "x", function: "svm_fit")
    let (classes, places) = try ClassPlaces.of(labels, rows: rows.shape[0], "svm_fit")
    let wide = try rows.astype(.f64).contiguous()
    let gamma = try Self.gamma(options.kernel, wide)
    let byClass = classes.indices.map { place in places.indices.filter { places[$0] == place } }
    var weights = [[Double]]()
    var (bias, steps) = ([Double](), 0)
    let pairs = classes.count * (classes.count - 1) / 2
    for first in classes.indices {
      for second in classes.indices.dropFirst(first + 1) {
        // With two classes the second is the positive one, as everywhere in scikit-learn.
        let (plus, minus) = classes.count == 2 ? (second, first) : (first, second)
        let members = byClass[plus] + byClass[minus]
        let own = try wide.take(Tensor(ints: members, shape: [members.count])).contiguous()
        let signs = members.indices.map { $0 < byClass[plus].count ? 1.0 : -1.0 }
        let dual = try DualSearch(
          KernelRows(own, gamma: gamma), signs: signs, c: options.c,
          tolerance: options.tolerance)
        try dual.run()
        var row = [Double](repeating: 0, count: places.count)
        for (place, member) in members.enumerated() {
          row[member] = dual.shares[place] * signs[place]
        }
        weights.append(row)
        bias.append(dual.bias)
        steps += dual.steps
        report(weights.count, pairs, "")
      }
    }
    let used = places.indices.filter { row in weights.contains { $0[row] != 0 } }
    self.classes = classes
    support = try Tensor(ints: used, shape: [used.count])
    vectors = try rows.take(support)
    coefficients = try Tensor(
      weights.flatMap { row in used.map { row[$0] } }, shape: [pairs, used.count], dtype: .f64)
    self.bias = try Tensor(bias, shape: [pairs], dtype: .f64)
    self.gamma = gamma
    iterations = steps
  }

  private static func gamma(_ kernel: Kernel, _ rows: Tensor) throws -> Double? {
    switch kernel {
    case .linear: return nil
    case .gaussian(let gamma?): return gamma
    case .gaussian(nil):
      let spread = try rows.var().item()
      return spread > 0 ? 1 / (Double(rows.shape[1]) * spread) : 1
    }
  }

  /// The weights `[pair, dim]` of the linear kernel; nil of another.
  public var weights: Tensor? {
    get throws {
      gamma == nil ? try coefficients.matmul(vectors.astype(.f64)) : nil
    }
  }

  /// Of each row its value for each pair of classes, f64 `[row, pair]`.
  private func decisions(_ x: Tensor) throws -> Tensor {
    let rows = try Rows.fitting(x, dim: vectors.shape[1], function: "svm_fit").astype(.f64)
    var parts: [Tensor] = []
    try Rows.blocks(rows.shape[0], width: vectors.shape[0] + rows.shape[1]) { range in
      let block = try Rows.part(rows, range)
      let products: Tensor
      if let gamma {
        products = try (block.squaredDistances(to: vectors.astype(.f64)) * -gamma).exp()
      } else {
        products = try block.matmul(vectors.astype(.f64).swapAxes(0, 1))
      }
      parts.append(try products.matmul(coefficients.swapAxes(0, 1)) + bias)
    }
    return parts.isEmpty
      ? try Tensor.zeros([0, bias.count], dtype: .f64) : try Tensor.concat(parts)
  }

  /// Of two classes the distance from the boundary in margins, positive for the second, `[row]`;
  /// of more the votes for each class, and the sum of its values squeezed into ±⅓, `[row, class]`.
  public func scores(_ x: Tensor) throws -> Tensor {
    let decisions = try decisions(x)
    if classes.count == 2 { return try decisions.indexed([.ellipsis, .at(0)]) }
    let (votes, sums) = counted(decisions)
    var out = votes
    for place in out.indices { out[place] += sums[place] / (3 * (abs(sums[place]) + 1)) }
    return try Tensor(out, shape: [decisions.shape[0], classes.count], dtype: .f64)
  }

  /// The class number of each row, i64 `[row]`.
  public func callAsFunction(_ x: Tensor) throws -> Tensor {
    let decisions = try decisions(x)
    let count = classes.count
    if count == 2 {
      let numbers = decisions.doubles().map { classes[$0 > 0 ? 1 : 0] }
      return try Tensor(ints: numbers, shape: [numbers.count])
    }
    let (votes, _) = counted(decisions)
    let numbers = (0..<decisions.shape[0]).map { row in
      var best = 0
      for place in 1..<count where votes[row * count + place] > votes[row * count + best] {
        best = place
      }
      return classes[best]
    }
    return try Tensor(ints: numbers, shape: [numbers.count])
  }

  /// Votes and sums of values for each class, row by row.
  private func counted(_ decisions: Tensor) -> (votes: [Double], sums: [Double]) {
    let (values, count, pairs) = (decisions.doubles(), classes.count, bias.count)
    var votes = [Double](repeating: 0, count: decisions.shape[0] * count)
    var sums = votes
    for row in 0..<decisions.shape[0] {
      var pair = 0
      for first in 0..<count {
        for second in first + 1..<count {
          let value = values[row * pairs + pair]
          votes[row * count + (value > 0 ? first : second)] += 1
          sums[row * count + first] += value
          sums[row * count + second] -= value
          pair += 1
        }
      }
    }
    return (votes, sums)
  }
}
