import Catalog
import Tensors

/// Contrastive loss of pairs.
///
///     squared   ½ D²               ½ max(0, m − D)²
///     linear    max(0, D − m⁺)     max(0, m⁻ − D)
///
/// for a pair of one class, and of two.
public struct ContrastiveLoss: Loss {
  /// The two forms of the terms.
  public enum Form: String, Sendable, CaseIterable {
    /// Hadsell's, with the mean over all pairs.
    case squared
    /// Hinges; the mean of those > 0 of each kind of pair, added.
    case linear
  }

  /// Entry and data.
  public static let maker = LossMaker(
    entry, takes: [.labels, .pairs],
    "embeddings and labels (z, y), or pairs and whether each is of one class (a, b, same)")

  private static let entry = Entry<any Loss>(
    "contrastive", Number("margin", .above(0), default: 1, passing: .named),
    Choice("form", Form.allCases.map(\.rawValue), default: "squared"),
    OptionalNumber("pos_margin"), OptionalNumber("neg_margin"), Measure.distanceParameter,
    Measure.similarityParameter, Flag("normalize"), OptionalReduction(defaultText: "by the form"),
    summary: "Pulls pairs of one class together and pushes others apart up to a margin.",
    details: """
      form="squared": ½ D² for a pair of one class, ½ max(0, margin − D)² for another, mean over
      the pairs i < j. form="linear": max(0, D − pos_margin) and max(0, neg_margin − D), 0 and 1
      unless given; each kind has the mean of its terms > 0, and the two are added. With a
      similarity (linear only) max(0, pos_margin − s) and max(0, s − neg_margin), 1 and 0 unless
      given. Rows are taken as given unless normalize=true. contrastive(a, b, same): row i of a
      and row i of b are a pair, same[i] is 1 for one class. Nothing of size rows² is held.
      """,
    example: Example(
      "contrastive([[0.0, 0.0], [0.6, 0.8]], [[0.0, 2.0], [0.6, 0.4]], [1, 0])",
      prints: "1.09"),
    source: Citation(
      "Hadsell et al.", 2006, "Dimensionality Reduction by Learning an Invariant Mapping",
      "doi.org/10.1109/CVPR.2006.100"),
    related: ["triplet", "multi_similarity"]
  ) { margin, form, positive, negative, distance, similarity, normalizes, reduction in
    let form = Form(rawValue: form) ?? .squared
    let measure = try Measure.given(
      distance: distance, similarity: similarity, default: .euclidean, function: "contrastive")
    return try ContrastiveLoss(
      margin: margin, form: form, positiveMargin: positive, negativeMargin: negative,
      options: TupleOptions(
        measure: measure, normalizes: normalizes,
        reduction: reduction ?? form.usualReduction))
  }

  /// m of the squared form.
  public let margin: Double
  /// The form of the terms.
  public let form: Form
  /// m⁺ and m⁻ of the linear form, where they are given.
  public let positiveMargin: Double?
  /// See `positiveMargin`.
  public let negativeMargin: Double?
  /// Measure, normalization, reduction.
  public let options: TupleOptions

  /// The loss with these options.
  /// - Throws: `LossError` for a similarity in the squared form.
  public init(
    margin: Double = 1, form: Form = .squared, positiveMargin: Double? = nil,
    negativeMargin: Double? = nil, options: TupleOptions = TupleOptions(normalizes: false)
  ) throws(LossError) {
    guard form == .linear || options.measure.isDistance else {
      throw LossError(
        "value", "contrastive: \(options.measure.argument) goes with form=\"linear\" only",
        hint: "squared distances between unit rows are 2 − 2 cosine")
    }
    self.margin = margin
    self.form = form
    self.positiveMargin = positiveMargin
    self.negativeMargin = negativeMargin
    self.options = options
  }

  private var arguments: [String] {
    var result = changed(("margin", margin, 1))
    if form == .linear { result.append("form=\"linear\"") }
    if let positiveMargin { result.append("pos_margin=\(shortest(positiveMargin))") }
    if let negativeMargin { result.append("neg_margin=\(shortest(negativeMargin))") }
    return result
      + options.arguments(usual: TupleOptions(normalizes: false, reduction: form.usualReduction))
  }

  /// How tables and legends name it.
  public var name: String { (["Contrastive"] + arguments).joined(separator: " ") }
  /// The maker's call as it would be typed.
  public var call: String { "contrastive(\(arguments.joined(separator: ", ")))" }

