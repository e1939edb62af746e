import Catalog
import Tensors

/// Triplet loss: an anchor is closer to each positive than to each negative, by a margin.
///
///     ℓ = max(0, d(a, p) − d(a, n) + m),  or with `isSoft`  log(1 + e^{d(a, p) − d(a, n) + m})
public struct TripletLoss: Loss {
  /// Which triplets of a batch count.
  public enum Choice: String, Sendable, CaseIterable {
    /// Every one.
    case all
    /// Those whose negative is no farther than the positive.
    case hard
    /// Those whose negative is farther than the positive, by at most the margin.
    case semiHard = "semi_hard"
    /// The others: farther by more than the margin.
    case easy
    /// One an anchor: its farthest positive and its nearest negative.
    case batchHard = "batch_hard"
    /// One a positive pair: the nearest negative beyond the positive, else the farthest of all.
    case facenet

    var usualReduction: Reduction {
      self == .batchHard || self == .facenet ? .mean : .meanOfNonzero
    }
  }

  /// Entry and data.
  public static let maker = LossMaker(
    entry, takes: [.labels, .triplets],
    "embeddings and labels (z, y), or anchors, positives and negatives (a, p, n)")

  private static let entry = Entry<any Loss>(
    "triplet", Number("margin", .atLeast(0), default: 0.2, passing: .named),
    Catalog.Choice("miner", Choice.allCases.map(\.rawValue), default: "all"), Flag("soft"),
    Measure.distanceParameter, Measure.similarityParameter, ContrastOptions.normalizeParameter,
    OptionalReduction(defaultText: "by the miner"),
    summary: "Holds each row nearer to its own class than to others, by a margin.",
    details: """
      max(0, d(a, p) − d(a, n) + margin) over triplets of an anchor, a positive and a negative;
      soft=true takes log(1 + e^x) of the difference in place of max(0, x). d is the Euclidean
      distance unless distance= or similarity= says otherwise (a similarity counts as −d).
      miner: "all" triplets; "hard" d(a, n) ≤ d(a, p); "semi_hard" d(a, p) < d(a, n) ≤ d(a, p) +
      margin; "easy" the rest: mean of the terms > 0. "batch_hard": an anchor's farthest positive
      and nearest negative; "facenet": for each positive pair the nearest negative beyond it,
      else the farthest: mean of all. triplet(a, p, n): row i of each is a triplet, mean of all.
      Nothing of size rows² is held.
      """,
    example: Example(
      "triplet([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0], [-1.0, 0.0]], [0, 0, 1, 1], margin=0.5)",
      prints: "0.6672722"),
    source: Citation(
      "Hermans et al.", 2017, "In Defense of the Triplet Loss",
      "arxiv.org/abs/1703.07737"),
    related: ["contrastive", "multi_similarity", "circle_loss"]
  ) { margin, choice, isSoft, distance, similarity, normalizes, reduction in
    let choice = Choice(rawValue: choice) ?? .all
    return TripletLoss(
      margin: margin, choice: choice, isSoft: isSoft,
      options: TupleOptions(
        measure: try Measure.given(
          distance: distance, similarity: similarity, default: .euclidean, function: "triplet"),
        normalizes: normalizes, reduction: reduction ?? choice.usualReduction),
      reduction: reduction)
  }

  /// m, in units of the measure.
  public let margin: Double
  /// Which triplets of a batch count.
  public let choice: Choice
  /// Whether terms are log(1 + e^x).
  public let isSoft: Bool
  /// Measure, normalization, reduction.
  public let options: TupleOptions
  private let reduction: Reduction?

  /// The loss with these options.
  /// - Parameter reduction: as asked for; nil for given triplets' own, the mean.
  public init(
    margin: Double = 0.2, choice: Choice = .all, isSoft: Bool = false,
    options: TupleOptions = TupleOptions(reduction: .meanOfNonzero), reduction: Reduction? = nil
  ) {
    self.margin = margin
    self.choice = choice
    self.isSoft = isSoft
    self.options = options
    self.reduction = reduction
  }

  private var arguments: [String] {
    let usual = TupleOptions(reduction: choice.usualReduction)
    return changed(("margin", margin, 0.2))
      + (choice == .all ? [] : ["miner=\"\(choice.rawValue)\""]) + (isSoft ? ["soft=true"] : [])
      + options.arguments(usual: usual)
  }

  /// How tables and legends name it.
  public var name: String { (["Triplet"] + arguments).joined(separator: " ") }
  /// The maker's call as it would be typed.
  public var call: String { "triplet(\(arguments.joined(separator: ", ")))" }

  /// The value for data of the forms that the entry names.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    switch data {
    case .labeled(let embeddings, let labels):
      switch choice {
      case .all, .hard, .semiHard, .easy:
        return try options.value(
          embeddings, labels: labels,
          EveryTriplet(margin: margin, choice: choice, isSoft: isSoft), loss: "triplet")
      case .batchHard, .facenet:
        return try options.value(
          embeddings, labels: labels,
          ChosenTriplets(margin: margin, choice: choice, isSoft: isSoft), loss: "triplet")
      }
    case .triplets(let anchors, let positives, let negatives):
      _ = try LossData.checkedViews([anchors, positives, negatives], loss: "triplet")
      let near = try options.measure.rowwise(anchors, positives, normalize: options.normalizes)
      let far = try options.measure.rowwise(anchors, negatives, normalize: options.normalizes)
      let excess = try far.subtracting(near).adding(.float(margin))
      return try (reduction ?? .mean).applied(
        to: isSoft ? excess.softplus() : excess.maximum(.float(0)))
    case .views, .negatives, .pairs: throw maker.wrongForm()
    }
  }
}

