import Catalog
import Tensors

/// How two embeddings are compared: by a distance, small for alike, or a similarity, large for
/// alike. Losses see both as *closeness*, a similarity or minus a distance.
public enum Measure: String, Sendable, CaseIterable {
  case euclidean
  case squaredEuclidean = "squared_euclidean"
  case cosine
  case dot

  /// Whether it is small for what is alike.
  public var isDistance: Bool { self == .euclidean || self == .squaredEuclidean }

  /// Whether rows are divided by their norms for it.
  func normalizes(_ isAsked: Bool) -> Bool { self == .cosine || isAsked }

  /// As an option: `distance="euclidean"`, `similarity="cosine"`.
  var argument: String { "\(isDistance ? "distance" : "similarity")=\"\(rawValue)\"" }

  /// The parameter `distance=`.
  public static let distanceParameter = MeasureOption(
    "distance", allCases.filter { $0.isDistance })
  /// The parameter `similarity=`.
  public static let similarityParameter = MeasureOption(
    "similarity", allCases.filter { !$0.isDistance })

  /// The measure of a call with these two options.
  /// - Throws: `LossError` where both are given.
  public static func given(
    distance: Measure?, similarity: Measure?, default fallback: Measure, function: String
  ) throws(LossError) -> Measure {
    if let distance, let similarity {
      throw LossError(
        "value",
        "\(function): takes 'distance' or 'similarity', not both, got \(distance.argument) and "
          + similarity.argument)
    }
    return distance ?? similarity ?? fallback
  }

  /// The closeness of row i of one tensor and row i of the other, `[batch]`; differentiable.
  func rowwise(_ a: Tensor, _ b: Tensor, normalize: Bool) throws -> Tensor {
    let (a, b) =
      normalizes(normalize) ? (try normalizedRows(a), try normalizedRows(b)) : (a, b)
    return switch self {
    case .euclidean: try a.subtracting(b).norm(axes: [-1]).neg()
    case .squaredEuclidean: try a.subtracting(b).square().sum(axes: [-1]).neg()
    case .cosine, .dot: try a.multiplying(b).sum(axes: [-1])
    }
  }
}

/// A measure by its name, or none.
public struct MeasureOption: Parameter {
  /// What help and checks say of it.
  public let description: ParameterDescription
  private let measures: [Measure]

  init(_ name: String, _ measures: [Measure]) {
    self.measures = measures
    let words = measures.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    description = ParameterDescription(
      name, accepts: "one of \(words), or none", defaultText: "none", passing: .named)
  }

  /// Decodes an argument.
  public func read(_ argument: Argument?) throws(ArgumentError) -> Measure? {
    guard let argument else { return nil }
    if case .none = argument { return nil }
    guard case .text(let word) = argument else { throw wrongType(argument) }
    guard let measure = measures.first(where: { $0.rawValue == word }) else {
      throw wrongValue(argument)
    }
    return measure
  }
}
