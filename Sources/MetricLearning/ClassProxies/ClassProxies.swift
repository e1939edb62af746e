import Catalog
import Tensors

/// The class weights of a loss: given with the data, or owned by the loss, which then knows their
/// shape.
public struct ClassProxies: Sendable {
  /// Number of classes, where the loss owns their weights.
  public let classes: Int?
  /// Length of an embedding, where the loss owns the weights.
  public let dimension: Int?
  /// Weights a class.
  public let centers: Int
  /// `[class, dimension]`, or `[class, center, dimension]` for several centers.
  public var weights: Tensor?
  /// The name of the option that gives them.
  public let option: String
  /// Whether a single center a class has an axis of its own too.
  private let keepsCenterAxis: Bool

  /// Sizes for weights to own, weights, or neither (then the loss cannot be computed).
  public init(
    classes: Int? = nil, dimension: Int? = nil, centers: Int = 1, weights: Tensor? = nil,
    option: String = "weights", keepsCenterAxis: Bool = false
  ) {
    self.classes = classes
    self.dimension = dimension
    self.centers = centers
    self.weights = weights
    self.option = option
    self.keepsCenterAxis = keepsCenterAxis
  }

  private var hasCenterAxis: Bool { centers > 1 || keepsCenterAxis }

  /// The shape of the weights that the loss owns; nil where they come with the data.
  public var shape: [Int]? {
    guard let classes, let dimension, weights == nil else { return nil }
    return hasCenterAxis ? [classes, centers, dimension] : [classes, dimension]
  }

  /// The first weights: normal with variance 2 / (classes + dimension), Glorot's.
  public func initialWeights(using generator: inout RandomGenerator) throws -> Tensor? {
    guard let shape, let classes, let dimension else { return nil }
    let spread = (2 / Double(classes + dimension)).squareRoot()
    return try generator.normal(shape, mean: 0, deviation: spread, dtype: .f32)
  }

  /// The options as typed.
  func arguments(centers fallback: Int) -> [String] {
    (classes.map { ["classes=\($0)"] } ?? []) + (dimension.map { ["dim=\($0)"] } ?? [])
      + (centers == fallback ? [] : ["sub_centers=\(centers)"])
  }

  /// The weights as rows `[class · center, dimension]` for these embeddings and labels.
  /// - Throws: `LossError` where there are none, or shapes or labels do not fit.
  func rows(for embeddings: Tensor, labels: [Int], loss: String) throws -> Tensor {
    try LossData.checkRows(embeddings, "the embeddings", loss: loss)
    guard let weights else {
      throw LossError(
        "value", "\(loss): has no class weights",
        hint: "make it with its sizes, \(loss)(classes=10, dim=\(embeddings.shape[1])), or give "
          + "\(option)=w of shape [class, dim] with the data")
    }
    let isFitting =
      weights.rank == (hasCenterAxis ? 3 : 2) && weights.shape[0] > 0
      && weights.shape.last == embeddings.shape[1]
      && (!hasCenterAxis || weights.shape[1] == centers)
    guard isFitting else {
      let shape = hasCenterAxis ? "[class, \(centers), " : "[class, "
      throw LossError(
        "shape",
        "\(loss): for embeddings \(embeddings.shape) the \(option) must be \(shape)"
          + "\(embeddings.shape[1])], got \(weights.shape)")
    }
    guard labels.count == embeddings.shape[0] else {
      throw LossError(
        "shape",
        "\(loss): takes one label a row, got \(embeddings.shape[0]) rows and "
          + "\(labels.count) labels")
    }
    if let label = labels.first(where: { !(0..<weights.shape[0]).contains($0) }) {
      throw LossError(
        "value", "\(loss): labels are 0…\(weights.shape[0] - 1), got \(label)",
        hint: "label_ids(y) numbers the classes from 0")
    }
    return try weights.reshape([weights.shape[0] * centers, embeddings.shape[1]])
  }

  static let classesParameter = SizeOption("classes")
  static let dimensionParameter = SizeOption("dim")
  static func centersParameter(_ fallback: Int) -> Integer {
    Integer("sub_centers", .atLeast(1), default: fallback, passing: .named)
  }
  static let weightsParameter = TensorOption(
    "weights", accepts: "a tensor [class, dim], or none")
  static let proxiesParameter = TensorOption(
    "proxies", accepts: "a tensor [class, dim], or none")

  /// The words of help on weights that come as this option.
  static func text(_ option: String) -> String {
    "Made with classes= and dim= it owns its weights, loss.params, and an optimizer of [model, "
      + "loss] trains both; or give \(option)=w with the data. Memory grows with batch × classes."
  }

  /// The cosine of each row and each class's proxy, `[batch, class]`.
  func cosines(with embeddings: Tensor, labels: [Int], loss: String) throws -> Tensor {
    let weights = try rows(for: embeddings, labels: labels, loss: loss)
    return try normalizedRows(embeddings).matmul(normalizedRows(weights).swapAxes(0, 1))
  }

  /// Whether a class is the row's, bool `[batch, class]`.
  static func ownPlaces(_ labels: [Int], classes: Int) throws -> Tensor {
    try labels.column().equal(Tensor.arange(ints: 0, classes))
  }
}

extension [Int] {
  /// As an i64 column `[n, 1]`.
  func column() throws(TensorError) -> Tensor { try Tensor(ints: self, shape: [count, 1]) }
}

/// A loss with class weights.
public protocol ProxyLoss: Loss {
  /// Its weights, or their sizes.
  var proxies: ClassProxies { get set }
}

extension ProxyLoss {
  /// The same loss with these weights.
  public func with(weights: Tensor) -> Self {
    var copy = self
    copy.proxies.weights = weights
    return copy
  }
}

/// A whole number ≥ 1 that may be left out.
struct SizeOption: Parameter {
  let description: ParameterDescription
  private let integer: Integer

  init(_ name: String) {
    integer = Integer(name, .atLeast(1))
    description = ParameterDescription(
      name, accepts: integer.description.accepts + " or none", defaultText: "none",
      passing: .named)
  }

  func read(_ argument: Argument?) throws(ArgumentError) -> Int? {
    guard let argument else { return nil }
    if case .none = argument { return nil }
    return try integer.read(argument)
  }
}