/// A term of an excess x, and its derivative.
private func hinge(_ x: Double, isSoft: Bool) -> (term: Double, slope: Double) {
  isSoft ? (softplus(x), sigmoid(x)) : (max(x, 0), x > 0 ? 1 : 0)
}

/// All triplets of an anchor whose negative's closeness lies in a range that its positive's gives.
private struct EveryTriplet: AnchorTerms {
  let margin: Double
  let choice: TripletLoss.Choice
  let isSoft: Bool

  /// Lower bound (included) and upper bound (excluded) of the negative's closeness.
  private func bounds<Element: ContrastElement>(_ positive: Element) -> (Element, Element) {
    let least = -Element.greatestFiniteMagnitude
    return switch choice {
    case .hard: (positive, .infinity)
    case .semiHard: (positive - Element(margin), positive)
    case .easy: (least, positive - Element(margin))
    case .all, .batchHard, .facenet: (least, .infinity)
    }
  }

  func add<Element: ContrastElement>(_ row: AnchorRow<Element>, to sum: inout TermSum) {
    let isListed = sum.list != nil
    for positive in row.positiveCloseness {
      let (low, high) = bounds(positive)
      let offset = Element(margin) - positive
      if isListed || isSoft {
        for column in 0..<row.count where row.negatives[column] >= low {
          guard row.negatives[column] < high else { continue }
          sum.add(hinge(Double(row.negatives[column] + offset), isSoft: isSoft).term)
        }
        continue
      }
      var (total, count, nonzero): (Element, Int32, Int32) = (0, 0, 0)
      for column in 0..<row.count {
        let closeness = row.negatives[column]
        let isKept = closeness >= low && closeness < high
        let term = isKept ? max(closeness + offset, 0) : 0
        total += term
        count &+= isKept ? 1 : 0
        nonzero &+= term > 0 ? 1 : 0
      }
      sum.add(sum: Double(total), count: Double(count), nonzero: Double(nonzero))
    }
  }

  func writeGradient<Element: ContrastElement>(
    _ row: AnchorRow<Element>, weights: TermWeights
  ) throws {
    let gradient = try Workspace<Element>(repeating: 0, count: row.count)
    var term = 0
    for (place, positive) in zip(row.positives, row.positiveCloseness) {
      let (low, high) = bounds(positive)
      let offset = Element(margin) - positive
      var own: Element = 0
      if weights.list == nil && !isSoft {
        let weight = Element(weights.uniform[0])
        for column in 0..<row.count {
          let closeness = row.negatives[column]
          let isActive = closeness >= low && closeness < high && closeness + offset > 0
          let share = isActive ? weight : 0
          gradient[column] += share
          own += share
        }
      } else {
        for column in 0..<row.count where row.negatives[column] >= low {
          guard row.negatives[column] < high else { continue }
          let slope = hinge(Double(row.negatives[column] + offset), isSoft: isSoft).slope
          let share = Element(weights(term) * slope)
          gradient[column] += share
          own += share
          term += 1
        }
      }
      gradient[place] -= own
    }
    row.negatives.update(from: gradient.start, count: row.count)
  }
}

/// One triplet an anchor or a positive pair.
private struct ChosenTriplets: AnchorTerms {
  let margin: Double
  let choice: TripletLoss.Choice
  let isSoft: Bool

  var choosesFew: Bool { choice == .batchHard }

  /// Positive and negative of each triplet, with the excess.
  private func triplets<Element: ContrastElement>(
    _ row: AnchorRow<Element>
  ) -> [(positive: Int, negative: Int, excess: Double)] {
    guard !row.positives.isEmpty, row.negativeCount > 0 else { return [] }
    func triplet(_ place: Int, _ negative: Int) -> (Int, Int, Double) {
      let excess = row.negatives[negative] - row.positiveCloseness[place] + Element(margin)
      return (row.positives[place], negative, Double(excess))
    }
    if choice == .batchHard {
      var farthest = 0
      for place in row.positives.indices
      where row.positiveCloseness[place] < row.positiveCloseness[farthest] { farthest = place }
      return [triplet(farthest, row.firstNegative(with: row.nearestNegative))]
    }
    return row.positives.indices.map { place in
      triplet(place, negative(beyond: row.positiveCloseness[place], row))
    }
  }

  /// The nearest negative that is farther than the positive, else the farthest of all.
  private func negative<Element: ContrastElement>(
    beyond positive: Element, _ row: AnchorRow<Element>
  ) -> Int {
    var nearest = -Element.infinity
    var farthest = Element.infinity
    for column in 0..<row.count {
      let closeness = row.negatives[column]
      if closeness < positive { nearest = max(nearest, closeness) }
      if closeness > -.infinity { farthest = min(farthest, closeness) }
    }
    return row.firstNegative(with: nearest > -.infinity ? nearest : farthest)
  }

  func add<Element: ContrastElement>(_ row: AnchorRow<Element>, to sum: inout TermSum) {
    for triplet in triplets(row) { sum.add(hinge(triplet.excess, isSoft: isSoft).term) }
  }

  func writeGradient<Element: ContrastElement>(
    _ row: AnchorRow<Element>, weights: TermWeights
  ) throws {
    let found = triplets(row)
    row.negatives.update(repeating: 0, count: row.count)
    for (term, triplet) in found.enumerated() {
      let share = Element(
        weights(term) * hinge(triplet.excess, isSoft: isSoft).slope)
      row.negatives[triplet.negative] += share
      row.negatives[triplet.positive] -= share
    }
  }
}
