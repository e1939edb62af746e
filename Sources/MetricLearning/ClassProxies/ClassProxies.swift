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

  /// Sizes for weights to own, weights, or neither (then the loss cannot be computed).
  public init(
    classes: Int? = nil, dimension: Int? = nil, centers: Int = 1, weights: Tensor? = nil
  ) {
    self.classes = classes
    self.dimension = dimension
    self.centers = centers
    self.weights = weights
  }

  /// The shape of the weights that the loss owns; nil where they come with the data.
  public var shape: [Int]? {
    guard let classes, let dimension, weights == nil else { return nil }
    return centers == 1 ? [classes, dimension] : [classes, centers, dimension]
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
          + "weights=w of shape [class, dim] with the data")
    }
    let isFitting =
      weights.rank == (centers == 1 ? 2 : 3) && weights.shape[0] > 0
      && weights.shape.last == embeddings.shape[1]
      && (centers == 1 || weights.shape[1] == centers)
    guard isFitting else {
      let shape = centers == 1 ? "[class, " : "[class, \(centers), "
      throw LossError(
        "shape",
        "\(loss): for embeddings \(embeddings.shape) the weights must be \(shape)"
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
  static let weightsParameter = Instance<Tensor?>(
    "weights", accepts: "a tensor [class, dim], or none", defaultText: "none", passing: .named,
    default: { .some(nil) },
    convert: { argument in
      switch argument {
      case .none: .some(nil)
      case .object(let object, _): (object as? Tensor).map { .some($0) }
      case .list(let rows): tensor(of: rows).map { .some($0) }
      case .bool, .integer, .number, .text: nil
      }
    })

  /// Nested lists of numbers as an f32 tensor; nil for anything else.
  private static func tensor(of items: [Argument]) -> Tensor? {
    var values: [Double] = []
    guard let shape = append(items, to: &values) else { return nil }
    return try? Tensor(values, shape: shape, dtype: .f32)
  }

  /// Adds the numbers of nested lists.
  /// - Returns: their shape, nil where they have none.
  private static func append(_ items: [Argument], to values: inout [Double]) -> [Int]? {
    var inner: [Int]?
    for (place, item) in items.enumerated() {
      var shape: [Int]? = []
      switch item {
      case .integer(let number): values.append(Double(number))
      case .number(let number): values.append(number)
      case .list(let items): shape = append(items, to: &values)
      case .none, .bool, .text, .object: return nil
      }
      guard let shape, place == 0 || shape == inner else { return nil }
      inner = shape
    }
    return inner.map { [items.count] + $0 }
  }
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
