import Tensors

/// Classification by a linear model of the log-odds, with a penalty on the size of the weights:
/// the least of ½ ‖w‖² + c Σ −ln p(class of the row), whose bias is free of the penalty.
///
/// For two classes one row of weights gives the log-odds of the second; for more each class has a
/// row and p is their softmax.
public struct LogisticRegression: Sendable {
  /// How a fit goes.
  public struct Options: Sendable {
    /// The weight of the data beside the penalty.
    public var c = 1.0
    /// Steps of Newton's method at most.
    public var iterations = 100
    /// Ends where no entry of the gradient of the objective, divided by c · rows, is larger.
    public var tolerance = 1e-8
    /// Whether there is a bias.
    public var hasBias = true
    /// scikit-learn's defaults, but for a finer tolerance.
    public init() {}
  }

  /// `[class, dim]`, for two classes `[1, dim]`, in the rows' dtype.
  public let weights: Tensor
  /// `[class]`, for two classes `[1]`.
  public let bias: Tensor
  /// The class numbers, ascending.
  public let classes: [Int]
  /// Steps taken.
  public let iterations: Int
  /// Whether the fit ended by its tolerance.
  public let isConverged: Bool

  /// Fits rows `[row, dim]` with a class number each.
  /// - Throws: `TensorError` for other shapes, nan or inf, fewer than two classes.
  public init(
    _ x: Tensor, labels: [Int], _ options: Options = Options(),
    report: FitReport = { _, _, _ in }
  ) throws {
    let rows = try Rows.checked(x, "x", function: "logistic_fit")
    let (classes, places) = try ClassPlaces.of(labels, rows: rows.shape[0], "logistic_fit")
    let wide = try rows.astype(.f64)
    let design =
      options.hasBias
      ? try Tensor.concat([wide, Tensor.ones([wide.shape[0], 1], dtype: .f64)], axis: 1) : wide
    let weight = 1 / (options.c * Double(rows.shape[0]))
    let search = NewtonSearch(iterations: options.iterations, tolerance: options.tolerance)
    let start = try Tensor.zeros(
      [classes.count == 2 ? 1 : classes.count, design.shape[1]], dtype: .f64)
    let told: (Int) -> Void = { report($0, options.iterations, "") }
    let penalty = try Penalty(
      weight: weight, columns: design.shape[1], hasBias: options.hasBias)
    let result =
      classes.count == 2
      ? try search.run(
        TwoClassLogistic(design, places, penalty), from: start, told)
      : try search.run(
        ManyClassLogistic(design, places, classes.count, penalty), from: start, told)
    report(options.iterations, options.iterations, "")
    let dim = wide.shape[1]
    weights = try result.point.indexed([.ellipsis, .slice(start: 0, end: dim, step: 1)])
      .astype(rows.dtype).contiguous()
    bias =
      options.hasBias
      ? try result.point.indexed([.ellipsis, .at(dim)]).astype(rows.dtype).contiguous()
      : try Tensor.zeros([start.shape[0]], dtype: rows.dtype)
    self.classes = classes
    iterations = result.iterations
    isConverged = result.isConverged
  }

  /// Log-odds of the second of two classes `[row]`, or logits `[row, class]`.
  public func scores(_ x: Tensor) throws -> Tensor {
    let rows = try Rows.fitting(x, dim: weights.shape[1], function: "logistic_fit")
    let logits = try rows.matmul(weights.swapAxes(0, 1)) + bias
    return classes.count == 2 ? try logits.indexed([.ellipsis, .at(0)]) : logits
  }

  /// The probability of each class, `[row, class]`.
  public func probabilities(_ x: Tensor) throws -> Tensor {
    let logits = try scores(x)
    guard classes.count == 2 else { return try logits.softmax(axis: 1) }
    return try Tensor.stack([logits.neg().sigmoid(), logits.sigmoid()], axis: 1)
  }

  /// The likeliest class number of each row, i64 `[row]`.
  public func callAsFunction(_ x: Tensor) throws -> Tensor {
    let logits = try scores(x)
    let places =
      classes.count == 2
      ? try logits.greater(0).astype(.i64)
      : logits.shape[0] == 0
        ? try Tensor.zeros([0], dtype: .i64) : try logits.argmax(axis: 1)
    return try Tensor(ints: classes, shape: [classes.count]).take(places)
  }
}

/// The different classes of labels.
enum ClassPlaces {
  /// The class numbers, ascending, and for each label its place among them.
  static func of(
    _ labels: [Int], rows: Int, _ function: String
  ) throws(TensorError) -> (classes: [Int], places: [Int]) {
    guard labels.count == rows else {
      throw .shape(
        "\(function): 'y' must have a label for each of \(rows) rows, got \(labels.count)")
    }
    let classes = Set(labels).sorted()
    guard classes.count > 1 else {
      throw .value("\(function): 'y' must hold at least two classes, got \(classes.count)")
    }
    var place: [Int: Int] = [:]
    for (index, label) in classes.enumerated() { place[label] = index }
    return (classes, labels.map { place[$0] ?? 0 })
  }
}