  /// The value for data of the forms that the entry names.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    switch data {
    case .labeled(let embeddings, let labels):
      return try options.value(embeddings, labels: labels, terms, loss: "contrastive")
    case .pairs(let first, let second, let same):
      _ = try LossData.checkedViews([first, second], loss: "contrastive")
      guard same.count == first.shape[0] else {
        throw LossError(
          "shape",
          "contrastive: takes one entry of same= a pair, got \(first.shape[0]) pairs and "
            + "\(same.count)")
      }
      return try value(
        options.measure.rowwise(first, second, normalize: options.normalizes), same)
    case .views, .negatives, .triplets: throw maker.wrongForm()
    }
  }

  /// The value of pairs of these closenesses.
  private func value(_ closeness: Tensor, _ same: [Bool]) throws -> Tensor {
    let ones = try Tensor(
      same.map { $0 ? 1 : 0 }, shape: [same.count], dtype: closeness.dtype)
    let others = try ones.neg().adding(.float(1))
    let terms = terms
    let floor = Scalar.float(0)
    let near = try closeness.neg().adding(.float(terms.positive)).maximum(floor)
    let far = try closeness.subtracting(.float(terms.negative)).maximum(floor)
    let isSquared = form == .squared
    let pulls = try (isSquared ? near.square().multiplying(.float(0.5)) : near).multiplying(ones)
    let pushes = try (isSquared ? far.square().multiplying(.float(0.5)) : far)
      .multiplying(others)
    guard !isSquared, options.reduction == .mean || options.reduction == .meanOfNonzero else {
      return try options.reduction.applied(to: pulls + pushes)
    }
    func mean(_ terms: Tensor, _ count: Int) throws -> Tensor {
      options.reduction == .mean
        ? try terms.sum().dividing(.float(Double(max(count, 1))))
        : try Reduction.meanOfNonzero.applied(to: terms)
    }
    let positives = same.reduce(0) { $0 + ($1 ? 1 : 0) }
    return try mean(pulls, positives) + mean(pushes, same.count - positives)
  }

  private var terms: PairTerms {
    guard form == .linear else {
      return PairTerms(positive: 0, negative: -margin, isSquared: true)
    }
    let sign: Double = options.measure.isDistance ? -1 : 1
    return PairTerms(
      positive: sign * (positiveMargin ?? (options.measure.isDistance ? 0 : 1)),
      negative: sign * (negativeMargin ?? (options.measure.isDistance ? 1 : 0)),
      isSquared: false)
  }
}

extension ContrastiveLoss.Form {
  var usualReduction: Reduction { self == .squared ? .mean : .meanOfNonzero }
}

/// Hinges x or ½ x² of what a closeness lacks to `positive` or has above `negative`.
private struct PairTerms: AnchorTerms {
  let positive: Double
  let negative: Double
  let isSquared: Bool
  var takesPairsOnce: Bool { true }

  /// Positive pairs are one part of the sum, negative ones another, unless all have one mean.
  private var negativePart: Int { isSquared ? 0 : 1 }

  func add<Element: ContrastElement>(_ row: AnchorRow<Element>, to sum: inout TermSum) {
    if sum.list != nil { return list(row, to: &sum) }
    for closeness in row.positiveCloseness { sum.add(term(positive - Double(closeness))) }
    let limit = Element(negative)
    var (total, count, nonzero): (Element, Int32, Int32) = (0, 0, 0)
    for column in row.index + 1..<max(row.count, row.index + 1) {
      let closeness = row.negatives[column]
      let excess = max(closeness - limit, 0)
      total += isSquared ? excess * excess / 2 : excess
      count &+= closeness > -.infinity ? 1 : 0
      nonzero &+= excess > 0 ? 1 : 0
    }
    sum.add(
      sum: Double(total), count: Double(count), nonzero: Double(nonzero), part: negativePart)
  }

  /// One term a pair, in the order of the pairs.
  private func list<Element: ContrastElement>(_ row: AnchorRow<Element>, to sum: inout TermSum) {
    var place = 0
    for column in row.index + 1..<max(row.count, row.index + 1) {
      if place < row.positives.count, row.positives[place] == column {
        sum.add(term(positive - Double(row.positiveCloseness[place])))
        place += 1
      } else {
        sum.add(term(Double(row.negatives[column]) - negative))
      }
    }
  }

  private func term(_ excess: Double) -> Double {
    let hinge = max(excess, 0)
    return isSquared ? hinge * hinge / 2 : hinge
  }

  func writeGradient<Element: ContrastElement>(
    _ row: AnchorRow<Element>, weights: TermWeights
  ) throws {
    let limit = Element(negative)
    for column in 0..<row.count {
      let excess = max(row.negatives[column] - limit, 0)
      let slope = isSquared ? excess : excess > 0 ? 1 : 0
      row.negatives[column] = slope
    }
    if weights.list == nil {
      let weight = Element(weights(0, part: negativePart))
      for column in 0..<row.count { row.negatives[column] *= weight }
    } else {
      for column in row.index + 1..<max(row.count, row.index + 1) {
        row.negatives[column] *= Element(weights(column - row.index - 1))
      }
    }
    for (column, closeness) in zip(row.positives, row.positiveCloseness) {
      let excess = max(positive - Double(closeness), 0)
      let slope = isSquared ? excess : excess > 0 ? 1 : 0
      row.negatives[column] = Element(-weights(column - row.index - 1) * slope)
    }
  }
}
